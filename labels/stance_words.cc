#include "labels/stance_words.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "labels/light_stem.h"
#include "labels/post_words.h"
#include "text/normalizer.h"

namespace tasnif {
namespace {

constexpr std::string_view kNumberWord = "0";
constexpr char kMarkEnd = ':';
constexpr char kStemMark[] = "p";

bool IsBody(const ArticleText& text, size_t token) {
  return text.token_kinds[token] == SegmentKind::kBody;
}

// From the first token of the body to the last; empty where there is none.
ByteRange BodyRange(const ArticleText& text, size_t* token_count) {
  ByteRange range;
  *token_count = 0;
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    if (!IsBody(text, i)) continue;
    if ((*token_count)++ == 0) range.begin_byte = text.tokens[i].begin_byte;
    range.end_byte = text.tokens[i].end_byte;
  }
  return range;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return byte >= 0; });
}

// The name as words are compared; as it stands where ICU's data is missing, which the tokenizer has
// reported long before.
std::string Folded(std::string_view name) {
  const absl::StatusOr<std::unique_ptr<Normalizer>> normalizer = Normalizer::Create();
  std::string folded;
  if (!normalizer.ok()) return std::string(name);
  (*normalizer)->NormalizeToken(name, &folded);
  return folded;
}

const std::string* ExactWord(const std::string& name, const v1::StanceOptions& options) {
  const auto found = options.known_targets().find(name);
  return found == options.known_targets().end() ? nullptr : &found->second;
}

// Training writes names by their key, too; names of models made otherwise are folded one by one.
const std::string* WordOfName(const std::string& name, const std::string& key,
                              const v1::StanceOptions& options) {
  if (name.empty()) return nullptr;
  if (const std::string* word = ExactWord(name, options)) return word;
  if (!key.empty()) {
    if (const std::string* word = ExactWord(key, options)) return word;
  }
  const bool is_ascii = IsAscii(name);
  if (!is_ascii && !key.empty()) return nullptr;
  for (const auto& [known, word] : options.known_targets()) {
    if (is_ascii != IsAscii(known)) continue;
    const bool is_same =
        is_ascii ? absl::EqualsIgnoreCase(known, name) : Folded(known) == Folded(name);
    if (is_same) return &word;
  }
  return nullptr;
}

// The first token at or behind `byte`.
size_t TokenAt(const ArticleText& text, uint32_t byte) {
  const auto found = std::lower_bound(
      text.tokens.begin(), text.tokens.end(), byte,
      [](const Token& token, uint32_t wanted) { return token.begin_byte < wanted; });
  return static_cast<size_t>(found - text.tokens.begin());
}

// One word of a piece before the copies are made.
struct PieceWord {
  std::string_view word;
  WordOrigin origin;
  bool is_mention = false;
};

std::string_view ReadAs(const ArticleText& text, size_t token) {
  return text.tokens[token].kind == TokenKind::kNumber ? kNumberWord : text.tokens.word(token);
}

// The words of the sentence with one mask for each mention.
std::vector<PieceWord> MaskedWords(const StanceSentence& sentence, const ArticleText& text,
                                   const v1::Bundle& bundle) {
  std::vector<PieceWord> words;
  auto mention = sentence.mentions.begin();
  const size_t first = TokenAt(text, sentence.range.begin_byte);
  for (size_t i = first; i < text.tokens.size(); ++i) {
    const Token& token = text.tokens[i];
    if (token.begin_byte >= sentence.range.end_byte) break;
    while (mention != sentence.mentions.end() && mention->last_token <= i) ++mention;
    if (mention != sentence.mentions.end() && i >= mention->first_token) {
      const WordOrigin origin = {token.begin_byte, token.begin_byte, false};
      if (i == mention->first_token) words.push_back({bundle.stance().mask_word(), origin, true});
      continue;
    }
    const bool is_dropped = token.kind == TokenKind::kNumber && bundle.text().drop_numbers();
    if (!IsBody(text, i) || is_dropped) continue;
    words.push_back({ReadAs(text, i), {token.begin_byte, token.end_byte, false}, false});
  }
  return words;
}

