// labels/labeller.h
//
// The main path: one article in, one prediction out.
//
//   TASNIF_ASSIGN_OR_RETURN(auto labeller, Labeller::Create({}));
//   TASNIF_ASSIGN_OR_RETURN(auto scratch, LabelScratch::Create());        // one per worker
//   TASNIF_ASSIGN_OR_RETURN(auto plan, labeller->Plan(options, *models)); // one per call
//   absl::StatusOr<v1::Prediction> prediction = labeller->Label(article, plan, scratch.get());
//
// The text is read once; every head works on the same tokens.
#ifndef TASNIF_LABELS_LABELLER_H_
#define TASNIF_LABELS_LABELLER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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
  // Further stance targets, one a line: name, then aliases, separated by tabs. Empty: countries only.
  std::string targets_path;
};

// What a call asks for, checked once: which model of each head, and how to answer. Borrows the
// ModelSet, which must outlive it.
struct LabelPlan {
  std::vector<const HeadModel*> models;  // One per head that was asked for.
  uint32_t top_k = 3;
  bool explain = false;
  bool return_text = false;
  std::vector<v1::Target> targets;
};

// Memory that belongs to one worker.
struct LabelScratch {
  static absl::StatusOr<std::unique_ptr<LabelScratch>> Create(const LabellerOptions& options = {});

  std::unique_ptr<ArticleReader> reader;
  ArticleText text;
  Words words;
  Scratch engine;
  std::vector<float> logits;
  std::vector<float> probabilities;
};

// Immutable and thread-safe.
class Labeller {
 public:
  // NOT_FOUND, INVALID_ARGUMENT: a list cannot be read; the message names file and line.
  static absl::StatusOr<std::unique_ptr<const Labeller>> Create(const LabellerOptions& options);

  // NOT_FOUND: unknown head or version, with near names. INVALID_ARGUMENT: top_k over 32, a head
  // pinned twice, an empty target name. FAILED_PRECONDITION: no model is loaded at all.
  absl::StatusOr<LabelPlan> Plan(const v1::ClassifyOptions& options, const ModelSet& models) const;

  // INVALID_ARGUMENT: the article cannot be read (see ArticleReader::Read), or its id is too long.
  absl::StatusOr<v1::Prediction> Label(const v1::Article& article, const LabelPlan& plan,
                                       LabelScratch* scratch) const;

  // The same as a result that carries the id and, where it failed, the error.
  v1::ArticleResult LabelOrError(const v1::Article& article, const LabelPlan& plan,
                                 LabelScratch* scratch) const;

 private:
  Labeller() = default;

  OutletList outlets_;
  TargetList targets_;
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_LABELLER_H_
