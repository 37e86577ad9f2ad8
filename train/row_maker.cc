#include "train/row_maker.h"

#include <algorithm>

#include "base/status.h"
#include "labels/language_codes.h"
#include "labels/stance.h"
#include "train/selection.h"
#include "train/views.h"

namespace tasnif {
namespace {

constexpr uint64_t kGenericSalt = 6;

bool IsDropped(const Selection& selection, const std::string& label) {
  const auto& drop = selection.drop_labels;
  return std::find(drop.begin(), drop.end(), label) != drop.end();
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowMaker>> RowMaker::Create(const Recipe& recipe,
                                                           const v1::StanceOptions& stance_options,
                                                           const TargetList& targets) {
  std::unique_ptr<RowMaker> maker(new RowMaker(recipe, targets));
  TASNIF_ASSIGN_OR_RETURN(maker->reader_, ArticleReader::Create());
  maker->bundle_.set_kind(recipe.kind);
  *maker->bundle_.mutable_text() = recipe.text;
  *maker->bundle_.mutable_stance() = stance_options;
  maker->generic_bundle_ = maker->bundle_;
  maker->generic_bundle_.mutable_stance()->clear_known_targets();
  return maker;
}

absl::StatusOr<ArticleRows> RowMaker::Make(const LabelledArticle& article) {
  ArticleRows out;
  const auto label = article.labels.find(recipe_.head);
  const bool is_stance = recipe_.kind == v1::HEAD_KIND_STANCE;
  if (!is_stance && label == article.labels.end()) return out;
  TASNIF_RETURN_IF_ERROR(reader_->Read(article.article, &text_));
  const bool is_language = recipe_.head == kLanguageHead && label != article.labels.end();
  out.language = is_language ? label->second : text_.language;
  if (text_.tokens.size() + text_.title_tokens.size() < recipe_.selection.min_words) {
    out.is_too_short = true;
    return out;
  }
  const uint64_t hash = HashArticle(article.article);
  if (is_stance) {
    TASNIF_RETURN_IF_ERROR(AddStanceRows(article, hash, &out));
  } else if (!IsDropped(recipe_.selection, label->second)) {
    AddLabelRows(label->second, hash, &out);
  }
  return out;
}

void RowMaker::AddLabelRows(const std::string& label, uint64_t hash, ArticleRows* out) {
  words_.Clear();
  // Views cut the body themselves, so that a piece may come from behind max_words.
  v1::TextOptions options = recipe_.text;
  options.set_max_words(0);
  BuildWords(text_, options, &words_);
  for (size_t i = 0; i < recipe_.views.size(); ++i) {
    std::string row =
        ViewRow(recipe_.views[i], words_, recipe_.text.max_words(), MixHash(hash, 1000 + i));
    if (!row.empty()) out->rows.push_back({label, std::move(row)});
  }
}

absl::Status RowMaker::AddStanceRows(const LabelledArticle& article, uint64_t hash,
                                     ArticleRows* out) {
  const bool is_also_generic =
      HashShare(MixHash(hash, kGenericSalt)) < recipe_.stance.generic_share;
  for (size_t i = 0; i < article.targets.size(); ++i) {
    const LabelledTarget& target = article.targets[i];
    if (target.stance.empty() || IsDropped(recipe_.selection, target.stance)) continue;
    TASNIF_ASSIGN_OR_RETURN(
        const TargetMentions found,
        targets_.MentionsFor(target, article.article.targets(static_cast<int>(i)), text_));
    AddPieces(found, target.stance, bundle_, out);
    const bool is_known = bundle_.stance().known_targets().contains(target.name);
    if (is_known && is_also_generic) AddPieces(found, target.stance, generic_bundle_, out);
  }
  return absl::OkStatus();
}

void RowMaker::AddPieces(const TargetMentions& target, const std::string& stance,
                         const v1::Bundle& bundle, ArticleRows* out) {
  std::vector<StanceSentence> pieces =
      EvidenceSentences(target, text_, bundle.stance(), reader_.get());
  const uint32_t most = recipe_.stance.max_sentences;
  if (most > 0 && pieces.size() > most) pieces.resize(most);
  for (const StanceSentence& piece : pieces) {
    words_.Clear();
    BuildStanceWords(target, piece, text_, bundle, &words_);
    std::string row = JoinWords(words_.words);
    if (!row.empty()) out->rows.push_back({stance, std::move(row)});
  }
}

}  // namespace tasnif
