#include "labels/source_type.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

const OutletList& Outlets() {
  static const auto& outlets =
      *new OutletList(*OutletList::Parse("domain,name,country,state_media,source_type\n"
                                         "daily.example,Daily,GB,no,\n"
                                         "fun.example,Fun,GB,no,satire\n"
                                         "agency.gov.eg,Agency,EG,yes,wire_agency\n"));
  return outlets;
}

// What a text model says: news_report before opinion_editorial before wire_agency.
v1::LabelPrediction FromText() {
  v1::LabelPrediction prediction;
  prediction.set_label("news_report");
  prediction.set_probability(0.6f);
  prediction.set_abstained(true);
  prediction.set_reason("low_margin");
  prediction.add_explanation()->set_text("said");
  for (const auto& [label, probability] :
       {std::pair("opinion_editorial", 0.3f), std::pair("wire_agency", 0.1f)}) {
    v1::LabelScore* score = prediction.add_alternatives();
    score->set_label(label);
    score->set_probability(probability);
  }
  return prediction;
}

ArticleText Credited(std::string kind, AttributionPlace place, bool is_related = false) {
  ArticleText text;
  text.text = "0 (Reutrs) and so on";
  Attribution& attribution = text.attributions.emplace_back();
  attribution.agency = "Reuters";
  attribution.kind = std::move(kind);
  attribution.range = {3, 9};
  attribution.place = place;
  attribution.is_related = is_related;
  return text;
}

v1::LabelPrediction Combined(const v1::Article& article, const ArticleText& text) {
  v1::LabelPrediction prediction = FromText();
  CombineSourceEvidence(article, text, Outlets(), &prediction);
  return prediction;
}

v1::Article From(std::string url, std::string publisher = "") {
  v1::Article article;
  article.set_url(std::move(url));
  article.set_publisher(std::move(publisher));
  return article;
}

TEST(CombineSourceEvidence, WithoutEvidenceTheTextDecidesAndNothingChanges) {
  v1::LabelPrediction expected = FromText();
  expected.set_decided_by("text");
  EXPECT_EQ(Combined(v1::Article(), ArticleText()).SerializeAsString(),
            expected.SerializeAsString());
}

TEST(CombineSourceEvidence, AgencyDecidesByWhereItStands) {
  const struct {
    AttributionPlace place;
    bool decides;
  } kCases[] = {
      {AttributionPlace::kByline, true},     {AttributionPlace::kDateline, true},
      {AttributionPlace::kSourceLine, true}, {AttributionPlace::kBodyHead, true},
      {AttributionPlace::kBodyTail, false},  {AttributionPlace::kKeywordTail, false},
  };
  for (const auto& c : kCases) {
    const v1::LabelPrediction wire = Combined(v1::Article(), Credited("wire", c.place));
    EXPECT_EQ(wire.decided_by(), c.decides ? "attribution" : "text");
    EXPECT_EQ(wire.label(), c.decides ? "wire_agency" : "news_report");
    EXPECT_EQ(Combined(v1::Article(), Credited("outlet", c.place)).decided_by(), "text");
    EXPECT_EQ(Combined(v1::Article(), Credited("wire", c.place, true)).decided_by(), "text");
  }
}

// Found on real opinion pieces: every tenth had a news agency's photo above it.
TEST(CombineSourceEvidence, PhotoCreditAtTheHeadDecidesNothing) {
  auto reader = ArticleReader::Create();
  ASSERT_TRUE(reader.ok()) << reader.status();
  const struct {
    std::string_view head;
    bool decides;
  } kCases[] = {
      {"The market on Monday (Jane Doe/Reuters)", false},
      {"The market on Monday (Reuters photo: Jane Doe)", false},
      {"The market on Monday (Photo: Jane Doe, AFP/Getty Images)", false},
      {"The market on Monday (Jane Doe / Reuters)", false},
      {"The market closed on Monday (Reuters)", true},
      {"The market closed on Monday (AFP, Reuters)", true},
      {"أغلق السوق يوم الاثنين (رويترز)", true},
      {"أغلق السوق يوم الاثنين (رويترز، أ ف ب)", true},
      {"أغلق السوق يوم الاثنين (تصوير: سمير علي - رويترز)", false},
  };
  for (const auto& c : kCases) {
    v1::Article article;
    article.set_text(std::string(c.head) +
                     "\nNobody knows why the prices fell so far, and nobody seems to mind.\n"
                     "It will be forgotten by next week, as everything is in this town.\n");
    ArticleText text;
    ASSERT_EQ((*reader)->Read(article, &text), absl::OkStatus());
    EXPECT_FALSE(text.attributions.empty()) << c.head;
    EXPECT_EQ(Combined(article, text).decided_by(), c.decides ? "attribution" : "text") << c.head;
  }
}

TEST(CombineSourceEvidence, AttributionIsReportedWholly) {
  const auto prediction =
      Combined(v1::Article(), Credited("outlet", AttributionPlace::kSourceLine));
  ASSERT_EQ(prediction.attribution_size(), 1);
  EXPECT_EQ(prediction.attribution(0).agency(), "Reuters");
  EXPECT_EQ(prediction.attribution(0).begin_byte(), 3u);
  EXPECT_EQ(prediction.attribution(0).end_byte(), 9u);
  EXPECT_EQ(prediction.attribution(0).place(), "source_line");
  EXPECT_EQ(prediction.attribution(0).kind(), "outlet");
}

