// train/gate_report.h
//
// The outcome of a gate for machines (JSON) and for people (one HTML file that needs no other).
//
//   const GateReport report{.head = "topic", .champion = "topic@3", .challenger = "topic@4", …};
//   contents["gate.json"] = GateJson(report, outcome);
//   contents["gate.html"] = GateHtml(report, outcome);
//
// Threads: pure functions.
#ifndef TASNIF_TRAIN_GATE_REPORT_H_
#define TASNIF_TRAIN_GATE_REPORT_H_

#include <string>

#include "train/gate.h"

namespace tasnif {

inline constexpr std::string_view kGateJsonFile = "gate.json";
inline constexpr std::string_view kGateHtmlFile = "gate.html";

// What the outcome itself does not know.
struct GateReport {
  std::string head;
  std::string champion;    // "topic@3"
  std::string challenger;  // A name for people, such as "new topic model".
  std::string time;        // RFC 3339.
  std::string data;        // What it was trained on, in words.
  // Who published it although the gate said no, and why; empty where nobody did.
  std::string forced_by;
  std::string forced_why;
};

// {"passed","forced_by","forced_why","head","champion","challenger","time","data","checks":[{"name",
//  "passed","found","allowed"}],"gain":{"value","low","high"},"share_better","labels":[{"name",
//  "articles","champion","challenger","low","high","judged"}],"slices":[as labels],
//  "evaluation":{"champion","challenger"}}; several lines.
std::string GateJson(const GateReport& report, const GateOutcome& outcome);

std::string GateHtml(const GateReport& report, const GateOutcome& outcome);

// A few lines for a terminal: the verdict, the gain, and every check that failed.
std::string GateText(const GateOutcome& outcome);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_GATE_REPORT_H_
