#include "text/literal_scan.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "text/case_spellings.h"

namespace tasnif {

LiteralScan::LiteralScan(std::vector<std::string> literals) : literals_(std::move(literals)) {
  for (const std::string& literal : literals_) {
    ForEachSpelling(literal, kMinBytes, [this](const std::string& spelled) {
      if (spelled.size() < kMinBytes) {
        is_blind_ = true;
      } else {
        const size_t slot = Slot(WindowAt(spelled.data()));
        filter_[slot / 64] |= uint64_t{1} << slot % 64;
      }
    });
  }
}

inline LiteralScan::Window LiteralScan::WindowAt(const char* text) {
  Window window;
  std::memcpy(&window, text, kMinBytes);
  return IgnoreAsciiCase(window);
}

bool LiteralScan::BeginsWithAny(std::string_view text) const {
  return std::any_of(literals_.begin(), literals_.end(), [text](const std::string& literal) {
    return MatchIgnoringCase(text, literal) != std::string_view::npos;
  });
}

bool LiteralScan::FindsAny(std::string_view text) const {
  if (is_blind_) return true;
  for (size_t i = 0; i + kMinBytes <= text.size(); ++i) {
    const size_t slot = Slot(WindowAt(text.data() + i));
    if ((filter_[slot / 64] >> slot % 64 & 1) == 0) [[likely]]
      continue;
    if (BeginsWithAny(text.substr(i))) return true;
  }
  return false;
}

}  // namespace tasnif
