#include "train/html_report.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "train/svg_plots.h"

namespace tasnif {
namespace {

constexpr char kStyle[] = R"(
:root { color-scheme: light dark; --ink: #1c2733; --quiet: #5c6b7a; --line: #d9e0e7; --paper: #fff;
  --good: #1f77b4; --bad: #d1495b; --bar: #b9cfe2; --box: #f5f7f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --quiet: #9aa8b5; --line: #36424e;
  --paper: #14191e; --good: #6db3e8; --bad: #f08a97; --bar: #33506a; --box: #1d242b; } }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: var(--ink);
  background: var(--paper); font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; }
h1 { margin: 0; font-size: 1.7rem; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; }
p.quiet, .quiet { color: var(--quiet); }
.tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.2rem 0; }
.tile { background: var(--box); border-radius: .5rem; padding: .7rem 1rem; min-width: 8.5rem; }
.tile b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
.pictures { display: flex; flex-wrap: wrap; gap: 2rem; } figure { margin: 0; }
figcaption { color: var(--quiet); font-size: .9rem; max-width: 20rem; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 11px; }
svg .grid { stroke: var(--line); } svg .ideal { stroke: var(--quiet); stroke-dasharray: 4 4; }
svg .bar { fill: var(--bar); } svg .mark { fill: var(--good); }
svg .curve { fill: none; stroke: var(--good); stroke-width: 2; } svg .touch { fill: transparent; }
svg .right { fill: var(--good); stroke: var(--line); } svg .wrong { fill: var(--bad);
  stroke: var(--line); }
svg .cell { font-size: 10px; } svg .cell.full { fill: var(--paper); }
.error { border-top: 1px solid var(--line); padding: .7rem 0; }
.error h3 { margin: 0; font-size: 1rem; } .error blockquote { margin: .3rem 0; }
.word { display: inline-block; border-radius: .3rem; padding: 0 .35rem; margin: .1rem;
  background: var(--box); } .word.for { color: var(--good); } .word.against { color: var(--bad); }
)";

// "0.912 (0.900–0.924)"
std::string WithInterval(double value, const Interval& interval) {
  return absl::StrFormat("%.3f <span class=\"quiet\">%.3f&ndash;%.3f</span>", value, interval.low,
                         interval.high);
}

std::string Tile(const std::string& name, const std::string& value, const std::string& note) {
  return absl::StrCat("<div class=\"tile\">", name, "<b>", value, "</b><span class=\"quiet\">",
                      note, "</span></div>\n");
}

std::string IntervalNote(const Interval& interval) {
  return absl::StrFormat("%.3f&ndash;%.3f", interval.low, interval.high);
}

std::string Tiles(const HtmlReportFacts& facts) {
  const Summary& all = facts.evaluation.overall;
  const auto number = [](double value) { return absl::StrFormat("%.3f", value); };
  return absl::StrCat(
      "<div class=\"tiles\">\n",
      Tile("accuracy (micro F1)", number(all.accuracy), IntervalNote(facts.intervals.accuracy)),
      Tile("macro F1", number(all.macro_f1), IntervalNote(facts.intervals.macro_f1)),
      Tile("calibration error", number(all.ece), "15 bins"),
      Tile("answered", absl::StrFormat("%.1f %%", 100 * all.answered_share),
           "the others: not sure"),
      Tile("accuracy of answers", number(all.answered_accuracy),
           IntervalNote(facts.intervals.answered_accuracy)),
      Tile("articles", absl::StrCat(all.articles),
           facts.evaluation.failed == 0 ? std::string("all were readable")
                                        : absl::StrCat(facts.evaluation.failed, " unreadable")),
      "</div>\n");
}

std::string Figure(const std::string& svg, const std::string& caption) {
  return absl::StrCat("<figure>", svg, "<figcaption>", caption, "</figcaption></figure>\n");
}

std::string Pictures(const HtmlReportFacts& facts) {
  return absl::StrCat(
      "<h2>Sureness</h2>\n<div class=\"pictures\">\n",
      Figure(ReliabilityPlot(facts.evaluation.reliability),
             "How often answers of a given probability are right. On the dashed line a probability "
             "is what it says; the bars count the answers."),
      Figure(CoveragePlot(facts.coverage),
             "Accuracy where only the surest part is answered, by the size of that part."),
      "</div>\n");
}

std::string LabelTable(const HtmlReportFacts& facts) {
  std::string out =
      "<h2>Labels</h2>\n<div class=\"wide\"><table><tr><th>label</th><th>articles</th>"
      "<th>precision</th><th>recall</th><th>F1</th></tr>\n";
  for (const auto& [label, metrics] : facts.evaluation.labels) {
    const auto interval = facts.intervals.label_f1.find(label);
    const std::string f1 = interval == facts.intervals.label_f1.end()
                               ? absl::StrFormat("%.3f", metrics.f1)
                               : WithInterval(metrics.f1, interval->second);
    absl::StrAppendFormat(&out,
                          "<tr><td>%s</td><td>%d</td><td>%.3f</td><td>%.3f</td><td>%s</td></tr>\n",
                          Escaped(label), metrics.support, metrics.precision, metrics.recall, f1);
  }
  return out + "</table></div>\n";
}

