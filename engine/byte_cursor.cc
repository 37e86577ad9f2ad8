#include "engine/byte_cursor.h"

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

// absl::string_view may be its own type in this Abseil; StrCat takes it, not std::string_view.
absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

absl::StatusOr<std::string_view> ByteCursor::Take(uint64_t size, std::string_view what) {
  if (size > remaining()) return Truncated(what, size);
  const std::string_view taken = bytes_.substr(offset_, size);
  offset_ += size;
  return taken;
}

absl::StatusOr<std::string_view> ByteCursor::TakeUntilZero(std::string_view what) {
  const size_t end = bytes_.find('\0', offset_);
  if (end == std::string_view::npos) {
    return Corrupt(absl::StrCat("no zero byte ends ", View(what)));
  }
  const std::string_view taken = bytes_.substr(offset_, end - offset_);
  offset_ = end + 1;
  return taken;
}

absl::Status ByteCursor::Corrupt(std::string_view problem) const {
  return absl::DataLossError(absl::StrCat(
      Where(), View(problem), "; the file is cut off or damaged, copy it again or train anew"));
}

absl::Status ByteCursor::Unsupported(std::string_view problem) const {
  return absl::InvalidArgumentError(absl::StrCat(Where(), View(problem)));
}

absl::Status ByteCursor::Truncated(std::string_view what, uint64_t wanted) const {
  return Corrupt(
      absl::StrCat("expected ", wanted, " bytes for ", View(what), ", found ", remaining()));
}

std::string ByteCursor::Where() const {
  return absl::StrCat(name_, ": section '", View(section_), "', byte ", offset_, ": ");
}

}  // namespace tasnif
