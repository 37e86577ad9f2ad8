#include "train/evaluation_report.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tasnif {
namespace {

// Six decimals, so that the output does not depend on the last bits.
double Rounded(double value) { return std::round(value * 1e6) / 1e6; }

Json SummaryToJson(const Summary& summary) {
  return Json{{"articles", summary.articles},
              {"accuracy", Rounded(summary.accuracy)},
              {"macro_f1", Rounded(summary.macro_f1)},
              {"ece", Rounded(summary.ece)},
              {"answered_share", Rounded(summary.answered_share)},
              {"answered_accuracy", Rounded(summary.answered_accuracy)}};
}

Json LabelToJson(const LabelMetrics& metrics) {
  return Json{{"precision", Rounded(metrics.precision)},
              {"recall", Rounded(metrics.recall)},
              {"f1", Rounded(metrics.f1)},
              {"support", metrics.support},
              {"predicted", metrics.predicted}};
}

std::string SummaryLine(const std::string& name, const Summary& summary) {
  return absl::StrFormat("  %-40s %8d %9.4f %9.4f %7.4f %9.1f%%\n", name.substr(0, 40),
                         summary.articles, summary.accuracy, summary.macro_f1, summary.ece,
                         100 * summary.answered_share);
}

std::string LabelRows(const Evaluation& evaluation) {
  std::string out =
      absl::StrFormat("%-42s %8s %9s %9s %7s\n", "label", "articles", "precision", "recall", "F1");
  for (const auto& [label, metrics] : evaluation.labels) {
    absl::StrAppendFormat(&out, "  %-40s %8d %9.4f %9.4f %7.4f\n", label.substr(0, 40),
                          metrics.support, metrics.precision, metrics.recall, metrics.f1);
  }
  return out;
}

std::string SliceRows(const std::string& name, const std::map<std::string, Summary>& slices,
                      uint64_t min_articles) {
  std::string out = absl::StrCat(name, "\n");
  uint64_t small = 0;
  uint64_t small_articles = 0;
  for (const auto& [value, summary] : slices) {
    if (summary.articles >= min_articles) {
      out += SummaryLine(value, summary);
    } else {
      ++small;
      small_articles += summary.articles;
    }
  }
  if (small > 0) {
    absl::StrAppendFormat(&out, "  %d more with fewer than %d articles each, %d together\n", small,
                          min_articles, small_articles);
  }
  return out;
}

std::string CoverageLine(const Evaluation& evaluation) {
  std::string out = "accuracy of the most confident";
  for (const CoveragePoint& point : evaluation.coverage) {
    absl::StrAppendFormat(&out, "  %.0f%%: %.4f", 100 * point.coverage, point.accuracy);
  }
  return out + "\n";
}

}  // namespace

std::string EvaluationTable(const Evaluation& evaluation, uint64_t min_articles) {
  std::string out = absl::StrFormat("%-42s %8s %9s %9s %7s %10s\n", "", "articles", "accuracy",
                                    "macro F1", "ECE", "answered");
  out += SummaryLine("all", evaluation.overall);
  out += LabelRows(evaluation);
  for (const auto& [name, slices] : evaluation.slices) {
    if (!slices.empty()) out += SliceRows(name, slices, min_articles);
  }
  out += CoverageLine(evaluation);
  if (evaluation.failed > 0) {
    absl::StrAppend(&out, evaluation.failed, " articles could not be labelled\n");
  }
  return out;
}

Json EvaluationToJson(const Evaluation& evaluation) {
  Json json = {{"overall", SummaryToJson(evaluation.overall)}};
  json["labels"] = Json::object();
  for (const auto& [label, metrics] : evaluation.labels) {
    json["labels"][label] = LabelToJson(metrics);
  }
  json["coverage"] = Json::array();
  for (const CoveragePoint& point : evaluation.coverage) {
    json["coverage"].push_back({{"coverage", Rounded(point.coverage)},
                                {"accuracy", Rounded(point.accuracy)},
                                {"threshold", Rounded(point.threshold)}});
  }
  json["confusion"] = Json::object();
  for (const auto& [gold, row] : evaluation.confusion) json["confusion"][gold] = row;
  json["slices"] = Json::object();
  for (const auto& [name, slices] : evaluation.slices) {
    json["slices"][name] = Json::object();
    for (const auto& [value, summary] : slices) {
      json["slices"][name][value] = SummaryToJson(summary);
    }
  }
  json["failed"] = evaluation.failed;
  return json;
}

std::string EvaluationJson(const Evaluation& evaluation) {
  return DumpJson(EvaluationToJson(evaluation));
}

}  // namespace tasnif
