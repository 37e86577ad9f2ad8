#include "base/machine_memory.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

// Empty where it cannot be read.
std::string ReadKernelFile(const std::string& path) { return PosixFiles().Read(path).value_or(""); }

}  // namespace

absl::StatusOr<uint64_t> ParseMemAvailable(std::string_view meminfo) {
  constexpr std::string_view kName = "MemAvailable:";
  const size_t at = meminfo.find(kName);
  if (at == std::string_view::npos) return absl::NotFoundError("/proc/meminfo: no MemAvailable");
  const std::string rest(meminfo.substr(at + kName.size()));
  const std::vector<std::string> words =
      absl::StrSplit(rest, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  uint64_t kib = 0;
  if (words.empty() || !absl::SimpleAtoi(words[0], &kib)) {
    return absl::NotFoundError("/proc/meminfo: MemAvailable is no number");
  }
  return kib * 1024;
}

uint64_t LeftInContainer(std::string_view max, std::string_view current) {
  uint64_t limit = 0;
  uint64_t used = 0;
  const auto read = [](std::string_view text, uint64_t* out) {
    return absl::SimpleAtoi(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())),
                            out);
  };
  if (!read(max, &limit) || !read(current, &used)) return std::numeric_limits<uint64_t>::max();
  return limit - std::min(used, limit);
}

absl::StatusOr<uint64_t> AvailableMemoryBytes() {
  TASNIF_ASSIGN_OR_RETURN(const uint64_t machine,
                          ParseMemAvailable(ReadKernelFile("/proc/meminfo")));
  // Inside a container this is its own root; the root of the machine has no such files.
  return std::min(machine, LeftInContainer(ReadKernelFile("/sys/fs/cgroup/memory.max"),
                                           ReadKernelFile("/sys/fs/cgroup/memory.current")));
}

}  // namespace tasnif
