#include "train/retrain.h"

#include <fstream>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/line_reader.h"
#include "base/sha256.h"
#include "base/status.h"
#include "labels/json_lines.h"
#include "labels/prediction.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"
#include "train/gate_report.h"
#include "train/measure.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

constexpr char kMergedFile[] = "merged.jsonl";
constexpr char kCorrections[] = "corrections";

// One run; each step leaves its result here.
class Retraining {
 public:
  Retraining(const RetrainOptions& options, const TrainEnvironment& env)
      : options_(options), env_(env), recipe_(options.recipe) {}

  absl::StatusOr<RetrainResult> Run() {
    TASNIF_ASSIGN_OR_RETURN(work_, WorkFolder::Create(options_.work_folder));
    TASNIF_RETURN_IF_ERROR(FindChampion());
    TASNIF_RETURN_IF_ERROR(MergeFiles());
    TASNIF_RETURN_IF_ERROR(TrainChallenger());
    if (champion_ != nullptr) TASNIF_RETURN_IF_ERROR(Judge());
    TASNIF_RETURN_IF_ERROR(IsLetThrough() ? Publish() : Refuse());
    return std::move(result_);
  }

 private:
  bool IsLetThrough() const {
    return champion_ == nullptr || result_.gate.is_passed || options_.is_forced;
  }

  // Null where the head has none yet.
  absl::Status FindChampion() {
    const std::string folder = absl::StrCat(options_.models_folder, "/", recipe_.head);
    if (!HasAlias(env_.files, options_.models_folder, recipe_.head, std::string(kChampion))) {
      return absl::OkStatus();
    }
    TASNIF_ASSIGN_OR_RETURN(AliasMap aliases, ReadAliases(env_.files, folder));
    TASNIF_ASSIGN_OR_RETURN(
        champion_,
        LoadBundle(absl::StrCat(folder, "/", aliases[std::string(kChampion)]), env_.files));
    return absl::OkStatus();
  }

  absl::Status MergeFiles() {
    MergeOptions options{.inputs = {options_.corrections_path},
                         .protected_splits = recipe_.selection.dev_splits,
                         .keeps_own_repeats = true};
    const auto& tests = recipe_.selection.test_splits;
    options.protected_splits.insert(options.protected_splits.end(), tests.begin(), tests.end());
    for (const std::string& name : recipe_.data) {
      options.inputs.push_back(absl::StrCat(options_.data_folder, "/", name));
    }
    std::ofstream out(MergedPath(), std::ios::binary);
    Progress progress({.label = "merge", .unit = "lines"}, env_.clock, env_.progress);
    TASNIF_ASSIGN_OR_RETURN(
        result_.merged,
        MergeData(options, env_.executor, &progress, [&out](const std::string& line) {
          out << line << '\n';
          return out.good() ? absl::OkStatus()
                            : absl::ResourceExhaustedError("cannot write the merged data");
        }));
    out.close();
    if (out.fail()) return absl::ResourceExhaustedError("cannot write the merged data");
    return result_.merged.Check(recipe_.selection.max_bad_share);
  }

  std::string MergedPath() const { return absl::StrCat(work_->path(), "/", kMergedFile); }
  std::string StagingFolder() const { return work_->path() + "/models"; }

  absl::Status TrainChallenger() {
    recipe_.data = {kMergedFile};
    if (recipe_.sources.count(kCorrections) == 0) {
      recipe_.sources[kCorrections] = recipe_.other_sources;
    }
    recipe_.sources[kCorrections].repeat = options_.corrections_repeat;
    const TrainOptions options{.data_folder = work_->path(),
                               .models_folder = StagingFolder(),
                               .work_folder = work_->path(),
                               .data_sources_path = options_.data_sources_path,
                               .labeller = options_.labeller,
                               .change = options_.change};
    TASNIF_ASSIGN_OR_RETURN(const TrainResult trained, Train(recipe_, options, env_));
    staged_folder_ = trained.folder;
    TASNIF_ASSIGN_OR_RETURN(challenger_, LoadBundle(staged_folder_, env_.files));
    return absl::OkStatus();
  }

  absl::StatusOr<GateSide> Measure(const std::shared_ptr<const HeadModel>& model,
                                   const char* label) {
    Progress progress({.label = label, .unit = "lines", .total = result_.merged.written},
                      env_.clock, env_.progress);
    const absl::Time start = env_.clock.Now();
    TASNIF_ASSIGN_OR_RETURN(
        Outcomes outcomes,
        MeasurePart(
            {recipe_, {MergedPath()}, *labeller_, options_.labeller, env_.executor, &progress},
            model, Part::kTest));
    GateSide side{.model = model->reference(), .outcomes = std::move(outcomes.outcomes)};
    const double seconds = absl::ToDoubleSeconds(env_.clock.Now() - start);
    // Shorter runs measure the noise of the machine.
    constexpr double kLeastSeconds = 2;
    if (seconds >= kLeastSeconds) {
      side.articles_per_second = static_cast<double>(side.outcomes.size()) / seconds;
    }
    for (const v1::FileChecksum& file : model->bundle.files()) {
      if (file.name() == kModelFile) side.bytes = file.bytes();
    }
    return side;
  }

