// ClassifyStream without gRPC: a transport that the test drives by hand, real models.
#include "server/stream_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/live_streams.h"
#include "server/retry_after.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Remembers what the session asked for.
class FakeTransport : public StreamTransport {
 public:
  void Read() override {
    EXPECT_FALSE(is_reading) << "two reads at a time";
    EXPECT_FALSE(end.has_value());
    is_reading = true;
  }
  void Write(std::string bytes) override {
    EXPECT_FALSE(is_writing) << "two writes at a time";
    EXPECT_FALSE(end.has_value());
    is_writing = true;
    v1::ClassifyStreamResponse response;
    EXPECT_TRUE(response.ParseFromString(bytes));
    results.push_back(response.result());
  }
  void End(const absl::Status& status) override {
    EXPECT_FALSE(end.has_value()) << "two ends";
    EXPECT_FALSE(is_writing) << "an end in the middle of a write";
    end = status;
  }

  bool is_reading = false;
  bool is_writing = false;
  std::vector<v1::ArticleResult> results;
  std::optional<absl::Status> end;
};

StreamMessage MessageOf(std::string bytes) {
  const size_t size = bytes.size();
  return {size, [bytes = std::move(bytes)](google::protobuf::MessageLite* message) {
            return message->ParseFromString(bytes);
          }};
}

StreamMessage ArticleMessage(const std::string& id) {
  v1::ClassifyStreamRequest request;
  *request.mutable_article() = TinyArticles()[0];
  request.mutable_article()->set_id(id);
  return MessageOf(request.SerializeAsString());
}

StreamMessage OptionsMessage(const v1::ClassifyOptions& options) {
  v1::ClassifyStreamRequest request;
  *request.mutable_options() = options;
  return MessageOf(request.SerializeAsString());
}

class StreamSessionTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteTinyModels(folder_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  StreamSessionTest() { registry_ = *Registry::Open(folder_->path(), PosixFiles()); }

  void Start(const WindowLimits& limits = {}, const AdmissionLimits& admission = {}) {
    auto classifier = Classifier::Create({.max_articles = 100, .admission = admission}, *registry_,
                                         executor_, clock_);
    ASSERT_TRUE(classifier.ok()) << classifier.status();
    classifier_ = *std::move(classifier);
    session_ = MakeSession(limits);
    session_->Start();
  }

  std::shared_ptr<StreamSession> MakeSession(const WindowLimits& limits) {
    return std::make_shared<StreamSession>(
        *classifier_, limits,
        StreamOrigin{.client = "test", .request_id = "id", .control = control_}, transport_);
  }

  // The message arrives.
  void Send(StreamMessage message) {
    ASSERT_TRUE(transport_.is_reading) << "the session does not read";
    transport_.is_reading = false;
    session_->OnRead(std::move(message));
  }
  void HalfClose() {
    ASSERT_TRUE(transport_.is_reading);
    transport_.is_reading = false;
    session_->OnRead(std::nullopt);
  }
  void FinishWrite(bool is_written = true) {
    ASSERT_TRUE(transport_.is_writing);
    transport_.is_writing = false;
    session_->OnWritten(is_written);
  }
  // Computes and writes until nothing moves.
  void Settle() {
    do {
      executor_.RunAll();
      if (transport_.is_writing) FinishWrite();
    } while (executor_.pending() > 0 || transport_.is_writing);
  }
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    for (const v1::ArticleResult& result : transport_.results) ids.push_back(result.id());
    return ids;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  FakeClock clock_;
  std::unique_ptr<Registry> registry_;
  ManualExecutor executor_;
  std::unique_ptr<Classifier> classifier_;
  std::shared_ptr<CallControl> control_ =
      std::make_shared<CallControl>(clock_, absl::InfiniteFuture());
  FakeTransport transport_;
  std::shared_ptr<StreamSession> session_;
};

