#include "bench/lines.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/words.h"
#include "tasnif/v1/classifier.pb.h"
#include "text/normalizer.h"

namespace tasnif {
namespace {

std::string JoinWords(const Words& words) {
  std::string line;
  for (const std::string_view word : words.words) {
    line += word;
    line += ' ';
  }
  if (!line.empty()) line.pop_back();
  return line + '\n';
}

// Cuts before the word that goes beyond `bytes`; a first word that long is kept.
void Shorten(size_t bytes, std::string* line) {
  if (line->size() <= bytes) return;
  const size_t blank = line->rfind(' ', bytes);
  line->resize(blank == std::string::npos ? line->find(' ') : blank);
}

}  // namespace

v1::TextOptions BenchTextOptions() {
  v1::TextOptions options;
  options.set_normalizer_version(kNormalizerVersion);
  return options;
}

absl::StatusOr<std::vector<std::string>> MakeLines(const std::vector<BenchText>& texts) {
  TASNIF_ASSIGN_OR_RETURN(const auto reader, ArticleReader::Create());
  ArticleText article_text;
  std::vector<std::string> lines;
  for (const BenchText& text : texts) {
    v1::Article article;
    article.set_text(text.text);
    TASNIF_RETURN_IF_ERROR(
        Annotate(reader->Read(article, &article_text), absl::StrCat("text ", lines.size() + 1)));
    Words words;
    BuildWords(article_text, BenchTextOptions(), &words);
    lines.push_back(JoinWords(words));
  }
  return lines;
}

std::vector<std::string> CutPieces(const std::vector<std::string>& lines, size_t bytes,
                                   size_t max_pieces) {
  std::vector<std::string> pieces;
  for (size_t next = 0; pieces.size() < max_pieces && (pieces.empty() || next < lines.size());) {
    std::string piece;
    while (piece.size() < bytes && (pieces.empty() || next < lines.size())) {
      const std::string& line = lines[next++ % lines.size()];
      if (line.size() <= 1) continue;
      piece += line;
      piece.back() = ' ';
    }
    if (piece.size() < bytes && !pieces.empty()) break;
    piece.pop_back();  // The blank.
    Shorten(bytes - 1, &piece);
    pieces.push_back(piece + '\n');
  }
  return pieces;
}

void SplitLine(std::string_view line, std::vector<std::string_view>* words) {
  words->clear();
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  while (!line.empty()) {
    const size_t end = std::min(line.find(' '), line.size());  // memchr: many bytes at a time
    if (end > 0) words->push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

}  // namespace tasnif
