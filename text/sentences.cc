#include "text/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "text/utf16_text.h"

namespace tasnif {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

// Titles that stand before a name, so that a capital or an Arabic letter follows their dot.
constexpr std::string_view kTitles[] = {
    "Mr",  "Mrs", "Ms",   "Dr",  "Prof", "St",  "Sen", "Rep", "Gov", "Gen", "Lt",
    "Col", "Sgt", "Capt", "Maj", "Adm",  "Hon", "Rev", "vs",  "No",  "Mt",  "Ft",
    "Mme", "Sr",  "Jr",   "د",   "أ",    "م",   "ا",   "ص",   "г",   "им",  "ул"};

ByteRange Trim(std::string_view text, ByteRange range) {
  const std::string_view piece = Slice(text, range);
  const size_t begin = piece.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {range.end_byte, range.end_byte};
  const size_t end = piece.find_last_not_of(kSpace) + 1;
  return {static_cast<uint32_t>(range.begin_byte + begin),
          static_cast<uint32_t>(range.begin_byte + end)};
}

// The word directly before the final dot of `sentence`, or "" where it ends otherwise.
std::string_view WordBeforeFinalDot(std::string_view sentence) {
  if (sentence.empty() || sentence.back() != '.') return "";
  sentence.remove_suffix(1);
  const size_t before = sentence.find_last_of(" \t\n(\"'-");
  return before == std::string_view::npos ? sentence : sentence.substr(before + 1);
}

// "J", "U.S": one capital, alone or behind another dot.
bool EndsWithInitial(std::string_view word) {
  if (word.empty() || word.back() < 'A' || word.back() > 'Z') return false;
  return word.size() == 1 || word[word.size() - 2] == '.';
}

bool EndsWithAbbreviation(std::string_view text, ByteRange raw) {
  const std::string_view piece = Slice(text, raw);
  // A line end always ends a sentence.
  if (!piece.empty() && (piece.back() == '\n' || piece.back() == '\r')) return false;
  const std::string_view word = WordBeforeFinalDot(Slice(text, Trim(text, raw)));
  return EndsWithInitial(word) ||
         std::find(std::begin(kTitles), std::end(kTitles), word) != std::end(kTitles);
}

}  // namespace

struct SentenceSplitter::Impl {
  std::unique_ptr<icu::BreakIterator> iterator;
  Utf16Text utf16;
  icu::UnicodeString alias;  // Points into `utf16`.
};

absl::StatusOr<std::unique_ptr<SentenceSplitter>> SentenceSplitter::Create() {
  auto impl = std::make_unique<Impl>();
  UErrorCode error = U_ZERO_ERROR;
  impl->iterator.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error) || impl->iterator == nullptr) {
    return absl::InternalError(absl::StrCat("ICU sentence break rules: ", u_errorName(error),
                                            "; reinstall the ICU libraries"));
  }
  return std::unique_ptr<SentenceSplitter>(new SentenceSplitter(std::move(impl)));
}

SentenceSplitter::SentenceSplitter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SentenceSplitter::~SentenceSplitter() = default;

void SentenceSplitter::Split(std::string_view text, std::vector<ByteRange>* sentences) {
  impl_->utf16.Assign(text);
  const std::u16string_view view = impl_->utf16.view();
  impl_->alias.setTo(false, view.data(), static_cast<int32_t>(view.size()));
  icu::BreakIterator& iterator = *impl_->iterator;
  iterator.setText(impl_->alias);
  ByteRange raw;
  iterator.first();
  for (int32_t end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
    raw.end_byte = static_cast<uint32_t>(impl_->utf16.ByteAt(static_cast<size_t>(end)));
    if (raw.end_byte < text.size() && EndsWithAbbreviation(text, raw)) continue;
    if (const ByteRange sentence = Trim(text, raw); !sentence.empty()) {
      sentences->push_back(sentence);
    }
    raw.begin_byte = raw.end_byte;
  }
}

}  // namespace tasnif
