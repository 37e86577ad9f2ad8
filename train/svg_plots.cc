#include "train/svg_plots.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tasnif {
namespace {

constexpr char kOthers[] = "others";

// A square plot of two shares, from (0, 0) at the lower left to (1, 1), with a grid.
class UnitPlot {
 public:
  explicit UnitPlot(double lowest_y) : lowest_y_(lowest_y) {}

  double X(double share) const { return kLeft + share * kSide; }
  double Y(double share) const {
    return kTop + (1 - (share - lowest_y_) / (1 - lowest_y_)) * kSide;
  }

  std::string Grid() const {
    std::string out;
    for (int step = 0; step <= 5; ++step) {
      const double x = step / 5.0;
      const double y = lowest_y_ + (1 - lowest_y_) * step / 5.0;
      absl::StrAppendFormat(
          &out, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", X(0),
          Y(y), X(1), Y(y));
      absl::StrAppendFormat(&out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
                            X(0) - 6, Y(y) + 4, y);
      absl::StrAppendFormat(&out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.1f</text>",
                            X(x), kTop + kSide + 16, x);
    }
    return out;
  }

  // Names of the axes.
  std::string Names(const std::string& x, const std::string& y) const {
    const double middle = kTop + kSide / 2;
    return absl::StrFormat(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>"
        "<text x=\"12\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 12 %.1f)\">"
        "%s</text>",
        X(0.5), kTop + kSide + 34, x, middle, middle, y);
  }

  static constexpr double kLeft = 52, kTop = 8, kSide = 260;

 private:
  const double lowest_y_;
};

std::string Svg(double width, double height, const std::string& name, const std::string& content) {
  return absl::StrFormat(
      "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" "
      "height=\"%.0f\" xmlns=\"http://www.w3.org/2000/svg\">%s</svg>\n",
      Escaped(name), width, height, width, height, content);
}

// The labels that get a row of their own, those that are true most often first.
std::vector<std::string> ShownLabels(const Evaluation& evaluation) {
  std::vector<std::string> labels;
  for (const auto& entry : evaluation.labels) labels.push_back(entry.first);
  std::stable_sort(labels.begin(), labels.end(), [&](const auto& a, const auto& b) {
    return evaluation.labels.at(a).support > evaluation.labels.at(b).support;
  });
  if (labels.size() <= kMaxConfusionLabels) return labels;
  labels.resize(kMaxConfusionLabels - 1);
  return labels;
}

using Counts = std::map<std::string, std::map<std::string, uint64_t>>;

// The confusion with rare labels merged; adds the merged one to `labels` where there is any.
Counts Merged(const Evaluation& evaluation, std::vector<std::string>* labels) {
  const std::set<std::string> shown(labels->begin(), labels->end());
  const auto name = [&shown](const std::string& label) {
    return shown.count(label) > 0 ? label : std::string(kOthers);
  };
  Counts counts;
  for (const auto& [gold, row] : evaluation.confusion) {
    for (const auto& [predicted, times] : row) counts[name(gold)][name(predicted)] += times;
  }
  if (shown.size() < evaluation.labels.size()) labels->push_back(kOthers);
  return counts;
}

struct ConfusionLayout {
  double left = 0;
  double top = 0;
  double cell = 0;
};

std::string ConfusionCell(const ConfusionLayout& layout, size_t row, size_t column,
                          const std::string& gold, const std::string& predicted, uint64_t times,
                          double share) {
  const double x = layout.left + column * layout.cell;
  const double y = layout.top + row * layout.cell;
  std::string out = absl::StrFormat(
      "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
      "fill-opacity=\"%.3f\"><title>%s read as %s: %d (%.1f%%)</title></rect>",
      row == column ? "right" : "wrong", x, y, layout.cell - 1, layout.cell - 1, share,
      Escaped(gold), Escaped(predicted), times, 100 * share);
  if (times == 0 || layout.cell < 26) return out;
  absl::StrAppendFormat(&out,
                        "<text class=\"cell%s\" x=\"%.1f\" y=\"%.1f\" "
                        "text-anchor=\"middle\">%d</text>",
                        share > 0.5 ? " full" : "", x + layout.cell / 2, y + layout.cell / 2 + 4,
                        times);
  return out;
}

std::string ConfusionName(const ConfusionLayout& layout, size_t number, const std::string& label) {
  const double middle = layout.cell * (static_cast<double>(number) + 0.5);
  const std::string text = Escaped(label);
  const double x = layout.left + middle + 4;
  const double y = layout.top - 6;
  return absl::StrFormat(
      "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>"
      "<text x=\"%.1f\" y=\"%.1f\" transform=\"rotate(-60 %.1f %.1f)\">%s</text>",
      layout.left - 6, layout.top + middle + 4, text, x, y, x, y, text);
}

}  // namespace

