// Shadow and canary with the program as an operator uses it: switched while the server runs, ended
// by promotion and rollback, under load.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/client.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"
#include "tests/e2e/steady_callers.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kArticles = 200;

class TrafficTest : public ModelsFixture {
 protected:
  // Models of its own with topic@1 as champion and topic@2 beside it.
  void SetUp() override {
    std::filesystem::copy(models(), own(), std::filesystem::copy_options::recursive);
    WriteTinyModel(own(), "topic", "2");
  }
  std::string own() const { return folder_.Path("models"); }

  static Finished Models(std::vector<std::string> arguments,
                         const std::vector<std::string>& where) {
    arguments.insert(arguments.begin(), "models");
    arguments.insert(arguments.end(), where.begin(), where.end());
    return RunTasnif(arguments);
  }
  Finished OnDisk(const std::vector<std::string>& arguments) const {
    return Models(arguments, {"--models", own()});
  }
  static Finished On(const BackgroundServer& server, const std::vector<std::string>& arguments) {
    return Models(arguments, {"--server", server.address()});
  }

  static std::vector<v1::Article> Articles() {
    std::vector<v1::Article> articles;
    for (int i = 0; i < kArticles; ++i) {
      articles.push_back(TinyArticles()[static_cast<size_t>(i) % TinyArticles().size()]);
      articles.back().set_id(absl::StrCat("article-", i));
    }
    return articles;
  }

  // Article → who answered.
  static std::map<std::string, std::string> Answered(const BackgroundServer& server) {
    std::map<std::string, std::string> models;
    const auto client = Client::Connect({.addresses = {server.address()}});
    EXPECT_TRUE(client.ok()) << client.status();
    if (!client.ok()) return models;
    const auto results = (*client)->Classify(Articles(), {});
    EXPECT_TRUE(results.ok()) << results.status();
    if (!results.ok()) return models;
    for (const v1::ArticleResult& result : *results) {
      models[result.id()] = result.prediction().topic().model();
    }
    return models;
  }
  static int CountOf(const std::map<std::string, std::string>& models, const std::string& model) {
    int count = 0;
    for (const auto& [id, name] : models) count += name == model ? 1 : 0;
    return count;
  }

