// The Open Inference Protocol over real connections. The client is hand-made: it puts bytes
// together field by field, as the public clients send them, so that a mistake in our own .proto
// files cannot hide behind the same mistake here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "base/sha256.h"
#include "server/access_control.h"
#include "tests/server/server_fixture.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using namespace std::string_literals;

// Fields of protobuf by hand.
std::string Varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}
std::string Field(uint64_t number, std::string_view bytes) {
  return Varint(number << 3 | 2) + Varint(bytes.size()) + std::string(bytes);
}
std::string Number(uint64_t number, uint64_t value) { return Varint(number << 3) + Varint(value); }

// An element of a raw BYTES tensor.
std::string Element(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < 4; ++i) bytes.push_back(static_cast<char>(text.size() >> (8 * i)));
  return bytes + std::string(text);
}

// The fields of a message: number → values, lengths and numbers alike.
using Fields = std::multimap<uint64_t, std::string>;
uint64_t ReadVarint(std::string_view bytes, size_t* at) {
  uint64_t value = 0;
  for (int shift = 0; *at < bytes.size(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes[(*at)++]);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return value;
}
Fields Split(std::string_view bytes) {
  Fields fields;
  for (size_t at = 0; at < bytes.size();) {
    const uint64_t tag = ReadVarint(bytes, &at);
    const uint64_t value = ReadVarint(bytes, &at);
    if ((tag & 7) == 0) {
      fields.emplace(tag >> 3, std::to_string(value));
    } else {
      fields.emplace(tag >> 3, bytes.substr(at, value));
      at += value;
    }
  }
  return fields;
}
std::vector<std::string> All(const Fields& fields, uint64_t number) {
  std::vector<std::string> values;
  const auto [begin, end] = fields.equal_range(number);
  for (auto field = begin; field != end; ++field) values.push_back(field->second);
  return values;
}
std::string One(const Fields& fields, uint64_t number) {
  const std::vector<std::string> values = All(fields, number);
  return values.size() == 1 ? values[0] : "not one but " + std::to_string(values.size());
}

constexpr char kGoal[] = "The team won the match when the striker scored the winning goal.";
constexpr char kVote[] = "صوّت البرلمان على الحكومة الجديدة";

// ModelInferRequest: model 1, version 2, id 3, parameters 4, inputs 5, outputs 6, raw 7.
std::string InferBytes(const std::string& model, const std::vector<std::string>& texts) {
  std::string raw;
  for (const std::string& text : texts) raw += Element(text);
  const std::string shape = Varint(texts.size());
  return Field(1, model) + Field(3, "by-hand") +
         Field(5, Field(1, "text") + Field(2, "BYTES") + Field(3, shape)) + Field(7, raw);
}

class InferenceServiceTest : public ServerTest {
 protected:
  static std::string Method(const std::string& name) {
    return "/inference.GRPCInferenceService/" + name;
  }
  std::pair<grpc::Status, std::string> Call(const std::string& name, const std::string& bytes) {
    return RawCall(Method(name).c_str(), bytes);
  }
  Fields Ask(const std::string& name, const std::string& bytes) {
    const auto [status, response] = Call(name, bytes);
    EXPECT_TRUE(status.ok()) << name << ": " << status.error_message();
    return Split(response);
  }
  grpc::StatusCode CodeOf(const std::string& name, const std::string& bytes) {
    return Call(name, bytes).first.error_code();
  }
};

TEST_F(InferenceServiceTest, RawTensorsAreAnsweredWithRawTensors) {
  Start();
  const Fields response = Ask("ModelInfer", InferBytes("topic", {kGoal, kVote}));
  EXPECT_EQ(One(response, 1), "topic");
  EXPECT_EQ(One(response, 2), "1");
  EXPECT_EQ(One(response, 3), "by-hand");
  const std::vector<std::string> outputs = All(response, 5), raw = All(response, 6);
  ASSERT_EQ(outputs.size(), raw.size());
  const Fields labels = Split(outputs[0]);
  EXPECT_EQ(One(labels, 1), "labels");
  EXPECT_EQ(One(labels, 2), "BYTES");
  EXPECT_EQ(One(labels, 3), "\2\3");  // Packed shape [2,3].
  EXPECT_THAT(raw[0], ::testing::StartsWith(Element("sport")));
  EXPECT_THAT(raw[0], HasSubstr(Element("politics")));
  const Fields scores = Split(outputs[1]);
  EXPECT_EQ(One(scores, 2), "FP32");
  EXPECT_EQ(raw[1].size(), 2u * 3 * 4);
  float first = 0;
  std::memcpy(&first, raw[1].data(), sizeof(first));
  EXPECT_GT(first, 0.5f);
}

TEST_F(InferenceServiceTest, TypedTensorsAreAnsweredWithTypedTensors) {
  Start();
  const std::string contents = Field(8, kGoal);
  const std::string input =
      Field(1, "text") + Field(2, "BYTES") + Field(3, "\1\1") + Field(5, contents);
  const Fields response =
      Ask("ModelInfer", Field(1, "topic") + Field(5, input) + Field(6, Field(1, "labels")));
  EXPECT_TRUE(All(response, 6).empty());
  EXPECT_THAT(All(Split(One(Split(One(response, 5)), 5)), 8),
              ElementsAre("sport", ::testing::_, ::testing::_));
}

// The very bytes of tritonclient 2.73.0 for two texts: priority 1, timeout 2 s, top_k 1, the
// outputs "labels" and "scores", the latter as two classes.
TEST_F(InferenceServiceTest, TheBytesOfAPublicClientAreUnderstood) {
  Start();
  const std::string bytes = absl::HexStringToBytes(
      "0a05746f7069631a06676f6c64656e220e0a087072696f7269747912022801220f0a0774696d656f7574"
      "12041080897a220b0a05746f705f6b120210012a100a0474657874120542595445531a010232080a066c"
      "6162656c73321e0a0673636f72657312140a0e636c617373696669636174696f6e120210023a86014000"
      "0000546865207465616d20776f6e20746865206d61746368207768656e2074686520737472696b657220"
      "73636f726564207468652077696e6e696e6720676f616c2e3e000000d8b5d988d991d8aa20d8a7d984d8"
      "a8d8b1d984d985d8a7d98620d8b9d984d98920d8a7d984d8add983d988d985d8a920d8a7d984d8acd8af"
      "d98ad8afd8a9");
  const Fields response = Ask("ModelInfer", bytes);
  EXPECT_EQ(One(response, 3), "golden");
  const std::vector<std::string> raw = All(response, 6);
  ASSERT_EQ(raw.size(), 2u);
  EXPECT_EQ(raw[0], Element("sport") + Element("politics"));
  EXPECT_THAT(raw[1], AllOf(HasSubstr(":sport"), HasSubstr(":politics"), HasSubstr("0.")));
  EXPECT_EQ(One(Split(All(response, 5)[1]), 3), "\2\2");
}

TEST_F(InferenceServiceTest, TheServerAndItsModelsAreDescribed) {
  Start();
  EXPECT_EQ(One(Ask("ServerLive", ""), 1), "1");
  EXPECT_EQ(One(Ask("ServerReady", ""), 1), "1");
  const Fields server = Ask("ServerMetadata", "");
  EXPECT_EQ(One(server, 1), "tasnif");
  EXPECT_THAT(All(server, 3), ::testing::Contains("classification"));
  EXPECT_EQ(One(Ask("ModelReady", Field(1, "topic")), 1), "1");
  EXPECT_EQ(One(Ask("ModelReady", Field(1, "topic") + Field(2, "1")), 1), "1");
  EXPECT_TRUE(Ask("ModelReady", Field(1, "topic") + Field(2, "9")).empty()) << "false";
  EXPECT_TRUE(Ask("ModelReady", Field(1, "weather")).empty()) << "false, and no error";
  const Fields metadata = Ask("ModelMetadata", Field(1, "article"));
  EXPECT_EQ(One(metadata, 1), "article");
  EXPECT_EQ(One(Split(All(metadata, 4)[0]), 1), "text");
  EXPECT_EQ(One(Split(All(metadata, 4)[0]), 3), Varint(static_cast<uint64_t>(-1)));
  const Fields config = Split(One(Ask("ModelConfig", Field(1, "topic")), 1));
  EXPECT_EQ(One(config, 1), "topic");
  EXPECT_EQ(One(Split(All(config, 5)[0]), 2), "13");  // TYPE_STRING.
}

TEST_F(InferenceServiceTest, StatisticsCountWhatWasDone) {
  Start();
  Ask("ModelInfer", InferBytes("topic", {kGoal, kVote}));
  EXPECT_NE(CodeOf("ModelInfer", InferBytes("topic", {})), grpc::StatusCode::OK);
  const Fields stats = Split(One(Ask("ModelStatistics", Field(1, "topic")), 1));
  EXPECT_EQ(One(stats, 4), "2");  // inference_count: articles.
  EXPECT_EQ(One(stats, 5), "1");  // execution_count: calls.
  const Fields times = Split(One(stats, 6));
  EXPECT_EQ(One(Split(One(times, 1)), 1), "1");  // success.
  EXPECT_EQ(One(Split(One(times, 2)), 1), "1");  // fail.
  EXPECT_GT(std::stoull(One(Split(One(times, 5)), 2)), 0u);
  EXPECT_EQ(CodeOf("ModelStatistics", Field(1, "weather")), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Ask("ModelStatistics", Field(1, "stance")).empty());
}

TEST_F(InferenceServiceTest, TheRepositoryIsListedLoadedAndUnloaded) {
  WriteTinyModel(folder_->path(), "topic", "7");
  Start();
  EXPECT_EQ(All(Ask("RepositoryIndex", Number(2, 1)), 1).size(), 4u);
  EXPECT_TRUE(Call("RepositoryModelLoad", Field(2, "topic@7")).first.ok());
  EXPECT_EQ(All(Ask("RepositoryIndex", Number(2, 1)), 1).size(), 5u);
  EXPECT_EQ(One(Ask("ModelReady", Field(1, "topic") + Field(2, "7")), 1), "1");
  EXPECT_TRUE(Call("RepositoryModelUnload", Field(2, "topic@7")).first.ok());
  EXPECT_TRUE(Ask("ModelReady", Field(1, "topic") + Field(2, "7")).empty());
  EXPECT_EQ(CodeOf("RepositoryModelUnload", Field(2, "topic")),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(CodeOf("RepositoryIndex", Field(1, "mine")), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(InferenceServiceTest, ErrorsHaveTheirCodes) {
  options_.max_articles = 2;
  options_.max_message_bytes = 1 << 20;
  Start();
  const struct {
    const char* method;
    std::string bytes;
    grpc::StatusCode code;
    const char* why;
  } kCases[] = {
      {"ModelInfer", InferBytes("weather", {kGoal}), grpc::StatusCode::NOT_FOUND, "no such model"},
      {"ModelInfer", InferBytes("topic", {kGoal}) + Field(2, "9"), grpc::StatusCode::NOT_FOUND,
       "no such version"},
      {"ModelInfer", "\xFF\xFF\xFF", grpc::StatusCode::INVALID_ARGUMENT, "no such message"},
      {"ModelInfer", "", grpc::StatusCode::NOT_FOUND, "no model at all"},
      {"ModelInfer", InferBytes("topic", {kGoal, kGoal, kGoal}), grpc::StatusCode::INVALID_ARGUMENT,
       "too many articles"},
      {"ModelInfer", InferBytes("topic", {kGoal}) + Field(7, ""),
       grpc::StatusCode::INVALID_ARGUMENT, "two raw contents for one input"},
      {"ModelInfer", InferBytes("topic", {std::string(2 << 20, 'x')}),
       grpc::StatusCode::RESOURCE_EXHAUSTED, "over the limit of a message"},
      {"ModelMetadata", Field(1, "weather"), grpc::StatusCode::NOT_FOUND, "no such model"},
      {"ModelConfig", Field(1, "weather"), grpc::StatusCode::NOT_FOUND, "no such model"},
      {"SystemSharedMemoryStatus", "", grpc::StatusCode::UNIMPLEMENTED, "not ours"},
      {"TraceSetting", "", grpc::StatusCode::UNIMPLEMENTED, "not ours"},
  };
  for (const auto& c : kCases) EXPECT_EQ(CodeOf(c.method, c.bytes), c.code) << c.why;
}

TEST_F(InferenceServiceTest, TheTimeoutOfARequestIsADeadline) {
  Start();
  executor_.Hold();
  const std::string timeout = Field(4, Field(1, "timeout") + Field(2, Number(2, 1000)));
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::thread caller([&] { code = CodeOf("ModelInfer", InferBytes("topic", {kGoal}) + timeout); });
  executor_.WaitForTasks(1);
  // Longer than the timeout of a millisecond; what matters is only that it has passed.
  const absl::Time until = absl::Now() + absl::Milliseconds(5);
  while (absl::Now() < until) std::this_thread::yield();
  executor_.Release();
  caller.join();
  EXPECT_EQ(code, grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(InferenceServiceTest, AStreamAnswersInOrderAndSurvivesABadRequest) {
  Start();
  const grpc::internal::RpcMethod method("/inference.GRPCInferenceService/ModelStreamInfer",
                                         grpc::internal::RpcMethod::BIDI_STREAMING);
  grpc::ClientContext context;
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream(
      grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
          channel_.get(), method, &context));
  for (const char* model : {"topic", "weather", "article"}) {
    ASSERT_TRUE(stream->Write(ToBuffer(InferBytes(model, {kGoal}))));
  }
  stream->WritesDone();
  std::vector<Fields> answers;
  grpc::ByteBuffer buffer;
  while (stream->Read(&buffer)) answers.push_back(Split(ToString(buffer)));
  EXPECT_TRUE(stream->Finish().ok());
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(One(Split(One(answers[0], 2)), 1), "topic");
  EXPECT_THAT(One(answers[1], 1), HasSubstr("NOT_FOUND"));
  EXPECT_EQ(One(Split(One(answers[2], 2)), 1), "article");
}

TEST_F(InferenceServiceTest, CallsNeedTheirRoles) {
  const TemporaryFolder folder;
  const std::string path =
      folder.Write("access", "classify reader sha256:" + Sha256Hex("reader-token") + "\n");
  const auto access = *AccessControl::Open(path, PosixFiles(), clock_);
  options_.access = access.get();
  Start();
  const auto code_with = [&](const std::string& token, const std::string& name,
                             const std::string& bytes) {
    const std::string method = Method(name);
    const grpc::internal::RpcMethod rpc(method.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    grpc::ByteBuffer response;
    return grpc::internal::BlockingUnaryCall(channel_.get(), rpc, &context, ToBuffer(bytes),
                                             &response)
        .error_code();
  };
  using Code = grpc::StatusCode;
  const struct {
    const char* method;
    std::string bytes;
    Code nobody, reader;
  } kCases[] = {
      {"ServerLive", "", Code::OK, Code::OK},
      {"ServerReady", "", Code::OK, Code::OK},
      {"ModelReady", Field(1, "topic"), Code::OK, Code::OK},
      {"ServerMetadata", "", Code::UNAUTHENTICATED, Code::OK},
      {"ModelMetadata", Field(1, "topic"), Code::UNAUTHENTICATED, Code::OK},
      {"ModelConfig", Field(1, "topic"), Code::UNAUTHENTICATED, Code::OK},
      {"ModelStatistics", "", Code::UNAUTHENTICATED, Code::OK},
      {"RepositoryIndex", "", Code::UNAUTHENTICATED, Code::OK},
      {"ModelInfer", InferBytes("topic", {kGoal}), Code::UNAUTHENTICATED, Code::OK},
      {"ModelStreamInfer", InferBytes("topic", {kGoal}), Code::UNAUTHENTICATED, Code::OK},
      {"RepositoryModelLoad", Field(2, "topic"), Code::UNAUTHENTICATED, Code::PERMISSION_DENIED},
      {"RepositoryModelUnload", Field(2, "topic"), Code::UNAUTHENTICATED, Code::PERMISSION_DENIED},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(code_with("", c.method, c.bytes), c.nobody) << c.method;
    EXPECT_EQ(code_with("reader-token", c.method, c.bytes), c.reader) << c.method;
  }
}

TEST_F(InferenceServiceTest, HealthKnowsTheService) {
  Start();
  const auto [status, response] =
      RawCall("/grpc.health.v1.Health/Check", Field(1, "inference.GRPCInferenceService"));
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response, "\x08\x01");
}

TEST_F(InferenceServiceTest, ADrainingServerIsNotReadyAndRefuses) {
  Start();
  executor_.Hold();
  std::thread caller([&] { Call("ModelInfer", InferBytes("topic", {kGoal})); });
  executor_.WaitForTasks(1);
  std::thread stopper([&] { server_->Shutdown(absl::Seconds(60)); });
  // From some moment on.
  while (!Ask("ServerReady", "").empty()) std::this_thread::yield();
  EXPECT_EQ(CodeOf("ModelInfer", InferBytes("topic", {kGoal})), grpc::StatusCode::UNAVAILABLE);
  executor_.Release();
  caller.join();
  stopper.join();
}

}  // namespace
}  // namespace tasnif
