// train/evaluation_report.h
//
// An evaluation for people (a table) and for machines (JSON with stable keys).
//
//   std::fputs(EvaluationTable(evaluation).c_str(), stdout);
//   std::puts(EvaluationJson(evaluation).c_str());
//
// JSON: {"overall":{"articles","accuracy","macro_f1","ece","answered_share","answered_accuracy"},
//        "labels":{LABEL:{"precision","recall","f1","support","predicted"}},
//        "coverage":[{"coverage","accuracy","threshold"}],
//        "confusion":{GOLD:{PREDICTED:count}},
//        "slices":{"source"|"split"|"language"|"publisher":{VALUE:{as overall}}},
//        "failed":count,
//        "reliability":[{"low","high","articles","mean_probability","accuracy"}]}
// and, where they were asked for,
//        "intervals":{"level","accuracy":[low,high],"macro_f1":[…],"answered_accuracy":[…],
//                     "label_f1":{LABEL:[low,high]}},
//        "comparison":{"baseline","articles","unpaired","both_right","only_baseline_right",
//                      "only_candidate_right","both_wrong","mcnemar_p",
//                      "accuracy"|"macro_f1":{"difference","interval":[low,high],
//                                             "not_better_share"}}
// With one label for each article, accuracy is also micro precision, recall and F1.
#ifndef TASNIF_TRAIN_EVALUATION_REPORT_H_
#define TASNIF_TRAIN_EVALUATION_REPORT_H_

#include <string>

#include "base/json.h"
#include "train/bootstrap.h"
#include "train/comparison.h"
#include "train/metrics.h"

namespace tasnif {

// Several lines, each ended; at most 100 columns. Slices with fewer than min_articles are summed up
// in one line.
std::string EvaluationTable(const Evaluation& evaluation, uint64_t min_articles = 20);

// One line.
std::string IntervalsLine(const Intervals& intervals, double level);
// Several lines: `candidate` against `baseline`.
std::string ComparisonTable(const Comparison& comparison, const std::string& baseline,
                            const std::string& candidate);

Json EvaluationToJson(const Evaluation& evaluation);
// The values of the keys "intervals" and "comparison".
Json IntervalsToJson(const Intervals& intervals, double level);
Json ComparisonToJson(const Comparison& comparison, const std::string& baseline);
// One line without its end; numbers have six decimals.
std::string EvaluationJson(const Evaluation& evaluation);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_EVALUATION_REPORT_H_
