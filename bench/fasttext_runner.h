// bench/fasttext_runner.h
//
// libfasttext as the other side of every comparison, called as cheaply as its public interface
// allows: the line lies in memory, the vectors of rows and predictions are reused, one label is
// asked for, and its name is not copied.
//
//   TASNIF_ASSIGN_OR_RETURN(auto runner, FastTextRunner::Load("topic.bin"));
//   int32_t top = runner->Top("words of the text\n");    // labels()[top]
//
// The one place of bench/ that knows libfasttext. Threads: one thread each.
#ifndef TASNIF_BENCH_FASTTEXT_RUNNER_H_
#define TASNIF_BENCH_FASTTEXT_RUNNER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

class FastTextRunner {
 public:
  // INVALID_ARGUMENT: libfasttext refuses the file, or it is not a supervised model; the message is
  // its own. RESOURCE_EXHAUSTED: not enough memory.
  static absl::StatusOr<std::unique_ptr<FastTextRunner>> Load(const std::string& path);
  ~FastTextRunner();

  // Without the prefix "__label__", in the model's order.
  const std::vector<std::string>& labels() const { return labels_; }

  // Number of the best label, or -1 where nothing was recognised. line: ends with '\n'.
  int32_t Top(std::string_view line);

  // Overwrites `probabilities` [labels]; without the 1e-5 that libfasttext adds to each. A label
  // that it leaves out gets a negative number.
  void All(std::string_view line, std::vector<float>* probabilities);

 private:
  struct Impl;
  explicit FastTextRunner(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
  std::vector<std::string> labels_;
};

// Writes the quantized form of a .bin file as libfasttext makes it by default:
// products of two dimensions; all rows kept where `cutoff` is 0, otherwise only so many words and
// n-grams, with norms of their own, as its tutorial does. Errors of Load(), also where the file
// cannot be written.
absl::Status QuantizeFastText(const std::string& bin_path, size_t cutoff,
                              const std::string& ftz_path);

}  // namespace tasnif

#endif  // TASNIF_BENCH_FASTTEXT_RUNNER_H_