// Signed distance of every word to its nearest mention: negative on the left, 0 for a mention or
// where there is none.
std::vector<int> DistancesToMention(const std::vector<PieceWord>& words) {
  constexpr int kFar = 1 << 20;
  std::vector<int> distances(words.size(), kFar);
  int left = kFar;
  for (size_t i = 0; i < words.size(); ++i) {
    left = words[i].is_mention ? 0 : std::min(left + 1, kFar);
    distances[i] = left;
  }
  int right = kFar;
  for (size_t i = words.size(); i-- > 0;) {
    right = words[i].is_mention ? 0 : std::min(right + 1, kFar);
    if (right < distances[i]) distances[i] = -right;
  }
  for (int& distance : distances) distance = std::abs(distance) == kFar ? 0 : distance;
  return distances;
}

void DropFarWords(uint32_t context_words, std::vector<PieceWord>* words) {
  if (context_words == 0) return;
  const std::vector<int> distances = DistancesToMention(*words);
  size_t kept = 0;
  for (size_t i = 0; i < words->size(); ++i) {
    if (std::abs(distances[i]) <= static_cast<int>(context_words)) (*words)[kept++] = (*words)[i];
  }
  words->resize(kept);
}

// How a copy of a word is written behind its mark: whole, or by its stem.
enum class Form { kWord, kStem };

void AddCopy(const std::string& mark, const PieceWord& word, Form form, Words* out) {
  const bool is_whole = form == Form::kWord || word.is_mention;
  out->AddMade(mark + std::string(is_whole ? word.word : LightStem(word.word)), word.origin);
}

void AddCopies(const std::string& mark, const std::vector<PieceWord>& words, Form form,
               Words* out) {
  for (const PieceWord& word : words) AddCopy(mark, word, form, out);
}

// Copies that say on which side of a mention a word stands.
struct SidedCopies {
  uint32_t window = 0;        // Words farther away get none.
  bool has_distance = false;  // "l2:word" instead of "l:word".
  uint32_t cap = 0;           // Larger distances are written as this one. 0: as they are.
  Form form = Form::kWord;    // "pl:stem" instead of "l:word".
};

void AddSidedCopies(const std::vector<PieceWord>& words, const SidedCopies& copies, Words* out) {
  if (copies.window == 0) return;
  const std::vector<int> distances = DistancesToMention(words);
  for (size_t i = 0; i < words.size(); ++i) {
    const uint32_t distance = static_cast<uint32_t>(std::abs(distances[i]));
    if (distance == 0 || distance > copies.window) continue;
    std::string mark = copies.form == Form::kStem ? kStemMark : "";
    mark += distances[i] < 0 ? 'l' : 'r';
    const uint32_t shown = copies.cap == 0 ? distance : std::min(distance, copies.cap);
    if (copies.has_distance) mark += absl::StrCat(shown);
    AddCopy(mark + ":", words[i], copies.form, out);
  }
}

// The target's own word, then copies of every word for this target alone.
void AddTargetCopies(const std::string& target_word, const std::vector<PieceWord>& words,
                     const v1::StanceOptions& options, Words* out) {
  out->AddMade(target_word, {});
  if (!options.target_words()) return;
  AddCopies(target_word, words, Form::kWord, out);
  if (options.stem_words()) AddCopies(target_word + "p:", words, Form::kStem, out);
}

std::vector<StanceSentence> WholeBody(const TargetMentions& target, const ArticleText& text,
                                      const v1::StanceOptions& options) {
  size_t token_count = 0;
  const ByteRange body = BodyRange(text, &token_count);
  const bool is_short = token_count <= kShortTextWords;
  const bool is_read = is_short || KnownTargetWord(target, options) != nullptr;
  if (token_count == 0 || !is_read) return {};
  return {{body, {}}};
}

bool IsShort(const ArticleText& text) {
  size_t token_count = 0;
  BodyRange(text, &token_count);
  return token_count <= kShortTextWords;
}

