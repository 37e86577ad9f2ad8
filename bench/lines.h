// bench/lines.h
//
// The texts as both engines read them: words as serving makes them, joined by blanks, one line a
// text, with the line end that fastText reads as its end-of-line token.
//
//   TASNIF_ASSIGN_OR_RETURN(std::vector<std::string> lines, MakeLines(texts));
//   std::vector<std::string> pieces = CutPieces(lines, 3000, 400);
//
// Threads: pure functions.
#ifndef TASNIF_BENCH_LINES_H_
#define TASNIF_BENCH_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/texts.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

// How the benchmarks turn an article into words: the body, numbers kept.
v1::TextOptions BenchTextOptions();

// One line a text, in their order; a text that leaves no word gives "\n".
// Errors of ArticleReader, with the number of the text, counted from 1.
absl::StatusOr<std::vector<std::string>> MakeLines(const std::vector<BenchText>& texts);

// Lines of at most `bytes` bytes and nearly as many: each begins where a line begins and is filled
// up from the lines behind it, which the next piece then leaves out. At most `max_pieces`, at least
// one; where the lines end before the first piece is full, they start again.
// lines: not empty, some with words.
std::vector<std::string> CutPieces(const std::vector<std::string>& lines, size_t bytes,
                                   size_t max_pieces);

// The words of a line; overwrites `words`, which point into it.
void SplitLine(std::string_view line, std::vector<std::string_view>* words);

}  // namespace tasnif

#endif  // TASNIF_BENCH_LINES_H_
