#include "labels/labeller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>

#include "labels/json_lines.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kOutlets[] = TASNIF_SOURCE_DIR "/models/lists/outlets.csv";

class LabellerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new ModelSet(TinyModelSet());
    ASSERT_TRUE(models_->Add(LoadTinyModel(MakeTinyModel("topic", "2"))).ok());
    ASSERT_TRUE(models_->SetAlias("topic", "challenger", "2").ok());
    LabellerOptions options;
    options.outlets_path = kOutlets;
    labeller_ = Labeller::Create(options)->release();
    scratch_ = LabelScratch::Create(options)->release();
  }
  static void TearDownTestSuite() {
    delete models_;
    delete labeller_;
    delete scratch_;
  }

  static LabelPlan Plan(const v1::ClassifyOptions& options = {}) {
    auto plan = labeller_->Plan(options, *models_);
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.ok() ? *std::move(plan) : LabelPlan();
  }

  static absl::Status PlanStatus(const v1::ClassifyOptions& options) {
    return labeller_->Plan(options, *models_).status();
  }

  static v1::ArticleResult Label(const v1::Article& article,
                                 const v1::ClassifyOptions& options = {}) {
    return labeller_->LabelOrError(article, Plan(options), scratch_);
  }

  static std::vector<std::string> References(const LabelPlan& plan) {
    std::vector<std::string> references;
    for (const HeadModel* model : plan.models) references.push_back(model->reference());
    return references;
  }

  static inline ModelSet* models_ = nullptr;
  static inline const Labeller* labeller_ = nullptr;
  static inline LabelScratch* scratch_ = nullptr;
};

TEST_F(LabellerTest, PlanTakesEveryChampionUnlessToldOtherwise) {
  EXPECT_THAT(References(Plan()), ElementsAre("source_type@1", "stance@1", "topic@1"));
  EXPECT_EQ(Plan().top_k, 3u);
  v1::ClassifyOptions options;
  options.add_heads("topic");
  options.add_heads("topic");
  options.set_top_k(32);
  EXPECT_THAT(References(Plan(options)), ElementsAre("topic@1"));
  EXPECT_EQ(Plan(options).top_k, 32u);
}

TEST_F(LabellerTest, PinReplacesTheChampion) {
  v1::ClassifyOptions options;
  options.add_models("topic@challenger");
  EXPECT_THAT(References(Plan(options)), ElementsAre("source_type@1", "stance@1", "topic@2"));
  options.add_heads("topic");
  EXPECT_THAT(References(Plan(options)), ElementsAre("topic@2"));
}

TEST_F(LabellerTest, PinnedHeadNeedsNoChampion) {
  ModelSet models;
  ASSERT_TRUE(models.Add(models_->Find("topic", "1")).ok());
  v1::ClassifyOptions options;
  EXPECT_EQ(labeller_->Plan(options, models).status().code(),
            absl::StatusCode::kFailedPrecondition);
  options.add_models("topic@1");
  auto plan = labeller_->Plan(options, models);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(References(*plan), ElementsAre("topic@1"));
}

