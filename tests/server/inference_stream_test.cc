// ModelStreamInfer without gRPC: a transport that the test drives by hand, real models.
#include "server/inference_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/live_streams.h"
#include "tests/server/inference_requests.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Remembers what the stream asked for.
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
    EXPECT_TRUE(answers.emplace_back().ParseFromString(bytes));
  }
  void End(const absl::Status& status) override {
    EXPECT_FALSE(end.has_value()) << "two ends";
    EXPECT_FALSE(is_writing) << "an end in the middle of a write";
    end = status;
  }

  bool is_reading = false;
  bool is_writing = false;
  std::vector<inference::ModelStreamInferResponse> answers;
  std::optional<absl::Status> end;
};

class InferenceStreamTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteTinyModels(folder_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  InferenceStreamTest() { registry_ = *Registry::Open(folder_->path(), PosixFiles()); }

  void Start(const WindowLimits& limits = {}, const AdmissionLimits& admission = {}) {
    classifier_ = *Classifier::Create({.max_articles = 100, .admission = admission}, *registry_,
                                      executor_, clock_);
    front_ = std::make_unique<InferenceFront>(*classifier_, *registry_, clock_);
    stream_ = std::make_shared<InferenceStream>(
        *front_, limits, InferenceOrigin{.client = "test", .request_id = "id"}, clock_, transport_);
    stream_->Start();
  }

  static inference::ModelInferRequest Request(const std::string& id,
                                              const std::string& model = "topic") {
    inference::ModelInferRequest request;
    request.set_model_name(model);
    request.set_id(id);
    AddBytes("text", {TinyTexts()[4]}, true, &request);
    return request;
  }

  void SendBytes(const std::string& bytes) {
    ASSERT_TRUE(transport_.is_reading) << "the stream does not read";
    transport_.is_reading = false;
    google::protobuf::io::ArrayInputStream in(bytes.data(), static_cast<int>(bytes.size()));
    stream_->OnRead(InferenceMessage{
        .outline = InferenceOutlineOf(in, bytes.size()),
        .bytes = bytes.size(),
        .parse = [bytes](auto* message) { return message->ParseFromString(bytes); }});
  }
  void Send(const inference::ModelInferRequest& request) { SendBytes(request.SerializeAsString()); }
  void HalfClose() {
    ASSERT_TRUE(transport_.is_reading);
    transport_.is_reading = false;
    stream_->OnRead(std::nullopt);
  }
  void FinishWrite(bool is_written = true) {
    ASSERT_TRUE(transport_.is_writing);
    transport_.is_writing = false;
    stream_->OnWritten(is_written);
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
    for (const auto& answer : transport_.answers) ids.push_back(answer.infer_response().id());
    return ids;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  FakeClock clock_;
  std::unique_ptr<Registry> registry_;
  ManualExecutor executor_;
  std::unique_ptr<Classifier> classifier_;
  std::unique_ptr<InferenceFront> front_;
  FakeTransport transport_;
  std::shared_ptr<InferenceStream> stream_;
};

TEST_F(InferenceStreamTest, EveryRequestIsAnsweredAndThenTheStreamEnds) {
  Start();
  for (const char* id : {"a", "b", "c"}) Send(Request(id));
  HalfClose();
  EXPECT_FALSE(transport_.end.has_value());
  Settle();
  EXPECT_THAT(Ids(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(BytesOf(transport_.answers[0].infer_response(), "labels")[0], "sport");
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(InferenceStreamTest, AnEarlyRefusalWaitsForItsTurn) {
  Start({}, {.max_articles = 1});
  Send(Request("a"));
  Send(Request("b"));  // Refused at once: there is room for one.
  EXPECT_TRUE(transport_.answers.empty());
  Settle();
  ASSERT_THAT(Ids(), ElementsAre("a", "b"));
  EXPECT_EQ(transport_.answers[0].error_message(), "");
  EXPECT_THAT(transport_.answers[1].error_message(), HasSubstr("RESOURCE_EXHAUSTED: "));
}

TEST_F(InferenceStreamTest, WhatIsWrongStandsInItsPlaceAndEndsNothing) {
  Start();
  Send(Request("a", "weather"));
  SendBytes("\xFF\xFF");
  Send(Request("c"));
  HalfClose();
  Settle();
  ASSERT_THAT(Ids(), ElementsAre("a", "", "c"));
  EXPECT_THAT(transport_.answers[0].error_message(), HasSubstr("NOT_FOUND: "));
  EXPECT_EQ(transport_.answers[0].infer_response().model_name(), "weather");
  EXPECT_THAT(transport_.answers[1].error_message(), HasSubstr("INVALID_ARGUMENT: "));
  EXPECT_EQ(transport_.answers[2].error_message(), "");
  EXPECT_EQ(transport_.end, absl::OkStatus());
}

TEST_F(InferenceStreamTest, NoMoreIsReadThanTheWindowHolds) {
  Start({.max_articles = 2});
  Send(Request("a"));
  Send(Request("b"));
  EXPECT_FALSE(transport_.is_reading);
  executor_.RunAll();
  EXPECT_FALSE(transport_.is_reading) << "an answer that is not written is not given";
  FinishWrite();
  EXPECT_TRUE(transport_.is_reading);
}

TEST_F(InferenceStreamTest, CancellingDropsWhatIsNotComputed) {
  Start();
  Send(Request("a"));
  stream_->OnCancel();
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kCancelled);
  executor_.RunAll();
  EXPECT_TRUE(transport_.answers.empty());
  EXPECT_EQ(classifier_->admission().state().held, WorkSize());
  stream_->OnRead(std::nullopt);  // The read that was under way.
}

TEST_F(InferenceStreamTest, ATimeoutIsOfItsRequestOnly) {
  Start();
  inference::ModelInferRequest hasty = Request("a");
  (*hasty.mutable_parameters())["timeout"].set_int64_param(1000);
  Send(hasty);
  Send(Request("b"));
  clock_.Advance(absl::Seconds(1));
  Settle();
  ASSERT_THAT(Ids(), ElementsAre("a", "b"));
  EXPECT_THAT(transport_.answers[0].error_message(), HasSubstr("DEADLINE_EXCEEDED: "));
  EXPECT_EQ(transport_.answers[1].error_message(), "");
}

TEST_F(InferenceStreamTest, DrainingAnswersWhatWasReadAndEndsUnavailable) {
  Start();
  LiveStreams streams(10);
  ASSERT_TRUE(streams.Add(stream_).ok());
  Send(Request("a"));
  streams.DrainAll();
  Settle();
  EXPECT_THAT(Ids(), ElementsAre("a"));
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kUnavailable);
}

TEST_F(InferenceStreamTest, AClientThatWentAwayEndsIt) {
  Start();
  Send(Request("a"));
  Send(Request("b"));
  executor_.RunAll();
  FinishWrite(false);
  EXPECT_EQ(transport_.end->code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(transport_.answers.size(), 1u);
}

}  // namespace
}  // namespace tasnif