  // Asks again until it is so, for at most ten seconds: the server watches its folder.
  template <typename IsSo>
  static bool SoonIs(const IsSo& is_so) {
    for (int i = 0; i < 200; ++i) {
      if (is_so()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
};

TEST_F(TrafficTest, ACanaryGrowsIsPromotedAndTakenBack) {
  const BackgroundServer server({"--models", own()});
  const Finished began =
      On(server, {"canary", "topic@2", "--percent", "10", "--why", "a first look"});
  ASSERT_EQ(began.exit_code, 0) << began.err;
  EXPECT_THAT(began.out, HasSubstr("topic@2 is canary for 10 % of the articles"));
  const auto small = Answered(server);
  EXPECT_NEAR(CountOf(small, "topic@2"), kArticles / 10, 17) << "four standard deviations";
  EXPECT_THAT(On(server, {"list"}).out, ContainsRegex("topic@2 +ready +canary 10%"));
  ASSERT_EQ(On(server, {"canary", "topic@2", "--percent", "50", "--why", "good"}).exit_code, 0);
  const auto large = Answered(server);
  for (const auto& [id, model] : small) {
    EXPECT_TRUE(model == "topic@1" || large.at(id) == "topic@2") << id << " went back";
  }
  ASSERT_EQ(On(server, {"promote", "topic@2", "--why", "better"}).exit_code, 0);
  EXPECT_EQ(CountOf(Answered(server), "topic@2"), kArticles);
  ASSERT_EQ(On(server, {"rollback", "topic", "--why", "complaints"}).exit_code, 0);
  EXPECT_EQ(CountOf(Answered(server), "topic@1"), kArticles) << "no canary is left";
  const Finished history = OnDisk({"history", "topic"});
  EXPECT_THAT(history.out, AllOf(HasSubstr("traffic 2 as canary, 10 %: a first look"),
                                 HasSubstr("traffic 2 as canary, 50 %: good")));
  const Finished verified = OnDisk({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
}

TEST_F(TrafficTest, AServerFollowsWhatIsChangedOnDisk) {
  const BackgroundServer server({"--models", own()});
  ASSERT_EQ(OnDisk({"canary", "topic@2", "--percent", "100", "--why", "all"}).exit_code, 0);
  EXPECT_TRUE(SoonIs([&] { return CountOf(Answered(server), "topic@2") == kArticles; }));
  ASSERT_EQ(OnDisk({"canary", "topic", "--percent", "0", "--why", "enough"}).exit_code, 0);
  EXPECT_TRUE(SoonIs([&] { return CountOf(Answered(server), "topic@1") == kArticles; }));
}

TEST_F(TrafficTest, TwoServersAndARestartGiveAnArticleToTheSame) {
  ASSERT_EQ(OnDisk({"canary", "topic@2", "--percent", "50", "--why", "half"}).exit_code, 0);
  std::map<std::string, std::string> first;
  {
    const BackgroundServer server({"--models", own()});
    first = Answered(server);
  }
  const BackgroundServer one({"--models", own()});
  const BackgroundServer two({"--models", own()});
  EXPECT_EQ(Answered(one), first);
  EXPECT_EQ(Answered(two), first);
  EXPECT_GT(CountOf(first, "topic@2"), 0);
}

TEST_F(TrafficTest, AShadowIsSeenInItsReportAlone) {
  const BackgroundServer server({"--models", own()});
  ASSERT_EQ(On(server, {"shadow", "topic@2", "--percent", "100", "--why", "a look"}).exit_code, 0);
  EXPECT_EQ(CountOf(Answered(server), "topic@1"), kArticles);
  Finished report;
  EXPECT_TRUE(SoonIs([&] {
    report = On(server, {"disagreements", "topic", "--json"});
    const auto json = ParseJson(report.out);
    return json.ok() && json->value("compared", "") == absl::StrCat(kArticles);
  })) << report.out
      << report.err;
  const Finished table = On(server, {"disagreements", "topic"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr(absl::StrCat("topic@2 in the shadow: ", kArticles)));
  ASSERT_EQ(On(server, {"shadow", "topic", "--percent", "0", "--why", "seen"}).exit_code, 0);
  const Finished none = On(server, {"disagreements", "topic"});
  EXPECT_EQ(none.exit_code, 3);
  EXPECT_THAT(none.err, HasSubstr("no version of 'topic' is in the shadow"));
}

TEST_F(TrafficTest, WrongUseIsToldApart) {
  const struct {
    std::vector<std::string> arguments;
    int exit_code;
    const char* message;
  } kRows[] = {
      {{"canary", "topic@2", "--why", "x"}, 2, "--percent"},
      {{"canary", "topic@2", "--percent", "5"}, 2, "--why"},
      {{"canary", "topic@2", "--percent", "five", "--why", "x"}, 2, "percentage"},
      {{"canary", "topic@2", "--percent", "101", "--why", "x"}, 2, "percentage"},
      {{"canary", "topic@1", "--percent", "5", "--why", "x"}, 3, "is the champion"},
      {{"canary", "topic", "--percent", "5", "--why", "x"}, 3, "challenger"},
      {{"canary", "topic@9", "--percent", "5", "--why", "x"}, 3, "topic@9"},
      {{"shadow", "topic", "--percent", "0", "--why", "x"}, 3, "nothing to end"},
  };
  const BackgroundServer server({"--models", own()});
  for (const auto& row : kRows) {
    for (const Finished& done : {OnDisk(row.arguments), On(server, row.arguments)}) {
      EXPECT_EQ(done.exit_code, row.exit_code) << row.message << done.out;
      EXPECT_THAT(done.err, HasSubstr(row.message));
    }
  }
}

// Everything that can be switched is switched while two callers ask.
TEST_F(TrafficTest, ChangesUnderLoadFailNoCall) {
  const BackgroundServer server({"--models", own(), "--workers", "2"});
  SteadyCallers callers(server.address());
  absl::Duration shortest = absl::InfiniteDuration();
  for (int round = 0; round < 5; ++round) {
    ASSERT_EQ(On(server, {"shadow", "topic@2", "--percent", "50", "--why", "x"}).exit_code, 0);
    ASSERT_EQ(On(server, {"canary", "topic@2", "--percent", "50", "--why", "x"}).exit_code, 0);
    ASSERT_EQ(On(server, {"promote", "topic@2", "--why", "x"}).exit_code, 0);
    const absl::Time start = absl::Now();
    ASSERT_EQ(On(server, {"rollback", "topic", "--why", "x"}).exit_code, 0);
    shortest = std::min(shortest, absl::Now() - start);
    // From then on nothing else answers.
    EXPECT_EQ(CountOf(Answered(server), "topic@1"), kArticles);
  }
  callers.Stop();
  // Of the whole command, with its process; the least disturbed of five.
  EXPECT_LT(shortest, absl::Seconds(1));
  EXPECT_GT(callers.answers("topic@1"), 0);
  EXPECT_GT(callers.answers("topic@2"), 0);
  RecordProperty("shortest_rollback_ms", static_cast<int>(absl::ToInt64Milliseconds(shortest)));
  EXPECT_EQ(OnDisk({"verify"}).exit_code, 0);
}

}  // namespace
}  // namespace tasnif
