#include "train/train.h"

#include <google/protobuf/util/time_util.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status.h"
#include "registry/bundle_folder.h"
#include "registry/self_tests.h"
#include "text/normalizer.h"
#include "train/bundle_draft.h"
#include "train/calibrate.h"
#include "train/data_sources.h"
#include "train/dataset.h"
#include "train/evaluation_report.h"
#include "train/measure.h"
#include "train/model_builder.h"
#include "train/model_card.h"
#include "train/pretraining.h"
#include "train/row_maker.h"
#include "train/self_test_articles.h"
#include "train/warm_start.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

// Shows the share that libfasttext reports as `total` steps.
TrainingProgress ShowTraining(Progress* progress, uint64_t total) {
  return [progress, total](double share, double loss) {
    progress->SetNote(absl::StrFormat("loss %.3f", loss));
    progress->MoveTo(static_cast<uint64_t>(share * static_cast<double>(total)));
  };
}

// One training, from beginning to end; each step leaves its result here.
class Training {
 public:
  Training(const Recipe& recipe, const TrainOptions& options, const TrainEnvironment& environment)
      : recipe_(recipe), options_(options), env_(environment) {}

  absl::StatusOr<TrainResult> Run();

 private:
  absl::Status Prepare();
  absl::Status ReadData();
  absl::Status PretrainWords();
  absl::Status StartWarm();
  absl::Status CheckTheMemory();
  absl::Status ReadText();
  absl::Status BuildTheModel();
  absl::Status TrainTheModel();
  absl::Status ReuseTheModel();
  absl::Status AddSelfTests();
  absl::Status Calibrate();
  absl::Status Measure();
  absl::Status Publish();

  absl::StatusOr<Outcomes> MeasureNow(Part part, const char* label, bool keeps_probabilities);
  absl::StatusOr<Evaluation> EvaluatePart(Part part, const char* label);
  std::string Report() const;

  const Recipe& recipe_;
  const TrainOptions& options_;
  const TrainEnvironment& env_;

  DataSources sources_;
  std::unique_ptr<const Labeller> labeller_;
  std::unique_ptr<WorkFolder> work_;
  Dataset dataset_;
  PretrainingText text_;
  std::string vectors_path_;
  std::string model_bytes_;
  std::string kept_vectors_;  // Empty: the bundle keeps none.
  TrainResult result_;
};

absl::StatusOr<TrainResult> Training::Run() {
  TASNIF_RETURN_IF_ERROR(Prepare());
  TASNIF_RETURN_IF_ERROR(ReadData());
  TASNIF_RETURN_IF_ERROR(options_.warm_start.empty() ? PretrainWords() : StartWarm());
  TASNIF_RETURN_IF_ERROR(BuildTheModel());
  TASNIF_RETURN_IF_ERROR(AddSelfTests());
  TASNIF_RETURN_IF_ERROR(Calibrate());
  TASNIF_RETURN_IF_ERROR(Measure());
  TASNIF_RETURN_IF_ERROR(Publish());
  return std::move(result_);
}

// Whatever can fail cheaply fails before an hour of work.
absl::Status Training::Prepare() {
  if (recipe_.fasttext.loss == "margin" &&
      (!options_.warm_start.empty() || options_.keeps_vectors)) {
    return absl::InvalidArgumentError(
        "fasttext.loss is 'margin', which has no vectors to begin with or to keep: leave out "
        "--warm-start and --keep-vectors, or take 'softmax' or 'ova'");
  }
  TASNIF_ASSIGN_OR_RETURN(sources_, ReadDataSources(options_.data_sources_path));
  TASNIF_ASSIGN_OR_RETURN(labeller_, Labeller::Create(options_.labeller));
  TASNIF_ASSIGN_OR_RETURN(work_, WorkFolder::Create(options_.work_folder));
  return env_.files.CreateFolder(options_.models_folder);
}

