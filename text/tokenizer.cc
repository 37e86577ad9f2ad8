#include "text/tokenizer.h"

#include <utility>

#include "base/status.h"

namespace tasnif {
absl::StatusOr<std::unique_ptr<Tokenizer>> Tokenizer::Create() {
  TASNIF_ASSIGN_OR_RETURN(std::shared_ptr<const Normalizer> normalizer, Normalizer::Create());
  TASNIF_ASSIGN_OR_RETURN(auto breaker, WordBreaker::Create());
  auto table = CharTable::Create(*normalizer);
  return std::unique_ptr<Tokenizer>(
      new Tokenizer(std::move(normalizer), std::move(table), std::move(breaker)));
}

absl::StatusOr<std::unique_ptr<Tokenizer>> Tokenizer::Clone() const {
  TASNIF_ASSIGN_OR_RETURN(auto breaker, WordBreaker::Create());
  return std::unique_ptr<Tokenizer>(new Tokenizer(normalizer_, table_, std::move(breaker)));
}

Tokenizer::Tokenizer(std::shared_ptr<const Normalizer> normalizer,
                     std::shared_ptr<const CharTable> table, std::unique_ptr<WordBreaker> breaker)
    : normalizer_(std::move(normalizer)),
      table_(std::move(table)),
      breaker_(std::move(breaker)),
      emitter_(normalizer_.get()) {}

void Tokenizer::Tokenize(std::string_view utf8, Tokens* out) {
  WordScanner scanner(table_.get(), utf8);
  emitter_.Reset();
  for (size_t position = 0; position < utf8.size(); position = scanner.end()) {
    const WordScanner::Outcome outcome = scanner.Scan(position, emitter_.Room(kFoldRoom, out));
    if (outcome == WordScanner::Outcome::kNoWord) continue;
    const ByteRange range{static_cast<uint32_t>(scanner.begin()),
                          static_cast<uint32_t>(scanner.end())};
    if (outcome == WordScanner::Outcome::kPlainWord) {
      emitter_.EmitFolded(utf8, range, scanner.folded_size(), out);
    } else if (outcome == WordScanner::Outcome::kMixedWord) {
      emitter_.Emit(utf8, range, out);
    } else {
      EmitByIcu(utf8, range, out);
    }
  }
  emitter_.Flush(out);
}

void Tokenizer::EmitByIcu(std::string_view text, ByteRange range, Tokens* out) {
  segments_.clear();
  breaker_->Segment(Slice(text, range), range.begin_byte, &segments_);
  WordScanner folder(table_.get(), text);
  for (const ByteRange segment : segments_) {
    if (folder.FoldWord(segment, emitter_.Room(kFoldRoom, out))) {
      emitter_.EmitFolded(text, segment, folder.folded_size(), out);
    } else {
      emitter_.Emit(text, segment, out);
    }
  }
}

}  // namespace tasnif
