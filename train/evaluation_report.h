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
//        "failed":count}
#ifndef TASNIF_TRAIN_EVALUATION_REPORT_H_
#define TASNIF_TRAIN_EVALUATION_REPORT_H_

#include <string>

#include "base/json.h"
#include "train/metrics.h"

namespace tasnif {

// Several lines, each ended; at most 100 columns. Slices with fewer than min_articles are summed up
// in one line.
std::string EvaluationTable(const Evaluation& evaluation, uint64_t min_articles = 20);

Json EvaluationToJson(const Evaluation& evaluation);
// One line without its end; numbers have six decimals.
std::string EvaluationJson(const Evaluation& evaluation);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_EVALUATION_REPORT_H_