absl::Status Training::ReadData() {
  Progress progress({.label = "read", .unit = "lines"}, env_.clock, env_.progress);
  TASNIF_ASSIGN_OR_RETURN(dataset_, BuildDataset(recipe_, options_.data_folder, work_->path(),
                                                 env_.executor, &progress));
  result_.bundle = DraftBundle(recipe_, dataset_);
  return absl::OkStatus();
}

absl::Status Training::ReadText() {
  Progress progress({.label = "read text", .unit = "lines"}, env_.clock, env_.progress);
  TASNIF_ASSIGN_OR_RETURN(text_, ReadPretrainingText(recipe_, options_.data_folder, work_->path(),
                                                     env_.executor, &progress));
  for (const v1::DataSet& file : text_.files) *result_.bundle.add_data_sets() = file;
  return absl::OkStatus();
}

absl::Status Training::PretrainWords() {
  if (recipe_.pretraining.data.empty()) return absl::OkStatus();
  TASNIF_RETURN_IF_ERROR(ReadText());
  if (!recipe_.reuse_version.empty()) return absl::OkStatus();  // Read for the card alone.
  constexpr uint64_t kPercent = 100;
  Progress progress({.label = "pretrain", .unit = "%", .total = kPercent}, env_.clock,
                    env_.progress);
  TASNIF_ASSIGN_OR_RETURN(
      vectors_path_, TrainStartingVectors(recipe_, {text_.path, dataset_.rows_path}, work_->path(),
                                          ShowTraining(&progress, kPercent)));
  progress.MoveTo(kPercent);
  return absl::OkStatus();
}

absl::Status Training::StartWarm() {
  TASNIF_ASSIGN_OR_RETURN(
      const WarmStartSource source,
      FindWarmStart(env_.files, options_.models_folder, recipe_.head, options_.warm_start));
  TASNIF_ASSIGN_OR_RETURN(const WordVectors vectors,
                          ReadWordVectors(source.path, recipe_.fasttext.dim));
  vectors_path_ = work_->path() + "/vectors.vec";
  TASNIF_ASSIGN_OR_RETURN(
      const uint64_t words,
      WriteStartingVectors(vectors, /*scale=*/1, dataset_.rows_path, vectors_path_));
  TASNIF_ASSIGN_OR_RETURN(const v1::DataSet file, Fingerprint(source.name, source.path, words));
  (*result_.bundle.mutable_tools())["warm_start"] = absl::StrCat(
      words, " words began with the vectors of ", file.name(), ", sha256 ", file.sha256());
  return absl::OkStatus();
}

absl::Status Training::CheckTheMemory() {
  TASNIF_ASSIGN_OR_RETURN(const VocabularySize words,
                          CountVocabulary(dataset_.rows_path, recipe_.fasttext.min_count));
  const MemoryEstimate estimate = EstimateMemory(recipe_, words, !vectors_path_.empty());
  if (options_.on_estimate) options_.on_estimate(estimate);
  return CheckMemory(estimate, options_.max_memory_bytes);
}

absl::Status Training::TrainTheModel() {
  TASNIF_RETURN_IF_ERROR(CheckTheMemory());
  const uint64_t total = dataset_.row_count * recipe_.fasttext.epoch;
  Progress progress({.label = "train", .unit = "rows", .total = total}, env_.clock, env_.progress);
  TASNIF_ASSIGN_OR_RETURN(model_bytes_, BuildModel(recipe_, {dataset_.rows_path, vectors_path_},
                                                   work_->path(), ShowTraining(&progress, total)));
  progress.MoveTo(total);
  if (!options_.keeps_vectors) return absl::OkStatus();
  TASNIF_ASSIGN_OR_RETURN(const auto model, FastTextModel::Open(absl::StrCat(
                                                work_->path(), "/", std::string(kFastTextFile))));
  kept_vectors_ = WordVectorFile(*model);
  return absl::OkStatus();
}

