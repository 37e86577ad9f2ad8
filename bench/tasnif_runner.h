// bench/tasnif_runner.h
//
// Our engine as one side of a comparison: one or several compiled heads over the same line, words
// hashed once for all of them, scratch memory reused.
//
//   TASNIF_ASSIGN_OR_RETURN(auto runner, TasnifRunner::Open({"topic.tsf"}));
//   runner->Top("words of the text\n", &tops);           // runner->head(0).label(tops[0])
//
// Threads: one thread each.
#ifndef TASNIF_BENCH_TASNIF_RUNNER_H_
#define TASNIF_BENCH_TASNIF_RUNNER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/compiled_model.h"
#include "engine/scorer.h"

namespace tasnif {

class TasnifRunner {
 public:
  // Errors of CompiledModel::Open.
  static absl::StatusOr<std::unique_ptr<TasnifRunner>> Open(const std::vector<std::string>& paths,
                                                            const OpenOptions& options = {});

  size_t head_count() const { return heads_.size(); }
  const CompiledModel& head(size_t index) const { return *heads_[index]; }

  // Overwrites `tops` [heads] with the number of each head's best label by its probabilities, or -1
  // where nothing was recognised. Starts from the bytes of the line, as libfasttext does.
  void Top(std::string_view line, std::vector<int32_t>* tops);

  // The same from words that are already apart, as serving has them, through the first `heads`
  // heads; tops: [heads]. heads <= head_count().
  void TopOfWords(absl::Span<const std::string_view> words, size_t heads,
                  std::vector<int32_t>* tops);

  // Overwrites `probabilities` [labels] with those of the first head at temperature 1. False where
  // nothing was recognised.
  bool All(std::string_view line, std::vector<float>* probabilities);

 private:
  TasnifRunner() = default;

  std::vector<std::unique_ptr<const CompiledModel>> heads_;
  std::vector<std::string_view> words_;
  Scratch scratch_;
  std::vector<float> logits_;
  std::vector<float> probabilities_;
};

// Compiles a fastText file to `tsf_path`. Errors of FastTextModel::Open, CompileModel and
// WriteAtomically.
absl::Status CompileFile(const std::string& model_path, Precision precision,
                         const std::string& tsf_path);

}  // namespace tasnif

#endif  // TASNIF_BENCH_TASNIF_RUNNER_H_
