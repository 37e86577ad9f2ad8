#include "cli/marked_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "cli/console.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr std::string_view kFor = "\x1b[32m";
constexpr std::string_view kAgainst = "\x1b[31m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

// In the order of the text; where two overlap, the stronger one.
std::vector<const v1::Contribution*> Placed(
    size_t text_bytes, const google::protobuf::RepeatedPtrField<v1::Contribution>& words) {
  std::vector<const v1::Contribution*> placed;
  for (const v1::Contribution& word : words) {
    const bool is_in_text =
        !word.in_title() && word.begin_byte() < word.end_byte() && word.end_byte() <= text_bytes;
    const bool is_free = std::none_of(placed.begin(), placed.end(), [&](const auto* other) {
      return word.begin_byte() < other->end_byte() && other->begin_byte() < word.end_byte();
    });
    if (is_in_text && is_free) placed.push_back(&word);
  }
  std::sort(placed.begin(), placed.end(),
            [](const auto* a, const auto* b) { return a->begin_byte() < b->begin_byte(); });
  return placed;
}

float Strongest(const std::vector<const v1::Contribution*>& words) {
  float most = 0;
  for (const v1::Contribution* word : words) most = std::max(most, std::fabs(word->logit()));
  return most;
}

// Bytes of the first max_characters code points.
size_t CutAt(std::string_view text, size_t max_characters) {
  size_t position = 0;
  for (size_t count = 0; position < text.size() && count < max_characters; ++count) {
    NextCodePoint(text, &position);
  }
  return position;
}

}  // namespace

std::string MarkedText(std::string_view text,
                       const google::protobuf::RepeatedPtrField<v1::Contribution>& words,
                       size_t max_characters) {
  const size_t cut = CutAt(text, max_characters);
  const std::vector<const v1::Contribution*> placed = Placed(cut, words);
  const float strongest = Strongest(placed);
  std::string out;
  size_t position = 0;
  for (const v1::Contribution* word : placed) {
    const size_t begin = word->begin_byte();
    out += Printable(text.substr(position, begin - position));
    if (std::fabs(word->logit()) * 2 >= strongest) out += kBold;
    out += word->logit() > 0 ? kFor : kAgainst;
    out += Printable(text.substr(begin, word->end_byte() - begin));
    out += kPlain;
    position = word->end_byte();
  }
  out += Printable(text.substr(position, cut - position));
  if (cut < text.size()) out += "…";
  return out;
}

}  // namespace tasnif
