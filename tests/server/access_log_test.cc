#include "server/access_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;

class AccessLogTest : public ::testing::Test {
 protected:
  // The codes of the lines that were written.
  std::vector<std::string> Written(const AccessLogOptions& options,
                                   const std::vector<CallRecord>& calls) {
    lines_.clear();
    AccessLog log(options, logger_, clock_);
    for (const CallRecord& call : calls) log.OnCall(call);
    std::vector<std::string> codes;
    for (const Json& line : lines_)
      codes.push_back(line["level"].get<std::string>() + " " + line["code"].get<std::string>());
    return codes;
  }

  static CallRecord Call(absl::StatusCode code, std::string_view method = "Classify") {
    return {.front = "grpc", .method = method, .code = code, .client = "10.0.0.7"};
  }

  FakeClock clock_{absl::FromUnixSeconds(1700000000)};
  std::vector<Json> lines_;
  Logger logger_{{.format = LogFormat::kJson,
                  .write =
                      [this](std::string_view line) {
                        const auto json = ParseJson(line);
                        ASSERT_TRUE(json.ok()) << line;
                        lines_.push_back(*json);
                      },
                  .clock = &clock_}};
};

TEST_F(AccessLogTest, TellsACallWithItsTrace) {
  const TraceContext trace = {"aa", "bb", "cc", "01"};
  CallRecord call = Call(absl::StatusCode::kOk);
  call.request_id = "id-1";
  call.trace = &trace;
  call.articles = 64;
  call.bytes = 213004;
  call.queue = absl::Microseconds(400);
  call.compute = absl::Milliseconds(9);
  Written({}, {call});
  ASSERT_EQ(lines_.size(), 1u);
  const Json expected = {{"time", "2023-11-14T22:13:20.000Z"},
                         {"level", "info"},
                         {"message", "call"},
                         {"front", "grpc"},
                         {"method", "Classify"},
                         {"code", "OK"},
                         {"request_id", "id-1"},
                         {"client", "10.0.0.7"},
                         {"articles", 64},
                         {"bytes", 213004},
                         {"queue_ms", 0.4},
                         {"compute_ms", 9.0},
                         {"trace_id", "aa"},
                         {"span_id", "cc"},
                         {"parent_id", "bb"},
                         {"left_out", 0}};
  EXPECT_EQ(DumpJson(lines_[0]), DumpJson(expected));
}

TEST_F(AccessLogTest, LevelsAndPolicies) {
  const std::vector<CallRecord> calls = {Call(absl::StatusCode::kOk),
                                         Call(absl::StatusCode::kOk, "healthz"),
                                         Call(absl::StatusCode::kUnavailable, "readyz"),
                                         Call(absl::StatusCode::kInvalidArgument),
                                         Call(absl::StatusCode::kResourceExhausted),
                                         Call(absl::StatusCode::kInternal)};
  EXPECT_THAT(Written({.policy = AccessLogPolicy::kAll}, calls),
              ElementsAre("info OK", "warning UNAVAILABLE", "info INVALID_ARGUMENT",
                          "warning RESOURCE_EXHAUSTED", "error INTERNAL"));
  EXPECT_THAT(Written({.policy = AccessLogPolicy::kErrors}, calls),
              ElementsAre("warning UNAVAILABLE", "info INVALID_ARGUMENT",
                          "warning RESOURCE_EXHAUSTED", "error INTERNAL"));
  EXPECT_THAT(Written({.policy = AccessLogPolicy::kNone}, calls), ElementsAre());
}

TEST(LineBudget, WritesSoManyASecondAndCountsTheRest) {
  LineBudget budget(2);
  absl::Time now = absl::FromUnixSeconds(1700000000);
  EXPECT_EQ(budget.Take(now), 0u);
  EXPECT_EQ(budget.Take(now), 0u);
  EXPECT_EQ(budget.Take(now), std::nullopt);
  EXPECT_EQ(budget.Take(now), std::nullopt);
  now += absl::Milliseconds(500);
  EXPECT_EQ(budget.Take(now), 2u) << "two were left out";
  EXPECT_EQ(budget.Take(now), std::nullopt);
  now += absl::Hours(1);
  EXPECT_EQ(budget.Take(now), 1u);
  EXPECT_EQ(budget.Take(now), 0u);
  EXPECT_EQ(budget.Take(now), std::nullopt) << "silence is not saved up";
  EXPECT_EQ(budget.Take(now - absl::Hours(1)), std::nullopt) << "a clock that steps back";
}

TEST(AccessLogPolicy, HasNames) {
  EXPECT_EQ(*ParseAccessLogPolicy("errors"), AccessLogPolicy::kErrors);
  EXPECT_EQ(ParseAccessLogPolicy("some").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
