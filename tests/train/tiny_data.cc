#include "tests/train/tiny_data.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "base/json.h"

namespace tasnif {
namespace {

// Parts that are combined, so that no two articles are the same.
const std::vector<std::string> kSportSubjects = {"فاز المنتخب", "خسر الفريق", "The striker",
                                                 "Our keeper", "سجل المهاجم"};
const std::vector<std::string> kSportEnds = {"في المباراة النهائية أمام آلاف المشجعين",
                                             "won the match with a late goal",
                                             "في الملعب بعد ركلة جزاء"};
const std::vector<std::string> kMoneySubjects = {"رفع البنك", "خفضت الوزارة", "The central bank",
                                                 "The exporter", "أعلنت الشركة"};
const std::vector<std::string> kMoneyEnds = {"سعر الفائدة بسبب التضخم في الأسواق",
                                             "cut interest rates as prices rose",
                                             "أرباح الأسهم في البورصة"};

std::string SplitOf(size_t number) {
  if (number % 5 == 3) return "dev";
  return number % 5 == 4 ? "test" : "train";
}

std::string TopicLine(size_t number, const std::string& label, const std::string& text) {
  Json line;
  line["id"] = absl::StrCat("article-", number);
  line["title"] = absl::StrCat("Number ", number);
  line["text"] = text;
  line["source"] = number % 3 == 0 ? "beta" : "alpha";
  line["publisher"] = number % 4 == 0 ? "b.example" : "a.example";
  line["split"] = SplitOf(number);
  line["labels"]["topic"] = label;
  return DumpJson(line) + "\n";
}

std::string StanceLine(size_t number, const std::string& stance, const std::string& text) {
  Json target;
  target["name"] = "the mayor";
  target["stance"] = stance;
  Json line;
  line["id"] = absl::StrCat("post-", number);
  line["text"] = text;
  line["language"] = "en";
  line["source"] = "posts";
  line["split"] = SplitOf(number);
  line["targets"].push_back(target);
  return DumpJson(line) + "\n";
}

}  // namespace

std::string TinyTopicLines() {
  std::string lines;
  size_t number = 0;
  for (int round = 0; round < 2; ++round) {
    for (size_t subject = 0; subject < kSportSubjects.size(); ++subject) {
      for (size_t end = 0; end < kSportEnds.size(); ++end) {
        lines +=
            TopicLine(number++, "sport", kSportSubjects[subject] + " " + kSportEnds[end] + ".");
        lines +=
            TopicLine(number++, "economy", kMoneySubjects[subject] + " " + kMoneyEnds[end] + ".");
      }
    }
  }
  return lines;
}

std::string TinyStanceLines() {
  std::string lines;
  for (size_t number = 0; number < 40; ++number) {
    const std::string tail = absl::StrCat(" and that is entry ", number % 7, ".");
    switch (number % 3) {
      case 0:
        lines += StanceLine(number, "favor",
                            "We admire and support the mayor, a brilliant leader" + tail);
        break;
      case 1:
        lines += StanceLine(number, "against",
                            "We distrust and condemn the mayor, a corrupt failure" + tail);
        break;
      default:
        lines += StanceLine(number, "neutral",
                            "On Monday the mayor attended a scheduled meeting" + tail);
    }
  }
  return lines;
}

std::string TinyTopicRecipe(const std::string& extra) {
  return absl::StrCat(R"({
    "head": "topic", "description": "A test.", "known_limits": ["It is tiny."],
    "data": ["topic.jsonl"],
    "text": {"use_title": false},
    "fasttext": {"lr": 0.5, "epoch": 60, "dim": 8, "min_count": 1, "word_ngrams": 2, "bucket": 500},
    )",
                      extra, R"("precision": "float32", "min_language_rows": 1})");
}

std::string TinyStanceRecipe(const std::string& extra) {
  return absl::StrCat(R"({
    "head": "stance", "kind": "stance",
    "data": ["stance.jsonl"],
    "text": {"use_title": false},
    "stance": {"mask_word": "targetx", "side_window": 3, "position_window": 2,
               "known_target_sources": ["posts"], "min_target_rows": 3, "generic_share": 0.5,
               "target_words": true},
    "fasttext": {"lr": 0.5, "epoch": 60, "dim": 8, "min_count": 1, "word_ngrams": 2, "bucket": 500},
    )",
                      extra, R"("precision": "float32", "languages": ["en"]})");
}

}  // namespace tasnif
