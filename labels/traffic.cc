#include "labels/traffic.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

constexpr uint64_t kSeed = 14695981039346656037u;

// FNV-1a.
uint64_t HashBytes(uint64_t hash, std::string_view bytes) {
  for (const char byte : bytes) hash = (hash ^ static_cast<uint8_t>(byte)) * 1099511628211u;
  return hash;
}

// Where FNV-1a's low bits follow the last bytes closely, these follow all of them.
uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

bool AreDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

absl::StatusOr<uint32_t> ParsePercent(std::string_view text) {
  const size_t point = text.find('.');
  const std::string whole(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  const bool has_form = !whole.empty() && whole.size() <= 3 && AreDigits(whole) &&
                        AreDigits(decimals) && decimals.size() <= 2 &&
                        (point == std::string_view::npos || !decimals.empty());
  decimals.resize(2, '0');
  uint32_t hundredths = 0;
  if (has_form && absl::SimpleAtoi(whole + decimals, &hundredths) && hundredths <= kAllTraffic) {
    return hundredths;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("a share is '", std::string(text),
                   "', expected a percentage from 0 to 100 with at most two decimals"));
}

std::string FormatPercent(uint32_t hundredths) {
  std::string text = absl::StrCat(hundredths / 100, ".", hundredths / 10 % 10, hundredths % 10);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

uint64_t ArticleHash(const v1::Article& article) {
  if (!article.id().empty()) return HashBytes(kSeed, article.id());
  const uint64_t title = HashBytes(kSeed, article.title());
  return HashBytes(HashBytes(title, article.text()), article.content());
}

TrafficDraw::TrafficDraw(std::string_view use, std::string_view head, const TrafficShare& share)
    : salt_(HashBytes(kSeed,
                      absl::StrCat(std::string(use), " ", std::string(head), "@", share.version))),
      hundredths_(share.hundredths) {}

bool TrafficDraw::Takes(uint64_t article) const {
  return Mix(article ^ salt_) % kAllTraffic < hundredths_;
}

}  // namespace tasnif
