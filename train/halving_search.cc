#include "train/halving_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "train/selection.h"

namespace tasnif {
namespace {

constexpr uint64_t kDrawSalt = 7;
constexpr uint32_t kMaxAttempts = 100;

// Three digits of a rate are enough.
double Rounded(const std::string& name, double value) {
  if (IsWholeSetting(name)) return std::round(value);
  double rounded = value;
  (void)absl::SimpleAtod(absl::StrFormat("%.3g", value), &rounded);
  return rounded;
}

double FromPlace(const SearchRange& range, double place) {
  if (!range.is_log) return range.min + place * (range.max - range.min);
  return range.min * std::pow(range.max / range.min, place);
}

// Where in the range a value lies, from 0 to 1.
double ToPlace(const SearchRange& range, double value) {
  const double kept = std::clamp(value, range.min, range.max);
  if (!range.is_log) return (kept - range.min) / (range.max - range.min);
  return std::log(kept / range.min) / std::log(range.max / range.min);
}

double DrawEvenly(const SearchRange& range, double share) {
  if (range.values.empty()) return FromPlace(range, share);
  const auto count = static_cast<double>(range.values.size());
  return range.values[static_cast<size_t>(share * count)];
}

// width: of the window around `value`, as a share of the range; also how likely a listed value is
// to be drawn anew.
double DrawNear(const SearchRange& range, double value, double width, double share) {
  if (range.values.empty()) {
    const double place = ToPlace(range, value) + (share - 0.5) * width;
    return FromPlace(range, std::clamp(place, 0.0, 1.0));
  }
  return share < width ? DrawEvenly(range, share / width) : value;
}

// The window halves every second bracket, down to a tenth of the range.
double WidthOf(uint32_t bracket) { return std::max(0.1, 0.5 * std::pow(0.5, (bracket - 1) / 2.0)); }

// fastText wants minn <= maxn.
void Repair(SettingValues* values) {
  const auto minn = values->find("minn");
  const auto maxn = values->find("maxn");
  if (minn == values->end() || maxn == values->end()) return;
  minn->second = std::min(minn->second, maxn->second);
}

bool IsBetter(const ScoredTrial& a, const ScoredTrial& b) {
  if (a.score != b.score) return a.score > b.score;
  return a.trial.number < b.trial.number;
}

}  // namespace

HalvingSearch::HalvingSearch(SearchRecipe recipe, SettingValues start)
    : recipe_(std::move(recipe)), start_(std::move(start)), rung_({start_}), drawn_({start_}) {
  Advance();
}

void HalvingSearch::Report(double score) {
  scored_.push_back({*next_, score});
  ++reported_;
  const bool is_whole = next_->share == 1;
  if (is_whole && (!best_.has_value() || IsBetter(scored_.back(), *best_))) best_ = scored_.back();
  Advance();
}

void HalvingSearch::Advance() {
  if (scored_.size() == rung_.size()) FinishRung();
  if (rung_.empty()) {
    next_.reset();
    return;
  }
  next_ = Trial{reported_, bracket_, share_, rung_[scored_.size()]};
}

void HalvingSearch::FinishRung() {
  if (share_ == 1) return StartBracket();
  std::sort(scored_.begin(), scored_.end(), IsBetter);
  const size_t kept = std::max<size_t>(1, scored_.size() / recipe_.reduction);
  rung_.clear();
  for (size_t i = 0; i < kept; ++i) rung_.push_back(scored_[i].trial.values);
  scored_.clear();
  share_ = std::min(1.0, share_ * recipe_.reduction);
  // Thirds of thirds do not add up to one exactly.
  if (share_ > 0.999) share_ = 1;
}

void HalvingSearch::StartBracket() {
  ++bracket_;
  scored_.clear();
  rung_.clear();
  for (uint32_t i = 0; i < recipe_.candidates; ++i) {
    if (std::optional<SettingValues> values = Draw(i)) rung_.push_back(*std::move(values));
  }
  share_ = 1;
  for (size_t left = rung_.size(); left >= recipe_.reduction; left /= recipe_.reduction) {
    share_ /= recipe_.reduction;
  }
}

std::optional<SettingValues> HalvingSearch::Draw(uint32_t index) {
  const bool is_neighbour = bracket_ > 1 && best_.has_value() && index % 2 == 1;
  const uint64_t candidate = uint64_t{bracket_} * recipe_.candidates + index;
  for (uint32_t attempt = 0; attempt < kMaxAttempts; ++attempt) {
    SettingValues values = DrawOnce(candidate * kMaxAttempts + attempt, is_neighbour);
    if (drawn_.insert(values).second) return values;
  }
  return std::nullopt;
}

SettingValues HalvingSearch::DrawOnce(uint64_t salt, bool is_neighbour) const {
  SettingValues values;
  const uint64_t candidate = MixHash(MixHash(recipe_.seed, kDrawSalt), salt);
  for (const auto& [name, range] : recipe_.ranges) {
    const double share = HashShare(MixHash(candidate, HashBytes(name)));
    const double drawn =
        is_neighbour ? DrawNear(range, best_->trial.values.at(name), WidthOf(bracket_), share)
                     : DrawEvenly(range, share);
    values[name] = Rounded(name, drawn);
  }
  Repair(&values);
  return values;
}

}  // namespace tasnif
