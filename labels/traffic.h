// labels/traffic.h
//
// Which articles a version that is on trial answers or is asked about, besides the champion:
//   canary   it answers a share of the articles in the champion's place
//   shadow   it is asked about a share of them, and nobody sees what it says
//
//   TrafficDraw draw(kCanary, "topic", {.version = "4", .hundredths = 500});   // 5 %
//   if (draw.Takes(ArticleHash(article))) …
//
// The same article always falls to the same side: on every server, after every restart, and also
// when a share grows, for then all that were taken stay so. Another head, version or use takes
// other articles.
// Threads: pure functions and values. Cost: one multiplication a byte of the id, or of the text.
// Source of the hash and its mixing: base/hash_mix.h.
#ifndef TASNIF_LABELS_TRAFFIC_H_
#define TASNIF_LABELS_TRAFFIC_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tasnif/v1/classifier.pb.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

inline constexpr std::string_view kShadow = "shadow";
inline constexpr std::string_view kCanary = "canary";

// Shares are counted in hundredths of a percent.
inline constexpr uint32_t kAllTraffic = 10000;

struct TrafficShare {
  std::string version;
  uint32_t hundredths = 0;  // 1 to kAllTraffic.

  bool operator==(const TrafficShare&) const = default;
};

// Of one head, by use (kShadow, kCanary); a use that is off is not there.
using Traffic = std::map<std::string, TrafficShare, std::less<>>;

// The use as messages have it, and back. Anything but kCanary, or its like, is the shadow.
v1::TrafficUse UseOf(std::string_view name);
std::string_view NameOf(v1::TrafficUse use);

// "12.5" → 1250. INVALID_ARGUMENT: not a number from 0 to 100 with at most two decimals.
absl::StatusOr<uint32_t> ParsePercent(std::string_view text);
// 1250 → "12.5".
std::string FormatPercent(uint32_t hundredths);

// Of the article's id; where it has none, of its title and text, or of its content.
uint64_t ArticleHash(const v1::Article& article);

// One share of one head, ready to decide.
class TrafficDraw {
 public:
  TrafficDraw(std::string_view use, std::string_view head, const TrafficShare& share);

  // article: of ArticleHash.
  bool Takes(uint64_t article) const;

 private:
  uint64_t salt_;
  uint32_t hundredths_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_TRAFFIC_H_
