#include <gtest/gtest.h>

#include <set>
#include <string>

#include "text/agencies.h"
#include "text/folded_text.h"
#include "text/rule.h"
#include "text/rule_text.h"
#include "text/segmenter.h"

namespace tasnif {
namespace {

const Segmenter& TheSegmenter() {
  static const auto& segmenter = *new auto(Segmenter::Create().value());
  return *segmenter;
}

std::string MatchOf(const Rule& rule, const std::string& text) {
  const auto match = RuleText(text, TheSegmenter().agencies()).Find(rule);
  return match ? std::string(Slice(text, *match)) : "";
}

TEST(Rules, MatchTheirExamples) {
  for (const Rule& rule : TheSegmenter().rules()) {
    for (const RuleExample& example : rule.examples()) {
      EXPECT_EQ(MatchOf(rule, example.text), example.match) << rule.id() << ": " << example.text;
    }
  }
}

TEST(Rules, DoNotMatchTheirCounterExamples) {
  for (const Rule& rule : TheSegmenter().rules()) {
    for (const std::string& text : rule.counter_examples()) {
      EXPECT_EQ(MatchOf(rule, text), "") << rule.id() << ": " << text;
    }
  }
}

TEST(Rules, NameTheKindOfTheirExamples) {
  // Alone, an example is the first and last line of a text: no other rule may take it first.
  for (const Rule& rule : TheSegmenter().rules()) {
    if (rule.kind() == SegmentKind::kRelatedMarker) continue;  // Never counts in so short a text.
    for (const RuleExample& example : rule.examples()) {
      const Segmentation segmentation = TheSegmenter().Segment(example.text);
      std::string found;
      for (const Segment& segment : segmentation.segments) {
        if (segment.kind == rule.kind()) found = Slice(example.text, segment.range);
      }
      EXPECT_EQ(found, example.match) << rule.id() << ": " << example.text;
    }
  }
}

TEST(Rules, IdsAreUnique) {
  std::set<std::string> ids;
  for (const Rule& rule : TheSegmenter().rules()) EXPECT_TRUE(ids.insert(rule.id()).second);
  EXPECT_GE(ids.size(), 30u);
}

struct BrokenRule {
  std::string json;
  std::string message;
};

TEST(ParseRules, NamesTheRuleAndWhatIsWrong) {
  const std::string good = R"("id":"r","kind":"source","scope":"line","why":"w",)"
                           R"("examples":[{"text":"a","match":"a"}],"counter_examples":["b"])";
  const auto rules = [](std::string body) { return R"({"rules":[{)" + body + "}]}"; };
  const BrokenRule cases[] = {
      {"{}", "field 'rules' is missing"},
      {rules(R"("kind":"source")"), "rule '': has no id"},
      {rules(R"("id":"r","kind":"poem","scope":"line")"), "rule 'r': unknown kind 'poem'"},
      {rules(R"("id":"r","kind":"source","scope":"page")"), "rule 'r': unknown scope 'page'"},
      {rules(R"("id":"r","kind":"source","scope":"line")"), "rule 'r': field 'why' is missing"},
      {rules(good + R"(,"pattern":"(")"), "rule 'r': missing ): (?i)^\\s*(?:()\\s*$"},
      {R"({"rules":[{"id":"r","kind":"source","scope":"inline","why":"w","pattern":"{agency}"}]})",
       "rule 'r': {agency} in an inline rule"},
  };
  for (const BrokenRule& c : cases) {
    const absl::Status status = ParseRules(c.json).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << c.message;
    EXPECT_EQ(status.message(), c.message);
  }
  EXPECT_TRUE(ParseRules(rules(good + R"(,"pattern":"a")")).ok());
}

TEST(Agencies, EveryAliasFindsItsAgency) {
  const auto agencies = Agencies::Create();
  ASSERT_TRUE(agencies.ok()) << agencies.status();
  EXPECT_GE((*agencies)->list().size(), 60u);
  for (const Agency& agency : (*agencies)->list()) {
    for (const auto* aliases : {&agency.aliases, &agency.weak_aliases}) {
      for (const std::string& alias : *aliases) {
        const FoldedText folded("(" + alias + ")");
        std::vector<AgencyMatch> matches;
        (*agencies)->Find(folded.text(), &matches);
        ASSERT_EQ(matches.size(), 1u) << alias;
        EXPECT_EQ(matches[0].agency->name, agency.name) << alias;
        EXPECT_EQ(matches[0].is_weak, aliases == &agency.weak_aliases) << alias;
      }
    }
  }
}

TEST(Agencies, MatchWholeWordsOnly) {
  const auto agencies = Agencies::Create().value();
  std::vector<AgencyMatch> matches;
  agencies->Find("واسع كوناكري بناء apple mapping", &matches);
  EXPECT_TRUE(matches.empty());
  agencies->Find("رويترز/ا ف ب", &matches);
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[1].agency->name, "Agence France-Presse");
}

TEST(Agencies, RefusesAnAliasOfTwoAgencies) {
  const auto agencies =
      Agencies::Parse(R"({"agencies":[{"name":"A","kind":"wire","aliases":["X"]},)"
                      R"({"name":"B","kind":"outlet","aliases":["x"]}]})");
  EXPECT_EQ(agencies.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(agencies.status().message(), "agencies.json: alias 'x' stands for A and B");
}

}  // namespace
}  // namespace tasnif
