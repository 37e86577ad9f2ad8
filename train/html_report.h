// train/html_report.h
//
// An evaluation as one HTML page that needs nothing else: numbers with intervals, pictures, and the
// worst errors with the words that made them.
//
//   std::string page = HtmlReport({.title = "topic@1", .data = "topic.jsonl.xz, split test",
//                                  .evaluation = evaluation, .intervals = intervals});
//
// No scripts and no addresses: it opens without a network and may be mailed. It quotes the articles
// of the errors, so it is as confidential as they are.
// Threads: pure function.
#ifndef TASNIF_TRAIN_HTML_REPORT_H_
#define TASNIF_TRAIN_HTML_REPORT_H_

#include <string>
#include <vector>

#include "train/bootstrap.h"
#include "train/comparison.h"
#include "train/error_examples.h"
#include "train/metrics.h"

namespace tasnif {

struct HtmlReportFacts {
  std::string title;  // The model, such as "topic@2".
  std::string data;   // What it was measured on, for people.
  const Evaluation& evaluation;
  const Intervals& intervals;
  double level = 0.95;  // Of the intervals.
  std::vector<CoveragePoint> coverage;
  // Another model on the same articles; empty name: none.
  std::string baseline;
  Comparison comparison;
  std::vector<ErrorExample> errors;
  // Slices with fewer articles are summed up.
  uint64_t min_articles = 20;
};

// A complete page in UTF-8.
std::string HtmlReport(const HtmlReportFacts& facts);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_HTML_REPORT_H_
