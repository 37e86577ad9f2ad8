// text/literal_scan.h
//
// Whether a text holds any of a few strings, at any place, case ignored.
//
//   LiteralScan scan({"read more", "اقرا"});
//   scan.FindsAny("… Read more: …")   // true
//
// Threads: immutable, shared freely. Cost: linear, about half a nanosecond for each byte.
#ifndef TASNIF_TEXT_LITERAL_SCAN_H_
#define TASNIF_TEXT_LITERAL_SCAN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

class LiteralScan {
 public:
  // Shorter ones cannot be looked for.
  static constexpr size_t kMinBytes = 4;

  // Valid UTF-8; case does not matter.
  explicit LiteralScan(std::vector<std::string> literals);

  // `text` is valid UTF-8. True in any case where a literal has a spelling below kMinBytes.
  bool FindsAny(std::string_view text) const;

 private:
  using Window = uint32_t;  // kMinBytes bytes, ASCII in lower case.
  static constexpr int kFilterBits = 12;

  static Window WindowAt(const char* text);
  static size_t Slot(Window window) { return window * 0x9E3779B1u >> (32 - kFilterBits); }

  bool BeginsWithAny(std::string_view text) const;

  std::vector<std::string> literals_;
  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> filter_{};  // Bits at Slot of each begin.
  bool is_blind_ = false;                                           // Some spelling is too short.
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_LITERAL_SCAN_H_
