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

Json IntervalToJson(const Interval& interval) {
  return Json::array({Rounded(interval.low), Rounded(interval.high)});
}

Json DifferenceToJson(const Difference& difference) {
  return Json{{"difference", Rounded(difference.value)},
              {"interval", IntervalToJson(difference.interval)},
              {"not_better_share", Rounded(difference.not_better_share)}};
}

std::string DifferenceLine(const std::string& name, const Difference& difference) {
  return absl::StrFormat(
      "  %-10s %+.4f, interval %+.4f to %+.4f, no gain in %.1f%% of the samples\n", name,
      difference.value, difference.interval.low, difference.interval.high,
      100 * difference.not_better_share);
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

std::string IntervalsLine(const Intervals& intervals, double level) {
  return absl::StrFormat(
      "%.0f%% intervals (bootstrap)  accuracy %.4f to %.4f  macro F1 %.4f to %.4f\n", 100 * level,
      intervals.accuracy.low, intervals.accuracy.high, intervals.macro_f1.low,
      intervals.macro_f1.high);
}

std::string ComparisonTable(const Comparison& comparison, const std::string& baseline,
                            const std::string& candidate) {
  return absl::StrCat(
      absl::StrFormat("%s against %s on %d articles\n", candidate, baseline, comparison.articles),
      absl::StrFormat("  both right %d, only %s %d, only %s %d, both wrong %d\n",
                      comparison.both_right, candidate, comparison.only_candidate_right, baseline,
                      comparison.only_baseline_right, comparison.both_wrong),
      absl::StrFormat("  McNemar's exact test: p = %.4g\n", comparison.mcnemar_p),
      "  paired bootstrap:\n", DifferenceLine("accuracy", comparison.accuracy),
      DifferenceLine("macro F1", comparison.macro_f1));
}

Json IntervalsToJson(const Intervals& intervals, double level) {
  Json json = {{"level", level},
               {"accuracy", IntervalToJson(intervals.accuracy)},
               {"macro_f1", IntervalToJson(intervals.macro_f1)},
               {"answered_accuracy", IntervalToJson(intervals.answered_accuracy)}};
  json["label_f1"] = Json::object();
  for (const auto& [label, interval] : intervals.label_f1) {
    json["label_f1"][label] = IntervalToJson(interval);
  }
  return json;
}

Json ComparisonToJson(const Comparison& comparison, const std::string& baseline) {
  return Json{{"baseline", baseline},
              {"articles", comparison.articles},
              {"unpaired", comparison.unpaired},
              {"both_right", comparison.both_right},
              {"only_baseline_right", comparison.only_baseline_right},
              {"only_candidate_right", comparison.only_candidate_right},
              {"both_wrong", comparison.both_wrong},
              {"mcnemar_p", Rounded(comparison.mcnemar_p)},
              {"accuracy", DifferenceToJson(comparison.accuracy)},
              {"macro_f1", DifferenceToJson(comparison.macro_f1)}};
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
  json["reliability"] = Json::array();
  for (const ReliabilityBin& bin : evaluation.reliability) {
    json["reliability"].push_back({{"low", Rounded(bin.low)},
                                   {"high", Rounded(bin.high)},
                                   {"articles", bin.articles},
                                   {"mean_probability", Rounded(bin.mean_probability)},
                                   {"accuracy", Rounded(bin.accuracy)}});
  }
  return json;
}

std::string EvaluationJson(const Evaluation& evaluation) {
  return DumpJson(EvaluationToJson(evaluation));
}

}  // namespace tasnif
