// labels/labeller.h
//
// The main path: one article in, one prediction out.
//
//   TASNIF_ASSIGN_OR_RETURN(auto labeller, Labeller::Create({}));
//   TASNIF_ASSIGN_OR_RETURN(auto scratch, LabelScratch::Create());        // one per worker
//   TASNIF_ASSIGN_OR_RETURN(auto plan, labeller->Plan(options, *models)); // one per call
//   absl::StatusOr<v1::Prediction> prediction = labeller->Label(article, plan, scratch.get());
//
// The text is read once; every head works on the same tokens. The language of an article is what
// the request says, else what the language head says where one is loaded and does not abstain, else
// the guess of text/script.h.
#ifndef TASNIF_LABELS_LABELLER_H_
#define TASNIF_LABELS_LABELLER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/explanation.h"
#include "engine/scorer.h"
#include "labels/article_text.h"
#include "labels/model_set.h"
#include "labels/outlets.h"
#include "labels/target_list.h"
#include "labels/words.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct LabellerOptions {
  size_t max_article_bytes = kDefaultMaxArticleBytes;
  // Outlet list (models/lists/outlets.csv); empty: no outlet is known.
  std::string outlets_path;
  // Further stance targets, one a line: name, then aliases, separated by tabs. Empty: countries
  // only.
  std::string targets_path;
};

// What a call asks for, checked once: which model of each head, and how to answer. Borrows the
// ModelSet, which must outlive it.
struct LabelPlan {
  std::vector<const HeadModel*> models;  // One per head that was asked for.
  // Tells the language of articles that do not say it; may be null.
  const HeadModel* language_model = nullptr;
  uint32_t top_k = 3;
  bool explain = false;
  bool return_text = false;
  // Of all articles that bring none of their own; null where there are none.
  std::shared_ptr<const RequestedTargets> targets;
};

// Memory that belongs to one worker. `text` is the article at hand; everything else is either made
// from it on the way or means nothing between two steps.
struct LabelScratch {
  // The errors of ArticleReader::Create, and its cost.
  static absl::StatusOr<std::unique_ptr<LabelScratch>> Create(const LabellerOptions& options = {});
  // One for each of `workers` > 0; all together cost as much as one.
  static absl::StatusOr<std::vector<std::unique_ptr<LabelScratch>>> CreateAll(
      const LabellerOptions& options, size_t workers);

  // The words of `text` under `options` and their hashes in article_hashes: made once for all heads
  // with the same options.
  const Words& ArticleWords(const v1::TextOptions& options);

  std::unique_ptr<ArticleReader> reader;
  ArticleText text;
  Words article_words;         // Of ArticleWords().
  HashedWords article_hashes;  // The same, hashed.
  // A copy: the model may be gone before the next one asks.
  v1::TextOptions article_words_options;
  bool has_article_words = false;

  Words words;  // Of anything smaller, such as a sentence.
  Scratch engine;
  std::vector<float> logits;
  std::vector<float> probabilities;
  std::vector<uint32_t> order;
  std::vector<WordContribution> contributions;
};

// Immutable and thread-safe.
class Labeller {
 public:
  // NOT_FOUND, INVALID_ARGUMENT: a list cannot be read; the message names file and line.
  static absl::StatusOr<std::unique_ptr<const Labeller>> Create(const LabellerOptions& options);

  // Heads: those asked for, else every champion and every pinned head, but not the language head
  // where it is neither pinned nor alone. Asked for or not, the language head's answer is the
  // article's language; so it may be pinned without being asked for. `stance` brings the target
  // packs along (labels/stance_packs.h) unless it is pinned: then that very version answers.
  // NOT_FOUND: unknown head or version, with near names. INVALID_ARGUMENT: top_k over 32, a head
  // pinned twice or pinned but not asked for, a target name that is empty or over 256 bytes.
  // FAILED_PRECONDITION: no model is loaded, or no head has a champion.
  absl::StatusOr<LabelPlan> Plan(const v1::ClassifyOptions& options, const ModelSet& models) const;

  // INVALID_ARGUMENT: the article cannot be read (see ArticleReader::Read), its id is over 256
  // bytes, or one of its targets has no name or one over 256 bytes. The message begins with
  // "article 'ID': ".
  absl::StatusOr<v1::Prediction> Label(const v1::Article& article, const LabelPlan& plan,
                                       LabelScratch* scratch) const;

  // The same as a result that carries the id and, where it failed, the error.
  v1::ArticleResult LabelOrError(const v1::Article& article, const LabelPlan& plan,
                                 LabelScratch* scratch) const;

 private:
  Labeller(OutletList outlets, TargetList targets)
      : outlets_(std::move(outlets)), targets_(std::move(targets)) {}

  static void FindLanguage(const LabelPlan& plan, LabelScratch* scratch);
  void LabelWhole(const v1::Article& article, const LabelPlan& plan, LabelScratch* scratch,
                  v1::Prediction* prediction) const;
  absl::Status LabelStance(const v1::Article& article, const LabelPlan& plan, LabelScratch* scratch,
                           v1::Prediction* prediction) const;
  absl::StatusOr<std::vector<TargetMentions>> FindTargets(const v1::Article& article,
                                                          const LabelPlan& plan,
                                                          const ArticleText& text) const;

  // Constant after construction.
  const OutletList outlets_;
  const TargetList targets_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_LABELLER_H_
