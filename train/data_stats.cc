#include "train/data_stats.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/sha256.h"

namespace tasnif {
namespace {

constexpr char kNone[] = "(none)";
constexpr size_t kShownPublishers = 10;

const std::string& NameOf(const std::string& value) {
  static const std::string& none = *new std::string(kNone);
  return value.empty() ? none : value;
}

// Twelve classes between a number and twice that number.
uint64_t ClassOf(uint64_t words) {
  constexpr double kClasses = 12;
  if (words < 16) return words;
  const double step = std::ceil(std::log2(static_cast<double>(words)) * kClasses);
  return static_cast<uint64_t>(std::round(std::exp2(step / kClasses)));
}

uint64_t Sum(const Counts& counts) {
  uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

std::string Joined(const Counts& counts, size_t limit) {
  std::vector<std::pair<uint64_t, std::string>> sorted;
  for (const auto& [name, count] : counts) sorted.emplace_back(count, name);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string out;
  for (size_t i = 0; i < std::min(limit, sorted.size()); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : ", ", sorted[i].second, " ", sorted[i].first);
  }
  if (sorted.size() > limit) absl::StrAppend(&out, ", and ", sorted.size() - limit, " more");
  return out;
}

}  // namespace

void DataStats::Add(const DataLine& line) {
  ++articles_;
  fingerprint_ = Sha256Hex(fingerprint_ + Sha256Hex(line.text));
  const LabelledArticle& article = line.article;
  const std::string& split = NameOf(article.split);
  ++splits_[split];
  ++sources_[NameOf(article.source)];
  ++languages_[NameOf(article.article.language())];
  ++publishers_[NameOf(PublisherOf(article.article))];
  ++lengths_[ClassOf(line.words)];
  for (const auto& [head, label] : article.labels) ++labels_[head][label][split];
  bool has_stance = false;
  for (const LabelledTarget& target : article.targets) {
    if (target.stance.empty()) continue;
    ++labels_["stance"][target.stance][split];
    has_stance = true;
  }
  if (article.labels.empty() && !has_stance) ++unlabelled_;
}

uint64_t DataStats::WordsAt(double share) const {
  uint64_t seen = 0;
  for (const auto& [words, articles] : lengths_) {
    seen += articles;
    if (static_cast<double>(seen) >= share * static_cast<double>(articles_)) return words;
  }
  return 0;
}

Json StatsToJson(const DataStats& stats) {
  Json json = {{"articles", stats.articles()},
               {"unlabelled", stats.unlabelled()},
               {"fingerprint", stats.fingerprint()}};
  json["labels"] = Json::object();
  for (const auto& [head, labels] : stats.labels()) {
    for (const auto& [label, splits] : labels) json["labels"][head][label] = splits;
  }
  json["splits"] = stats.splits();
  json["sources"] = stats.sources();
  json["languages"] = stats.languages();
  json["publishers"] = stats.publishers();
  json["words"] = {{"p10", stats.WordsAt(0.1)},
                   {"p50", stats.WordsAt(0.5)},
                   {"p90", stats.WordsAt(0.9)},
                   {"p99", stats.WordsAt(0.99)}};
  return json;
}

std::string StatsTable(const DataStats& stats) {
  std::string out = absl::StrFormat("%d articles, %d without a label\nfingerprint %s\n",
                                    stats.articles(), stats.unlabelled(), stats.fingerprint());
  absl::StrAppendFormat(&out, "words      10%%: %d  50%%: %d  90%%: %d  99%%: %d\n",
                        stats.WordsAt(0.1), stats.WordsAt(0.5), stats.WordsAt(0.9),
                        stats.WordsAt(0.99));
  absl::StrAppend(&out, "splits     ", Joined(stats.splits(), kShownPublishers), "\n");
  absl::StrAppend(&out, "sources    ", Joined(stats.sources(), kShownPublishers), "\n");
  absl::StrAppend(&out, "languages  ", Joined(stats.languages(), kShownPublishers), "\n");
  absl::StrAppend(&out, "publishers ", Joined(stats.publishers(), kShownPublishers), "\n");
  for (const auto& [head, labels] : stats.labels()) {
    absl::StrAppend(&out, "labels of ", head, "\n");
    for (const auto& [label, splits] : labels) {
      absl::StrAppendFormat(&out, "  %-40s %9d  %s\n", label, Sum(splits),
                            Joined(splits, kShownPublishers));
    }
  }
  return out;
}

}  // namespace tasnif