TEST_F(LabellerTest, BadOptionsAreRefusedWithTheirCode) {
  const struct {
    absl::StatusCode code;
    std::string_view message;
    void (*spoil)(v1::ClassifyOptions*);
  } kCases[] = {
      {absl::StatusCode::kNotFound, "did you mean 'topic'?",
       [](v1::ClassifyOptions* o) { o->add_heads("topik"); }},
      {absl::StatusCode::kNotFound, "no head ''", [](v1::ClassifyOptions* o) { o->add_heads(""); }},
      {absl::StatusCode::kNotFound, "topic@9",
       [](v1::ClassifyOptions* o) { o->add_models("topic@9"); }},
      {absl::StatusCode::kInvalidArgument, "two models for head 'topic'",
       [](v1::ClassifyOptions* o) {
         o->add_models("topic@1");
         o->add_models("topic@2");
       }},
      {absl::StatusCode::kInvalidArgument, "options.heads leaves that head out",
       [](v1::ClassifyOptions* o) {
         o->add_heads("stance");
         o->add_models("topic@1");
       }},
      {absl::StatusCode::kInvalidArgument, "versions go to options.models",
       [](v1::ClassifyOptions* o) { o->add_heads("topic@2"); }},
      {absl::StatusCode::kInvalidArgument, "top_k is 33",
       [](v1::ClassifyOptions* o) { o->set_top_k(33); }},
      {absl::StatusCode::kInvalidArgument, "has no name",
       [](v1::ClassifyOptions* o) { o->add_targets(); }},
      {absl::StatusCode::kInvalidArgument, "has 257 bytes",
       [](v1::ClassifyOptions* o) { o->add_targets()->set_name(std::string(257, 'a')); }},
  };
  for (const auto& c : kCases) {
    v1::ClassifyOptions options;
    c.spoil(&options);
    const absl::Status status = PlanStatus(options);
    EXPECT_EQ(status.code(), c.code) << c.message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(c.message)));
  }
  EXPECT_EQ(labeller_->Plan({}, ModelSet()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(LabellerTest, LabelsArticlesInBothLanguages) {
  for (const v1::Article& article : TinyArticles()) {
    const v1::ArticleResult result = Label(article);
    EXPECT_EQ(result.id(), article.id());
    ASSERT_TRUE(result.has_prediction()) << result.error().message();
    EXPECT_EQ(result.prediction().topic().label(), article.metadata().at("topic")) << article.id();
    EXPECT_EQ(result.prediction().language(), article.language());
    EXPECT_EQ(result.prediction().source_type().decided_by(), "text");
    EXPECT_THAT(result.prediction().warnings(), IsEmpty());
  }
}

TEST_F(LabellerTest, BadArticleIsAnErrorOfItsOwnAndNamesIt) {
  v1::Article empty, charset, target, long_id;
  empty.set_id("7");
  charset.set_id("8");
  charset.set_content("words");
  charset.set_charset("klingon-8");
  target.set_id("9");
  target.set_text("words");
  target.add_targets();
  long_id.set_id(std::string(257, 'x'));
  long_id.set_text("words");
  const struct {
    const v1::Article& article;
    std::string_view message;
  } kCases[] = {
      {empty, "article '7': text is empty; send an article with at least one word"},
      {charset, "article '8': "},
      {target, "article '9': a stance target has no name"},
      {long_id, "article: id has 257 bytes, at most 256 are allowed; shorten it"},
      {v1::Article(), "article: text is empty"},
  };
  for (const auto& c : kCases) {
    const v1::ArticleResult result = Label(c.article);
    EXPECT_EQ(result.id(), c.article.id());
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().code(), v1::ERROR_CODE_INVALID_ARGUMENT);
    EXPECT_THAT(result.error().message(), HasSubstr(std::string(c.message)));
  }
}

TEST_F(LabellerTest, TargetWithoutAWordIsUndetermined) {
  v1::Article article = TinyArticles()[0];
  article.add_targets()->set_name("!!!");
  const v1::Prediction prediction = Label(article).prediction();
  ASSERT_EQ(prediction.stance_size(), 1);
  EXPECT_EQ(prediction.stance(0).label(), "undetermined");
  EXPECT_EQ(prediction.topic().label(), "sport");
}

TEST_F(LabellerTest, AttributionAndOutletOverruleTheStyle) {
  v1::Article article = TinyArticles()[4];
  article.set_text("LONDON (Reuters) - " + article.text());
  v1::LabelPrediction source = Label(article).prediction().source_type();
  EXPECT_EQ(source.label(), "wire_agency");
  EXPECT_EQ(source.decided_by(), "attribution");
  ASSERT_EQ(source.attribution_size(), 1);
  EXPECT_EQ(article.text().substr(source.attribution(0).begin_byte(), 7), "Reuters");
  article.set_url("https://www.theonion.com/match-decided");
  source = Label(article).prediction().source_type();
  EXPECT_EQ(source.label(), "satire");
  EXPECT_EQ(source.decided_by(), "outlet");
}

TEST_F(LabellerTest, TargetsOfTheArticleGoBeforeThoseOfTheCallBeforeThoseFound) {
  v1::Article article;
  article.set_text("We condemn Russia for its terrible crimes, and we thank Norway.");
  v1::ClassifyOptions options;
  options.add_heads("stance");
  const auto targets = [&article, &options] {
    std::vector<std::string> names;
    const v1::ArticleResult result = Label(article, options);
    for (const auto& stance : result.prediction().stance()) {
      names.push_back(stance.target() + "/" + stance.target_source());
    }
    return names;
  };
  EXPECT_THAT(targets(), ::testing::UnorderedElementsAre("Russia/country", "Norway/country"));
  options.add_targets()->set_name("Norway");
  EXPECT_THAT(targets(), ElementsAre("Norway/request"));
  article.add_targets()->set_name("Russia");
  article.add_targets()->set_name("Peru");
  EXPECT_THAT(targets(), ElementsAre("Russia/request", "Peru/request"));
}

TEST_F(LabellerTest, StanceIsTowardsTheTarget) {
  v1::Article article;
  article.set_text("We condemn Russia for its terrible crimes and lies.");
  article.add_targets()->set_name("Russia");
  const v1::Prediction prediction = Label(article).prediction();
  ASSERT_EQ(prediction.stance_size(), 1);
  EXPECT_EQ(prediction.stance(0).label(), "against");
  EXPECT_EQ(prediction.stance(0).model(), "stance@1");
}

TEST_F(LabellerTest, OnlyHeadsAskedForAreFilled) {
  v1::ClassifyOptions options;
  options.add_heads("stance");
  const v1::Prediction stance = Label(TinyArticles()[0], options).prediction();
  EXPECT_FALSE(stance.has_topic());
  EXPECT_FALSE(stance.has_source_type());
  options.set_heads(0, "source_type");
  const v1::Prediction source = Label(TinyArticles()[0], options).prediction();
  EXPECT_TRUE(source.has_source_type());
  EXPECT_FALSE(source.has_topic());
}

TEST_F(LabellerTest, AnyOtherHeadIsOnlyABundle) {
  TinyModel tone = MakeTinyModel("source_type");
  tone.bundle.set_head("tone");
  ModelSet models;
  ASSERT_TRUE(models.Add(LoadTinyModel(tone)).ok());
  ASSERT_TRUE(models.SetAlias("tone", kChampion, "1").ok());
  const auto plan = labeller_->Plan({}, models);
  ASSERT_TRUE(plan.ok());
  const auto prediction = labeller_->Label(TinyArticles()[0], *plan, scratch_);
  ASSERT_TRUE(prediction.ok());
  EXPECT_EQ(prediction->heads().at("tone").model(), "tone@1");
  EXPECT_EQ(prediction->heads().at("tone").decided_by(), "");
  EXPECT_FALSE(prediction->has_topic());
}

TEST_F(LabellerTest, ExtractedTextIsReturnedForContentWhereWanted) {
  v1::ClassifyOptions options;
  options.set_return_text(true);
  v1::Article article;
  article.set_content("<!doctype html><html><body><p>The team won the match.</p></body></html>");
  EXPECT_THAT(Label(article, options).prediction().extracted_text(),
              HasSubstr("The team won the match."));
  EXPECT_EQ(Label(article).prediction().extracted_text(), "");
  article.set_text("The team won the match.");
  EXPECT_EQ(Label(article, options).prediction().extracted_text(), "");
}

TEST_F(LabellerTest, WarningsReachTheAnswer) {
  v1::Article article;
  article.set_text("The team won\xFF the match.");
  EXPECT_THAT(Label(article).prediction().warnings(), ElementsAre(HasSubstr("not valid UTF-8")));
}

// A batch with every sort of article in it.
std::vector<v1::Article> MixedArticles() {
  std::vector<v1::Article> articles = TinyArticles();
  articles.emplace_back().set_id("empty");
  v1::Article& broken = articles.emplace_back();
  broken.set_id("broken");
  broken.set_text("Russia \xFF\xFE won the match");
  v1::Article& page = articles.emplace_back();
  page.set_id("page");
  page.set_content("<!doctype html><html><body><p>Egypt won the match.</p></body></html>");
  v1::Article& junk = articles.emplace_back();
  junk.set_id("junk");
  junk.set_text(std::string(5000, 'x'));
  v1::Article& wire = articles.emplace_back();
  wire.set_id("wire");
  wire.set_text("PARIS (AFP) - France failed badly and is to blame for the disaster.");
  return articles;
}

TEST_F(LabellerTest, OrderAndNeighboursChangeNothing) {
  v1::ClassifyOptions options;
  options.set_explain(true);
  const LabelPlan plan = Plan(options);
  std::vector<v1::Article> articles = MixedArticles();
  std::map<std::string, std::string> expected;
  const auto fresh = LabelScratch::CreateAll({}, articles.size());
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  for (size_t i = 0; i < articles.size(); ++i) {
    expected[articles[i].id()] =
        FormatResult(labeller_->LabelOrError(articles[i], plan, (*fresh)[i].get()));
  }
  uint32_t state = 1;
  for (int round = 0; round < 10; ++round) {
    for (size_t i = articles.size() - 1; i > 0; --i) {
      state = state * 1664525u + 1013904223u;
      std::swap(articles[i], articles[(state >> 8) % (i + 1)]);
    }
    for (const v1::Article& article : articles) {
      ASSERT_EQ(FormatResult(labeller_->LabelOrError(article, plan, scratch_)),
                expected[article.id()]);
    }
  }
}

TEST_F(LabellerTest, WorkersShareLabellerAndPlan) {
  const LabelPlan plan = Plan();
  const std::vector<v1::Article> articles = MixedArticles();
  std::vector<std::string> expected;
  for (const v1::Article& article : articles) {
    expected.push_back(FormatResult(labeller_->LabelOrError(article, plan, scratch_)));
  }
  auto scratches = LabelScratch::CreateAll({}, 3);
  ASSERT_TRUE(scratches.ok()) << scratches.status();
  ASSERT_EQ(scratches->size(), 3u);
  std::vector<std::vector<std::string>> found(scratches->size());
  std::vector<std::thread> workers;
  for (size_t w = 0; w < scratches->size(); ++w) {
    workers.emplace_back([&, w] {
      for (const v1::Article& article : articles) {
        found[w].push_back(
            FormatResult(labeller_->LabelOrError(article, plan, (*scratches)[w].get())));
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  for (const auto& results : found) EXPECT_EQ(results, expected);
}

TEST(Labeller, MissingListsAreNotFound) {
  LabellerOptions options;
  options.outlets_path = "no/such/outlets.csv";
  EXPECT_EQ(Labeller::Create(options).status().code(), absl::StatusCode::kNotFound);
  options.outlets_path.clear();
  options.targets_path = "no/such/targets.txt";
  EXPECT_EQ(Labeller::Create(options).status().code(), absl::StatusCode::kNotFound);
}

TEST(LabelScratch, LimitOfTheLabellerHolds) {
  LabellerOptions options;
  options.max_article_bytes = 0;
  EXPECT_EQ(LabelScratch::Create(options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(TinyModels, AreTheSameEveryTimeAndDifferByVersion) {
  const TinyModel first = MakeTinyModel("stance");
  EXPECT_EQ(first.compiled, MakeTinyModel("stance").compiled);
  EXPECT_NE(first.compiled, MakeTinyModel("stance", "2").compiled);
  EXPECT_THAT(first.bundle.labels(),
              ::testing::UnorderedElementsAre("favor", "against", "neutral"));
}

}  // namespace
}  // namespace tasnif