absl::Status Training::ReuseTheModel() {
  const std::string folder =
      absl::StrCat(options_.models_folder, "/", recipe_.head, "/", recipe_.reuse_version);
  TASNIF_ASSIGN_OR_RETURN(const auto model, LoadBundle(folder, env_.files));
  TASNIF_RETURN_IF_ERROR(CheckReadsTheSame(model->bundle, result_.bundle, folder));
  TASNIF_ASSIGN_OR_RETURN(model_bytes_,
                          env_.files.Read(absl::StrCat(folder, "/", std::string(kModelFile))));
  return absl::OkStatus();
}

absl::Status Training::BuildTheModel() {
  TASNIF_RETURN_IF_ERROR(recipe_.reuse_version.empty() ? TrainTheModel() : ReuseTheModel());
  v1::Bundle& bundle = result_.bundle;
  bundle.set_version(NextVersion(env_.files, options_.models_folder, recipe_.head));
  TASNIF_ASSIGN_OR_RETURN(const auto model, MakeHeadModel(bundle, model_bytes_));
  for (uint32_t i = 0; i < model->model->label_count(); ++i) {
    bundle.add_labels(std::string(model->model->label(i)));
  }
  (*bundle.mutable_tools())["tasnif"] = TASNIF_VERSION;
  (*bundle.mutable_tools())["libfasttext"] = "0.9.2";
  (*bundle.mutable_tools())["icu"] = IcuVersion();
  if (recipe_.fasttext.threads > 1) {
    (*bundle.mutable_tools())["threads"] =
        absl::StrCat(recipe_.fasttext.threads, ", not repeatable");
  }
  if (options_.search.has_value()) {
    const SearchRecord& search = *options_.search;
    (*bundle.mutable_tools())["search"] = absl::StrFormat(
        "settings of trial %d of %d in %.0f s, %s %.4f on %s", search.best_trial, search.trials,
        absl::ToDoubleSeconds(search.budget), search.metric, search.best_score, search.part);
  }
  return absl::OkStatus();
}

absl::Status Training::AddSelfTests() {
  TASNIF_ASSIGN_OR_RETURN(const TargetList targets, TargetList::Create(""));
  TASNIF_ASSIGN_OR_RETURN(const auto maker,
                          RowMaker::Create(recipe_, dataset_.stance_options, targets));
  TASNIF_ASSIGN_OR_RETURN(const auto model, MakeHeadModel(result_.bundle, model_bytes_));
  for (const LabelledArticle& article : SelfTestArticles(recipe_.head)) {
    TASNIF_ASSIGN_OR_RETURN(const ArticleRows rows, maker->Make(article));
    if (rows.rows.empty()) continue;
    v1::SelfTest test = MakeSelfTest(*model, rows.rows.front().row);
    // An article without a known word proves nothing.
    if (!test.label().empty()) *result_.bundle.add_self_tests() = std::move(test);
  }
  return absl::OkStatus();
}

absl::StatusOr<Outcomes> Training::MeasureNow(Part part, const char* label,
                                              bool keeps_probabilities) {
  Progress progress({.label = label, .unit = "lines", .total = dataset_.counts.lines}, env_.clock,
                    env_.progress);
  TASNIF_ASSIGN_OR_RETURN(const auto model, MakeHeadModel(result_.bundle, model_bytes_));
  std::vector<std::string> paths;
  for (const std::string& name : recipe_.data) paths.push_back(options_.data_folder + "/" + name);
  MeasureOptions measured;
  measured.share = ShareToMeasure(dataset_.counts.parts[part]);
  measured.keeps_probabilities = keeps_probabilities;
  return MeasurePart({recipe_, paths, *labeller_, options_.labeller, env_.executor, &progress},
                     model, part, measured);
}