std::string SliceRow(const std::string& name, const Summary& summary) {
  return absl::StrFormat(
      "<tr><td>%s</td><td>%d</td><td>%.3f</td><td>%.3f</td><td>%.3f</td><td>%.0f %%</td></tr>\n",
      name, summary.articles, summary.accuracy, summary.macro_f1, summary.ece,
      100 * summary.answered_share);
}

std::string SliceTable(const std::string& name, const std::map<std::string, Summary>& slices,
                       uint64_t min_articles) {
  std::string rows;
  uint64_t small = 0;
  for (const auto& [value, summary] : slices) {
    if (summary.articles < min_articles) {
      ++small;
    } else {
      rows += SliceRow(Escaped(value), summary);
    }
  }
  if (rows.empty()) return "";
  std::string out = absl::StrCat(
      "<h2>By ", Escaped(name), "</h2>\n<div class=\"wide\"><table><tr><th>", Escaped(name),
      "</th><th>articles</th><th>accuracy</th><th>macro F1</th><th>ECE</th><th>answered</th></tr>"
      "\n",
      rows, "</table></div>\n");
  if (small > 0) {
    absl::StrAppend(&out, "<p class=\"quiet\">", small, " more with fewer than ", min_articles,
                    " articles each.</p>\n");
  }
  return out;
}

std::string DifferenceRow(const std::string& name, const Difference& difference) {
  return absl::StrFormat("<tr><td>%s</td><td>%+.4f</td><td>%+.4f to %+.4f</td><td>%.3f</td></tr>\n",
                         name, difference.value, difference.interval.low, difference.interval.high,
                         difference.not_better_share);
}

std::string ComparisonSection(const HtmlReportFacts& facts) {
  if (facts.baseline.empty()) return "";
  const Comparison& both = facts.comparison;
  std::string out = absl::StrFormat(
      "<h2>Against %s</h2>\n<p>%d articles were measured with both. Both are right on %d, only "
      "%s on %d, only %s on %d, neither on %d. McNemar's exact test: p = %.3g.</p>\n",
      Escaped(facts.baseline), both.articles, both.both_right, Escaped(facts.title),
      both.only_candidate_right, Escaped(facts.baseline), both.only_baseline_right, both.both_wrong,
      both.mcnemar_p);
  return absl::StrCat(
      out,
      "<div class=\"wide\"><table><tr><th>paired bootstrap</th><th>difference</th><th>interval</th>"
      "<th>share of samples without gain</th></tr>\n",
      DifferenceRow("accuracy", both.accuracy), DifferenceRow("macro F1", both.macro_f1),
      "</table></div>\n");
}

std::string WordSpan(const v1::Contribution& word) {
  const std::string text = word.text().empty() ? "all other words" : word.text();
  return absl::StrFormat("<span class=\"word %s\" title=\"%+.3f\"><bdi>%s</bdi></span>",
                         word.logit() < 0 ? "against" : "for", word.logit(), Escaped(text));
}

std::string ErrorSection(const ErrorExample& error) {
  std::string out = absl::StrFormat(
      "<div class=\"error\"><h3>%s, answered %s %.3f%s</h3>\n<p class=\"quiet\">line %d%s%s</p>\n",
      Escaped(error.outcome.gold), Escaped(error.outcome.predicted), error.outcome.probability,
      error.outcome.is_abstained ? " (not sure)" : "", error.outcome.line,
      error.id.empty() ? "" : ", id " + Escaped(error.id),
      error.target.empty() ? "" : ", towards " + Escaped(error.target));
  absl::StrAppend(&out, "<blockquote dir=\"auto\">",
                  error.title.empty() ? "" : "<b>" + Escaped(error.title) + "</b><br>",
                  Escaped(error.excerpt), "</blockquote>\n<p>");
  for (const v1::Contribution& word : error.words) out += WordSpan(word);
  return out + "</p></div>\n";
}

std::string Errors(const HtmlReportFacts& facts) {
  if (facts.errors.empty()) return "";
  std::string out =
      "<h2>Worst errors</h2>\n<p class=\"quiet\">Wrong answers that the model was surest of: what "
      "is true, what was answered, and the words that spoke for (blue) and against (red) the "
      "answer.</p>\n";
  for (const ErrorExample& error : facts.errors) out += ErrorSection(error);
  return out;
}

std::string Slices(const HtmlReportFacts& facts) {
  std::string out;
  for (const auto& [name, slices] : facts.evaluation.slices) {
    out += SliceTable(name, slices, facts.min_articles);
  }
  return out;
}

}  // namespace

std::string HtmlReport(const HtmlReportFacts& facts) {
  return absl::StrCat(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
      Escaped(facts.title), "</title>\n<style>", kStyle, "</style></head>\n<body>\n<h1>",
      Escaped(facts.title), "</h1>\n<p class=\"quiet\">", Escaped(facts.data),
      absl::StrFormat(". Small numbers: bootstrap intervals, %.0f %%.</p>\n", 100 * facts.level),
      Tiles(facts), ComparisonSection(facts), Pictures(facts),
      "<h2>Confusion</h2>\n<div class=\"wide\">", ConfusionPlot(facts.evaluation),
      "</div>\n<p class=\"quiet\">Rows: what is true. Columns: what was answered.</p>\n",
      LabelTable(facts), Slices(facts), Errors(facts), "</body></html>\n");
}

}  // namespace tasnif
