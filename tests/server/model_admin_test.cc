#include "server/model_admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "registry/history.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CountingWatcher : public ModelWatcher {
 public:
  void OnModels(const std::vector<v1::Model>& models) override {
    ++lists;
    last = models;
  }
  void OnDrain() override { is_drained = true; }

  int lists = 0;
  std::vector<v1::Model> last;
  bool is_drained = false;
};

class ModelAdminTest : public ::testing::Test {
 protected:
  ModelAdminTest() {
    WriteTinyModel(folder_.path(), "topic", "1");
    WriteTinyModel(folder_.path(), "topic", "2");
    EXPECT_EQ(WriteAlias(PosixFiles(), folder_.path(), "topic", "champion", "1"), absl::OkStatus());
    registry_ = *Registry::Open(folder_.path(), PosixFiles());
    feed_ = std::make_unique<ModelFeed>(registry_->List());
    admin_ = std::make_unique<ModelAdmin>(*registry_, PosixFiles(), *feed_, clock_);
  }
  static v1::SetAliasRequest Request(const std::string& alias, const std::string& version) {
    v1::SetAliasRequest request;
    request.set_head("topic");
    request.set_alias(alias);
    request.set_version(version);
    request.set_reason("better on dialects");
    return request;
  }
  absl::StatusOr<v1::Model> SetAlias(const v1::SetAliasRequest& request) {
    return admin_->SetAlias(request, "layla");
  }
  absl::StatusOr<v1::Model> Rollback(const std::string& reason, const std::string& expected = "") {
    v1::RollbackRequest request;
    request.set_head("topic");
    request.set_reason(reason);
    request.set_expected_version(expected);
    return admin_->Rollback(request, "omar");
  }
  History ReadTopic() const {
    const auto history = ReadHistory(PosixFiles(), folder_.path(), "topic");
    EXPECT_TRUE(history.ok()) << history.status();
    return history.ok() ? *history : History();
  }
  std::string Champion() const {
    const auto models = registry_->Snapshot();
    return (*models->Resolve("topic"))->bundle.version();
  }

  TemporaryFolder folder_;
  FakeClock clock_{absl::FromCivil(absl::CivilSecond(2027, 3, 1), absl::UTCTimeZone())};
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<ModelFeed> feed_;
  std::unique_ptr<ModelAdmin> admin_;
};

TEST_F(ModelAdminTest, LoadMakesAVersionReadyWithoutLettingItAnswer) {
  const auto model = admin_->Load("topic@2");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->state(), v1::MODEL_STATE_READY);
  EXPECT_THAT(model->aliases(), IsEmpty());
  EXPECT_EQ(Champion(), "1");
}

TEST_F(ModelAdminTest, LoadNamesWhatIsWrong) {
  EXPECT_EQ(admin_->Load("topic@9").status().code(), absl::StatusCode::kNotFound);
  std::filesystem::resize_file(folder_.Path("topic/2/model.tsf"), 10);
  const auto broken = admin_->Load("topic@2");
  EXPECT_EQ(broken.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(broken.status().message()), HasSubstr("model.tsf"));
}

TEST_F(ModelAdminTest, SetAliasMovesItOnDiskAndInMemory) {
  const auto model = SetAlias(Request("champion", "2"));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_THAT(model->aliases(), Contains("champion"));
  EXPECT_EQ(Champion(), "2");
  EXPECT_THAT(ReadWholeFile(folder_.Path("topic/aliases.json")), HasSubstr("\"2\""));
}

