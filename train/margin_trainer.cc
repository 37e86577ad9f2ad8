#include "train/margin_trainer.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/byte_sink.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "engine/fasttext_model.h"
#include "engine/features.h"
#include "train/selection.h"

namespace tasnif {
namespace {

// Below it no row of a pass would move its weights by anything that can be seen.
constexpr double kTolerance = 0.01;
constexpr double kStill = 1e-6;

double SquaredLength(const MarginRow& row) {
  double sum = 0;
  for (const auto& [feature, value] : row.values) sum += double{value} * value;
  return sum;
}

// The search for the weights of one label.
class LabelFit {
 public:
  LabelFit(const MarginProblem& problem, const std::vector<double>& lengths, double cost,
           uint32_t label)
      : problem_(problem),
        lengths_(lengths),
        ridge_(1 / (2 * cost)),
        label_(label),
        weights_(problem.feature_count),
        duals_(problem.rows.size()) {}

  // One visit to every row in this order; the largest violation it met.
  double Pass(const std::vector<uint32_t>& order);
  double weight(uint32_t feature) const { return weights_[feature]; }

 private:
  double Visit(uint32_t number);

  const MarginProblem& problem_;
  const std::vector<double>& lengths_;
  const double ridge_;
  const uint32_t label_;
  std::vector<double> weights_;
  std::vector<double> duals_;
};

double LabelFit::Visit(uint32_t number) {
  const MarginRow& row = problem_.rows[number];
  const double side = row.label == label_ ? 1 : -1;
  double score = 0;
  for (const auto& [feature, value] : row.values) score += weights_[feature] * value;
  double& dual = duals_[number];
  const double gradient = side * score - 1 + ridge_ * dual;
  const double violation = dual == 0 ? std::min(gradient, 0.0) : gradient;
  if (std::abs(violation) < kStill) return 0;
  const double moved = std::max(dual - gradient / (lengths_[number] + ridge_), 0.0);
  const double step = (moved - dual) * side;
  dual = moved;
  for (const auto& [feature, value] : row.values) weights_[feature] += step * value;
  return std::abs(violation);
}

double LabelFit::Pass(const std::vector<uint32_t>& order) {
  double worst = 0;
  for (const uint32_t number : order) worst = std::max(worst, Visit(number));
  return worst;
}

// Fisher and Yates, with numbers that are the same everywhere.
void Shuffle(uint64_t seed, std::vector<uint32_t>* order) {
  for (size_t i = order->size(); i > 1; --i) {
    std::swap((*order)[i - 1], (*order)[MixHash(seed, i) % i]);
  }
}

// The rows of a file as features of a model.
class RowReader {
 public:
  explicit RowReader(const FastTextModel& model) : model_(model) {}

  // Counts shares only; see Weigh.
  absl::StatusOr<MarginProblem> Read(const std::string& path);

 private:
  void Add(const std::string& line);

  const FastTextModel& model_;
  Features features_;
  std::vector<uint32_t> numbers_;
  MarginProblem problem_;
};

absl::StatusOr<MarginProblem> RowReader::Read(const std::string& path) {
  problem_.feature_count = model_.input().rows();
  problem_.label_count = model_.label_count();
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(path));
  std::string line;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) return std::move(problem_);
    Add(line);
  }
}

void RowReader::Add(const std::string& line) {
  std::vector<std::string_view> words;
  for (const absl::string_view word : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
    words.emplace_back(word.data(), word.size());
  }
  if (words.empty()) return;
  const int32_t entry = model_.FindEntry(words.front());
  if (entry < static_cast<int32_t>(model_.word_count())) return;  // No label in front.
  words.erase(words.begin());
  ComputeFeatures(model_, words, &features_);
  if (features_.list.empty()) return;
  numbers_.clear();
  for (const Feature& feature : features_.list) numbers_.push_back(feature.row);
  std::sort(numbers_.begin(), numbers_.end());
  MarginRow row;
  row.label = static_cast<uint32_t>(entry) - model_.word_count();
  const float share = 1.0f / static_cast<float>(numbers_.size());
  for (const uint32_t number : numbers_) {
    if (row.values.empty() || row.values.back().first != number) row.values.push_back({number, 0});
    row.values.back().second += share;
  }
  problem_.rows.push_back(std::move(row));
}

// Multiplies every value with what its feature counts; returns that, [feature].
std::vector<float> Weigh(MarginProblem* problem) {
  std::vector<float> weights(problem->feature_count);
  for (const MarginRow& row : problem->rows) {
    for (const auto& [feature, value] : row.values) ++weights[feature];
  }
  const double rows = static_cast<double>(problem->rows.size());
  for (float& weight : weights) {
    if (weight > 0) weight = static_cast<float>(std::log(1 + rows / weight));
  }
  for (MarginRow& row : problem->rows) {
    for (auto& [feature, value] : row.values) value *= weights[feature];
  }
  return weights;
}

// libfasttext as a counter of words: it decides which are known, and to which row they belong.
FastTextArgs CountingArgs(FastTextArgs args) {
  args.loss = "softmax";
  args.lr = 1e-6;
  args.epoch = 1;
  args.dim = 1;
  args.threads = 1;
  return args;
}

