// engine/byte_cursor.h
//
// Reads little-endian numbers and byte runs from memory and never past its end.
//
//   ByteCursor cursor(bytes, "news.bin");
//   cursor.EnterSection("header");
//   TASNIF_ASSIGN_OR_RETURN(int32_t magic, cursor.Read<int32_t>("magic"));
//
// Threads: one owner. Cost: none beyond the bytes read; nothing is copied.
#ifndef TASNIF_ENGINE_BYTE_CURSOR_H_
#define TASNIF_ENGINE_BYTE_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

class ByteCursor {
 public:
  // Borrows `bytes`; `name` opens every error message.
  ByteCursor(std::string_view bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  // Names the part of the file for the errors that follow.
  void EnterSection(std::string_view section) { section_ = section; }

  // Number of type T at the cursor. DATA_LOSS if fewer than sizeof(T) bytes remain.
  template <typename T>
  absl::StatusOr<T> Read(std::string_view what) {
    if (remaining() < sizeof(T)) return Truncated(what, sizeof(T));
    T value;
    std::memcpy(&value, bytes_.data() + offset_, sizeof(T));
    offset_ += sizeof(T);
    return value;
  }

  // The next `size` bytes. DATA_LOSS if fewer remain.
  absl::StatusOr<std::string_view> Take(uint64_t size, std::string_view what);

  // The bytes up to the next zero byte, which is skipped. DATA_LOSS if there is none.
  absl::StatusOr<std::string_view> TakeUntilZero(std::string_view what);

  size_t offset() const { return offset_; }
  size_t remaining() const { return bytes_.size() - offset_; }

  // DATA_LOSS: "name: section 'x', byte n: problem; way out".
  absl::Status Corrupt(std::string_view problem) const;
  // INVALID_ARGUMENT in the same form.
  absl::Status Unsupported(std::string_view problem) const;

 private:
  absl::Status Truncated(std::string_view what, uint64_t wanted) const;
  std::string Where() const;

  std::string_view bytes_;
  std::string name_;
  std::string_view section_ = "header";
  size_t offset_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_BYTE_CURSOR_H_