TEST_F(ModelAdminTest, SetAliasRefusesWhatItCannotDoAndLeavesEverything) {
  struct {
    v1::SetAliasRequest request;
    absl::StatusCode code;
  } rows[] = {
      {Request("champion", "3"), absl::StatusCode::kNotFound},
      {Request("../champion", "2"), absl::StatusCode::kInvalidArgument},
      {Request("champion", "2"), absl::StatusCode::kInvalidArgument},
      {Request("champion", "2"), absl::StatusCode::kFailedPrecondition},
      {Request("champion", "2"), absl::StatusCode::kNotFound},
  };
  rows[2].request.clear_reason();
  rows[3].request.set_expected_version("2");
  rows[4].request.set_head("topik");
  for (const auto& row : rows) {
    const absl::Status status = SetAlias(row.request).status();
    EXPECT_EQ(status.code(), row.code) << row.request.DebugString() << status;
  }
  std::filesystem::resize_file(folder_.Path("topic/2/model.tsf"), 10);
  EXPECT_EQ(SetAlias(Request("champion", "2")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Champion(), "1");
  EXPECT_THAT(ReadWholeFile(folder_.Path("topic/aliases.json")), HasSubstr("\"1\""));
}

TEST_F(ModelAdminTest, ChangesStandInTheHistoryWithWhoAndWhyAndWhen) {
  ASSERT_TRUE(SetAlias(Request("champion", "2")).ok());
  clock_.Advance(absl::Hours(1));
  const auto back = Rollback("complaints about sport");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->version(), "1");
  EXPECT_THAT(back->aliases(), Contains("champion"));
  EXPECT_EQ(Champion(), "1");
  const History history = ReadTopic();
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].who, "layla");
  EXPECT_EQ(history[0].why, "better on dialects");
  EXPECT_EQ(history[0].action, kSetAlias);
  EXPECT_THAT(history[0].time, HasSubstr("2027-03-01T00:00:00"));
  EXPECT_EQ(history[1].who, "omar");
  EXPECT_EQ(history[1].why, "complaints about sport");
  EXPECT_EQ(history[1].action, kRollback);
  EXPECT_EQ(history[1].from, "2");
  EXPECT_THAT(history[1].time, HasSubstr("2027-03-01T01:00:00"));
}

