// The Open Inference Protocol without its transport, with real models.
#include "server/inference_front.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/server/inference_requests.h"
#include "tests/server/manual_executor.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using inference::ModelInferRequest;
using inference::ModelInferResponse;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Answer = absl::StatusOr<ModelInferResponse>;

InferenceOutline OutlineOfBytes(const std::string& bytes) {
  google::protobuf::io::ArrayInputStream in(bytes.data(), static_cast<int>(bytes.size()));
  return InferenceOutlineOf(in, bytes.size());
}

class InferenceFrontTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteTinyModels(folder_->path());
    WriteTinyModel(folder_->path(), "topic", "2");
  }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  InferenceFrontTest() {
    registry_ = *Registry::Open(folder_->path(), PosixFiles());
    classifier_ = *Classifier::Create({.max_articles = 100}, *registry_, executor_, clock_);
    front_ = std::make_unique<InferenceFront>(*classifier_, *registry_, clock_);
  }

  void Start(const std::string& bytes, Answer* answer) {
    InferenceOutline outline = OutlineOfBytes(bytes);
    const absl::Time deadline = InferenceDeadline(outline, absl::InfiniteFuture(), clock_.Now());
    front_->Infer({.outline = std::move(outline),
                   .bytes = bytes.size(),
                   .parse = [bytes](auto* message) { return message->ParseFromString(bytes); },
                   .client = "test",
                   .request_id = "id",
                   .control = std::make_shared<CallControl>(clock_, deadline),
                   .received = clock_.Now(),
                   .done = [answer](Answer made) { *answer = std::move(made); }});
  }

  Answer InferBytes(const std::string& bytes) {
    Answer answer = absl::UnknownError("never done");
    Start(bytes, &answer);
    executor_.RunAll();
    return answer;
  }
  Answer Infer(const ModelInferRequest& request) { return InferBytes(request.SerializeAsString()); }

  v1::ClassifyResponse Classify(const v1::ClassifyOptions& options) {
    v1::ClassifyRequest request;
    for (const std::string& text : TinyTexts()) request.add_articles()->set_text(text);
    *request.mutable_options() = options;
    ClassifyCall call = CallOf(std::move(request));
    v1::ClassifyResponse response;
    call.control = std::make_shared<CallControl>(clock_, absl::InfiniteFuture());
    call.received = clock_.Now();
    call.done = [&response](auto answer) { response = *std::move(answer); };
    classifier_->Classify(std::move(call));
    executor_.RunAll();
    return response;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  FakeClock clock_;
  ManualExecutor executor_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<Classifier> classifier_;
  std::unique_ptr<InferenceFront> front_;
};

TEST_F(InferenceFrontTest, AHeadAnswersAsTheClassifierDoes) {
  const v1::ClassifyResponse expected = Classify({});
  for (const bool is_raw : {true, false}) {
    const Answer answer = Infer(TinyInference("topic", is_raw));
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->model_name(), "topic");
    EXPECT_EQ(answer->model_version(), "1");
    EXPECT_EQ(answer->id(), "call-1");
    EXPECT_EQ(answer->raw_output_contents_size(), is_raw ? answer->outputs_size() : 0);
    const std::vector<std::string> labels = BytesOf(*answer, "labels");
    const std::vector<float> scores = FloatsOf(*answer, "scores");
    ASSERT_EQ(labels.size(), TinyTexts().size() * 3);
    ASSERT_EQ(scores.size(), labels.size());
    EXPECT_THAT(ShapeOf(*answer, "labels"), ElementsAre(TinyTexts().size(), 3));
    for (int i = 0; i < expected.results_size(); ++i) {
      const v1::LabelPrediction& topic = expected.results(i).prediction().topic();
      EXPECT_EQ(labels[3 * i], topic.label());
      EXPECT_EQ(scores[3 * i], topic.probability());
      EXPECT_EQ(labels[3 * i + 1], topic.alternatives(0).label());
      EXPECT_EQ(scores[3 * i + 2], topic.alternatives(1).probability());
      EXPECT_EQ(BytesOf(*answer, "language")[i], expected.results(i).prediction().language());
    }
    EXPECT_THAT(BytesOf(*answer, "error"), Each(""));
  }
}

TEST_F(InferenceFrontTest, TheArticleHasTheOutputsOfEveryHead) {
  const Answer answer = Infer(TinyInference("article", true));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->outputs_size(), 14);
  EXPECT_EQ(answer->parameters().at("topic").string_param(), "topic@1");
  const Answer topic = Infer(TinyInference("topic", true));
  EXPECT_EQ(BytesOf(*answer, "topic.labels"), BytesOf(*topic, "labels"));
  EXPECT_EQ(FloatsOf(*answer, "topic.scores"), FloatsOf(*topic, "scores"));
}

