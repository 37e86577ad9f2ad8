// train/recipe.h
//
// What a model is made from and how, as one JSON file. docs/recipes.md explains every key.
//
//   TASNIF_ASSIGN_OR_RETURN(Recipe recipe, ReadRecipe("models/recipes/topic.json"));
//
// Strict: an unknown key is an error that names near ones, because a key that is silently ignored
// would make another model than the one that was asked for.
// Threads: values only.
#ifndef TASNIF_TRAIN_RECIPE_H_
#define TASNIF_TRAIN_RECIPE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tasnif/v1/bundle.pb.h"
#include "train/search_recipe.h"

namespace tasnif {

// One way to show an article to the trainer. Each training article gives one row for each view that
// fits it, so that a model also learns from beginnings, titles and pieces.
struct View {
  bool use_title = true;
  bool use_body = true;
  // Body words left out at the front.
  uint32_t skip_words = 0;
  // Body words kept. Several values: one is drawn for each article. Empty: TextOptions.max_words.
  std::vector<uint32_t> max_words;
  // The piece starts at a random body word instead of skip_words.
  bool is_random_piece = false;
  // Only articles with at least so many title and body words.
  uint32_t min_title_words = 0;
  uint32_t min_body_words = 0;
};

// How the rows of one data set (LabelledArticle::source) count.
struct SourceBalance {
  // Articles kept per label; 0: all. Those with the smallest hash of their id stay.
  uint32_t max_per_label = 0;
  // Each row is written so many times; a fraction is the share of rows that get one more.
  double repeat = 1;
  // Multiplied with `repeat` for rows of a label.
  std::map<std::string, double> label_repeat;
};

// How often the rows of a label count, after what `sources` say. The two rules are multiplied, and
// the product is held between min_repeat and max_repeat.
struct LabelBalance {
  // Labels with fewer rows than `share` times the largest one are repeated up to that. 0: not.
  double share = 0;
  // A label of n rows is repeated (median / n) ^ power times: below once for large ones. 0: not.
  double power = 0;
  double min_repeat = 0.2;
  double max_repeat = 4;
};

struct Selection {
  std::vector<std::string> train_splits = {"train"};
  // Calibration and thresholds.
  std::vector<std::string> dev_splits = {"dev"};
  // Measured and recorded, never read before the model is made.
  std::vector<std::string> test_splits = {"test"};
  // Never read at all.
  std::vector<std::string> drop_sources;
  std::vector<std::string> drop_labels;
  // Never trained on; measured as slices of their own.
  std::vector<std::string> holdout_sources;
  std::vector<std::string> holdout_publishers;
  // Languages to train on; empty: all.
  std::vector<std::string> train_languages;
  // Source → share of its training rows, by hash of the id, that becomes dev instead.
  std::map<std::string, double> dev_share;
  // Heuristic labels: kept, or left out of training.
  bool use_weak = true;
  // Articles with fewer words than this are not trained on.
  uint32_t min_words = 1;
  // Training fails where a larger share of lines cannot be read.
  double max_bad_share = 0.01;
};

// Arguments of libfasttext, under its names.
struct FastTextArgs {
  // "softmax", "ova", "hs" or "ns"; or "margin" (train/margin_trainer.h), which is not
  // libfasttext's, heeds neither lr nor dim, and makes at most `epoch` passes.
  std::string loss = "softmax";
  double cost = 1;  // Of "margin" alone.
  // Of "margin" alone: words that stay, those that say most. 0: all.
  uint32_t cutoff = 0;
  double lr = 0.5;
  uint32_t epoch = 5;
  uint32_t dim = 16;
  uint32_t word_ngrams = 1;
  uint32_t bucket = 200000;
  uint32_t min_count = 5;
  uint32_t minn = 0;
  uint32_t maxn = 0;
  uint32_t seed = 1;
  // More than one is faster and no longer deterministic.
  uint32_t threads = 1;

