#include "server/tensor_codec.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kLengthBytes = 4;

uint32_t ReadLittleEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) {
    value |= static_cast<uint32_t>(static_cast<uint8_t>(bytes[i])) << (8 * i);
  }
  return value;
}

void AppendLittleEndian(uint32_t value, std::string* out) {
  for (size_t i = 0; i < kLengthBytes; ++i) {
    out->push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  }
}

// The element at `at`, and moves behind it.
absl::StatusOr<std::string_view> NextElement(std::string_view raw, size_t number, size_t* at) {
  const size_t left = raw.size() - *at;
  if (left < kLengthBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("element ", number, " at byte ", *at, ": ", left,
                     " bytes are left, its length alone takes 4; each element is its length as "
                     "4 bytes, least significant first, and so many bytes"));
  }
  const size_t length = ReadLittleEndian(raw.substr(*at));
  if (length > left - kLengthBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "element ", number, " at byte ", *at, " says that it has ", length, " bytes, but ",
        left - kLengthBytes, " are left; lengths have their least significant byte first"));
  }
  const std::string_view element = raw.substr(*at + kLengthBytes, length);
  *at += kLengthBytes + length;
  return element;
}

}  // namespace

std::string ShapeText(absl::Span<const int64_t> shape) {
  return absl::StrCat("[", absl::StrJoin(shape, ","), "]");
}

absl::StatusOr<size_t> ElementCount(absl::Span<const int64_t> shape) {
  if (shape.empty()) return absl::InvalidArgumentError("the shape is empty; expected [N]");
  if (std::any_of(shape.begin(), shape.end(), [](int64_t size) { return size < 0; })) {
    return absl::InvalidArgumentError(absl::StrCat("shape ", ShapeText(shape),
                                                   " has a negative dimension; say how many there "
                                                   "are"));
  }
  // Before the product: a 0 behind two large ones must not count as an overflow, nor hide one.
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  int64_t product = 1;
  for (const int64_t size : shape) {
    if (product > kMost / size) {
      return absl::InvalidArgumentError(
          absl::StrCat("shape ", ShapeText(shape), " has more elements than 2^63 - 1"));
    }
    product *= size;
  }
  return static_cast<size_t>(product);
}

absl::StatusOr<std::vector<std::string_view>> SplitRawBytes(std::string_view raw, size_t count) {
  std::vector<std::string_view> elements;
  elements.reserve(std::min(count, raw.size() / kLengthBytes));
  size_t at = 0;
  while (at < raw.size()) {
    if (elements.size() == count) {
      return absl::InvalidArgumentError(absl::StrCat("the shape promises ", count,
                                                     " elements, but ", raw.size() - at,
                                                     " more bytes follow them"));
    }
    TASNIF_ASSIGN_OR_RETURN(const std::string_view element, NextElement(raw, elements.size(), &at));
    elements.push_back(element);
  }
  if (elements.size() == count) return elements;
  return absl::InvalidArgumentError(
      absl::StrCat("the shape promises ", count, " elements, the contents have ", elements.size()));
}

std::string RawBytes(absl::Span<const std::string> elements) {
  size_t size = 0;
  for (const std::string& element : elements) size += kLengthBytes + element.size();
  std::string raw;
  raw.reserve(size);
  for (const std::string& element : elements) {
    AppendLittleEndian(static_cast<uint32_t>(element.size()), &raw);
    raw += element;
  }
  return raw;
}

std::string RawFloats(absl::Span<const float> elements) {
  static_assert(sizeof(float) == kLengthBytes);
  std::string raw;
  raw.reserve(elements.size() * kLengthBytes);
  for (const float element : elements) {
    AppendLittleEndian(std::bit_cast<uint32_t>(element), &raw);
  }
  return raw;
}

std::string RawBools(const std::vector<bool>& elements) {
  std::string raw;
  raw.reserve(elements.size());
  for (const bool element : elements) raw.push_back(element ? '\1' : '\0');
  return raw;
}

}  // namespace tasnif
