// train/svg_plots.h
//
// The pictures of an evaluation as SVG, to stand inside an HTML page (train/html_report.h).
//
//   std::string svg = CoveragePlot(CoverageCurve(outcomes));
//
// Colours come from the page's style (classes, and `currentColor`), so that a picture fits light
// and dark pages. Every mark carries a <title>, which browsers show under the pointer. Threads:
// pure functions.
#ifndef TASNIF_TRAIN_SVG_PLOTS_H_
#define TASNIF_TRAIN_SVG_PLOTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "train/metrics.h"

namespace tasnif {

// More labels than this would not be read; the rarest ones are drawn as one, "others".
inline constexpr size_t kMaxConfusionLabels = 24;

// Rows are what is true, columns what was answered; the darker, the larger the share of the row.
std::string ConfusionPlot(const Evaluation& evaluation);

// How often an answer of a given probability is right; on the diagonal it is as often as it says.
// The bars below show how many answers there are.
std::string ReliabilityPlot(const std::vector<ReliabilityBin>& bins);

// Accuracy of the most confident part, by its size.
std::string CoveragePlot(const std::vector<CoveragePoint>& curve);

// Text for HTML and SVG, also inside quotation marks.
std::string Escaped(std::string_view text);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_SVG_PLOTS_H_
