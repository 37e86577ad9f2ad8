#include "base/log.h"

#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class LoggerTest : public ::testing::Test {
 protected:
  LogOptions Options(LogLevel minimum, LogFormat format = LogFormat::kAuto) {
    return {.minimum = minimum,
            .format = format,
            .write = [this](std::string_view line) { lines_.emplace_back(line); },
            .clock = &clock_};
  }

  FakeClock clock_{absl::FromUnixMillis(1772357400125)};
  std::vector<std::string> lines_;
};

TEST_F(LoggerTest, LineIsOneJsonObjectWithFieldsInOrder) {
  Logger logger(Options(LogLevel::kInfo));
  logger.Warning("model {refused}", {{"model", "topic@3"},
                                     {"articles", 12},
                                     {"bytes", uint64_t{18446744073709551615u}},
                                     {"seconds", 0.25},
                                     {"ready", false}});
  EXPECT_THAT(lines_,
              ElementsAre("{\"time\":\"2026-03-01T09:30:00.125Z\",\"level\":\"warning\","
                          "\"message\":\"model {refused}\",\"model\":\"topic@3\",\"articles\":12,"
                          "\"bytes\":18446744073709551615,\"seconds\":0.25,\"ready\":false}"));
}

TEST_F(LoggerTest, StringsOfEveryKindAreText) {
  Logger logger(Options(LogLevel::kInfo));
  const std::string owned = "owned";
  const absl::Status status = absl::NotFoundError("from a status");
  logger.Info("", {{"a", owned}, {"b", std::string_view("view")}, {"c", status.message()}});
  const Json line = ParseJson(lines_.at(0)).value();
  EXPECT_EQ(line.at("a"), "owned");
  EXPECT_EQ(line.at("b"), "view");
  EXPECT_EQ(line.at("c"), "from a status");
}

TEST_F(LoggerTest, LinesBelowTheMinimumAreLeftOut) {
  Logger logger(Options(LogLevel::kWarning));
  logger.Debug("debug");
  logger.Info("info");
  logger.Warning("warning");
  logger.Error("error");
  EXPECT_THAT(lines_, SizeIs(2));
  Logger silent(Options(LogLevel::kOff));
  silent.Error("error");
  EXPECT_THAT(lines_, SizeIs(2));
}

TEST_F(LoggerTest, MessageCannotPretendToBeAnotherLine) {
  Logger json(Options(LogLevel::kInfo, LogFormat::kJson));
  json.Info("a\n{\"level\":\"error\"}", {{"f", "b\nc"}});
  Logger text(Options(LogLevel::kInfo, LogFormat::kText));
  text.Info("a\nb", {{"f", "c\nd"}});
  ASSERT_THAT(lines_, SizeIs(2));
  EXPECT_EQ(lines_[0].find('\n'), std::string::npos);
  EXPECT_EQ(lines_[1], "2026-03-01T09:30:00.125Z INFO a b  f=\"c\\nd\"");
}

TEST_F(LoggerTest, FieldCannotHideTimeLevelOrMessage) {
  Logger logger(Options(LogLevel::kInfo));
  logger.Info("real", {{"message", "false"}, {"level", "debug"}});
  const Json line = ParseJson(lines_.at(0)).value();
  EXPECT_EQ(line.at("message"), "real");
  EXPECT_EQ(line.at("message_"), "false");
  EXPECT_EQ(line.at("level"), "info");
}

TEST_F(LoggerTest, BadUtf8StillGivesValidJson) {
  Logger logger(Options(LogLevel::kInfo));
  logger.Info("x\xFF", {{"path", "\xC3"}});
  EXPECT_TRUE(ParseJson(lines_.at(0)).ok());
}

TEST_F(LoggerTest, LinesOfSeveralThreadsAreWhole) {
  Logger logger(Options(LogLevel::kInfo));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&logger, t] {
      for (int i = 0; i < 50; ++i) logger.Info("line", {{"thread", t}, {"i", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_THAT(lines_, SizeIs(200));
  for (const std::string& line : lines_) EXPECT_TRUE(ParseJson(line).ok()) << line;
}

TEST(Logger, WithoutAFunctionItWritesToStandardError) {
  testing::internal::CaptureStderr();
  {
    Logger logger(LogOptions{.format = LogFormat::kJson});
    logger.Info("one");
    logger.Error("two");
  }
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_NE(out.find("\"message\":\"one\"}\n"), std::string::npos) << out;
  EXPECT_NE(out.find("\"level\":\"error\",\"message\":\"two\"}\n"), std::string::npos) << out;
}

TEST(LogLevel, NamesAreReadBack) {
  for (const auto level :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError, LogLevel::kOff}) {
    EXPECT_EQ(ParseLogLevel(LogLevelName(level)).value(), level);
  }
  const auto wrong = ParseLogLevel("loud");
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(wrong.status().message(),
            "unknown log level 'loud'; use debug, info, warning, error or off");
}

}  // namespace
}  // namespace tasnif
