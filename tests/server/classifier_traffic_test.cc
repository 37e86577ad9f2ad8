// Canary and shadow through the whole path of a call, from the files on disk to the answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "registry/traffic_file.h"
#include "server/classifier.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

constexpr int kArticles = 60;

class ClassifierTrafficTest : public ::testing::Test {
 protected:
  ClassifierTrafficTest() {
    WriteTinyModel(folder_.path(), "topic", "1");
    WriteTinyModel(folder_.path(), "topic", "2");
    EXPECT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", "1"), absl::OkStatus());
    registry_ = *Registry::Open(folder_.path(), PosixFiles());
    classifier_ = *Classifier::Create({.max_articles = 100, .shadow_executor = &idle_}, *registry_,
                                      executor_, clock_);
  }

  void Share(const Traffic& traffic) {
    folder_.Write("topic/traffic.json", FormatTraffic(traffic));
    ASSERT_EQ(registry_->Reload(), absl::OkStatus());
  }

  static v1::ClassifyRequest Request() {
    v1::ClassifyRequest request;
    for (int i = 0; i < kArticles; ++i) {
      v1::Article& article = *request.add_articles();
      article = TinyArticles()[static_cast<size_t>(i) % TinyArticles().size()];
      article.set_id(absl::StrCat("article-", i));
    }
    return request;
  }

  v1::ClassifyResponse Classify(v1::ClassifyRequest request) {
    absl::StatusOr<v1::ClassifyResponse> response = absl::UnknownError("never done");
    ClassifyCall call = CallOf(std::move(request));
    call.control = control_;
    call.received = clock_.Now();
    call.done = [&](absl::StatusOr<v1::ClassifyResponse> answer) { response = std::move(answer); };
    classifier_->Classify(std::move(call));
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::ClassifyResponse();
  }

  // The same article as a part of a stream.
  v1::ArticleResult ClassifyOne(const v1::Article& article) {
    v1::ArticleResult result;
    ArticleCall call;
    call.permit = classifier_->admission().AdmitAlways({.client = "test"}, {.articles = 1});
    call.read = [article] { return article; };
    call.options = std::make_shared<v1::ClassifyOptions>();
    call.control = control_;
    call.done = [&](v1::ArticleResult answer) { result = std::move(answer); };
    classifier_->ClassifyArticle(std::move(call));
    return result;
  }

  // Article → who answered.
  static std::map<std::string, std::string> Answered(const v1::ClassifyResponse& response) {
    std::map<std::string, std::string> models;
    for (const v1::ArticleResult& result : response.results()) {
      models[result.id()] = result.prediction().topic().model();
    }
    return models;
  }
  static int CountOf(const std::map<std::string, std::string>& models, const std::string& model) {
    int count = 0;
    for (const auto& [id, name] : models) count += name == model ? 1 : 0;
    return count;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::shared_ptr<CallControl> control_ =
      std::make_shared<CallControl>(clock_, clock_.Now() + absl::Seconds(60));
  InlineExecutor executor_;
  ManualExecutor idle_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Classifier> classifier_;
};

TEST_F(ClassifierTrafficTest, ACanaryAnswersItsShareAndSaysSo) {
  EXPECT_EQ(CountOf(Answered(Classify(Request())), "topic@1"), kArticles);
  Share({{"canary", {"2", 5000}}});
  const auto answered = Answered(Classify(Request()));
  const int canaries = CountOf(answered, "topic@2");
  EXPECT_EQ(canaries + CountOf(answered, "topic@1"), kArticles);
  EXPECT_NEAR(canaries, kArticles / 2, 15) << "four standard deviations";
  EXPECT_EQ(Answered(Classify(Request())), answered) << "it is sticky";
  Share({{"canary", {"2", 10000}}});
  EXPECT_EQ(CountOf(Answered(Classify(Request())), "topic@2"), kArticles);
  Share({});
  EXPECT_EQ(CountOf(Answered(Classify(Request())), "topic@1"), kArticles);
}

TEST_F(ClassifierTrafficTest, AStreamAndACallGiveAnArticleToTheSame) {
  Share({{"canary", {"2", 5000}}});
  const auto answered = Answered(Classify(Request()));
  const v1::ClassifyRequest request = Request();
  for (const v1::Article& article : request.articles()) {
    EXPECT_EQ(ClassifyOne(article).prediction().topic().model(), answered.at(article.id()));
  }
}

TEST_F(ClassifierTrafficTest, ACanaryAnswersAsIfItHadBeenAskedFor) {
  Share({{"canary", {"2", 10000}}});
  v1::ClassifyRequest request = Request();
  request.mutable_options()->set_explain(true);
  const v1::ClassifyResponse canary = Classify(request);
  request.mutable_options()->add_models("topic@2");
  const v1::ClassifyResponse pinned = Classify(request);
  for (int i = 0; i < kArticles; ++i) {
    EXPECT_EQ(canary.results(i).SerializeAsString(), pinned.results(i).SerializeAsString()) << i;
  }
}

TEST_F(ClassifierTrafficTest, AShadowChangesNoAnswerAndIsComparedAfterwards) {
  const v1::ClassifyResponse before = Classify(Request());
  Share({{"shadow", {"2", 10000}}});
  const v1::ClassifyResponse with = Classify(Request());
  for (int i = 0; i < kArticles; ++i) {
    EXPECT_EQ(with.results(i).SerializeAsString(), before.results(i).SerializeAsString()) << i;
  }
  const ShadowBook& book = *classifier_->shadow_book();
  EXPECT_EQ(book.Report("topic", "2").compared(), 0u) << "not before the answer";
  EXPECT_EQ(idle_.pending(), static_cast<size_t>(kArticles));
  idle_.RunAll();
  EXPECT_EQ(book.Report("topic", "2").compared(), static_cast<uint64_t>(kArticles));
  EXPECT_EQ(classifier_->admission().state().held, WorkSize());
}

TEST_F(ClassifierTrafficTest, AShadowThatIsSwitchedOffWhileArticlesWaitIsAskedStill) {
  Share({{"shadow", {"2", 10000}}});
  Classify(Request());
  Share({});
  EXPECT_EQ(registry_->Snapshot()->Find("topic", "2"), nullptr);
  idle_.RunAll();  // With the models of their time.
  EXPECT_EQ(classifier_->shadow_book()->Report("topic", "2").compared(),
            static_cast<uint64_t>(kArticles));
}

TEST_F(ClassifierTrafficTest, ABadArticleIsNotOffered) {
  Share({{"shadow", {"2", 10000}}});
  v1::ClassifyRequest request;
  request.add_articles()->set_id("empty");
  EXPECT_TRUE(Classify(request).results(0).has_error());
  EXPECT_EQ(idle_.pending(), 0u);
}

}  // namespace
}  // namespace tasnif
