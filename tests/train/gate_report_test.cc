#include "train/gate_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

GateOutcome Refused() {
  GateOutcome outcome;
  outcome.checks.push_back({"gain", false, "-0.1", "at least 0"});
  outcome.checks.push_back({"slice publisher/<b>\"x\"", true, "+0.1", "no loss"});
  outcome.bootstrap.gain = {-0.1, -0.2, -0.05};
  outcome.slices.push_back({.name = "publisher/<b>\"x\"",
                            .articles = 60,
                            .champion = 0.5,
                            .challenger = 0.6,
                            .difference = {0.1, 0.05, 0.15},
                            .is_judged = true});
  return outcome;
}

const GateReport kReport = {.head = "topic",
                            .champion = "topic@3",
                            .challenger = "new",
                            .time = "2024-02-13T10:00:00Z",
                            .data = "two files",
                            .forced_by = "layla",
                            .forced_why = "<script>"};

TEST(GateReport, TheJsonHasEveryCheck) {
  const auto json = ParseJson(GateJson(kReport, Refused()));
  ASSERT_EQ(json.status(), absl::OkStatus());
  EXPECT_EQ((*json)["passed"], false);
  EXPECT_EQ((*json)["forced_by"], "layla");
  EXPECT_EQ((*json)["checks"].size(), 2u);
  EXPECT_EQ((*json)["gain"]["high"], -0.05);
  EXPECT_EQ((*json)["slices"][0]["judged"], true);
}

TEST(GateReport, TheHtmlNeedsNothingElseAndEscapesNames) {
  const std::string html = GateHtml(kReport, Refused());
  EXPECT_THAT(html, HasSubstr("refused"));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&quot;x&quot;"));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http")));
  EXPECT_THAT(html, HasSubstr("<svg"));
}

TEST(GateReport, TheTextNamesWhatFailed) {
  const std::string text = GateText(Refused());
  EXPECT_THAT(text, HasSubstr("gate refused"));
  EXPECT_THAT(text, HasSubstr("gain: -0.1; allowed: at least 0"));
  EXPECT_THAT(text, Not(HasSubstr("slice")));
}

}  // namespace
}  // namespace tasnif