  // As libfasttext's own command line has it: without n-grams there are no buckets.
  bool needs_buckets() const { return word_ngrams > 1 || maxn > 0; }
};

// Word vectors from text without labels, which the words of the rows start with instead of random
// numbers: few labelled sentences have the word that the next sentence uses for the same thing.
struct PretrainingRecipe {
  // File names in the data folder; empty: no pretraining. Only articles of selection.train_splits
  // are read, whatever their labels.
  std::vector<std::string> data;
  std::vector<std::string> languages;  // Empty: all.
  double lr = 0.05;
  uint32_t epoch = 5;
  uint32_t window = 5;     // Words on each side.
  uint32_t min_count = 3;  // Rarer words get no vector.
  double scale = 0.5;      // The vectors are multiplied with it.
};

struct CalibrationRecipe {
  // Dev articles of a language that earn it a temperature of its own; 0: one temperature for all.
  uint32_t min_per_language = 0;
  // Only these data sets; empty: every dev article.
  std::vector<std::string> sources;
  // Stance: also moves the labels' logits so that macro F1 on dev is best, for all and for each
  // language that has min_per_language.
  bool label_offsets = false;
};

struct AbstentionRecipe {
  // Used as it is, where not 0; otherwise chosen on dev so that what remains has target_accuracy.
  double min_probability = 0;
  double target_accuracy = 0;
  // The chosen threshold never takes away more than this share of dev.
  double max_abstained = 0.5;
  uint32_t min_words = 0;
  double min_known_share = 0;
};

struct StanceRecipe {
  // All but known_targets, which training fills in.
  v1::StanceOptions options;
  // Targets of these data sets become known targets, where they have min_target_rows.
  std::vector<std::string> known_target_sources;
  uint32_t min_target_rows = 50;
  // Target → further names, by which a request may ask for it.
  std::map<std::string, std::vector<std::string>> target_names;
  // Share of the articles on known targets that are also trained on without the name, so that the
  // model learns what holds for targets it does not know.
  double generic_share = 0;
  // Pieces of one article that are trained on per target, the first ones. 0: all.
  uint32_t max_sentences = 4;
};

struct Recipe {
  std::string head;
  v1::HeadKind kind = v1::HEAD_KIND_LABEL;
  std::string description;                // First lines of the model card.
  std::vector<std::string> known_limits;  // Last lines of the model card.
  std::vector<std::string> data;          // File names in the data folder.
  v1::TextOptions text;                   // Versions are those of this program.
  std::vector<View> views = {View()};
  Selection selection;
  std::map<std::string, SourceBalance> sources;
  SourceBalance other_sources;  // For data sets not in `sources`.
  LabelBalance label_balance;
  FastTextArgs fasttext;
  PretrainingRecipe pretraining;
  // fastText leaves input rows that no training word reaches at their random start, which is noise
  // for unseen n-grams; true sets them to zero.
  bool zero_untouched_rows = true;
  std::string precision = "float16";  // "float32", "float16" or "int8".
  // A version of the head whose model is taken as it is: only calibration, thresholds and, of a
  // stance model, how sentences are summed up are made anew. Empty: a new model is trained.
  std::string reuse_version;
  CalibrationRecipe calibration;
  AbstentionRecipe abstention;
  // Languages that the model may answer; empty: those with min_language_rows training articles.
  std::vector<std::string> languages;
  uint32_t min_language_rows = 500;
  // Name → labels that are measured together, besides the whole.
  std::map<std::string, std::vector<std::string>> label_groups;
  StanceRecipe stance;
  SearchRecipe search;  // Read by `tasnif train --search-seconds` alone.
  // The file as it was read, for the manifest.
  std::string json;
};

// INVALID_ARGUMENT: not JSON, an unknown key (with near ones), a wrong type, a value out of range;
// the message names the key.
absl::StatusOr<Recipe> ParseRecipe(std::string_view json);

// As ParseRecipe, with the path before the message; and the errors of Files::Read.
absl::StatusOr<Recipe> ReadRecipe(const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_RECIPE_H_
