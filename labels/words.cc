#include "labels/words.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "labels/credit.h"

namespace tasnif {
namespace {

constexpr std::string_view kNumberWord = "0";

bool IsRead(SegmentKind kind, const v1::TextOptions& options) {
  return kind == SegmentKind::kBody || (kind == SegmentKind::kKeywords && options.use_keywords());
}

// Adds words, or only those that are new.
class WordWriter {
 public:
  WordWriter(const v1::TextOptions& options, Words* out)
      : is_unique_(options.unique_words()), out_(out) {}

  void Add(std::string_view word, WordOrigin origin) {
    if (!is_unique_ || seen_.insert(word).second) out_->Add(word, origin);
  }
  void AddMade(std::string word, WordOrigin origin) {
    out_->made.push_back(std::move(word));
    Add(out_->made.back(), origin);
  }
  size_t size() const { return out_->words.size(); }

 private:
  const bool is_unique_;
  absl::flat_hash_set<std::string_view> seen_;
  Words* const out_;
};

// "attr:dateline" for every place that credits an agency, in the order of the text. They count with
// the title: a piece of the body keeps them.
void AddAttributionWords(const ArticleText& text, const v1::TextOptions& options, Words* out) {
  std::vector<std::string> words;
  for (const Attribution& attribution : text.attributions) {
    if (!CreditsAgency(attribution)) continue;
    std::string word = "attr:" + std::string(CreditPlace(attribution, text));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  if (words.empty()) words.push_back("attr:none");
  for (const std::string& word : words) {
    for (uint32_t i = 0; i < options.attribution_words(); ++i) {
      out->AddMade(word, {0, 0, /*in_title=*/true});
    }
  }
}

void AddTitle(const ArticleText& text, const v1::TextOptions& options, WordWriter* out) {
  for (const Token& token : text.title_tokens) {
    const bool is_number = token.kind == TokenKind::kNumber;
    if (is_number && options.drop_numbers()) continue;
    const std::string_view word = is_number ? kNumberWord : text.title_tokens.word(token);
    const WordOrigin origin = {token.begin_byte, token.end_byte, /*in_title=*/true};
    if (options.title_prefix().empty()) {
      out->Add(word, origin);
    } else {
      out->AddMade(options.title_prefix() + std::string(word), origin);
    }
  }
}

// Walks the attributions beside the tokens; both are in text order.
class AttributionMask {
 public:
  explicit AttributionMask(const ArticleText& text) : attributions_(text.attributions) {}

  // The attribution that the token lies in, or null. Tokens must come in order.
  const Attribution* Find(const Token& token) {
    while (next_ < attributions_.size() && IsBefore(attributions_[next_], token)) ++next_;
    if (next_ == attributions_.size()) return nullptr;
    const ByteRange& range = attributions_[next_].range;
    return token.begin_byte >= range.begin_byte ? &attributions_[next_] : nullptr;
  }

 private:
  // Those of the byline field have an empty range.
  static bool IsBefore(const Attribution& attribution, const Token& token) {
    return attribution.range.empty() || attribution.range.end_byte <= token.begin_byte;
  }

  const std::vector<Attribution>& attributions_;
  size_t next_ = 0;
};

void AddBody(const ArticleText& text, const v1::TextOptions& options, WordWriter* out) {
  AttributionMask mask(text);
  const Attribution* masked = nullptr;
  const size_t limit = options.max_words() == 0 ? SIZE_MAX : out->size() + options.max_words();
  for (size_t i = 0; i < text.tokens.size() && out->size() < limit; ++i) {
    const Token& token = text.tokens[i];
    if (!IsRead(text.token_kinds[i], options)) continue;
    const Attribution* attribution = options.mask_attribution() ? mask.Find(token) : nullptr;
    if (attribution != nullptr) {
      const uint32_t place = attribution->range.begin_byte;
      if (attribution != masked) out->Add(kAttributionWord, {place, place, /*in_title=*/false});
      masked = attribution;
      continue;
    }
    if (token.kind == TokenKind::kNumber && options.drop_numbers()) continue;
    const bool is_number = token.kind == TokenKind::kNumber;
    out->Add(is_number ? kNumberWord : text.tokens.word(i),
             {token.begin_byte, token.end_byte, /*in_title=*/false});
  }
}

}  // namespace

void Words::Clear() {
  words.clear();
  origins.clear();
  made.clear();
}

bool MakesSameWords(const v1::TextOptions& a, const v1::TextOptions& b) {
  return a.use_title() == b.use_title() && a.title_prefix() == b.title_prefix() &&
         a.use_keywords() == b.use_keywords() && a.drop_numbers() == b.drop_numbers() &&
         a.max_words() == b.max_words() && a.mask_attribution() == b.mask_attribution() &&
         a.attribution_words() == b.attribution_words() && a.unique_words() == b.unique_words();
}

void BuildWords(const ArticleText& text, const v1::TextOptions& options, Words* out) {
  if (options.attribution_words() > 0) AddAttributionWords(text, options, out);
  WordWriter writer(options, out);
  if (options.use_title()) AddTitle(text, options, &writer);
  AddBody(text, options, &writer);
}

}  // namespace tasnif
