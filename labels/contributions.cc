#include "labels/contributions.h"

#include <algorithm>
#include <cmath>

namespace tasnif {
namespace {

// Two neighbours of an n-gram may have a whole cut-out article between them.
constexpr uint32_t kMaxRangeBytes = 256;

// Words [first, last) of an n-gram that stand together in one text, as one range.
ByteRange RangeOf(const Words& words, size_t first, size_t last) {
  const WordOrigin& begin = words.origins[first];
  ByteRange range = {begin.begin_byte, begin.end_byte};
  for (size_t i = first + 1; i < last; ++i) {
    const WordOrigin& next = words.origins[i];
    const bool is_near = next.in_title == begin.in_title && next.begin_byte >= range.end_byte &&
                         next.end_byte - range.begin_byte <= kMaxRangeBytes;
    if (!is_near) break;
    range.end_byte = next.end_byte;
  }
  return range;
}

void FillOne(const ArticleText& text, const Words& words, const WordContribution& part,
             v1::Contribution* out) {
  const size_t last = std::min<size_t>(part.first_word + part.word_count, words.words.size());
  const ByteRange range = RangeOf(words, part.first_word, last);
  const bool in_title = words.origins[part.first_word].in_title;
  const std::string_view shown = range.empty() ? words.words[part.first_word]
                                               : Slice(in_title ? text.title : text.text, range);
  out->set_text(shown.data(), shown.size());
  out->set_begin_byte(range.begin_byte);
  out->set_end_byte(range.end_byte);
  out->set_in_title(in_title);
  out->set_logit(part.logit);
}

bool StandsNowhere(const Words& words, const WordContribution& part) {
  return part.word_count == 1 && part.first_word < words.words.size() &&
         words.origins[part.first_word].begin_byte == words.origins[part.first_word].end_byte;
}

// A mark is repeated to weigh more; to a reader it is one reason.
void MergeMarks(const Words& words, std::vector<WordContribution>* parts) {
  std::vector<WordContribution*> marks;
  for (WordContribution& part : *parts) {
    if (!StandsNowhere(words, part)) continue;
    const auto same = std::find_if(marks.begin(), marks.end(), [&](const WordContribution* mark) {
      return words.words[mark->first_word] == words.words[part.first_word];
    });
    if (same == marks.end()) {
      marks.push_back(&part);
    } else {
      (*same)->logit += part.logit;
      part.logit = 0;
    }
  }
  if (marks.empty()) return;
  parts->erase(std::remove_if(parts->begin(), parts->end(),
                              [](const WordContribution& part) { return part.logit == 0; }),
               parts->end());
}

}  // namespace

void FillContributions(const ArticleText& text, const Words& words,
                       std::vector<WordContribution>* parts,
                       google::protobuf::RepeatedPtrField<v1::Contribution>* out) {
  MergeMarks(words, parts);
  std::stable_sort(parts->begin(), parts->end(),
                   [](const WordContribution& a, const WordContribution& b) {
                     return std::fabs(a.logit) > std::fabs(b.logit);
                   });
  size_t shown = 0;
  double rest = 0;
  for (const WordContribution& part : *parts) {
    // The end-of-line token stands nowhere in the article.
    const bool has_place = part.first_word < words.words.size();
    if (has_place && shown < kMaxContributions) {
      FillOne(text, words, part, out->Add());
      ++shown;
    } else {
      rest += part.logit;
    }
  }
  if (rest != 0) out->Add()->set_logit(static_cast<float>(rest));
}

}  // namespace tasnif