TEST_F(ModelAdminTest, RollbackRefusesWhatItCannotDoAndLeavesEverything) {
  EXPECT_EQ(Rollback("why not").status().code(), absl::StatusCode::kFailedPrecondition)
      << "no champion before this one";
  ASSERT_TRUE(SetAlias(Request("champion", "2")).ok());
  EXPECT_EQ(Rollback("").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Rollback(std::string(kMaxReasonBytes + 1, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Rollback("why", "1").status().code(), absl::StatusCode::kFailedPrecondition);
  v1::RollbackRequest request;
  request.set_reason("why");
  for (const auto& [head, code] : std::vector<std::pair<std::string, absl::StatusCode>>{
           {"", absl::StatusCode::kInvalidArgument},
           {"..", absl::StatusCode::kInvalidArgument},
           {"topic/../topic", absl::StatusCode::kInvalidArgument},
           {"topik", absl::StatusCode::kNotFound}}) {
    request.set_head(head);
    EXPECT_EQ(admin_->Rollback(request, "omar").status().code(), code) << head;
  }
  std::filesystem::resize_file(folder_.Path("topic/1/model.tsf"), 10);
  EXPECT_EQ(Rollback("why").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Champion(), "2");
  EXPECT_EQ(ReadTopic().size(), 1u);
}

TEST_F(ModelAdminTest, ASecondRollbackWithTheSameExpectationDoesNothing) {
  ASSERT_TRUE(SetAlias(Request("champion", "2")).ok());
  EXPECT_TRUE(Rollback("why", "2").ok());
  EXPECT_EQ(Rollback("why", "2").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Champion(), "1");
}

TEST_F(ModelAdminTest, SetTrafficSharesOnDiskAndInMemory) {
  v1::SetTrafficRequest request;
  request.set_head("topic");
  request.set_use(v1::TRAFFIC_USE_CANARY);
  request.set_version("2");
  request.set_percent(12.5);
  request.set_reason("a first look");
  const auto model = admin_->SetTraffic(request, "layla");
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->version(), "2");
  ASSERT_EQ(model->traffic_size(), 1);
  EXPECT_DOUBLE_EQ(model->traffic(0).percent(), 12.5);
  EXPECT_EQ(registry_->Snapshot()->traffic("topic"), (Traffic{{"canary", {"2", 1250}}}));
  EXPECT_EQ(ReadTopic().back().who, "layla");
  EXPECT_EQ(ReadTopic().back().percent, "12.5");
  request.set_percent(0);
  ASSERT_TRUE(admin_->SetTraffic(request, "layla").ok());
  EXPECT_EQ(registry_->Snapshot()->traffic("topic"), Traffic());
}

TEST_F(ModelAdminTest, SetTrafficRefusesWhatItCannotDo) {
  const struct {
    v1::TrafficUse use;
    double percent;
    const char* head;
    const char* reason;
    absl::StatusCode code;
  } kRows[] = {
      {v1::TRAFFIC_USE_UNSPECIFIED, 5, "topic", "why", absl::StatusCode::kInvalidArgument},
      {v1::TRAFFIC_USE_SHADOW, 100.01, "topic", "why", absl::StatusCode::kInvalidArgument},
      {v1::TRAFFIC_USE_SHADOW, -1, "topic", "why", absl::StatusCode::kInvalidArgument},
      {v1::TRAFFIC_USE_SHADOW, 0.001, "topic", "why", absl::StatusCode::kInvalidArgument},
      {v1::TRAFFIC_USE_SHADOW, 5, "topic", "", absl::StatusCode::kInvalidArgument},
      {v1::TRAFFIC_USE_SHADOW, 5, "topci", "why", absl::StatusCode::kNotFound},
      {v1::TRAFFIC_USE_SHADOW, 5, "topic", "why", absl::StatusCode::kNotFound},
      {v1::TRAFFIC_USE_SHADOW, 0, "topic", "why", absl::StatusCode::kFailedPrecondition},
  };
  for (const auto& row : kRows) {
    v1::SetTrafficRequest request;
    request.set_head(row.head);
    request.set_use(row.use);
    request.set_percent(row.percent);
    request.set_reason(row.reason);
    EXPECT_EQ(admin_->SetTraffic(request, "layla").status().code(), row.code)
        << row.percent << row.head;
  }
  EXPECT_THAT(ReadTopic(), IsEmpty());
}

TEST_F(ModelAdminTest, AShadowReportNeedsAVersionInTheShadow) {
  const ShadowBook book;
  EXPECT_EQ(ShadowReport(*registry_, book, "topci").status().code(), absl::StatusCode::kNotFound);
  for (const char* head : {"", "topic"}) {
    EXPECT_EQ(ShadowReport(*registry_, book, head).status().code(),
              absl::StatusCode::kFailedPrecondition);
  }
  v1::SetTrafficRequest request;
  request.set_head("topic");
  request.set_use(v1::TRAFFIC_USE_SHADOW);
  request.set_version("2");
  request.set_percent(5);
  request.set_reason("a look");
  ASSERT_TRUE(admin_->SetTraffic(request, "layla").ok());
  const auto report = ShadowReport(*registry_, book, "topic");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->version(), "2");
  EXPECT_EQ(report->compared(), 0u);
}

TEST_F(ModelAdminTest, WhoWatchesIsToldTheStateThenEveryChangeOnce) {
  CountingWatcher watcher;
  feed_->Add(&watcher);
  EXPECT_EQ(watcher.lists, 1);
  EXPECT_EQ(watcher.last.size(), 2u);
  ASSERT_EQ(admin_->Reload(), absl::OkStatus());
  EXPECT_EQ(watcher.lists, 1) << "nothing has changed";
  ASSERT_TRUE(SetAlias(Request("challenger", "2")).ok());
  EXPECT_EQ(watcher.lists, 2);
  EXPECT_THAT(watcher.last[1].aliases(), Contains("challenger"));
  feed_->Remove(&watcher);
  ASSERT_TRUE(SetAlias(Request("champion", "2")).ok());
  EXPECT_EQ(watcher.lists, 2);
}

TEST_F(ModelAdminTest, ADrainReachesWhoWatchesAndWhoComesLate) {
  CountingWatcher early, late;
  feed_->Add(&early);
  feed_->Drain();
  feed_->Add(&late);
  EXPECT_TRUE(early.is_drained);
  EXPECT_TRUE(late.is_drained);
  EXPECT_EQ(late.lists, 0);
}

}  // namespace
}  // namespace tasnif
