#include "bench/tasnif_runner.h"

#include <algorithm>

#include "base/files.h"
#include "base/status.h"
#include "bench/lines.h"
#include "engine/compiler.h"
#include "engine/fasttext_model.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<TasnifRunner>> TasnifRunner::Open(
    const std::vector<std::string>& paths, const OpenOptions& options) {
  std::unique_ptr<TasnifRunner> runner(new TasnifRunner());
  for (const std::string& path : paths) {
    TASNIF_ASSIGN_OR_RETURN(auto head, CompiledModel::Open(path, options));
    runner->heads_.push_back(std::move(head));
  }
  return runner;
}

void TasnifRunner::Top(std::string_view line, std::vector<int32_t>* tops) {
  SplitLine(line, &words_);
  TopOfWords(words_, heads_.size(), tops);
}

void TasnifRunner::TopOfWords(absl::Span<const std::string_view> words, size_t heads,
                              std::vector<int32_t>* tops) {
  tops->assign(heads, -1);
  HashWords(words, &scratch_.hashed_words());
  for (size_t i = 0; i < heads; ++i) {
    const CompiledModel& head = *heads_[i];
    if (!Score(head, scratch_.hashed_words(), &scratch_, &logits_).ok()) continue;
    Probabilities(head, logits_, 1.0f, &probabilities_);
    const auto best = std::max_element(probabilities_.begin(), probabilities_.end());
    (*tops)[i] = static_cast<int32_t>(best - probabilities_.begin());
  }
}

bool TasnifRunner::All(std::string_view line, std::vector<float>* probabilities) {
  SplitLine(line, &words_);
  HashWords(words_, &scratch_.hashed_words());
  if (!Score(head(0), scratch_.hashed_words(), &scratch_, &logits_).ok()) return false;
  Probabilities(head(0), logits_, 1.0f, probabilities);
  return true;
}

absl::Status CompileFile(const std::string& model_path, Precision precision,
                         const std::string& tsf_path) {
  TASNIF_ASSIGN_OR_RETURN(const auto model, FastTextModel::Open(model_path));
  TASNIF_ASSIGN_OR_RETURN(const std::string bytes, CompileModel(*model, {.precision = precision}));
  return WriteAtomically(PosixFiles(), tsf_path, bytes);
}

}  // namespace tasnif
