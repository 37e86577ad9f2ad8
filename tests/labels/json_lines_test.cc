#include "labels/json_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

LabelledArticle Parsed(std::string_view line) {
  absl::StatusOr<LabelledArticle> article = ParseArticle(line);
  EXPECT_TRUE(article.ok()) << article.status();
  return article.ok() ? *std::move(article) : LabelledArticle();
}

TEST(ParseArticle, ReadsEveryField) {
  const LabelledArticle in = Parsed(
      R"({"id":"7","title":"عنوان","text":"نص مصر","language":"ar","url":"https://a.b/1",)"
      R"("publisher":"a.b","byline":"رويترز","published":"2024-02-13T10:00:00.5Z",)"
      R"("targets":[{"name":"مصر","aliases":["القاهرة"],"stance":"favor","mention":[3,6]}],)"
      R"("labels":{"topic":"politics"},"source":"set","split":"dev","weak":true,"other":{}})");
  EXPECT_EQ(in.article.id(), "7");
  EXPECT_EQ(in.article.title(), "عنوان");
  EXPECT_EQ(in.article.text(), "نص مصر");
  EXPECT_EQ(in.article.language(), "ar");
  EXPECT_EQ(in.article.url(), "https://a.b/1");
  EXPECT_EQ(in.article.publisher(), "a.b");
  EXPECT_EQ(in.article.byline(), "رويترز");
  EXPECT_EQ(in.article.published().seconds(), 1707818400);
  EXPECT_EQ(in.article.published().nanos(), 500000000);
  ASSERT_EQ(in.article.targets_size(), 1);
  EXPECT_EQ(in.article.targets(0).name(), "مصر");
  EXPECT_THAT(in.article.targets(0).aliases(), ElementsAre("القاهرة"));
  ASSERT_EQ(in.targets.size(), 1u);
  EXPECT_EQ(in.targets[0].stance, "favor");
  EXPECT_TRUE(in.targets[0].has_mention);
  EXPECT_EQ(in.targets[0].mention_begin, 3u);
  EXPECT_EQ(in.targets[0].mention_end, 6u);
  EXPECT_EQ(in.labels.at("topic"), "politics");
  EXPECT_EQ(in.source, "set");
  EXPECT_EQ(in.split, "dev");
  EXPECT_TRUE(in.is_weak);
  EXPECT_THAT(in.warnings, IsEmpty());
}

TEST(ParseArticle, MissingTextIsLeftToTheLabeller) {
  EXPECT_FALSE(Parsed("{}").article.has_text());
  EXPECT_TRUE(Parsed(R"({"text":""})").article.has_text());
  EXPECT_FALSE(Parsed(R"({"text":null})").article.text().size());
}

