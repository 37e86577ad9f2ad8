// bench/ratio_plot.h
//
// A bar chart of ratios as an SVG picture, for documents with a light background.
//
//   std::string svg = RatioPlot({"How many times faster", "times", {{"bigrams/article/1-head",
//   14}}});
//
// Threads: pure function.
#ifndef TASNIF_BENCH_RATIO_PLOT_H_
#define TASNIF_BENCH_RATIO_PLOT_H_

#include <string>
#include <vector>

namespace tasnif {

struct RatioBar {
  std::string name;
  double ratio = 0;  // >= 0.
};

struct RatioPlotSpec {
  std::string title;
  std::string axis;  // What the numbers are, under the axis.
  std::vector<RatioBar> bars;
};

// A complete SVG file; bars from top to bottom on one axis that begins at 0, each with its number.
std::string RatioPlot(const RatioPlotSpec& spec);

// The distance of the axis' ticks: 1, 2 or 5 times a power of ten, so that there are at most ten.
double TickStep(double largest);

}  // namespace tasnif

#endif  // TASNIF_BENCH_RATIO_PLOT_H_
