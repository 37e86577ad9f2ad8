#include "text/icu_tokenizer.h"

#include "base/status.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<IcuTokenizer>> IcuTokenizer::Create() {
  TASNIF_ASSIGN_OR_RETURN(auto normalizer, Normalizer::Create());
  TASNIF_ASSIGN_OR_RETURN(auto breaker, WordBreaker::Create());
  return std::unique_ptr<IcuTokenizer>(new IcuTokenizer(std::move(normalizer), std::move(breaker)));
}

void IcuTokenizer::Tokenize(std::string_view utf8, Tokens* out) {
  segments_.clear();
  breaker_->Segment(utf8, 0, &segments_);
  emitter_.Reset();
  for (const ByteRange segment : segments_) emitter_.Emit(utf8, segment, out);
  emitter_.Flush(out);
}

}  // namespace tasnif
