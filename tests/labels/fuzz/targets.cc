#include "tests/labels/fuzz/targets.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include "labels/json_lines.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

void Expect(bool is_right, std::string_view what) {
  if (is_right) return;
  std::cerr << "JSON lines: " << what << "\n";
  std::abort();
}

void CheckTargets(const LabelledArticle& in) {
  Expect(static_cast<size_t>(in.article.targets_size()) == in.targets.size(), "targets differ");
  const size_t length = CountCodePoints(in.article.text());
  for (const LabelledTarget& target : in.targets) {
    Expect(!target.has_mention || target.mention_begin <= target.mention_end, "mention's order");
    Expect(!target.has_mention || target.mention_end <= length, "mention leaves the text");
  }
}

void CheckText(const LabelledArticle& in) {
  for (const std::string* field : {&in.article.id(), &in.article.title(), &in.article.text(),
                                   &in.article.byline(), &in.article.language(), &in.article.url(),
                                   &in.article.publisher(), &in.source, &in.split}) {
    Expect(IsValidUtf8(*field), "a field is not UTF-8");
  }
  for (const auto& [head, label] : in.labels) {
    Expect(IsValidUtf8(head) && IsValidUtf8(label) && !label.empty(), "a label is not text");
  }
}

// The answer repeats what came in: it must be one line that can be read again.
void CheckAnswer(const LabelledArticle& in) {
  v1::ArticleResult result;
  result.set_id(in.article.id());
  const std::string line = FormatResult(result);
  Expect(line.find('\n') == std::string::npos, "an answer of several lines");
  const auto again = ParseArticle(line);
  Expect(again.ok() && again->article.id() == in.article.id(), "the id is not echoed");
}

}  // namespace

void FuzzJsonLine(std::string_view bytes) {
  const auto article = ParseArticle(bytes);
  if (!article.ok()) {
    Expect(article.status().code() == absl::StatusCode::kInvalidArgument, "another code");
    return;
  }
  CheckTargets(*article);
  CheckText(*article);
  CheckAnswer(*article);
}

}  // namespace tasnif
