#include "text/tokenizer.h"

#include "base/status.h"

namespace tasnif {

absl::StatusOr<std::unique_ptr<Tokenizer>> Tokenizer::Create() {
  TASNIF_ASSIGN_OR_RETURN(auto icu, IcuTokenizer::Create());
  return std::unique_ptr<Tokenizer>(new Tokenizer(std::move(icu)));
}

void Tokenizer::Tokenize(std::string_view utf8, Tokens* out) { icu_->Tokenize(utf8, out); }

}  // namespace tasnif