TEST(CombineSourceEvidence, OverrulingKeepsTheOthersInOrderAndTheSumAtOne) {
  const auto prediction = Combined(v1::Article(), Credited("wire", AttributionPlace::kDateline));
  EXPECT_FLOAT_EQ(prediction.probability(), kAttributionProbability);
  EXPECT_FALSE(prediction.abstained());
  EXPECT_EQ(prediction.reason(), "");
  EXPECT_TRUE(prediction.explanation().empty());
  ASSERT_EQ(prediction.alternatives_size(), 2);
  EXPECT_EQ(prediction.alternatives(0).label(), "news_report");
  EXPECT_EQ(prediction.alternatives(1).label(), "opinion_editorial");
  EXPECT_NEAR(prediction.probability() + prediction.alternatives(0).probability() +
                  prediction.alternatives(1).probability(),
              1, 1e-6);
}

TEST(CombineSourceEvidence, LabelThatTheModelDidNotRankTakesThePlaceOfTheLast) {
  const auto prediction = Combined(From("https://fun.example/1"), ArticleText());
  EXPECT_EQ(prediction.label(), "satire");
  ASSERT_EQ(prediction.alternatives_size(), 2);
  EXPECT_EQ(prediction.alternatives(0).label(), "news_report");
  EXPECT_EQ(prediction.alternatives(1).label(), "opinion_editorial");
  EXPECT_NEAR(prediction.alternatives(0).probability(), 0.6 * 0.05, 1e-6);
}

TEST(CombineSourceEvidence, SurerModelKeepsItsProbabilityAndExplanation) {
  v1::LabelPrediction prediction = FromText();
  prediction.set_label("wire_agency");
  prediction.set_probability(0.99f);
  prediction.clear_alternatives();
  CombineSourceEvidence(v1::Article(), Credited("wire", AttributionPlace::kDateline), Outlets(),
                        &prediction);
  EXPECT_FLOAT_EQ(prediction.probability(), 0.99f);
  EXPECT_EQ(prediction.explanation_size(), 1);
  EXPECT_EQ(prediction.decided_by(), "attribution");
}

TEST(CombineSourceEvidence, CertainModelLeavesNoOddsToShare) {
  v1::LabelPrediction prediction;
  prediction.set_label("wire_agency");
  prediction.set_probability(1);
  prediction.add_alternatives()->set_label("satire");
  CombineSourceEvidence(v1::Article(), Credited("wire", AttributionPlace::kDateline), Outlets(),
                        &prediction);
  EXPECT_FLOAT_EQ(prediction.probability(), 1);
  EXPECT_FLOAT_EQ(prediction.alternatives(0).probability(), 0);
}

TEST(CombineSourceEvidence, OutletGoesBeforeAttribution) {
  const auto prediction =
      Combined(From("https://www.fun.example/1"), Credited("wire", AttributionPlace::kDateline));
  EXPECT_EQ(prediction.label(), "satire");
  EXPECT_FLOAT_EQ(prediction.probability(), kOutletProbability);
  EXPECT_EQ(prediction.decided_by(), "outlet");
  EXPECT_EQ(prediction.attribution_size(), 1);
}

TEST(CombineSourceEvidence, OutletThatSettlesNothingIsOnlyReported) {
  const auto prediction = Combined(From("https://daily.example/1"), ArticleText());
  EXPECT_EQ(prediction.decided_by(), "text");
  EXPECT_EQ(prediction.outlet().domain(), "daily.example");
  EXPECT_EQ(prediction.outlet().country(), "GB");
  EXPECT_TRUE(prediction.outlet().has_state_media());
  EXPECT_FALSE(prediction.outlet().state_media());
}

TEST(CombineSourceEvidence, GovernmentSuffixIsOfficialUnlessTheListSaysOtherwise) {
  const auto ministry = Combined(From("https://mohp.gov.eg/1"), ArticleText());
  EXPECT_EQ(ministry.label(), "press_release_official");
  EXPECT_EQ(ministry.outlet().domain(), "mohp.gov.eg");
  EXPECT_FALSE(ministry.outlet().has_state_media());
  EXPECT_EQ(Combined(From("https://agency.gov.eg/1"), ArticleText()).label(), "wire_agency");
}

TEST(CombineSourceEvidence, HostThatOnlyMakesItLikelyDecidesWhereTheTextDoesNot) {
  const v1::Article article = From("https://news.example.edu.jo/1");
  v1::LabelPrediction sure = FromText();
  sure.set_abstained(false);
  sure.clear_reason();
  CombineSourceEvidence(article, ArticleText(), Outlets(), &sure);
  EXPECT_EQ(sure.decided_by(), "text");
  EXPECT_EQ(sure.outlet().domain(), "example.edu.jo");
  v1::LabelPrediction doubtful = FromText();
  v1::LabelPrediction credited = doubtful;
  CombineSourceEvidence(article, ArticleText(), Outlets(), &doubtful);
  EXPECT_EQ(doubtful.label(), "press_release_official");
  EXPECT_FLOAT_EQ(doubtful.probability(), kLikelyOutletProbability);
  EXPECT_EQ(doubtful.decided_by(), "outlet");
  EXPECT_FALSE(doubtful.abstained());
  CombineSourceEvidence(article, Credited("wire", AttributionPlace::kDateline), Outlets(),
                        &credited);
  EXPECT_EQ(credited.decided_by(), "attribution");
}

TEST(CombineSourceEvidence, PublisherStandsInWhereTheAddressTellsNothing) {
  EXPECT_EQ(Combined(From("", "fun.example"), ArticleText()).label(), "satire");
  EXPECT_EQ(Combined(From("https://unknown.example", "fun.example"), ArticleText()).label(),
            "satire");
  EXPECT_FALSE(Combined(From("https://unknown.example", "The Fun"), ArticleText()).has_outlet());
}

}  // namespace
}  // namespace tasnif