TEST_F(InferenceFrontTest, OutputsComeInTheOrderInWhichTheyWereAskedFor) {
  ModelInferRequest request = TinyInference("topic", true);
  request.add_outputs()->set_name("error");
  request.add_outputs()->set_name("labels");
  (*request.mutable_parameters())["top_k"].set_int64_param(1);
  const Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->outputs_size(), 2);
  EXPECT_EQ(answer->outputs(0).name(), "error");
  EXPECT_THAT(ShapeOf(*answer, "labels"), ElementsAre(TinyTexts().size(), 1));
}

TEST_F(InferenceFrontTest, AbstentionCanBeSeen) {
  ModelInferRequest request;
  request.set_model_name("topic");
  AddBytes("text", {"zzz qqq xxx", TinyTexts()[4]}, false, &request);
  Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const auto& abstained = answer->outputs(OutputPlace(*answer, "abstained")).contents();
  EXPECT_THAT(abstained.bool_contents(), ElementsAre(true, false));
  EXPECT_NE(BytesOf(*answer, "reason")[0], "");
  EXPECT_EQ(BytesOf(*answer, "reason")[1], "");
  // The best label stands there all the same.
  EXPECT_NE(BytesOf(*answer, "labels")[0], "");

  (*request.mutable_parameters())["threshold"].set_double_param(1);
  answer = Infer(request);
  EXPECT_EQ(BytesOf(*answer, "reason")[1], "threshold");
  EXPECT_THAT(answer->outputs(OutputPlace(*answer, "abstained")).contents().bool_contents(),
              Each(true));
}

TEST_F(InferenceFrontTest, AnArticleThatCannotBeLabelledSaysWhyAndFailsNoOther) {
  ModelInferRequest request;
  request.set_model_name("topic");
  AddBytes("text", {"", TinyTexts()[4]}, true, &request);
  const Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(BytesOf(*answer, "error")[0], HasSubstr("INVALID_ARGUMENT: "));
  EXPECT_EQ(BytesOf(*answer, "error")[1], "");
  EXPECT_EQ(BytesOf(*answer, "reason")[0], "error");
  const std::vector<std::string> labels = BytesOf(*answer, "labels");
  ASSERT_EQ(labels.size(), 6u);
  EXPECT_EQ(labels[0], "");
  EXPECT_EQ(labels[3], "sport");
  EXPECT_EQ(answer->raw_output_contents(OutputPlace(*answer, "abstained"))[0], '\1');
}

TEST_F(InferenceFrontTest, ClassesAreSortedAndCarryTheirIndex) {
  ModelInferRequest request = TinyInference("topic", true);
  auto* output = request.add_outputs();
  output->set_name("scores");
  (*output->mutable_parameters())["classification"].set_int64_param(1000);
  const Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->outputs(0).datatype(), "BYTES");
  const auto models = registry_->Snapshot();
  const v1::Bundle& bundle = (*models->Resolve("topic"))->bundle;
  // No more than there are.
  EXPECT_THAT(ShapeOf(*answer, "scores"), ElementsAre(TinyTexts().size(), bundle.labels_size()));
  double before = 2;
  for (int i = 0; i < bundle.labels_size(); ++i) {
    const std::vector<std::string> parts =
        absl::StrSplit(BytesOf(*answer, "scores")[i], absl::MaxSplits(':', 2));
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_EQ(parts[0].size(), 8u) << "six decimals";
    EXPECT_LE(std::stod(parts[0]), before);
    before = std::stod(parts[0]);
    EXPECT_EQ(bundle.labels(std::stoi(parts[1])), parts[2]);
  }
}

TEST_F(InferenceFrontTest, StanceHasARowForEachTarget) {
  ModelInferRequest request;
  request.set_model_name("stance");
  AddBytes("text", {"Germany praised France for the agreement.", "No country is named here."}, true,
           &request);
  AddInput("targets", {2, 2}, &request);
  request.add_raw_input_contents(RawBytes({"France", "Germany", "France", ""}));
  const Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(ShapeOf(*answer, "labels"), ElementsAre(2, 2));
  EXPECT_THAT(ShapeOf(*answer, "scores"), ElementsAre(2, 2, 3));
  EXPECT_THAT(BytesOf(*answer, "targets"), ElementsAre("France", "Germany", "France", ""));
  EXPECT_EQ(FloatsOf(*answer, "scores").size(), 12u);
  EXPECT_EQ(BytesOf(*answer, "labels")[2], "undetermined");
}

TEST_F(InferenceFrontTest, AVersionThatIsAskedForAnswers) {
  ASSERT_TRUE(registry_->Load("topic", "2").ok());
  ModelInferRequest request = TinyInference("topic", true);
  request.set_model_version("2");
  const Answer answer = Infer(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->model_version(), "2");
}

