#include "train/dataset.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "engine/word_hash.h"
#include "labels/json_lines.h"
#include "train/balance.h"
#include "train/known_targets.h"
#include "train/line_blocks.h"
#include "train/row_file.h"
#include "train/row_maker.h"
#include "train/selection.h"

namespace tasnif {
namespace {

// What a worker makes of one line.
struct Prepared {
  absl::Status status;
  bool is_trained_on = false;
  Part part = Part::kNone;  // Of an article with a label of the head.
  std::string source;
  uint64_t hash = 0;
  ArticleRows rows;
};

// Everything that grows while lines are read.
struct Builder {
  explicit Builder(const Recipe& used_recipe) : recipe(used_recipe) {}

  const Recipe& recipe;
  std::unique_ptr<RowWriter> writer;
  std::vector<RowGroup> groups;
  std::map<std::pair<std::string, std::string>, uint32_t> group_numbers;
  DatasetCounts counts;

  uint32_t GroupOf(const std::string& source, const std::string& label) {
    const auto [found, is_new] =
        group_numbers.try_emplace({source, label}, static_cast<uint32_t>(groups.size()));
    if (is_new) groups.push_back({source, label});
    return found->second;
  }
};

bool IsTrainingLanguage(const Selection& selection, const std::string& language) {
  const auto& languages = selection.train_languages;
  return languages.empty() ||
         std::find(languages.begin(), languages.end(), language) != languages.end();
}

Prepared Prepare(const FileLine& line, const Recipe& recipe, RowMaker& maker) {
  Prepared out;
  out.status = line.status;
  if (!out.status.ok()) return out;
  absl::StatusOr<LabelledArticle> article = ParseArticle(line.text);
  out.status = article.status();
  if (!article.ok()) return out;
  const bool has_label = article->labels.count(recipe.head) > 0 || !article->targets.empty();
  if (has_label) out.part = PartOf(recipe.selection, *article);
  if (PartOf(recipe.selection, *article) != Part::kTrain) return out;
  absl::StatusOr<ArticleRows> rows = maker.Make(*article);
  out.status = rows.status();
  if (!rows.ok()) return out;
  out.is_trained_on = IsTrainingLanguage(recipe.selection, rows->language);
  out.source = article->source;
  out.hash = HashArticle(article->article);
  out.rows = *std::move(rows);
  return out;
}

absl::Status Keep(const Prepared& prepared, const std::string& path, uint64_t line,
                  Builder* builder) {
  DatasetCounts& counts = builder->counts;
  counts.Count(prepared.status, path, line);
  ++counts.parts[prepared.part];
  if (!prepared.status.ok() || !prepared.is_trained_on) return absl::OkStatus();
  if (prepared.rows.is_too_short) ++counts.too_short;
  if (prepared.rows.rows.empty()) return absl::OkStatus();
  ++counts.languages[prepared.rows.language];
  ++counts.articles[prepared.source][prepared.rows.rows.front().label];
  for (const LabelledRow& row : prepared.rows.rows) {
    const RowInfo info{builder->GroupOf(prepared.source, row.label), prepared.hash};
    TASNIF_RETURN_IF_ERROR(builder->writer->Add(
        absl::StrCat(std::string(kLabelPrefix), row.label, " ", row.row), info));
  }
  return absl::OkStatus();
}

using Makers = std::vector<std::unique_ptr<RowMaker>>;

absl::StatusOr<Makers> CreateMakers(const Recipe& recipe, const v1::StanceOptions& stance,
                                    const TargetList& targets, size_t count) {
  Makers makers;
  for (size_t i = 0; i < count; ++i) {
    TASNIF_ASSIGN_OR_RETURN(makers.emplace_back(), RowMaker::Create(recipe, stance, targets));
  }
  return makers;
}

absl::Status AddFile(const std::string& path, Executor& executor, Progress* progress,
                     Makers& makers, Builder* builder) {
  std::vector<Prepared> block(kLinesPerBlock);
  return ForEachLine(
      path, executor, progress,
      [&](const FileLine& line, size_t slot, size_t worker) {
        block[slot] = Prepare(line, builder->recipe, *makers[worker]);
      },
      [&](const FileLine& line, size_t slot) {
        return Keep(block[slot], path, line.number, builder);
      });
}

// A pass of its own, because the words of an article depend on what is known.
absl::StatusOr<v1::StanceOptions> FindKnownTargets(const Recipe& recipe,
                                                   const std::vector<std::string>& paths,
                                                   Executor& executor) {
  std::map<std::string, uint64_t> counts;
  std::vector<absl::StatusOr<LabelledArticle>> block(kLinesPerBlock, LabelledArticle());
  if (recipe.stance.known_target_sources.empty()) return recipe.stance.options;
  for (const std::string& path : paths) {
    TASNIF_RETURN_IF_ERROR(ForEachLine(
        path, executor, nullptr,
        [&](const FileLine& line, size_t slot, size_t) { block[slot] = ParseArticle(line.text); },
        [&](const FileLine&, size_t slot) {
          if (block[slot].ok()) CountTargets(recipe, *block[slot], &counts);
          return absl::OkStatus();
        }));
  }
  return WithKnownTargets(recipe.stance, counts);
}

absl::Status CheckCounts(const Recipe& recipe, const DatasetCounts& counts) {
  TASNIF_RETURN_IF_ERROR(counts.Check(recipe.selection.max_bad_share));
  if (!counts.articles.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "no article to train on among ", counts.lines, " lines of ", absl::StrJoin(recipe.data, ", "),
      ": none has a label of head '", recipe.head, "' in the splits ",
      absl::StrJoin(recipe.selection.train_splits, ", "), " that the recipe's selection keeps"));
}

absl::Status WritePlannedRows(const std::string& work_folder, Builder* builder, Dataset* dataset) {
  TASNIF_ASSIGN_OR_RETURN(const auto rows, builder->writer->Finish());
  TASNIF_ASSIGN_OR_RETURN(
      const std::vector<uint32_t> plan,
      PlanRows([&rows](const auto& action) { return rows->ForEachInfo(action); }, builder->groups,
               builder->recipe));
  if (plan.empty()) {
    return absl::InvalidArgumentError(
        "the recipe's 'sources' repeat every data set zero times: nothing is left to train on");
  }
  dataset->row_count = plan.size();
  dataset->rows_path = work_folder + "/train.txt";
  return WriteRows(*rows, plan, dataset->rows_path, [builder](const RowInfo& row) {
    ++builder->counts.rows[builder->groups[row.group].label];
  });
}

}  // namespace