// Cuts off what is no prose at both ends, such as the words of a link glued to the first word.
ByteRange TrimToBody(ByteRange range, const ArticleText& text) {
  const std::vector<Segment>& segments = text.segmentation.segments;
  auto first = std::partition_point(segments.begin(), segments.end(), [&](const Segment& segment) {
    return segment.range.end_byte <= range.begin_byte;
  });
  auto last = std::partition_point(first, segments.end(), [&](const Segment& segment) {
    return segment.range.begin_byte < range.end_byte;
  });
  while (first != last && first->kind != SegmentKind::kBody) ++first;
  while (first != last && (last - 1)->kind != SegmentKind::kBody) --last;
  if (first == last) return range;
  return {std::max(range.begin_byte, first->range.begin_byte),
          std::min(range.end_byte, (last - 1)->range.end_byte)};
}

// A mention that runs into the next sentence ends with this one.
Mention CutAt(uint32_t end_byte, Mention mention, const ArticleText& text) {
  while (mention.last_token > mention.first_token + 1 &&
         text.tokens[mention.last_token - 1].begin_byte >= end_byte) {
    --mention.last_token;
  }
  return mention;
}

std::vector<StanceSentence> MentioningSentences(const TargetMentions& target, ArticleText& text,
                                                ArticleReader* reader) {
  std::vector<StanceSentence> sentences;
  auto mention = target.mentions.begin();
  for (const ByteRange& range : reader->Sentences(text)) {
    StanceSentence sentence;
    for (; mention != target.mentions.end() &&
           text.tokens[mention->first_token].begin_byte < range.end_byte;
         ++mention) {
      sentence.mentions.push_back(CutAt(range.end_byte, *mention, text));
    }
    if (sentence.mentions.empty()) continue;
    sentence.range = TrimToBody(range, text);
    sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace

const std::string* KnownTargetWord(const TargetMentions& target, const v1::StanceOptions& options) {
  if (options.known_targets().empty()) return nullptr;
  const bool is_country = target.key.empty() && !target.english_name.empty();
  const std::string* word =
      is_country ? ExactWord(target.name, options) : WordOfName(target.name, target.key, options);
  return word != nullptr ? word : WordOfName(target.english_name, "", options);
}

std::vector<StanceSentence> EvidenceSentences(const TargetMentions& target, ArticleText& text,
                                              const v1::StanceOptions& options,
                                              ArticleReader* reader) {
  // A pack was trained on posts under one name; under another that they do name, they read the
  // same.
  const bool is_post = options.known_targets_only() && IsShort(text);
  if (target.mentions.empty() || is_post) return WholeBody(target, text, options);
  return MentioningSentences(target, text, reader);
}

void BuildStanceWords(const TargetMentions& target, const StanceSentence& sentence,
                      const ArticleText& text, const v1::Bundle& bundle, Words* out) {
  const v1::StanceOptions& options = bundle.stance();
  std::vector<PieceWord> words = MaskedWords(sentence, text, bundle);
  DropFarWords(options.context_words(), &words);
  if (words.empty()) return;
  if (options.language_word()) out->AddMade("lang:" + text.language, {});
  for (const PieceWord& word : words) out->Add(word.word, word.origin);
  AddSidedCopies(words, {.window = options.side_window()}, out);
  AddSidedCopies(
      words,
      {.window = options.position_window(), .has_distance = true, .cap = options.position_cap()},
      out);
  if (options.stem_words()) AddCopies("p:", words, Form::kStem, out);
  AddSidedCopies(words, {.window = options.stem_side_window(), .form = Form::kStem}, out);
  const std::string* target_word = KnownTargetWord(target, options);
  if (target_word != nullptr) AddTargetCopies(*target_word, words, options, out);
  if (options.symbol_words()) AddSymbolWords(text, sentence.range, out);
  if (options.hashtag_words()) AddHashtagWords(text, sentence.range, out);
}

UnmarkedWord Unmarked(std::string_view word) {
  const size_t colon = word.rfind(kMarkEnd);
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == word.size()) return {word};
  const std::string_view marks = word.substr(0, colon);
  const std::string_view last = marks.substr(marks.rfind(kMarkEnd) + 1);  // npos + 1 is 0.
  return {word.substr(colon + 1), last.starts_with(kStemMark)};
}

}  // namespace tasnif
