#include "train/html_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<Outcome> TwoOutcomes() {
  return {{.gold = "sport",
           .predicted = "sport",
           .probability = 0.9f,
           .source = "s",
           .split = "test",
           .language = "ar",
           .publisher = "p",
           .line = 1},
          {.gold = "sport",
           .predicted = "<politics>",
           .probability = 0.8f,
           .source = "s",
           .split = "test",
           .language = "ar",
           .publisher = "p",
           .line = 2}};
}

class HtmlReportTest : public ::testing::Test {
 protected:
  HtmlReportTest()
      : evaluation_(Evaluate(TwoOutcomes())),
        intervals_(BootstrapIntervals(TwoOutcomes(), {.samples = 20})) {}

  HtmlReportFacts Facts() const {
    HtmlReportFacts facts{.title = "topic@2",
                          .data = "a & b.jsonl",
                          .evaluation = evaluation_,
                          .intervals = intervals_};
    facts.min_articles = 1;
    facts.coverage = evaluation_.coverage;
    return facts;
  }

  const Evaluation evaluation_;
  const Intervals intervals_;
};

TEST_F(HtmlReportTest, ShowsNumbersPicturesAndSlices) {
  const std::string page = HtmlReport(Facts());
  for (const char* part : {"<!doctype html>", "<h1>topic@2</h1>", "a &amp; b.jsonl", "micro F1",
                           "<b>0.500</b>", "reliability diagram", "coverage curve",
                           "confusion matrix", "By language", "By publisher", "</html>"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_THAT(page, Not(HasSubstr("Against")));
  EXPECT_THAT(page, Not(HasSubstr("Worst errors")));
}

TEST_F(HtmlReportTest, NeedsNothingFromOutside) {
  const std::string page = HtmlReport(Facts());
  for (const char* part : {"<script", "src=", "href=", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(part)));
  }
}

TEST_F(HtmlReportTest, TextOfArticlesCannotBecomeMarkup) {
  HtmlReportFacts facts = Facts();
  ErrorExample error;
  error.outcome = TwoOutcomes()[1];
  error.id = "\"><b>";
  error.title = "<i>title</i>";
  error.excerpt = "5 < 6 & 'quoted' قال";
  error.words.emplace_back().set_text("<script>");
  error.words.back().set_logit(-1.5f);
  error.words.emplace_back().set_logit(0.5f);
  facts.errors = {error};
  const std::string page = HtmlReport(facts);
  EXPECT_THAT(page, HasSubstr("answered &lt;politics&gt; 0.800"));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;title&lt;/i&gt;"));
  EXPECT_THAT(page, HasSubstr("5 &lt; 6 &amp; &#39;quoted&#39; قال"));
  EXPECT_THAT(page, HasSubstr("class=\"word against\" title=\"-1.500\"><bdi>&lt;script&gt;"));
  EXPECT_THAT(page, HasSubstr("all other words"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST_F(HtmlReportTest, ComparisonNamesItsTests) {
  HtmlReportFacts facts = Facts();
  facts.baseline = "topic@1";
  facts.comparison.articles = 7;
  facts.comparison.mcnemar_p = 0.03125;
  facts.comparison.accuracy.value = 0.25;
  const std::string page = HtmlReport(facts);
  for (const char* part :
       {"Against topic@1", "7 articles", "McNemar", "p = 0.0312", "paired bootstrap", "+0.2500"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

}  // namespace
}  // namespace tasnif
