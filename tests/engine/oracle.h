// tests/engine/oracle.h
//
// libfasttext 0.9.2 as the oracle: trains small models and predicts with them. Deterministic: one
// thread, one seed, texts from tests/engine/corpus.h.
#ifndef TASNIF_TESTS_ENGINE_ORACLE_H_
#define TASNIF_TESTS_ENGINE_ORACLE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/corpus.h"

namespace fasttext {
class FastText;
}

namespace tasnif {

// How to train one model. `name` must be unique: it names the files too.
struct OracleSpec {
  std::string name;
  std::string loss = "softmax";
  int word_ngrams = 1;
  int min_chars = 0;
  int max_chars = 0;
  int dim = 12;
  int bucket = 4000;
  int epoch = 6;
  double learning_rate = 0.5;
  CorpusSpec corpus = {};
  bool quantize = false;
  bool quantize_norm = false;
  bool quantize_output = false;
  bool retrain = false;
  int cutoff = 0;
};

class Oracle {
 public:
  // Null, with the reason on stderr, if libfasttext throws.
  static std::unique_ptr<Oracle> Train(const OracleSpec& spec);
  ~Oracle();

  // The model's file.
  const std::string& bytes() const { return bytes_; }
  // Probability of each label (without prefix) for the line; empty if nothing was recognised.
  // Labels that fastText leaves out are missing.
  std::map<std::string, double> Predict(const std::string& line) const;

 private:
  Oracle() = default;
  std::unique_ptr<fasttext::FastText> model_;
  std::string bytes_;
};

// Cuts a line (without newline) into words at the bytes where fastText does.
std::vector<std::string_view> SplitLikeFastText(std::string_view line);

}  // namespace tasnif

#endif  // TASNIF_TESTS_ENGINE_ORACLE_H_
