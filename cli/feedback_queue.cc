#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/files.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/feedback.h"
#include "cli/model_options.h"
#include "cli/output.h"
#include "feedback/labelling_queue.h"
#include "labels/article_line.h"
#include "labels/prediction.h"
#include "train/line_blocks.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback queue feed.jsonl.xz --head topic --limit 50 > to_label.jsonl
  tasnif feedback queue feed.jsonl --head stance --by margin

Each line is the article and what the model said of it:
  {"id":…,"text":…,"queue":{"head","model","label","probability","uncertainty"}}
Articles that were corrected before (in --store, where that exists) are not asked for again.)";

// What a worker finds out about one line.
struct Judged {
  absl::Status status;
  double uncertainty = 0;
  std::string article_sha256;
  std::string line;
};

class FeedbackQueueCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("files", paths_, "Articles, JSON lines, compressed or not; - for a pipe")
        ->type_name("FILE")
        ->required();
    app.add_option("--head", head_, "The head to improve")->type_name("NAME")->required();
    app.add_option("--limit", limit_, "Articles to choose")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    app.add_option("--by", by_, "What makes an article worth it: least-confident or margin")
        ->check(CLI::IsMember({"least-confident", "margin"}))
        ->capture_default_str();
    store_.Declare(app);
    models_.Declare(app);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
    TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(models_.labeller_options()));
    const auto snapshot = registry->Snapshot();
    v1::ClassifyOptions options;
    options.add_heads(head_);
    TASNIF_ASSIGN_OR_RETURN(const LabelPlan plan, labeller->Plan(options, *snapshot));
    if (PosixFiles().Exists(store_.path())) {
      TASNIF_ASSIGN_OR_RETURN(corrected_, store_.Open(TextPolicy::kHashOnly, /*is_made=*/false));
    }
    LabellingQueue queue(limit_);
    for (const std::string& path : paths_) {
      TASNIF_RETURN_IF_ERROR(Fill(path, *labeller, plan, &queue));
    }
    TASNIF_RETURN_IF_ERROR(Print(&queue));
    if (failed_ == 0) return Verdict::kAllDone;
    Complain(absl::StrCat(failed_, " articles could not be labelled; the first: ", first_failure_));
    return Verdict::kSomeFailed;
  }

 private:
  UncertaintyMeasure measure() const {
    return by_ == "margin" ? UncertaintyMeasure::kMargin : UncertaintyMeasure::kLeastConfident;
  }

  // Of several targets the most uncertain one speaks for the article.
  Json Describe(const v1::Prediction& prediction, double* uncertainty) const {
    if (const v1::LabelPrediction* label = FindLabel(prediction, head_); label != nullptr) {
      *uncertainty = Uncertainty(*label, measure());
      return {{"head", head_},
              {"model", label->model()},
              {"label", label->label()},
              {"probability", label->probability()}};
    }
    Json json = {{"head", head_}};
    for (const v1::StancePrediction& stance : prediction.stance()) {
      const double value = Uncertainty(stance, measure());
      if (value < *uncertainty) continue;
      *uncertainty = value;
      json = {{"head", head_},
              {"model", stance.model()},
              {"target", stance.target()},
              {"label", stance.label()},
              {"probability", stance.probability()}};
    }
    return json;
  }

  Judged Judge(const FileLine& line, const Labeller& labeller, const LabelPlan& plan,
               LabelScratch* scratch) const {
    Judged judged{.status = line.status};
    if (!judged.status.ok()) return judged;
    const absl::StatusOr<LabelledArticle> article = ParseArticle(line.text);
    judged.status = article.status();
    if (!article.ok()) return judged;
    const absl::StatusOr<v1::Prediction> prediction =
        labeller.Label(article->article, plan, scratch);
    judged.status = prediction.status();
    if (!prediction.ok()) return judged;
    Json json = ArticleToJson(*article);
    json["queue"] = Describe(*prediction, &judged.uncertainty);
    json["queue"]["uncertainty"] = judged.uncertainty;
    judged.article_sha256 = ArticleSha256(article->article);
    judged.line = DumpJson(json);
    return judged;
  }

  absl::Status Keep(Judged judged, const std::string& place, LabellingQueue* queue) {
    if (!judged.status.ok()) {
      if (failed_++ == 0) first_failure_ = absl::StrCat(place, ": ", judged.status.message());
      return absl::OkStatus();
    }
    if (corrected_ != nullptr) {
      TASNIF_ASSIGN_OR_RETURN(const bool is_known,
                              corrected_->IsCorrected(head_, judged.article_sha256));
      if (is_known) return absl::OkStatus();
    }
    queue->Offer(judged.uncertainty, judged.article_sha256, std::move(judged.line));
    return absl::OkStatus();
  }

  absl::Status Fill(const std::string& path, const Labeller& labeller, const LabelPlan& plan,
                    LabellingQueue* queue) {
    ThreadPool pool(std::max(1u, std::thread::hardware_concurrency()));
    TASNIF_ASSIGN_OR_RETURN(
        const auto scratches,
        LabelScratch::CreateAll(models_.labeller_options(), pool.worker_count()));
    SystemClock clock;
    Progress progress({.label = path, .unit = "articles"}, clock, StderrProgressOutput());
    std::vector<Judged> judged(kLinesPerBlock);
    return ForEachLine(
        path, pool, &progress,
        [&](const FileLine& line, size_t slot, size_t worker) {
          judged[slot] = Judge(line, labeller, plan, scratches[worker].get());
        },
        [&](const FileLine& line, size_t slot) {
          return Keep(std::move(judged[slot]), absl::StrCat(path, ":", line.number), queue);
        });
  }

  absl::Status Print(LabellingQueue* queue) const {
    TASNIF_ASSIGN_OR_RETURN(const auto output, Output::Open(""));
    for (const QueuedArticle& article : queue->Take()) {
      TASNIF_RETURN_IF_ERROR(output->Write(article.line + "\n"));
    }
    return output->Close();
  }

  std::vector<std::string> paths_;
  std::string head_;
  size_t limit_ = 100;
  std::string by_ = "least-confident";
  StoreOption store_;
  ModelOptions models_;

  std::unique_ptr<CorrectionStore> corrected_;  // Null where there is none.
  uint64_t failed_ = 0;
  std::string first_failure_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackQueueCommand() {
  return std::make_unique<FeedbackQueueCommand>();
}

}  // namespace tasnif