std::string Escaped(std::string_view text) {
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
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ConfusionPlot(const Evaluation& evaluation) {
  std::vector<std::string> labels = ShownLabels(evaluation);
  Counts counts = Merged(evaluation, &labels);
  size_t longest = 0;
  for (const std::string& label : labels) longest = std::max(longest, label.size());
  ConfusionLayout layout;
  layout.left = 20 + 6.5 * static_cast<double>(longest);
  layout.top = 16 + 5.8 * static_cast<double>(longest);
  layout.cell = labels.size() > 14 ? 22 : 34;
  std::string content;
  for (size_t row = 0; row < labels.size(); ++row) {
    content += ConfusionName(layout, row, labels[row]);
    std::map<std::string, uint64_t>& answers = counts[labels[row]];
    uint64_t total = 0;
    for (const auto& answer : answers) total += answer.second;
    for (size_t column = 0; column < labels.size(); ++column) {
      const uint64_t times = answers[labels[column]];
      const double share = total == 0 ? 0 : static_cast<double>(times) / total;
      content += ConfusionCell(layout, row, column, labels[row], labels[column], times, share);
    }
  }
  const double side = layout.cell * static_cast<double>(labels.size());
  return Svg(layout.left + side + 0.5 * layout.top, layout.top + side + 8, "confusion matrix",
             content);
}

std::string ReliabilityPlot(const std::vector<ReliabilityBin>& bins) {
  const UnitPlot plot(0);
  uint64_t most = 1;
  for (const ReliabilityBin& bin : bins) most = std::max(most, bin.articles);
  std::string content = plot.Grid();
  absl::StrAppendFormat(&content,
                        "<line class=\"ideal\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                        plot.X(0), plot.Y(0), plot.X(1), plot.Y(1));
  std::string line;
  for (const ReliabilityBin& bin : bins) {
    if (bin.articles == 0) continue;
    const std::string title =
        absl::StrFormat("%d answers between %.2f and %.2f: %.3f right, %.3f expected", bin.articles,
                        bin.low, bin.high, bin.accuracy, bin.mean_probability);
    const double height = 0.25 * static_cast<double>(bin.articles) / static_cast<double>(most);
    absl::StrAppendFormat(
        &content,
        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
        "<title>%s</title></rect>",
        plot.X(bin.low) + 1, plot.Y(height), plot.X(bin.high) - plot.X(bin.low) - 2,
        plot.Y(0) - plot.Y(height), title);
    absl::StrAppendFormat(&line, "%.1f,%.1f ", plot.X(bin.mean_probability), plot.Y(bin.accuracy));
    absl::StrAppendFormat(
        &content,
        "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>",
        plot.X(bin.mean_probability), plot.Y(bin.accuracy), title);
  }
  absl::StrAppend(&content, "<polyline class=\"curve\" points=\"", line, "\"/>",
                  plot.Names("probability", "share that is right"));
  return Svg(330, 320, "reliability diagram", content);
}

std::string CoveragePlot(const std::vector<CoveragePoint>& curve) {
  double lowest = 1;
  for (const CoveragePoint& point : curve) lowest = std::min(lowest, point.accuracy);
  // A whole tenth, so that the grid has round numbers.
  lowest = std::clamp(static_cast<int>(lowest * 10) / 10.0, 0.0, 0.9);
  const UnitPlot plot(lowest);
  std::string content = plot.Grid();
  std::string line;
  for (const CoveragePoint& point : curve) {
    absl::StrAppendFormat(&line, "%.1f,%.1f ", plot.X(point.coverage), plot.Y(point.accuracy));
  }
  absl::StrAppend(&content, "<polyline class=\"curve\" points=\"", line, "\"/>");
  for (const CoveragePoint& point : curve) {
    absl::StrAppendFormat(
        &content,
        "<circle class=\"touch\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>the surest %.0f%%: %.4f "
        "right, threshold %.4f</title></circle>",
        plot.X(point.coverage), plot.Y(point.accuracy), 100 * point.coverage, point.accuracy,
        point.threshold);
  }
  content += plot.Names("share answered", "accuracy");
  return Svg(330, 320, "coverage curve", content);
}

}  // namespace tasnif
