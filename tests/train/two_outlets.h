// tests/train/two_outlets.h
//
// Made articles of two outlets that use different words for the same topics: a model that knows
// only the first must learn the second from corrections.
#ifndef TASNIF_TESTS_TRAIN_TWO_OUTLETS_H_
#define TASNIF_TESTS_TRAIN_TWO_OUTLETS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "train/selection.h"

namespace tasnif {

struct OutletArticle {
  std::string publisher;
  std::string topic;  // "sport" or "economy".
  std::string text;
};

// The number-th article of an outlet on a topic: thirty words, always the same.
inline OutletArticle MakeOutletArticle(const std::string& publisher, const std::string& topic,
                                       uint64_t number) {
  const bool is_sport = topic == "sport";
  const std::vector<std::string> first =
      is_sport ? std::vector<std::string>{"مباراة", "هدف",  "لاعب", "مدرب", "ملعب",
                                          "كأس",    "فريق", "حارس", "دوري", "فوز"}
               : std::vector<std::string>{"بنك",  "سعر",     "سوق",  "نفط",   "تضخم",
                                          "أسهم", "استثمار", "عملة", "تجارة", "ميزانية"};
  const std::vector<std::string> second =
      is_sport ? std::vector<std::string>{"match", "goal",   "striker", "coach",  "stadium",
                                          "cup",   "league", "keeper",  "season", "derby"}
               : std::vector<std::string>{"bank",   "price",      "market",   "oil",   "inflation",
                                          "shares", "investment", "currency", "trade", "budget"};
  const std::vector<std::string>& words = publisher == "a.example" ? first : second;
  std::string text;
  uint64_t state = HashBytes(absl::StrCat(publisher, topic, number));
  for (int i = 0; i < 30; ++i) {
    state = MixHash(state, 1);
    absl::StrAppend(&text, i == 0 ? "" : " ", words[state % words.size()]);
  }
  return {publisher, topic, text};
}

inline std::string OutletLine(const OutletArticle& article, const std::string& split) {
  return DumpJson(Json{{"text", article.text},
                       {"publisher", article.publisher},
                       {"language", article.publisher == "a.example" ? "ar" : "en"},
                       {"labels", {{"topic", article.topic}}},
                       {"source", "outlets"},
                       {"split", split}}) +
         "\n";
}

// Training articles of a.example only; dev and test articles of both.
inline std::string TwoOutletLines() {
  std::string lines;
  for (const char* topic : {"sport", "economy"}) {
    for (uint64_t i = 0; i < 60; ++i) {
      lines += OutletLine(MakeOutletArticle("a.example", topic, i), "train");
      for (const char* publisher : {"a.example", "b.example"}) {
        lines += OutletLine(MakeOutletArticle(publisher, topic, 1000 + i), "test");
        if (i < 20) lines += OutletLine(MakeOutletArticle(publisher, topic, 2000 + i), "dev");
      }
    }
  }
  return lines;
}

inline std::string TwoOutletRecipe() {
  return R"({"head": "topic", "data": ["outlets.jsonl"], "text": {"use_title": false},
    "fasttext": {"lr": 0.5, "epoch": 30, "dim": 8, "min_count": 1, "bucket": 500},
    "precision": "float32", "min_language_rows": 1, "languages": ["ar", "en"]})";
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_TRAIN_TWO_OUTLETS_H_
