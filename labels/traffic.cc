#include "labels/traffic.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/hash_mix.h"

namespace tasnif {
namespace {

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

v1::TrafficUse UseOf(std::string_view name) {
  return name == kCanary ? v1::TRAFFIC_USE_CANARY : v1::TRAFFIC_USE_SHADOW;
}

std::string_view NameOf(v1::TrafficUse use) {
  return use == v1::TRAFFIC_USE_CANARY ? kCanary : kShadow;
}

uint64_t ArticleHash(const v1::Article& article) {
  if (!article.id().empty()) return Fnv1a(article.id());
  return Fnv1a(article.content(), Fnv1a(article.text(), Fnv1a(article.title())));
}

TrafficDraw::TrafficDraw(std::string_view use, std::string_view head, const TrafficShare& share)
    : salt_(Fnv1a(absl::StrCat(std::string(use), " ", std::string(head), "@", share.version))),
      hundredths_(share.hundredths) {}

bool TrafficDraw::Takes(uint64_t article) const {
  return SplitMix(article ^ salt_) % kAllTraffic < hundredths_;
}

}  // namespace tasnif
