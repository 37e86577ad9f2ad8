#include "text/agencies.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "text/folded_text.h"

namespace tasnif {
namespace {

const Agencies& TheAgencies() {
  static const auto& agencies = *new auto(Agencies::Create().value());
  return *agencies;
}

// What Find promises, said plainly: the pattern over and over behind the last name.
std::vector<ByteRange> FindPlainly(const std::string& folded) {
  RE2::Options options;
  options.set_longest_match(true);
  static const auto& pattern = *new RE2(TheAgencies().pattern(), options);
  std::vector<ByteRange> names;
  re2::StringPiece rest(folded), name;
  while (RE2::PartialMatch(rest, pattern, &name)) {
    const auto begin = static_cast<uint32_t>(name.data() - folded.data());
    const auto end = static_cast<uint32_t>(begin + name.size());
    names.push_back({begin, end});
    rest = re2::StringPiece(folded.data() + end, folded.size() - end);
  }
  return names;
}

std::vector<ByteRange> Find(const std::string& folded) {
  std::vector<AgencyMatch> matches;
  TheAgencies().Find(folded, &matches);
  std::vector<ByteRange> names;
  for (const AgencyMatch& match : matches) names.push_back(match.range);
  return names;
}

std::vector<std::string> AllNames() {
  std::vector<std::string> names;
  for (const Agency& agency : TheAgencies().list()) {
    for (const auto* aliases : {&agency.aliases, &agency.weak_aliases}) {
      for (const std::string& alias : *aliases) names.push_back(FoldedText(alias).text());
    }
  }
  return names;
}

TEST(Agencies, FindNamesWhateverTheirCase) {
  // The long s and the Kelvin sign are an s and a k to those that ignore case.
  for (const std::string text : {"reuters", "REUTERS", "Reuterſ"}) {
    EXPECT_EQ(Find("(" + text + ")").size(), 1u) << text;
  }
  EXPECT_EQ(Find("s\u212Ay news arabia"), FindPlainly("s\u212Ay news arabia"));
  EXPECT_EQ(Find("рЕЙТЕР").size(), 1u);
}

TEST(Agencies, FindWholeWordsOnly) {
  EXPECT_EQ(Find("reutersx"), std::vector<ByteRange>());
  EXPECT_EQ(Find("1reuters"), std::vector<ByteRange>());
  EXPECT_EQ(Find("文reuters"), std::vector<ByteRange>());
  EXPECT_EQ(Find("reuters文"), std::vector<ByteRange>());
  EXPECT_EQ(Find("“reuters”"), (std::vector<ByteRange>{{3, 10}}));
}

TEST(Agencies, AgreeWithTheirPatternAroundEveryName) {
  const std::string edges[] = {"",  " ",  "(", ".", "-", "و",      "ب",          "1",
                               "é", "文", "”", "،", "٪", "\uFDD0", "\U0001F600", "\u0300"};
  for (const std::string& name : AllNames()) {
    for (const std::string& before : edges) {
      for (const std::string& behind : edges) {
        const std::string text = before + name + behind;
        ASSERT_EQ(Find(text), FindPlainly(text)) << text;
      }
    }
  }
}

TEST(Agencies, AgreeWithTheirPatternOnRandomTexts) {
  const std::vector<std::string> names = AllNames();
  const std::string others[] = {" ",  " ",  ".", "-", "/",  "ا",      "و",          "وكاله ",
                                "ال", "ap", "k", "S", "文", "\u212A", "\U00011F04", "؛"};
  std::mt19937 random(7);
  const auto below = [&random](size_t n) { return static_cast<size_t>(random()) % n; };
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (size_t n = below(7); n > 0; --n) {
      std::string piece = names[below(names.size())];
      if (below(6) == 0) piece.resize(below(piece.size() + 1));
      if (below(6) == 0 && !piece.empty()) piece.erase(0, below(piece.size()));
      if (below(5) == 0) {
        for (char& c : piece) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      }
      text += below(3) == 0 ? piece : piece + others[below(std::size(others))];
    }
    const std::string folded = FoldedText(text).text();  // Repairs characters that were cut.
    ASSERT_EQ(Find(folded), FindPlainly(folded)) << folded;
  }
}

}  // namespace
}  // namespace tasnif
