#include "train/gate_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/json.h"
#include "train/evaluation_report.h"

namespace tasnif {
namespace {

constexpr char kStyle[] =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
    "color:#222}table{border-collapse:collapse;width:100%}td,th{padding:.25em .6em;text-align:left;"
    "border-bottom:1px solid #ddd}.yes{color:#17663a}.no{color:#a4262c;font-weight:600}"
    ".dim{color:#888}h1 span{padding:0 .4em;border-radius:.2em;color:#fff}";

// Names of labels, publishers and people come from outside.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Json RowsToJson(const std::vector<GateRow>& rows) {
  Json json = Json::array();
  for (const GateRow& row : rows) {
    json.push_back({{"name", row.name},
                    {"articles", row.articles},
                    {"champion", row.champion},
                    {"challenger", row.challenger},
                    {"low", row.difference.low},
                    {"high", row.difference.high},
                    {"judged", row.is_judged}});
  }
  return json;
}

std::string ChecksTable(const GateOutcome& outcome) {
  std::string out = "<h2>Checks</h2><table><tr><th><th>check<th>found<th>allowed</tr>\n";
  for (const GateCheck& check : outcome.checks) {
    absl::StrAppend(&out, "<tr><td class=", check.is_passed ? "yes>&#10003;" : "no>&#10007;",
                    "<td>", Escaped(check.name), "<td>", Escaped(check.found), "<td>",
                    Escaped(check.allowed), "</tr>\n");
  }
  return out + "</table>\n";
}

// One line for each row: the interval of the difference around a zero line, in a drawing of its
// own.
std::string DifferencePlot(const GateRow& row, double scale) {
  constexpr double kHalf = 150;
  const auto x = [scale](double value) {
    return kHalf + kHalf * std::clamp(value / scale, -1.0, 1.0);
  };
  const char* color = row.difference.low > 0    ? "#17663a"
                      : row.difference.high < 0 ? "#a4262c"
                                                : "#777";
  return absl::StrFormat(
      "<svg width=300 height=16><line x1=150 x2=150 y1=0 y2=16 stroke='#bbb'/>"
      "<line x1=%.1f x2=%.1f y1=8 y2=8 stroke='%s' stroke-width=2 />"
      "<circle cx=%.1f cy=8 r=4 fill='%s' /></svg>",
      x(row.difference.low), x(row.difference.high), color, x(row.difference.value), color);
}

std::string RowsTable(const std::string& title, const std::vector<GateRow>& rows) {
  double scale = 0.01;
  for (const GateRow& row : rows) {
    if (!row.is_judged) continue;
    scale = std::max({scale, -row.difference.low, row.difference.high});
  }
  std::string out = absl::StrFormat(
      "<h2>%s</h2><table><tr><th>name<th>articles<th>champion<th>challenger<th>difference, "
      "&plusmn;%.3f</tr>\n",
      title, scale);
  for (const GateRow& row : rows) {
    absl::StrAppendFormat(&out, "<tr%s><td>%s<td>%d<td>%.4f<td>%.4f<td>%s</tr>\n",
                          row.is_judged ? "" : " class=dim", Escaped(row.name), row.articles,
                          row.champion, row.challenger, DifferencePlot(row, scale));
  }
  return out + "</table>\n";
}

std::string SummaryTable(const GateOutcome& outcome) {
  std::string out =
      "<h2>Overall</h2><table><tr><th><th>articles<th>accuracy<th>macro F1<th>calibration "
      "error<th>answered</tr>\n";
  const auto add = [&out](const char* name, const Summary& summary) {
    absl::StrAppendFormat(&out, "<tr><td>%s<td>%d<td>%.4f<td>%.4f<td>%.4f<td>%.1f%%</tr>\n", name,
                          summary.articles, summary.accuracy, summary.macro_f1, summary.ece,
                          100 * summary.answered_share);
  };
  add("champion", outcome.champion.overall);
  add("challenger", outcome.challenger.overall);
  return out + "</table>\n";
}

}  // namespace

std::string GateJson(const GateReport& report, const GateOutcome& outcome) {
  Json json = {{"passed", outcome.is_passed},
               {"forced_by", report.forced_by},
               {"forced_why", report.forced_why},
               {"head", report.head},
               {"champion", report.champion},
               {"challenger", report.challenger},
               {"time", report.time},
               {"data", report.data}};
  json["checks"] = Json::array();
  for (const GateCheck& check : outcome.checks) {
    json["checks"].push_back({{"name", check.name},
                              {"passed", check.is_passed},
                              {"found", check.found},
                              {"allowed", check.allowed}});
  }
  const PairedDifference& gain = outcome.bootstrap.gain;
  json["gain"] = {{"value", gain.value}, {"low", gain.low}, {"high", gain.high}};
  json["share_better"] = outcome.bootstrap.share_better;
  json["labels"] = RowsToJson(outcome.labels);
  json["slices"] = RowsToJson(outcome.slices);
  json["evaluation"] = {{"champion", EvaluationToJson(outcome.champion)},
                        {"challenger", EvaluationToJson(outcome.challenger)}};
  return DumpJsonPretty(json) + "\n";
}

std::string GateHtml(const GateReport& report, const GateOutcome& outcome) {
  const std::string title = absl::StrCat("Gate of ", Escaped(report.head));
  std::string out =
      absl::StrCat("<!DOCTYPE html><html lang=en><meta charset=utf-8><title>", title,
                   "</title><style>", kStyle, "</style>\n<h1>", title, " <span style='background:",
                   outcome.is_passed ? "#17663a'>passed" : "#a4262c'>refused", "</span></h1>\n");
  absl::StrAppend(&out, "<p>", Escaped(report.challenger), " against ", Escaped(report.champion),
                  ", ", Escaped(report.time), "<br>trained on ", Escaped(report.data), "</p>\n");
  if (!report.forced_by.empty()) {
    absl::StrAppend(&out, "<p class=no>Published all the same by ", Escaped(report.forced_by), ": ",
                    Escaped(report.forced_why), "</p>\n");
  }
  absl::StrAppend(&out, ChecksTable(outcome), SummaryTable(outcome),
                  RowsTable("Labels: F1", outcome.labels),
                  RowsTable("Slices: accuracy", outcome.slices));
  return out + "<p class=dim>Grey rows are too small to be judged.</p></html>\n";
}

std::string GateText(const GateOutcome& outcome) {
  const PairedDifference& gain = outcome.bootstrap.gain;
  std::string out = absl::StrFormat("gate %s: gain %+.4f (%+.4f to %+.4f) on %d articles\n",
                                    outcome.is_passed ? "passed" : "refused", gain.value, gain.low,
                                    gain.high, outcome.champion.overall.articles);
  for (const GateCheck& check : outcome.checks) {
    if (check.is_passed) continue;
    absl::StrAppend(&out, "  ", check.name, ": ", check.found, "; allowed: ", check.allowed, "\n");
  }
  return out;
}

}  // namespace tasnif
