// labels/json_lines.h
//
// The JSON-lines schema, in and out (see docs/json_lines.md).
//
//   TASNIF_ASSIGN_OR_RETURN(LabelledArticle in, ParseArticle(line));
//   std::puts(FormatResult(result).c_str());
//
// The output is a function of the result alone: the same whether it came from this process or from
// a server. Probabilities have six decimals; timings are left out.
#ifndef TASNIF_LABELS_JSON_LINES_H_
#define TASNIF_LABELS_JSON_LINES_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// What is known of a target beforehand.
struct LabelledTarget {
  std::string name;
  std::string stance;  // `favor`, `against`, `neutral`, or empty.
  bool has_mention = false;
  // Unicode code points of `text`, as the data sets give them; end not included.
  uint32_t mention_begin = 0;
  uint32_t mention_end = 0;
};

// One input line: the article, and what train and evaluate read besides.
struct LabelledArticle {
  v1::Article article;  // With its targets.
  // Head → label. That of the language head is LanguageLabel of what the line says, or else of the
  // article's language; absent where neither is a language code.
  std::map<std::string, std::string> labels;
  std::vector<LabelledTarget> targets;  // Same order as article.targets().
  std::string source;                   // Data set.
  std::string split;                    // "train", "dev", "test", ….
  bool is_weak = false;                 // A heuristic label.
  std::vector<std::string> warnings;    // Repaired bytes, unreadable time.
};

// Invalid UTF-8 in the line is repaired with a warning. Unknown fields are ignored.
// INVALID_ARGUMENT: not JSON (with the byte), not an object, a field of the wrong type (named).
// A missing text is no error here: the labeller refuses it with the other bad articles.
absl::StatusOr<LabelledArticle> ParseArticle(std::string_view line);

// One line without its end.
std::string FormatResult(const v1::ArticleResult& result);

// "INVALID_ARGUMENT" for ERROR_CODE_INVALID_ARGUMENT.
std::string_view ErrorCodeName(v1::ErrorCode code);

}  // namespace tasnif

#endif  // TASNIF_LABELS_JSON_LINES_H_
