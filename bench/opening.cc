#include "bench/opening.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "base/files.h"
#include "base/mapped_file.h"
#include "base/status.h"
#include "bench/fasttext_runner.h"
#include "bench/tasnif_runner.h"
#include "bench/timing.h"

namespace tasnif {
namespace {

using Action = std::function<absl::Status()>;

absl::Status LabelWithFastText(const std::string& path, const std::string& line) {
  TASNIF_ASSIGN_OR_RETURN(const auto runner, FastTextRunner::Load(path));
  runner->Top(line);
  return absl::OkStatus();
}

absl::Status LabelWithTasnif(const std::string& path, bool verifies, const std::string& line) {
  TASNIF_ASSIGN_OR_RETURN(const auto runner,
                          TasnifRunner::Open({path}, {.verifies_checksums = verifies}));
  std::vector<int32_t> tops;
  runner->Top(line, &tops);
  return absl::OkStatus();
}

// `prepare` is not counted.
absl::StatusOr<double> MedianMilliseconds(const Action& prepare, const Action& work,
                                          size_t rounds) {
  std::vector<double> seconds;
  for (size_t round = 0; round < rounds; ++round) {
    TASNIF_RETURN_IF_ERROR(prepare());
    const double start = WallSeconds();
    TASNIF_RETURN_IF_ERROR(work());
    seconds.push_back(WallSeconds() - start);
  }
  return 1e3 * Median(seconds);
}

absl::Status MeasureBoth(const std::string& path, const Action& work, size_t rounds,
                         double* warm_ms, double* cold_ms) {
  const Action drop = [&path] { return DropFromPageCache(path); };
  const Action nothing = [] { return absl::OkStatus(); };
  TASNIF_ASSIGN_OR_RETURN(*cold_ms, MedianMilliseconds(drop, work, rounds));
  TASNIF_RETURN_IF_ERROR(work());
  TASNIF_ASSIGN_OR_RETURN(*warm_ms, MedianMilliseconds(nothing, work, rounds));
  return absl::OkStatus();
}

}  // namespace

absl::Status DropFromPageCache(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(errno, "open", path);
  const auto closer = absl::MakeCleanup([descriptor] { close(descriptor); });
  if (fsync(descriptor) != 0) return ErrnoStatus(errno, "sync", path);  // Dirty pages would stay.
  const int error = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  return error == 0 ? absl::OkStatus() : ErrnoStatus(error, "drop from the cache", path);
}

absl::StatusOr<double> ShareInPageCache(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(path));
  const size_t page_bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  std::vector<unsigned char> pages((file->bytes().size() + page_bytes - 1) / page_bytes);
  if (pages.empty()) return 0.0;
  void* begin = const_cast<char*>(file->bytes().data());
  if (mincore(begin, file->bytes().size(), pages.data()) != 0) {
    return ErrnoStatus(errno, "ask which pages are in memory of", path);
  }
  const auto held =
      std::count_if(pages.begin(), pages.end(), [](unsigned char page) { return (page & 1) != 0; });
  return static_cast<double>(held) / static_cast<double>(pages.size());
}

absl::StatusOr<OpenResult> MeasureOpening(const ModelFiles& files, const std::string& line,
                                          size_t rounds) {
  OpenResult result;
  result.model = files.name;
  TASNIF_RETURN_IF_ERROR(DropFromPageCache(files.tsf_path));
  TASNIF_ASSIGN_OR_RETURN(result.left_in_cache, ShareInPageCache(files.tsf_path));
  TASNIF_RETURN_IF_ERROR(MeasureBoth(
      files.fasttext_path, [&] { return LabelWithFastText(files.fasttext_path, line); }, rounds,
      &result.libfasttext_warm_ms, &result.libfasttext_cold_ms));
  TASNIF_RETURN_IF_ERROR(MeasureBoth(
      files.tsf_path, [&] { return LabelWithTasnif(files.tsf_path, true, line); }, rounds,
      &result.verified_warm_ms, &result.verified_cold_ms));
  TASNIF_RETURN_IF_ERROR(MeasureBoth(
      files.tsf_path, [&] { return LabelWithTasnif(files.tsf_path, false, line); }, rounds,
      &result.unverified_warm_ms, &result.unverified_cold_ms));
  return result;
}

}  // namespace tasnif