absl::StatusOr<Dataset> BuildDataset(const Recipe& recipe, const std::string& data_folder,
                                     const std::string& work_folder, Executor& executor,
                                     Progress* progress) {
  std::vector<std::string> paths;
  for (const std::string& name : recipe.data) paths.push_back(data_folder + "/" + name);
  Dataset dataset;
  TASNIF_ASSIGN_OR_RETURN(dataset.stance_options, FindKnownTargets(recipe, paths, executor));
  TASNIF_ASSIGN_OR_RETURN(const TargetList targets, TargetList::Create(""));
  TASNIF_ASSIGN_OR_RETURN(Makers makers, CreateMakers(recipe, dataset.stance_options, targets,
                                                      executor.worker_count()));
  Builder builder(recipe);
  TASNIF_ASSIGN_OR_RETURN(builder.writer, RowWriter::Create(work_folder + "/rows.txt"));
  for (size_t i = 0; i < paths.size(); ++i) {
    const uint64_t before = builder.counts.lines;
    TASNIF_RETURN_IF_ERROR(AddFile(paths[i], executor, progress, makers, &builder));
    TASNIF_ASSIGN_OR_RETURN(dataset.files.emplace_back(),
                            Fingerprint(recipe.data[i], paths[i], builder.counts.lines - before));
  }
  TASNIF_RETURN_IF_ERROR(CheckCounts(recipe, builder.counts));
  TASNIF_RETURN_IF_ERROR(WritePlannedRows(work_folder, &builder, &dataset));
  dataset.counts = std::move(builder.counts);
  return dataset;
}

}  // namespace tasnif
