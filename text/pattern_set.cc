#include "text/pattern_set.h"

#include <algorithm>
#include <numeric>

namespace tasnif {
namespace {

// Lazily built automata may grow to this; a line that would need more is matched rule by rule.
constexpr int64_t kMaxBytes = int64_t{32} << 20;

RE2::Options SetOptions() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxBytes);
  return options;
}

}  // namespace

PatternSet::PatternSet(RE2::Anchor anchor) : set_(SetOptions(), anchor) {}

void PatternSet::Add(const std::string& pattern) {
  set_.Add(pattern, nullptr);
  ++size_;
}

absl::Status PatternSet::Compile() {
  if (set_.Compile()) return absl::OkStatus();
  return absl::FailedPreconditionError("segment rules: together too large for RE2");
}

void PatternSet::Match(std::string_view text, std::vector<int>* indices) const {
  indices->clear();
  if (size_ == 0) return;
  const re2::StringPiece piece(text.data(), text.size());
  RE2::Set::ErrorInfo error;
  // Without asking which ones, RE2 allocates nothing and stops at the first match.
  if (!set_.Match(piece, nullptr, &error) && error.kind == RE2::Set::kNoError) return;
  set_.Match(piece, indices, &error);
  if (error.kind == RE2::Set::kNoError) {
    std::sort(indices->begin(), indices->end());
  } else {
    indices->resize(static_cast<size_t>(size_));
    std::iota(indices->begin(), indices->end(), 0);
  }
}

}  // namespace tasnif