// For each word the sum over all rows of the squared share of their scores that comes from it.
std::vector<double> WordEnergy(const MarginProblem& problem, const std::vector<float>& weights,
                               uint32_t word_count) {
  std::vector<double> energy(word_count);
  for (const MarginRow& row : problem.rows) {
    for (const auto& [feature, value] : row.values) {
      if (feature < word_count) energy[feature] += double{value} * value;
    }
  }
  const uint32_t labels = problem.label_count;
  for (uint32_t word = 0; word < word_count; ++word) {
    const auto begin = weights.begin() + size_t{word} * labels;
    energy[word] *= std::inner_product(begin, begin + labels, begin, 0.0);
  }
  return energy;
}

// Writes a model of these rows; returns the energy of its words.
absl::StatusOr<std::vector<double>> FitRows(const FastTextArgs& args, const std::string& rows_path,
                                            const std::string& model_path,
                                            const TrainingProgress& progress) {
  TASNIF_RETURN_IF_ERROR(
      TrainFastText(CountingArgs(args), rows_path, model_path, /*progress=*/nullptr));
  TASNIF_ASSIGN_OR_RETURN(auto model, FastTextModel::Open(model_path));
  TASNIF_ASSIGN_OR_RETURN(MarginProblem problem, RowReader(*model).Read(rows_path));
  const std::vector<float> scales = Weigh(&problem);
  std::vector<float> weights = FitMargins(problem, {args.cost, args.epoch, args.seed}, progress);
  std::vector<double> energy = WordEnergy(problem, weights, model->word_count());
  for (size_t i = 0; i < weights.size(); ++i) weights[i] *= scales[i / problem.label_count];
  model.reset();  // It maps the file that is written next.
  TASNIF_RETURN_IF_ERROR(ReplaceWeights(model_path, weights));
  return energy;
}

// Whether a word stays, [word]: the `count` of most energy, the earlier of two alike.
std::vector<uint8_t> KeptWords(const std::vector<double>& energy, uint32_t count) {
  std::vector<uint32_t> order(energy.size());
  std::iota(order.begin(), order.end(), 0u);
  std::nth_element(order.begin(), order.begin() + count, order.end(), [&](uint32_t a, uint32_t b) {
    return energy[a] != energy[b] ? energy[a] > energy[b] : a < b;
  });
  std::vector<uint8_t> kept(energy.size());
  for (uint32_t i = 0; i < count; ++i) kept[order[i]] = 1;
  return kept;
}

// The rows without the words that do not stay.
absl::Status WriteKeptRows(const std::string& model_path, const std::vector<uint8_t>& kept,
                           const std::string& rows_path, const std::string& kept_path) {
  TASNIF_ASSIGN_OR_RETURN(const auto model, FastTextModel::Open(model_path));
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(rows_path));
  TASNIF_ASSIGN_OR_RETURN(const auto sink, ByteSink::Open(kept_path));
  std::string line, out;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) return sink->Close();
    out.clear();
    for (const absl::string_view word : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
      const int32_t entry = model->FindEntry({word.data(), word.size()});
      const bool is_label = entry >= static_cast<int32_t>(model->word_count());
      if (entry < 0 || (!is_label && !kept[static_cast<size_t>(entry)])) continue;
      absl::StrAppend(&out, out.empty() ? "" : " ", word);
    }
    out.push_back('\n');
    TASNIF_RETURN_IF_ERROR(sink->Write(out));
  }
}

}  // namespace

std::vector<float> FitMargins(const MarginProblem& problem, const MarginOptions& options,
                              const TrainingProgress& progress) {
  std::vector<float> out(size_t{problem.feature_count} * problem.label_count);
  std::vector<double> lengths;
  for (const MarginRow& row : problem.rows) lengths.push_back(SquaredLength(row));
  const double sum = std::accumulate(lengths.begin(), lengths.end(), 0.0);
  if (sum <= 0) return out;
  const double cost = options.cost * static_cast<double>(lengths.size()) / sum;
  const double steps = static_cast<double>(problem.label_count) * options.passes;
  std::vector<uint32_t> order(problem.rows.size());
  for (uint32_t label = 0; label < problem.label_count; ++label) {
    LabelFit fit(problem, lengths, cost, label);
    std::iota(order.begin(), order.end(), 0u);
    for (uint32_t pass = 0; pass < options.passes; ++pass) {
      Shuffle(MixHash(options.seed, pass), &order);
      const double worst = fit.Pass(order);
      if (progress) progress((double{1} * label * options.passes + pass + 1) / steps, worst);
      if (worst < kTolerance) break;
    }
    for (uint32_t feature = 0; feature < problem.feature_count; ++feature) {
      out[size_t{feature} * problem.label_count + label] = static_cast<float>(fit.weight(feature));
    }
  }
  return out;
}

absl::Status TrainMarginModel(const FastTextArgs& args, const std::string& rows_path,
                              const std::string& model_path, const TrainingProgress& progress) {
  TASNIF_ASSIGN_OR_RETURN(const std::vector<double> energy,
                          FitRows(args, rows_path, model_path, progress));
  if (args.cutoff == 0 || args.cutoff >= energy.size()) return absl::OkStatus();
  const std::string kept_path = rows_path + ".kept";
  TASNIF_RETURN_IF_ERROR(
      WriteKeptRows(model_path, KeptWords(energy, args.cutoff), rows_path, kept_path));
  FastTextArgs again = args;
  again.min_count = 1;  // Those that are left are often enough.
  return FitRows(again, kept_path, model_path, progress).status();
}

}  // namespace tasnif
