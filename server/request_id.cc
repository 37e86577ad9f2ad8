#include "server/request_id.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/random_bits.h"

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
  return absl::StrCat(absl::Hex(RandomBits(), absl::kZeroPad16));
}

}  // namespace tasnif
