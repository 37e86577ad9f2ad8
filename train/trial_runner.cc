#include "train/trial_runner.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "labels/json_lines.h"
#include "train/bundle_draft.h"
#include "train/line_blocks.h"
#include "train/memory_estimate.h"
#include "train/model_builder.h"
#include "train/pretraining.h"
#include "train/search.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

Part JudgingPart(const SearchRecipe& search) {
  return search.part == "holdout" ? Part::kHoldout : Part::kDev;
}

// Settings that cannot be trained with lose; of the recipe's own, somebody has to be told.
absl::StatusOr<double> Refused(const Trial& trial, const absl::Status& why) {
  const bool is_of_settings = absl::IsFailedPrecondition(why) || absl::IsInvalidArgument(why) ||
                              absl::IsResourceExhausted(why);
  if (is_of_settings && trial.number > 0) return -1;
  return why;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TrialRunner>> TrialRunner::Create(const TrialContext& context) {
  std::unique_ptr<TrialRunner> runner(new TrialRunner(context));
  TASNIF_ASSIGN_OR_RETURN(runner->labeller_, Labeller::Create(context.labeller));
  TASNIF_RETURN_IF_ERROR(runner->ExtractArticles());
  if (context.pretraining_path.empty()) return runner;
  TASNIF_ASSIGN_OR_RETURN(
      runner->vectors_path_,
      TrainStartingVectors(context.recipe, {context.pretraining_path, context.dataset.rows_path},
                           context.work_folder, /*progress=*/{}));
  return runner;
}

// Reading the whole data again for each trial would take longer than many trainings.
absl::Status TrialRunner::ExtractArticles() {
  const Recipe& recipe = context_.recipe;
  const Part part = JudgingPart(recipe.search);
  const auto found = context_.dataset.counts.parts.find(part);
  const uint64_t count = found == context_.dataset.counts.parts.end() ? 0 : found->second;
  if (count == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("no labelled article is in the part '", recipe.search.part,
                     "' that 'search.part' wants to judge by; see the recipe's 'selection'"));
  }
  const double share = ShareToMeasure(count, kMaxTrialArticles);
  articles_path_ = context_.work_folder + "/judged.jsonl";
  std::ofstream out(articles_path_, std::ios::binary);
  std::vector<char> is_wanted(kLinesPerBlock);
  for (const std::string& name : recipe.data) {
    TASNIF_RETURN_IF_ERROR(ForEachLine(
        context_.data_folder + "/" + name, context_.executor, /*progress=*/nullptr,
        [&](const FileLine& line, size_t slot, size_t) {
          const auto article = ParseArticle(line.text);
          is_wanted[slot] = line.status.ok() && article.ok() &&
                            PartOf(recipe.selection, *article) == part &&
                            IsMeasured(*article, share);
        },
        [&](const FileLine& line, size_t slot) {
          if (is_wanted[slot]) out << line.text << '\n';
          return out.good() ? absl::OkStatus() : NoRoom(articles_path_);
        }));
  }
  out.close();
  return out.fail() ? NoRoom(articles_path_) : absl::OkStatus();
}

absl::StatusOr<std::string> TrialRunner::RowsOf(double share) {
  const Dataset& dataset = context_.dataset;
  if (share == 1) return dataset.rows_path;
  std::string& path = rows_paths_[share];
  if (!path.empty()) return path;
  const std::string new_path = absl::StrCat(dataset.rows_path, ".", rows_paths_.size());
  const auto wanted = static_cast<uint64_t>(std::ceil(share * dataset.row_count));
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(dataset.rows_path));
  std::ofstream out(new_path, std::ios::binary);
  std::string line;
  for (uint64_t i = 0; i < wanted; ++i) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) break;
    out << line << '\n';
  }
  out.close();
  if (out.fail()) return NoRoom(new_path);
  path = new_path;
  return path;
}

absl::StatusOr<double> TrialRunner::Score(const Recipe& recipe, std::string model_bytes) {
  v1::Bundle bundle = DraftBundle(recipe, context_.dataset);
  bundle.set_version("trial");
  TASNIF_ASSIGN_OR_RETURN(const auto bare, MakeHeadModel(bundle, model_bytes));
  for (uint32_t i = 0; i < bare->model->label_count(); ++i) {
    bundle.add_labels(std::string(bare->model->label(i)));
  }
  TASNIF_ASSIGN_OR_RETURN(const auto model, MakeHeadModel(bundle, model_bytes));
  TASNIF_ASSIGN_OR_RETURN(
      const Outcomes outcomes,
      MeasurePart({recipe,
                   {articles_path_},
                   *labeller_,
                   context_.labeller,
                   context_.executor,
                   /*progress=*/nullptr},
                  model, JudgingPart(context_.recipe.search), {.keeps_probabilities = false}));
  const Summary summary = Evaluate(outcomes.outcomes).overall;
  return context_.recipe.search.metric == "accuracy" ? summary.accuracy : summary.macro_f1;
}

absl::Status TrialRunner::CheckRoom(const Recipe& recipe, const std::string& rows) {
  if (context_.max_memory_bytes == 0) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(const VocabularySize words,
                          CountVocabulary(rows, recipe.fasttext.min_count));
  return CheckMemory(EstimateMemory(recipe, words, !vectors_path_.empty()),
                     context_.max_memory_bytes);
}

absl::StatusOr<double> TrialRunner::Run(const Trial& trial, const StopCheck& should_stop) {
  absl::StatusOr<Recipe> settings = WithSettings(context_.recipe, trial.values);
  if (!settings.ok()) return Refused(trial, settings.status());
  Recipe recipe = *std::move(settings);
  uint32_t& min_count = recipe.fasttext.min_count;
  min_count = std::max(1u, static_cast<uint32_t>(std::lround(min_count * trial.share)));
  TASNIF_ASSIGN_OR_RETURN(const std::string rows, RowsOf(trial.share));
  const absl::Status has_room = CheckRoom(recipe, rows);
  if (!has_room.ok()) return Refused(trial, has_room);
  absl::StatusOr<std::string> bytes =
      BuildModel(recipe, {rows, vectors_path_, should_stop}, context_.work_folder, {});
  if (!bytes.ok()) return Refused(trial, bytes.status());
  return Score(recipe, *std::move(bytes));
}

}  // namespace tasnif
