#include "cli/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::ArticleResult SampleResult() {
  v1::ArticleResult result;
  result.set_id("derby.txt");
  v1::Prediction* prediction = result.mutable_prediction();
  prediction->set_language("ar");
  v1::LabelPrediction* topic = prediction->mutable_topic();
  topic->set_label("sport");
  topic->set_probability(0.974F);
  topic->set_model("topic@1");
  return result;
}

void AddWord(const std::string& text, float logit, v1::LabelPrediction* label) {
  v1::Contribution* word = label->add_explanation();
  word->set_text(text);
  word->set_end_byte(static_cast<uint32_t>(text.size()));
  word->set_logit(logit);
}

TEST(Table, RowHasLabelsFirstAndTheArticleLast) {
  const std::string entry = FormatTableEntry(SampleResult());
  EXPECT_THAT(entry,
              AllOf(StartsWith("sport 0.97 "), HasSubstr("  ar    "), EndsWith("derby.txt\n")));
}

TEST(Table, ReasonsAreTheWordsThatSpeakForTheLabelEachOnce) {
  v1::ArticleResult result = SampleResult();
  v1::LabelPrediction* topic = result.mutable_prediction()->mutable_topic();
  AddWord("هدف", 2, topic);
  AddWord("مباراة", 1, topic);
  AddWord("هدف", 0.5, topic);
  AddWord("برلمان", -1, topic);
  AddWord("attr:dateline", 3, topic);
  topic->mutable_explanation(4)->set_end_byte(0);
  EXPECT_THAT(FormatTableEntry(result), AllOf(HasSubstr("because: هدف, مباراة\n"),
                                              Not(HasSubstr("برلمان")), Not(HasSubstr("attr:"))));
}

TEST(Table, AbstentionIsMarkedAndExplained) {
  v1::ArticleResult result = SampleResult();
  result.mutable_prediction()->mutable_topic()->set_abstained(true);
  result.mutable_prediction()->mutable_topic()->set_reason("low_margin");
  EXPECT_THAT(FormatTableEntry(result),
              AllOf(StartsWith("sport? 0.97"), HasSubstr("(low_margin)")));
}

TEST(Table, SourceTypeNamesWhatDecidedAndWhoIsCredited) {
  v1::ArticleResult result = SampleResult();
  v1::LabelPrediction* source = result.mutable_prediction()->mutable_source_type();
  source->set_label("wire_agency");
  source->set_probability(0.95F);
  source->set_decided_by("attribution");
  for (int i = 0; i < 2; ++i) {
    v1::Attribution* found = source->add_attribution();
    found->set_agency("Reuters");
    found->set_place("dateline");
  }
  source->mutable_outlet()->set_domain("example.org");
  source->mutable_outlet()->set_country("JO");
  source->mutable_outlet()->set_state_media(true);
  EXPECT_THAT(FormatTableEntry(result),
              AllOf(HasSubstr("wire_agency 0.95"), HasSubstr("decided by the attribution"),
                    HasSubstr("credits: Reuters (dateline)\n"),
                    HasSubstr("outlet: example.org JO state media")));
}

TEST(Table, StanceShowsTheStrongestSentenceShortened) {
  v1::ArticleResult result = SampleResult();
  v1::StancePrediction* stance = result.mutable_prediction()->add_stance();
  stance->set_target("مصر");
  stance->set_label("against");
  stance->set_probability(0.71F);
  stance->mutable_probabilities()->set_against(0.71F);
  std::string sentence = "أدان البيان\nسياسة مصر";
  for (int i = 0; i < 100; ++i) sentence += " كلمة";
  stance->add_evidence()->set_text(sentence);
  stance->add_evidence()->set_text("weaker");
  EXPECT_THAT(FormatTableEntry(result),
              AllOf(HasSubstr("against 0.71 towards مصر: \"أدان البيان سياسة مصر كلمة"),
                    HasSubstr("…\"\n"), Not(HasSubstr("weaker"))));
}

TEST(Table, UndeterminedStanceSaysWhy) {
  v1::ArticleResult result = SampleResult();
  v1::StancePrediction* stance = result.mutable_prediction()->add_stance();
  stance->set_target("Egypt");
  stance->set_label("undetermined");
  stance->set_reason("no_mention");
  EXPECT_THAT(FormatTableEntry(result), HasSubstr("undetermined (no_mention) towards Egypt\n"));
}

TEST(Table, OtherHeadsAndWarningsHaveLinesOfTheirOwn) {
  v1::ArticleResult result = SampleResult();
  v1::Prediction* prediction = result.mutable_prediction();
  (*prediction->mutable_heads())["urgency"].set_label("breaking");
  (*prediction->mutable_heads())["audience"].set_label("general");
  prediction->add_warnings("charset windows-1256 was detected");
  const std::string entry = FormatTableEntry(result);
  EXPECT_LT(entry.find("audience"), entry.find("urgency"));
  EXPECT_THAT(entry, AllOf(HasSubstr("breaking"), HasSubstr("warning       charset windows-1256")));
}

TEST(Table, ErrorTakesTheRowOfItsArticle) {
  v1::ArticleResult result;
  result.set_id("a\x1B[2J.txt");
  result.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result.mutable_error()->set_message("the article has no text");
  EXPECT_THAT(FormatTableEntry(result),
              AllOf(StartsWith("error "), HasSubstr("INVALID_ARGUMENT"), HasSubstr("a [2J.txt\n"),
                    HasSubstr("the article has no text\n")));
}

TEST(Table, ShorteningCutsBetweenCharacters) {
  EXPECT_EQ(Shortened("مرحبا", 5), "مرحبا");
  EXPECT_EQ(Shortened("مرحبا", 4), "مرحب…");
  EXPECT_EQ(Shortened("", 4), "");
}

TEST(MarkedText, TheFirstExplainedHeadColoursTheArticle) {
  const auto explain = [](v1::LabelPrediction* label, uint32_t begin, uint32_t end) {
    v1::Contribution* word = label->add_explanation();
    word->set_logit(1);
    word->set_begin_byte(begin);
    word->set_end_byte(end);
  };
  v1::Prediction prediction;
  EXPECT_EQ(FormatMarkedText(prediction, "The striker scored."), "") << "no explanation";
  explain(prediction.mutable_source_type(), 12, 18);
  EXPECT_THAT(FormatMarkedText(prediction, "The striker scored."),
              HasSubstr("The striker \x1b[1m\x1b[32mscored\x1b[0m.\n"));
  explain(prediction.mutable_topic(), 4, 11);
  EXPECT_THAT(FormatMarkedText(prediction, "The striker scored."),
              HasSubstr("The \x1b[1m\x1b[32mstriker\x1b[0m scored.\n"));
  EXPECT_EQ(FormatMarkedText(prediction, ""), "") << "no text";
}

}  // namespace
}  // namespace tasnif
