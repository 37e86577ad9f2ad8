// bench/texts.h
//
// What a benchmark reads: real texts from a file, or made ones where there is no file.
//
//   TASNIF_ASSIGN_OR_RETURN(std::vector<BenchText> texts, ReadTexts("articles.jsonl.xz", 3000));
//   std::vector<BenchText> made = GenerateTexts(500);
//
// Threads: pure functions but for reading the file.
#ifndef TASNIF_BENCH_TEXTS_H_
#define TASNIF_BENCH_TEXTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

struct BenchText {
  std::string text;      // As it stands in the file.
  std::string language;  // As the file says; may be empty.
  std::string label;     // Never empty; see LabelTexts.
};

// The first `max_texts` texts of `path`, "-" for standard input: JSON lines (a line that begins
// with '{'; the schema of docs/json_lines.md, of which text, language and labels.topic are read) or
// plain text, one article a line; compressed or not. Blank lines are passed over.
// Errors of LineReader. INVALID_ARGUMENT: a bad JSON line, which is named; no text at all.
absl::StatusOr<std::vector<BenchText>> ReadTexts(const std::string& path, size_t max_texts);

// `count` made texts of 100 to 900 words, the same ones on every machine. Words are drawn by Zipf's
// law from 30,000 that are put together from letters, in Arabic and Latin script by turns; each
// text prefers some words, so that labels can be learnt. They are not language: no inflection, no
// punctuation but full stops.
std::vector<BenchText> GenerateTexts(size_t count);

// Where some text has no label, every text gets one of kHashLabels by its hash instead, which a
// model can only learn by heart.
inline constexpr size_t kHashLabels = 13;
void LabelTexts(std::vector<BenchText>* texts);

}  // namespace tasnif

#endif  // TASNIF_BENCH_TEXTS_H_