TEST_F(StreamSessionTest, OptionsThenArticlesThenHalfCloseIsAnsweredAndOk) {
  Start();
  v1::ClassifyOptions options;
  options.add_heads("topic");
  Send(OptionsMessage(options));
  EXPECT_FALSE(transport_.is_reading) << "articles are not read before the options are";
  Settle();
  for (const char* id : {"a", "b", "c"}) Send(ArticleMessage(id));
  HalfClose();
  EXPECT_FALSE(transport_.end.has_value());
  Settle();
  EXPECT_THAT(Ids(), UnorderedElementsAre("a", "b", "c"));
  for (const v1::ArticleResult& result : transport_.results) {
    EXPECT_EQ(result.prediction().topic().model(), "topic@1");
    EXPECT_FALSE(result.prediction().has_source_type());
  }
  EXPECT_EQ(transport_.end, absl::OkStatus());
  EXPECT_EQ(classifier_->admission().state().held, WorkSize());
}

TEST_F(StreamSessionTest, WithoutOptionsTheDefaultsHold) {
  Start();
  Send(ArticleMessage("a"));
  Settle();
  Send(ArticleMessage("b"));
  HalfClose();
  Settle();
  EXPECT_THAT(Ids(), ElementsAre("a", "b"));
  EXPECT_TRUE(transport_.results[0].prediction().has_source_type());
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(StreamSessionTest, AStreamWithoutMessagesIsOk) {
  Start();
  HalfClose();
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(StreamSessionTest, BadOptionsEndItWithTheCodeOfClassify) {
  Start();
  v1::ClassifyOptions options;
  options.add_models("topic@99");
  Send(OptionsMessage(options));
  Settle();
  ASSERT_TRUE(transport_.end.has_value());
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kNotFound);
}

TEST_F(StreamSessionTest, NoBadItemEndsIt) {
  Start();
  Send(MessageOf("\xFF\xFF no message"));
  Settle();
  v1::ClassifyStreamRequest empty_text;
  empty_text.mutable_article()->set_id("empty");
  Send(MessageOf(empty_text.SerializeAsString()));
  Send(OptionsMessage({}));
  Send(MessageOf(""));
  Send(ArticleMessage("good"));
  HalfClose();
  Settle();
  ASSERT_EQ(transport_.results.size(), 5u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(transport_.results[i].error().code(), v1::ERROR_CODE_INVALID_ARGUMENT) << i;
  }
  EXPECT_THAT(transport_.results[0].error().message(), HasSubstr("ClassifyStreamRequest"));
  EXPECT_EQ(transport_.results[1].id(), "empty");
  EXPECT_THAT(transport_.results[2].error().message(), HasSubstr("first message only"));
  EXPECT_THAT(transport_.results[3].error().message(), HasSubstr("neither"));
  EXPECT_EQ(transport_.results[4].id(), "good");
  EXPECT_TRUE(transport_.results[4].has_prediction());
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(StreamSessionTest, NoMoreThanTheWindowIsReadUntilAnswersAreWritten) {
  Start({.max_articles = 3});
  Send(ArticleMessage("0"));
  executor_.RunAll();
  FinishWrite();
  for (const char* id : {"1", "2", "3"}) Send(ArticleMessage(id));
  EXPECT_FALSE(transport_.is_reading);
  executor_.RunAll();
  EXPECT_FALSE(transport_.is_reading) << "computed, but the client has not read the answers";
  FinishWrite();
  EXPECT_TRUE(transport_.is_reading);
}

TEST_F(StreamSessionTest, WhereAdmissionIsFullItWaitsWithTheArticleInHand) {
  Start({}, {.max_articles = 4});
  const auto others = classifier_->admission().Admit({"other"}, {.articles = 4});
  ASSERT_TRUE(others.ok());
  Send(ArticleMessage("a"));
  executor_.RunAll();  // Opened.
  FinishWrite();
  Send(ArticleMessage("b"));  // Goes on in any case: the stream has nothing else under way.
  ASSERT_TRUE(transport_.is_reading);
  Send(ArticleMessage("c"));
  EXPECT_FALSE(transport_.is_reading);
  EXPECT_EQ(classifier_->admission().state().held.articles, 5u);
  Settle();
  HalfClose();
  EXPECT_THAT(Ids(), ElementsAre("a", "b", "c"));
}

TEST_F(StreamSessionTest, CancelDropsWhatIsNotComputedAndEndsOnce) {
  Start();
  Send(ArticleMessage("a"));
  Settle();
  for (int i = 0; i < 10; ++i) Send(ArticleMessage(absl::StrCat(i)));
  session_->OnCancel();
  ASSERT_TRUE(transport_.end.has_value());
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kCancelled);
  executor_.RunAll();
  session_->OnRead(std::nullopt);  // As gRPC reports the read that was under way.
  EXPECT_THAT(Ids(), ElementsAre("a"));
  EXPECT_EQ(classifier_->admission().state().held, WorkSize());
}

TEST_F(StreamSessionTest, CancelDuringAWriteEndsAfterIt) {
  Start();
  Send(ArticleMessage("a"));
  executor_.RunAll();
  ASSERT_TRUE(transport_.is_writing);
  session_->OnCancel();
  EXPECT_FALSE(transport_.end.has_value());
  FinishWrite(/*is_written=*/false);
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kCancelled);
}