TEST(ParseArticle, LanguageIsALabelUnderOneCode) {
  const struct {
    std::string_view line, expected;
  } kCases[] = {
      {R"({"labels":{"language":"arz_Arab"}})", "ar"},
      {R"({"language":"fr-CA"})", "fr"},
      {R"({"language":"fr","labels":{"language":"deu_Latn"}})", "de"},
      {R"({"language":"arz"})", "ar"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Parsed(c.line).labels.at("language"), c.expected);
  for (const std::string_view line : {"{}", R"({"language":"und"})", R"({"language":"French"})",
                                      R"({"labels":{"language":"und"}})"}) {
    EXPECT_EQ(Parsed(line).labels.count("language"), 0u) << line;
  }
  EXPECT_EQ(Parsed(R"({"language":"arz"})").article.language(), "arz") << "stays as sent";
}

TEST(ParseArticle, IdMayBeANumber) {
  EXPECT_EQ(Parsed(R"({"id":12,"text":"a"})").article.id(), "12");
}

TEST(ParseArticle, DomainStandsInForAMissingAddress) {
  EXPECT_EQ(Parsed(R"({"domain":"a.b","publisher":"A"})").article.publisher(), "a.b");
  EXPECT_EQ(Parsed(R"({"domain":"a.b","publisher":"A","url":"https://c.d"})").article.publisher(),
            "A");
}

TEST(ParseArticle, BadLineIsInvalidArgumentAndNamesTheField) {
  const struct {
    std::string_view line, message;
  } kCases[] = {
      {"", "not JSON"},
      {"{\"text\":\"a\"", "not JSON"},
      {"plain words", "not JSON"},
      {"[1]", "not a JSON object"},
      {"\"text\"", "not a JSON object"},
      {R"({"text":5})", "field 'text' is a number, expected a string"},
      {R"({"title":["a"]})", "field 'title'"},
      {R"({"id":1.5})", "field 'id'"},
      {R"({"id":{}})", "field 'id'"},
      {R"({"published":5})", "field 'published'"},
      {R"({"labels":"politics"})", "field 'labels'"},
      {R"({"labels":{"topic":1}})", "field 'labels': field 'topic'"},
      {R"({"targets":{}})", "field 'targets'"},
      {R"({"targets":["Egypt"]})", "targets[0]: expected an object"},
      {R"({"targets":[{"name":"a"},{"name":1}]})", "targets[1]: field 'name'"},
      {R"({"targets":[{"name":"a","aliases":"b"}]})", "targets[0]: field 'aliases'"},
      {R"({"targets":[{"name":"a","stance":"pro"}]})", "targets[0]: field 'stance' is 'pro'"},
      {R"({"targets":[{"name":"a","mention":[1]}]})", "targets[0]: field 'mention' is [1]"},
      {R"({"targets":[{"name":"a","mention":[2,1]}]})", "[2,1]"},
      {R"({"targets":[{"name":"a","mention":[-1,1]}]})", "[-1,1]"},
      {R"({"targets":[{"name":"a","mention":[0,99999999999]}]})", "mention"},
      {R"({"weak":"yes"})", "field 'weak'"},
      {std::string_view("\xFF\xFE{\0\"\0", 6), "UTF-16"},
      {std::string_view("{\0\"\0t\0", 6), "UTF-16"},
      {std::string_view("\0{\0\"", 4), "UTF-16"},
  };
  for (const auto& c : kCases) {
    const auto article = ParseArticle(c.line);
    EXPECT_EQ(article.status().code(), absl::StatusCode::kInvalidArgument) << c.line;
    EXPECT_THAT(std::string(article.status().message()), HasSubstr(std::string(c.message)));
  }
}

TEST(ParseArticle, InvalidUtf8IsReplacedWithAWarning) {
  const LabelledArticle in = Parsed("{\"text\":\"caf\xE9 noir\"}");
  EXPECT_EQ(in.article.text(), "caf\uFFFD noir");
  EXPECT_THAT(in.warnings, ElementsAre(HasSubstr("1 places are not valid UTF-8")));
}

TEST(ParseArticle, ByteOrderMarkAndNulAreFine) {
  EXPECT_EQ(Parsed("\xEF\xBB\xBF{\"text\":\"a\"}").article.text(), "a");
  EXPECT_EQ(Parsed(R"({"text":"a\u0000b"})").article.text(), std::string("a\0b", 3));
}

TEST(ParseArticle, PublishedTakesTimesAndDates) {
  const struct {
    std::string_view text;
    int64_t seconds;
  } kCases[] = {
      {"2024-02-13T10:00:00Z", 1707818400}, {"2024-02-13T12:00:00+02:00", 1707818400},
      {"2024-02-13T10:00:00", 1707818400},  {"2024-02-13 10:00:00", 1707818400},
      {"2024-02-13", 1707782400},           {"1969-12-31T23:59:59Z", -1},
  };
  for (const auto& c : kCases) {
    const LabelledArticle in = Parsed("{\"published\":\"" + std::string(c.text) + "\"}");
    EXPECT_EQ(in.article.published().seconds(), c.seconds) << c.text;
    EXPECT_THAT(in.warnings, IsEmpty()) << c.text;
  }
}

TEST(ParseArticle, UnreadableTimeIsLeftOutWithAWarning) {
  for (const auto text : {"13th, February 2024", "infinite-past", "infinite-future", "0000-01-01",
                          "99999-01-01", "2024-13-01"}) {
    const LabelledArticle in = Parsed("{\"published\":\"" + std::string(text) + "\"}");
    EXPECT_FALSE(in.article.has_published()) << text;
    EXPECT_THAT(in.warnings, ElementsAre(HasSubstr("'published'"))) << text;
  }
}

TEST(ParseArticle, MentionBehindTheTextIsLeftOutWithAWarning) {
  const LabelledArticle in = Parsed(R"({"text":"مصر","targets":[{"name":"مصر","mention":[0,4]}]})");
  EXPECT_FALSE(in.targets[0].has_mention);
  EXPECT_THAT(in.warnings, ElementsAre(HasSubstr("ends at 4, but the text has 3")));
}

v1::ArticleResult FullResult() {
  v1::ArticleResult result;
  result.set_id("7");
  v1::Prediction* prediction = result.mutable_prediction();
  prediction->set_language("ar");
  v1::LabelPrediction* topic = prediction->mutable_topic();
  topic->set_label("politics");
  topic->set_probability(0.123456789f);
  topic->set_model("topic@1");
  v1::LabelScore* second = topic->add_alternatives();
  second->set_label("sport");
  second->set_probability(1e-9f);
  v1::LabelPrediction* source = prediction->mutable_source_type();
  source->set_label("wire_agency");
  source->set_probability(1);
  source->set_model("source_type@2");
  source->set_decided_by("attribution");
  v1::Attribution* attribution = source->add_attribution();
  attribution->set_agency("Reuters");
  attribution->set_begin_byte(3);
  attribution->set_end_byte(9);
  attribution->set_place("dateline");
  attribution->set_kind("wire");
  v1::Outlet* outlet = source->mutable_outlet();
  outlet->set_domain("bbc.co.uk");
  outlet->set_country("GB");
  outlet->set_state_media(false);
  v1::StancePrediction* stance = prediction->add_stance();
  stance->set_target("مصر");
  stance->set_label("undetermined");
  stance->set_reason("no_mention");
  stance->set_model("stance@1");
  stance->set_target_source("request");
  prediction->add_warnings("w");
  return result;
}

TEST(FormatResult, WritesTheSchemaInOrder) {
  EXPECT_EQ(FormatResult(FullResult()),
            R"({"id":"7","language":"ar",)"
            R"("topic":{"label":"politics","probability":0.123457,)"
            R"("alternatives":[{"label":"sport","probability":0.0}],)"
            R"("abstained":false,"reason":"","model":"topic@1"},)"
            R"("source_type":{"label":"wire_agency","probability":1.0,"alternatives":[],)"
            R"("abstained":false,"reason":"","model":"source_type@2",)"
            R"("attribution":[{"agency":"Reuters","begin_byte":3,"end_byte":9}],)"
            R"("outlet":{"domain":"bbc.co.uk","country":"GB","state_media":false}},)"
            R"("stance":[{"target":"مصر","label":"undetermined","probability":0.0,)"
            R"("probabilities":null,"evidence":[],"reason":"no_mention","model":"stance@1"}],)"
            R"("warnings":["w"]})");
}

TEST(FormatResult, StanceCarriesProbabilitiesAndEvidence) {
  v1::ArticleResult result;
  v1::StancePrediction* stance = result.mutable_prediction()->add_stance();
  stance->mutable_probabilities()->set_favor(0.25f);
  stance->mutable_probabilities()->set_against(0.5f);
  stance->mutable_probabilities()->set_neutral(0.25f);
  v1::Evidence* evidence = stance->add_evidence();
  evidence->set_begin_byte(1);
  evidence->set_end_byte(5);
  evidence->set_text("a \"b\"");
  const std::string line = FormatResult(result);
  EXPECT_THAT(line, HasSubstr(R"("probabilities":{"favor":0.25,"against":0.5,"neutral":0.25})"));
  EXPECT_THAT(line, HasSubstr(R"("evidence":[{"begin_byte":1,"end_byte":5,"text":"a \"b\""}])"));
}

TEST(FormatResult, ExplanationBringsTheReasonsWithIt) {
  v1::ArticleResult result = FullResult();
  v1::Contribution* word = result.mutable_prediction()->mutable_topic()->add_explanation();
  word->set_text("الحكومة");
  word->set_end_byte(14);
  word->set_logit(-0.5f);
  const std::string line = FormatResult(result);
  EXPECT_THAT(line, HasSubstr(R"("explanation":[{"text":"الحكومة","begin_byte":0,"end_byte":14,)"
                              R"("in_title":false,"logit":-0.5}])"));
  EXPECT_THAT(line, HasSubstr(R"("place":"dateline","kind":"wire")"));
  EXPECT_THAT(line, HasSubstr(R"("decided_by":"attribution")"));
  EXPECT_THAT(line, HasSubstr(R"("target_source":"request")"));
}

TEST(FormatResult, OtherHeadsStandBeforeTheWarningsByName) {
  v1::ArticleResult result;
  (*result.mutable_prediction()->mutable_heads())["tone"].set_label("calm");
  (*result.mutable_prediction()->mutable_heads())["genre"].set_label("essay");
  const std::string line = FormatResult(result);
  EXPECT_THAT(line, HasSubstr(R"("stance":[],"heads":{"genre":{"label":"essay")"));
  EXPECT_LT(line.find("genre"), line.find("tone"));
  EXPECT_LT(line.find("tone"), line.find("warnings"));
}

TEST(FormatResult, UnknownOutletFactsAreNull) {
  v1::ArticleResult result;
  v1::LabelPrediction* source = result.mutable_prediction()->mutable_source_type();
  EXPECT_THAT(FormatResult(result), HasSubstr(R"("outlet":null)"));
  source->mutable_outlet()->set_domain("a.b");
  EXPECT_THAT(FormatResult(result),
              HasSubstr(R"("outlet":{"domain":"a.b","country":null,"state_media":null})"));
}

TEST(FormatResult, ErrorNamesCodeAndMessage) {
  v1::ArticleResult result;
  result.set_id("x");
  result.mutable_error()->set_code(v1::ERROR_CODE_RESOURCE_EXHAUSTED);
  result.mutable_error()->set_message("try later");
  EXPECT_EQ(FormatResult(result),
            R"({"id":"x","error":{"code":"RESOURCE_EXHAUSTED","message":"try later"}})");
}

}  // namespace
}  // namespace tasnif