absl::Status Training::Calibrate() {
  TASNIF_ASSIGN_OR_RETURN(Outcomes dev, MeasureNow(Part::kDev, "calibrate", true));
  v1::Bundle& bundle = result_.bundle;
  const ProbabilityForm form = FormOf(recipe_.kind, recipe_.fasttext.loss);
  *bundle.mutable_calibration() = FitCalibration(recipe_.calibration, form, dev.outcomes);
  for (Outcome& outcome : dev.outcomes) {
    outcome = Recalibrated(outcome, form, bundle.calibration());
  }
  *bundle.mutable_abstention() = ChooseAbstention(recipe_.abstention, dev.outcomes);
  return absl::OkStatus();
}

absl::StatusOr<Evaluation> Training::EvaluatePart(Part part, const char* label) {
  TASNIF_ASSIGN_OR_RETURN(const Outcomes outcomes, MeasureNow(part, label, false));
  Evaluation evaluation = Evaluate(outcomes.outcomes);
  AddLabelGroups(outcomes.outcomes, recipe_.label_groups, &evaluation);
  evaluation.failed = outcomes.failed;
  return evaluation;
}

absl::Status Training::Measure() {
  TASNIF_ASSIGN_OR_RETURN(result_.dev, EvaluatePart(Part::kDev, "dev"));
  TASNIF_ASSIGN_OR_RETURN(result_.test, EvaluatePart(Part::kTest, "test"));
  const Selection& selection = recipe_.selection;
  if (!selection.holdout_sources.empty() || !selection.holdout_publishers.empty()) {
    TASNIF_ASSIGN_OR_RETURN(result_.holdout, EvaluatePart(Part::kHoldout, "held out"));
  }
  AddMetrics("dev", {"split", "labels"}, result_.dev, &result_.bundle);
  AddMetrics("test", {"split", "language", "labels"}, result_.test, &result_.bundle);
  AddMetrics("holdout", {"split", "publisher"}, result_.holdout, &result_.bundle);
  return absl::OkStatus();
}

absl::Status Training::Publish() {
  v1::Bundle& bundle = result_.bundle;
  *bundle.mutable_created() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(env_.clock.Now()));
  const std::string card =
      MakeModelCard({recipe_, bundle, dataset_.counts, text_.articles, sources_, result_.dev,
                     result_.test, result_.holdout, model_bytes_.size()});
  std::map<std::string, std::string> contents = {{std::string(kModelFile), model_bytes_},
                                                 {std::string(kCardFile), card}};
  if (!kept_vectors_.empty()) contents[std::string(kVectorsFile)] = std::move(kept_vectors_);
  result_.is_champion =
      !HasAlias(env_.files, options_.models_folder, bundle.head(), std::string(kChampion));
  TASNIF_ASSIGN_OR_RETURN(const std::string version,
                          PublishVersion(env_.files, options_.models_folder, bundle, contents,
                                         /*alias=*/"", /*gate=*/{}, options_.change));
  bundle.set_version(version);
  result_.folder = absl::StrCat(options_.models_folder, "/", bundle.head(), "/", version);
  result_.report = Report();
  return absl::OkStatus();
}

std::string Training::Report() const {
  const DatasetCounts& counts = dataset_.counts;
  std::string out = absl::StrCat(counts.lines, " lines, ", counts.bad_lines, " unreadable, ",
                                 dataset_.row_count, " training rows\n");
  const auto add = [&out](const char* name, const Evaluation& evaluation) {
    if (evaluation.overall.articles == 0) return;
    absl::StrAppend(&out, "\n== ", name, "\n", EvaluationTable(evaluation));
  };
  add("dev", result_.dev);
  add("test", result_.test);
  add("held out", result_.holdout);
  return out;
}

}  // namespace

absl::StatusOr<TrainResult> Train(const Recipe& recipe, const TrainOptions& options,
                                  const TrainEnvironment& environment) {
  return Training(recipe, options, environment).Run();
}

}  // namespace tasnif
