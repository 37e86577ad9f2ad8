// train/row_maker.h
//
// One article in, its training rows out, through the code that serves: ArticleReader, BuildWords,
// BuildStanceWords.
//
// Threads: one per worker.
#ifndef TASNIF_TRAIN_ROW_MAKER_H_
#define TASNIF_TRAIN_ROW_MAKER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/article_text.h"
#include "labels/json_lines.h"
#include "labels/target_list.h"
#include "labels/words.h"
#include "train/recipe.h"

namespace tasnif {

struct LabelledRow {
  std::string label;
  std::string row;  // Words joined by blanks, without the label.
};

struct ArticleRows {
  std::vector<LabelledRow> rows;
  std::string language;       // As sent or guessed; of the language head, the label.
  bool is_too_short = false;  // Below recipe.selection.min_words; it has no rows.
};

class RowMaker {
 public:
  // recipe, targets: must outlive the maker. stance_options: with the known targets.
  static absl::StatusOr<std::unique_ptr<RowMaker>> Create(const Recipe& recipe,
                                                          const v1::StanceOptions& stance_options,
                                                          const TargetList& targets);

  // No rows where the article has no label of the head, or only dropped ones.
  // INVALID_ARGUMENT: the article cannot be read.
  absl::StatusOr<ArticleRows> Make(const LabelledArticle& article);

 private:
  RowMaker(const Recipe& recipe, const TargetList& targets) : recipe_(recipe), targets_(targets) {}

  void AddLabelRows(const std::string& label, uint64_t hash, ArticleRows* out);
  absl::Status AddStanceRows(const LabelledArticle& article, uint64_t hash, ArticleRows* out);
  void AddPieces(const TargetMentions& target, const std::string& stance, const v1::Bundle& bundle,
                 ArticleRows* out);

  const Recipe& recipe_;
  const TargetList& targets_;
  v1::Bundle bundle_;          // What BuildStanceWords reads of a manifest.
  v1::Bundle generic_bundle_;  // The same without known targets.
  std::unique_ptr<ArticleReader> reader_;
  ArticleText text_;
  Words words_;
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_ROW_MAKER_H_
