#include "bench/ratio_plot.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace tasnif {
namespace {

// In pixels.
constexpr int kNameWidth = 230;
constexpr int kPlotWidth = 520;
constexpr int kNumberWidth = 70;
constexpr int kRowHeight = 20;
constexpr int kTop = 44;
constexpr int kBottom = 52;

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor,
                         Escaped(text));
}

std::string Number(double value) {
  return value < 9.95 ? absl::StrFormat("%.1f", value) : absl::StrFormat("%.0f", value);
}

class Plot {
 public:
  explicit Plot(const RatioPlotSpec& spec) : spec_(spec) {
    double largest = 1;
    for (const RatioBar& bar : spec.bars) largest = std::max(largest, bar.ratio);
    step_ = TickStep(largest);
    axis_end_ = step_ * std::ceil(largest / step_);
  }

  std::string Draw() const {
    std::string out = Head();
    for (double tick = 0; tick <= axis_end_ + step_ / 2; tick += step_) out += Tick(tick);
    for (size_t i = 0; i < spec_.bars.size(); ++i) out += Bar(i);
    out += Text(kNameWidth + kPlotWidth / 2, kTop + Height() + 40, "middle", spec_.axis);
    return out + "</svg>\n";
  }

 private:
  int Height() const { return kRowHeight * static_cast<int>(spec_.bars.size()); }
  double X(double value) const { return kNameWidth + kPlotWidth * value / axis_end_; }

  std::string Head() const {
    const int width = kNameWidth + kPlotWidth + kNumberWidth, height = kTop + Height() + kBottom;
    return absl::StrFormat(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
               "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n"
               "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
               width, height, width, height) +
           absl::StrCat("<g font-size=\"15\">", Text(width / 2, 24, "middle", spec_.title),
                        "</g>\n");
  }

  std::string Tick(double value) const {
    return absl::StrFormat("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ccc\"/>\n",
                           X(value), kTop, X(value), kTop + Height()) +
           Text(X(value), kTop + Height() + 18, "middle", absl::StrFormat("%g", value));
  }

  std::string Bar(size_t index) const {
    const RatioBar& bar = spec_.bars[index];
    const int top = kTop + kRowHeight * static_cast<int>(index);
    return Text(kNameWidth - 8, top + 14, "end", bar.name) +
           absl::StrFormat(
               "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#2a6f97\"/>\n",
               kNameWidth, top + 3, X(bar.ratio) - kNameWidth, kRowHeight - 6) +
           Text(X(bar.ratio) + 6, top + 14, "start", Number(bar.ratio));
  }

  const RatioPlotSpec& spec_;
  double step_ = 1;
  double axis_end_ = 1;
};

}  // namespace

double TickStep(double largest) {
  const double rough = largest / 10;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

std::string RatioPlot(const RatioPlotSpec& spec) { return Plot(spec).Draw(); }

}  // namespace tasnif
