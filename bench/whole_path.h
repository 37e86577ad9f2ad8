// bench/whole_path.h
//
// The longer way for us: from the raw bytes of an article to calibrated labels as messages, the way
// `tasnif classify` and the server go, against libfasttext on text that somebody has already
// normalised and cut into words.
//
//   TASNIF_ASSIGN_OR_RETURN(CaseResult result,
//                           CompareWholePath("bigrams/raw-article/3-heads", texts, sides, paths,
//                           5));
//
// Threads: as for the engines.
#ifndef TASNIF_BENCH_WHOLE_PATH_H_
#define TASNIF_BENCH_WHOLE_PATH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/comparison.h"
#include "bench/texts.h"

namespace tasnif {

// Articles with the lines that MakeLines makes of them.
struct RawArticles {
  std::vector<BenchText> texts;
  std::vector<std::string> lines;  // Same length.
};

// Ours decodes, cuts off boilerplate, finds attributions, guesses the language, tokenises, and
// labels with one head for each of tsf_paths, calibrated (at temperature 1, so that answers can be
// compared; any other costs the same). libfasttext labels the finished lines with all its heads.
// Only the label of the first head is compared.
// sides.libfasttext: as many as tsf_paths. rounds >= 1.
// Errors of Labeller and CompiledModel::Open.
absl::StatusOr<CaseResult> CompareWholePath(const std::string& name, const RawArticles& articles,
                                            Sides& sides, const std::vector<std::string>& tsf_paths,
                                            size_t rounds);

}  // namespace tasnif

#endif  // TASNIF_BENCH_WHOLE_PATH_H_
