#include "tests/engine/corpus.h"

#include <array>
#include <random>

namespace tasnif {
namespace {

constexpr std::array<const char*, 48> kStems = {
    "وزير",     "حكومة",   "برلمان",  "انتخاب", "رئيس",     "سفير",      "مباراة",   "هدف",
    "فريق",     "مدرب",    "بطولة",   "ملعب",   "سوق",      "سهم",       "نفط",      "بنك",
    "تضخم",     "عملة",    "طبيب",    "لقاح",   "مستشفى",   "علاج",      "فيروس",    "دواء",
    "هاتف",     "تطبيق",   "شبكة",    "برنامج", "minister", "vote",      "goal",     "coach",
    "league",   "market",  "shares",  "oil",    "doctor",   "vaccine",   "hospital", "phone",
    "software", "network", "embassy", "budget", "stadium",  "inflation", "therapy",  "satellite"};
constexpr std::array<const char*, 7> kAffixes = {"", "ات", "ون", "ية", "s", "ing", "ed"};
constexpr std::array<const char*, 6> kCommon = {"في", "من", "على", "the", "of", "said"};

class Writer {
 public:
  explicit Writer(uint32_t seed) : random_(seed) {}

  size_t Below(size_t n) { return random_() % n; }

  // A word that `label` prefers three times out of four.
  std::string Word(int label) {
    if (Below(4) == 0) return kCommon[Below(kCommon.size())];
    const size_t home = static_cast<size_t>(label) * 7;
    const size_t stem = Below(4) > 0 ? home + Below(9) : Below(kStems.size());
    return std::string(kStems[stem % kStems.size()]) + kAffixes[Below(kAffixes.size())];
  }

  std::string Line(int label, size_t words) {
    std::string line;
    for (size_t i = 0; i < words; ++i) line += (i == 0 ? "" : " ") + Word(label);
    return line;
  }

 private:
  std::minstd_rand random_;
};

}  // namespace

std::string TrainingText(const CorpusSpec& spec) {
  Writer writer(20240213);
  std::string text;
  for (int i = 0; i < spec.lines; ++i) {
    // Labels of unequal frequency, so that the tree of hierarchical softmax is not balanced.
    const int label = i < spec.labels
                          ? i
                          : static_cast<int>(writer.Below(spec.labels) * (writer.Below(3) + 1) / 3);
    text += "__label__t" + std::to_string(label) + " " + writer.Line(label, 8 + writer.Below(20));
    text += "\n";
  }
  for (const std::string& line : spec.extra_lines) text += line + "\n";
  return text;
}

std::vector<std::string> RealisticLines() {
  Writer writer(77);
  std::vector<std::string> lines = {
      "",
      "قال وزير النفط إن السوق مستقرة في 2024 .",
      "The minister said on Tuesday that the vaccine budget was approved",
      "فاز الفريق بالمباراة (3-1) بعد هدف متأخر — المصدر: وكالة الأنباء",
      "一个 新的 消息 про выборы in élections générales",
      "كلمةغيرمعروفةطويلةجدا notaknownword zzz",
      "</s>",
      "goal </s> market shares oil",
      "__label__t1 goal __label__nothere coach",
      "__label__t1",
      "goal goal goal goal goal",
      "مستشفياتهم وأطباؤهم hospitals' doctoring"};
  for (int i = 0; i < 60; ++i) {
    std::string line = writer.Line(static_cast<int>(writer.Below(6)), writer.Below(60));
    if (i % 3 == 0) line += " غريب" + std::to_string(i) + " \xD8\xA7 unseen" + std::to_string(i);
    lines.push_back(line);
  }
  lines.push_back(writer.Line(2, 4000));
  return lines;
}

std::vector<std::string> AdversarialLines(int length) {
  const std::vector<std::string> alphabet = {
      "a", "é", "ب", "字", " ", std::string(1, '\0'), "\xFF", "__label__x", "\u00A0"};
  const std::vector<std::string> wider = {"a ", "\xA9", "goal", "</s>", "<", "\r", ">", "\t"};
  std::vector<std::string> lines = {""};
  size_t begin = 0;
  for (int i = 0; i < length; ++i) {
    const size_t end = lines.size();
    for (size_t at = begin; at < end; ++at) {
      for (const std::string& symbol : alphabet) lines.push_back(lines[at] + symbol);
      if (i >= 2) continue;
      for (const std::string& symbol : wider) lines.push_back(lines[at] + symbol);
    }
    begin = end;
  }
  return lines;
}

}  // namespace tasnif
