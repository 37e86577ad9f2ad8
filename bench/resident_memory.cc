#include "bench/resident_memory.h"

#include <malloc.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "bench/child_process.h"
#include "bench/fasttext_runner.h"
#include "bench/tasnif_runner.h"

namespace tasnif {
namespace {

absl::StatusOr<int64_t> KilobytesOf(absl::string_view key, absl::string_view status) {
  for (absl::string_view line : absl::StrSplit(status, '\n')) {
    if (!absl::ConsumePrefix(&line, key) || !absl::ConsumeSuffix(&line, " kB")) continue;
    int64_t kilobytes = 0;
    if (absl::SimpleAtoi(absl::StripAsciiWhitespace(line), &kilobytes)) return kilobytes;
  }
  return absl::InternalError(
      absl::StrCat("/proc/self/status has no '", key, "'; resident memory needs Linux 4.5"));
}

absl::StatusOr<Resident> ResidentNow() {
  std::ifstream in("/proc/self/status");
  const std::string status{std::istreambuf_iterator<char>(in), {}};
  return ParseResident(status);
}

// Loads a model and answers; what it returns stays alive while memory is counted.
using Use = std::function<absl::StatusOr<std::shared_ptr<void>>()>;

absl::StatusOr<std::string> GrowthInThisProcess(const Use& use) {
  malloc_trim(0);  // Free pages left by the parent would hide what the model takes.
  TASNIF_ASSIGN_OR_RETURN(const Resident before, ResidentNow());
  TASNIF_ASSIGN_OR_RETURN(const std::shared_ptr<void> alive, use());
  TASNIF_ASSIGN_OR_RETURN(const Resident after, ResidentNow());
  return absl::StrCat(after.own_bytes - before.own_bytes, " ",
                      after.shared_bytes - before.shared_bytes);
}

absl::StatusOr<Resident> GrowthInChild(const Use& use) {
  TASNIF_ASSIGN_OR_RETURN(const std::string answer,
                          RunInChild([&use] { return GrowthInThisProcess(use); }));
  const std::pair<std::string, std::string> numbers = absl::StrSplit(answer, ' ');
  Resident resident;
  if (absl::SimpleAtoi(numbers.first, &resident.own_bytes) &&
      absl::SimpleAtoi(numbers.second, &resident.shared_bytes)) {
    return resident;
  }
  return absl::InternalError(absl::StrCat("a child process answered '", answer, "'"));
}

absl::StatusOr<std::shared_ptr<void>> UseFastText(const std::string& path,
                                                  const std::vector<std::string>& lines) {
  TASNIF_ASSIGN_OR_RETURN(std::shared_ptr<FastTextRunner> runner, FastTextRunner::Load(path));
  for (const std::string& line : lines) runner->Top(line);
  return std::shared_ptr<void>(runner);
}

absl::StatusOr<std::shared_ptr<void>> UseTasnif(const std::string& path,
                                                const std::vector<std::string>& lines) {
  TASNIF_ASSIGN_OR_RETURN(std::shared_ptr<TasnifRunner> runner, TasnifRunner::Open({path}));
  std::vector<int32_t> tops;
  for (const std::string& line : lines) runner->Top(line, &tops);
  return std::shared_ptr<void>(runner);
}

}  // namespace

absl::StatusOr<Resident> ParseResident(std::string_view proc_status) {
  const absl::string_view status(proc_status.data(), proc_status.size());
  TASNIF_ASSIGN_OR_RETURN(const int64_t own, KilobytesOf("RssAnon:", status));
  TASNIF_ASSIGN_OR_RETURN(const int64_t file, KilobytesOf("RssFile:", status));
  return Resident{own * 1024, file * 1024};
}

absl::StatusOr<MemoryResult> MeasureMemory(const ModelFiles& files,
                                           const std::vector<std::string>& lines) {
  MemoryResult result;
  result.model = files.name;
  TASNIF_ASSIGN_OR_RETURN(result.libfasttext,
                          GrowthInChild([&] { return UseFastText(files.fasttext_path, lines); }));
  TASNIF_ASSIGN_OR_RETURN(result.tasnif,
                          GrowthInChild([&] { return UseTasnif(files.tsf_path, lines); }));
  return result;
}

}  // namespace tasnif