TEST_F(StreamSessionTest, CancelBeforeTheFirstMessageIsRead) {
  Start();
  Send(ArticleMessage("a"));
  session_->OnCancel();
  executor_.RunAll();
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(classifier_->admission().state().held, WorkSize());
}

TEST_F(StreamSessionTest, DrainAnswersWhatWasReadAndSendsTheClientElsewhere) {
  Start();
  Send(ArticleMessage("a"));
  executor_.RunAll();
  FinishWrite();
  Send(ArticleMessage("b"));
  session_->Drain();
  EXPECT_FALSE(transport_.end.has_value());
  Settle();
  EXPECT_THAT(Ids(), ElementsAre("a", "b"));
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kUnavailable);
  session_->OnRead(ArticleMessage("too late"));
  executor_.RunAll();
  EXPECT_THAT(Ids(), ElementsAre("a", "b"));
}

TEST_F(StreamSessionTest, DrainOfAStreamThatIsAllInEndsWell) {
  Start();
  Send(ArticleMessage("a"));
  executor_.RunAll();
  HalfClose();
  session_->Drain();
  FinishWrite();
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(StreamSessionTest, ItSeesNewModelsWhileItRuns) {
  TemporaryFolder folder;
  WriteTinyModel(folder.path(), "topic", "1");
  WriteTinyModel(folder.path(), "topic", "2");
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder.path(), "topic", "champion", "1").ok());
  registry_ = *Registry::Open(folder.path(), PosixFiles());
  Start();
  Send(ArticleMessage("a"));
  Settle();
  const std::weak_ptr<const ModelSet> old = registry_->Snapshot();
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder.path(), "topic", "champion", "2").ok());
  ASSERT_TRUE(registry_->Reload().ok());
  EXPECT_TRUE(old.expired()) << "an idle stream holds on to old models";
  Send(ArticleMessage("b"));
  HalfClose();
  Settle();
  ASSERT_EQ(transport_.results.size(), 2u);
  EXPECT_EQ(transport_.results[0].prediction().topic().model(), "topic@1");
  EXPECT_EQ(transport_.results[1].prediction().topic().model(), "topic@2");
}

TEST_F(StreamSessionTest, OnlySoManyStreamsAreOpenAndADrainReachesThem) {
  Start();
  LiveStreams streams(1);
  EXPECT_EQ(streams.Add(session_), absl::OkStatus());
  FakeTransport other_transport;
  const auto other = std::make_shared<StreamSession>(
      *classifier_, WindowLimits(), StreamOrigin{.client = "b", .control = control_},
      other_transport);
  const absl::Status full = streams.Add(other);
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(RetryAfter(full).has_value());
  other->Refuse(full);
  EXPECT_EQ(other_transport.end, full);
  EXPECT_FALSE(other_transport.is_reading);
  streams.Remove(*other);
  EXPECT_EQ(streams.size(), 1u);
  streams.DrainAll();
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(streams.Add(other).code(), absl::StatusCode::kUnavailable);
  streams.Remove(*session_);
  EXPECT_EQ(streams.size(), 0u);
}

}  // namespace
}  // namespace tasnif
