#include "server/request_id.h"

#include <algorithm>
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

constexpr size_t kMaxIdBytes = 128;

bool IsUsable(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

std::string RequestIdOr(std::string_view given) {
  if (IsUsable(given)) return std::string(given);
  std::random_device device;  // No state to share between threads.
  const uint64_t number = (static_cast<uint64_t>(device()) << 32) | device();
  return absl::StrCat(absl::Hex(number, absl::kZeroPad16));
}

}  // namespace tasnif
