#include "train/views.h"

#include <algorithm>

#include "engine/word_hash.h"
#include "train/selection.h"

namespace tasnif {
namespace {

constexpr uint64_t kLengthSalt = 2;
constexpr uint64_t kStartSalt = 3;

using Views = std::vector<std::string_view>;

uint32_t BodyLimit(const View& view, uint32_t max_words, uint64_t hash) {
  uint32_t limit = max_words;
  if (!view.max_words.empty()) {
    limit = view.max_words[MixHash(hash, kLengthSalt) % view.max_words.size()];
  }
  return limit == 0 ? kMaxRowWords : std::min(limit, kMaxRowWords);
}

// First body word of the piece.
size_t BodyStart(const View& view, size_t body_words, size_t limit, uint64_t hash) {
  if (!view.is_random_piece) return std::min<size_t>(view.skip_words, body_words);
  const size_t choices = body_words > limit ? body_words - limit + 1 : 1;
  return MixHash(hash, kStartSalt) % choices;
}

bool IsFeatureWord(std::string_view word) {
  return !word.empty() && word != kEndOfLine &&
         word.substr(0, kLabelPrefix.size()) != kLabelPrefix &&
         word.find_first_of(std::string_view(" \n\r\t\v\f\0", 7)) == std::string_view::npos;
}

}  // namespace

std::string JoinWords(const Views& words) {
  std::string row;
  for (const std::string_view word : words) {
    if (!IsFeatureWord(word)) continue;
    if (!row.empty()) row += ' ';
    row += word;
  }
  return row;
}

std::string ViewRow(const View& view, const Words& words, uint32_t max_words, uint64_t hash) {
  Views title;
  Views body;
  for (size_t i = 0; i < words.words.size(); ++i) {
    (words.origins[i].in_title ? title : body).push_back(words.words[i]);
  }
  if (title.size() < view.min_title_words || body.size() < view.min_body_words) return "";
  Views row;
  if (view.use_title) row = title;
  if (view.use_body) {
    const size_t limit = BodyLimit(view, max_words, hash);
    const size_t begin = BodyStart(view, body.size(), limit, hash);
    const size_t end = std::min(body.size(), begin + limit);
    row.insert(row.end(), body.begin() + begin, body.begin() + end);
  }
  return JoinWords(row);
}

}  // namespace tasnif