TEST_F(InferenceFrontTest, ErrorsHaveTheirCodes) {
  EXPECT_EQ(InferBytes("\xFF\xFF").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Infer(TinyInference("weather", true)).status().code(), absl::StatusCode::kNotFound);
  ModelInferRequest none;
  none.set_model_name("topic");
  AddBytes("text", {}, false, &none);
  EXPECT_EQ(Infer(none).status().code(), absl::StatusCode::kInvalidArgument);
  ModelInferRequest many;
  many.set_model_name("topic");
  AddBytes("text", std::vector<std::string>(101, "x"), true, &many);
  EXPECT_EQ(Infer(many).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(InferenceFrontTest, TheTimeoutCountsInTheQueue) {
  ModelInferRequest request = TinyInference("topic", true);
  (*request.mutable_parameters())["timeout"].set_int64_param(1000);
  Answer answer = absl::UnknownError("never done");
  Start(request.SerializeAsString(), &answer);
  clock_.Advance(absl::Milliseconds(2));
  executor_.RunAll();
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(InferenceFrontTest, TheModelsAreThoseOfTheArrivalAlsoAfterAReload) {
  Answer answer = absl::UnknownError("never done");
  Start(TinyInference("topic", true).SerializeAsString(), &answer);
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder_->path(), "topic", "champion", "2").ok());
  ASSERT_TRUE(registry_->Reload().ok());
  executor_.RunAll();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->model_version(), "1");
  EXPECT_EQ(Infer(TinyInference("topic", true))->model_version(), "2");
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder_->path(), "topic", "champion", "1").ok());
}

TEST_F(InferenceFrontTest, CallsAreCounted) {
  ASSERT_TRUE(Infer(TinyInference("topic", true)).ok());
  ModelInferRequest bad = TinyInference("topic", true);
  bad.mutable_inputs(0)->set_datatype("FP32");
  EXPECT_FALSE(Infer(bad).ok());
  EXPECT_FALSE(Infer(TinyInference("weather", true)).ok());
  inference::ModelStatisticsResponse response;
  front_->statistics().Fill("", "", &response);
  ASSERT_EQ(response.model_stats_size(), 1) << "names that nobody has are not counted";
  const inference::ModelStatistics& stats = response.model_stats(0);
  EXPECT_EQ(stats.inference_count(), TinyTexts().size());
  EXPECT_EQ(stats.inference_stats().success().count(), 1u);
  EXPECT_EQ(stats.inference_stats().fail().count(), 1u);
}

// Whatever is sent: an answer that fits its shapes, or a code that tells the client to mend the
// request; and never an end of the server.
TEST_F(InferenceFrontTest, MutatedRequestsAreAnsweredOrRefused) {
  std::vector<std::string> seeds;
  for (const char* model : {"topic", "article", "stance"}) {
    for (const bool is_raw : {true, false}) {
      ModelInferRequest request;
      request.set_model_name(model);
      AddBytes("text", {"goal", ""}, is_raw, &request);
      AddBytes("title", {"a", "b"}, is_raw, &request);
      (*request.mutable_parameters())["top_k"].set_int64_param(2);
      request.add_outputs()->set_name("error");
      seeds.push_back(request.SerializeAsString());
    }
  }
  const google::protobuf::LogSilencer silencer;  // Of what it says about UTF-8.
  std::mt19937 random(20231);
  size_t answered = 0;
  for (int round = 0; round < 6000; ++round) {
    std::string bytes = seeds[random() % seeds.size()];
    const int changes = static_cast<int>(random() % 4);
    for (int i = 0; i < changes; ++i) {
      const size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes[at] = static_cast<char>(bytes[at] + 1);
          break;
        case 2:
          bytes.erase(at, 1 + random() % 3);
          break;
        default:
          bytes.insert(at, 1, static_cast<char>(random()));
          break;
      }
      if (bytes.empty()) bytes = "\n";
    }
    const Answer answer = InferBytes(bytes);
    if (!answer.ok()) {
      const bool is_theirs = absl::IsInvalidArgument(answer.status()) ||
                             absl::IsNotFound(answer.status()) ||
                             absl::IsDeadlineExceeded(answer.status());
      EXPECT_TRUE(is_theirs) << answer.status();
      continue;
    }
    ++answered;
    for (const auto& output : answer->outputs()) {
      if (output.datatype() != "BYTES") continue;
      EXPECT_EQ(BytesOf(*answer, output.name()).size(), *ElementCount(output.shape()));
    }
  }
  EXPECT_GT(answered, 1000u) << "too few requests were whole for the loop to mean something";
}

}  // namespace
}  // namespace tasnif