  absl::StatusOr<std::vector<GateProbe>> Probe() {
    std::vector<GateProbe> probes;
    if (options_.probes_path.empty()) return probes;
    TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(options_.probes_path));
    TASNIF_ASSIGN_OR_RETURN(const auto scratch, LabelScratch::Create(options_.labeller));
    const LabelPlan plan{.models = {challenger_.get()}};
    std::string line;
    while (true) {
      TASNIF_ASSIGN_OR_RETURN(const bool more, reader->Next(&line));
      if (!more) return probes;
      TASNIF_ASSIGN_OR_RETURN(const LabelledArticle article, ParseArticle(line));
      const auto promised = article.labels.find(recipe_.head);
      if (promised == article.labels.end()) continue;
      TASNIF_ASSIGN_OR_RETURN(const v1::Prediction prediction,
                              labeller_->Label(article.article, plan, scratch.get()));
      const v1::LabelPrediction* label = FindLabel(prediction, recipe_.head);
      probes.push_back({article.article.id(), promised->second,
                        label == nullptr ? std::string() : label->label()});
    }
  }

  absl::Status Judge() {
    TASNIF_ASSIGN_OR_RETURN(labeller_, Labeller::Create(options_.labeller));
    TASNIF_ASSIGN_OR_RETURN(const GateSide champion, Measure(champion_, "champion"));
    TASNIF_ASSIGN_OR_RETURN(const GateSide challenger, Measure(challenger_, "challenger"));
    TASNIF_ASSIGN_OR_RETURN(const std::vector<GateProbe> probes, Probe());
    TASNIF_ASSIGN_OR_RETURN(result_.gate, RunGate(champion, challenger, probes, options_.rules));
    result_.has_gate = true;
    GateReport report{.head = recipe_.head, .champion = champion_->reference()};
    report.challenger = "the new model";
    report.time = absl::FormatTime(absl::RFC3339_sec, options_.change.when, absl::UTCTimeZone());
    report.data = DataOf(challenger_->bundle);
    if (!result_.gate.is_passed && options_.is_forced) {
      report.forced_by = options_.change.who;
      report.forced_why = options_.change.why;
    }
    json_ = GateJson(report, result_.gate);
    html_ = GateHtml(report, result_.gate);
    return absl::OkStatus();
  }

  GateRecord Record() const {
    if (!result_.has_gate) return {};
    const char* outcome = result_.gate.is_passed ? "passed"
                          : options_.is_forced   ? "forced"
                                                 : "failed";
    return {.outcome = outcome, .report_sha256 = Sha256Hex(json_)};
  }

  absl::Status Publish() {
    std::map<std::string, std::string> contents;
    for (const v1::FileChecksum& file : challenger_->bundle.files()) {
      TASNIF_ASSIGN_OR_RETURN(contents[file.name()],
                              env_.files.Read(absl::StrCat(staged_folder_, "/", file.name())));
    }
    if (result_.has_gate) {
      contents[std::string(kGateJsonFile)] = json_;
      contents[std::string(kGateHtmlFile)] = html_;
    }
    TASNIF_ASSIGN_OR_RETURN(result_.version,
                            PublishVersion(env_.files, options_.models_folder, challenger_->bundle,
                                           contents, kChallenger, Record(), options_.change));
    if (result_.has_gate) {
      result_.report_path = absl::StrCat(options_.models_folder, "/", recipe_.head, "/",
                                         result_.version, "/", std::string(kGateHtmlFile));
    }
    return absl::OkStatus();
  }

  // The report outlives the model, under the hash that the history names.
  absl::Status Refuse() {
    const GateRecord record = Record();
    const std::string folder = absl::StrCat(options_.models_folder, "/", recipe_.head, "/refused-",
                                            record.report_sha256.substr(0, 16));
    TASNIF_RETURN_IF_ERROR(env_.files.CreateFolder(folder));
    const std::string json = absl::StrCat(folder, "/", std::string(kGateJsonFile));
    const std::string html = absl::StrCat(folder, "/", std::string(kGateHtmlFile));
    TASNIF_RETURN_IF_ERROR(WriteAtomically(env_.files, json, json_));
    TASNIF_RETURN_IF_ERROR(WriteAtomically(env_.files, html, html_));
    result_.report_path = html;
    return RecordRefusal(env_.files, options_.models_folder, recipe_.head,
                         DataOf(challenger_->bundle), record, options_.change);
  }

  // Constant after construction.
  const RetrainOptions& options_;
  const TrainEnvironment& env_;

  Recipe recipe_;
  std::unique_ptr<WorkFolder> work_;
  std::unique_ptr<const Labeller> labeller_;
  std::shared_ptr<const HeadModel> champion_;
  std::shared_ptr<const HeadModel> challenger_;
  std::string staged_folder_;
  std::string json_;
  std::string html_;
  RetrainResult result_;
};

}  // namespace

absl::StatusOr<RetrainResult> Retrain(const RetrainOptions& options, const TrainEnvironment& env) {
  return Retraining(options, env).Run();
}

}  // namespace tasnif
