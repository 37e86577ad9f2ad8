#include <CLI/CLI.hpp>
#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/files.h"
#include "base/json.h"
#include "base/mutex.h"
#include "base/progress.h"
#include "base/status.h"
#include "cli/backend.h"
#include "cli/console.h"
#include "cli/corrections_place.h"
#include "cli/feedback.h"
#include "cli/model_options.h"
#include "cli/output.h"
#include "feedback/correction.h"
#include "feedback/correction_export.h"
#include "feedback/labelling_queue.h"
#include "labels/article_line.h"
#include "labels/prediction.h"
#include "train/line_blocks.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback queue feed.jsonl.xz --head topic --limit 50 > to_label.jsonl
  tasnif feedback queue feed.jsonl --head stance --by margin
  tasnif feedback queue feed.jsonl --head topic --server 127.0.0.1:8500 --token-file T

Each line is the article and what the model said of it:
  {"id":…,"text":…,"queue":{"head","model","label","probability","uncertainty"}}
Articles that were corrected before (in --store, where that exists) are not asked for again. With
--server the server's champions label, and its corrections count.)";

// Enough to fill calls to a server while none of them computes.
constexpr size_t kThreadsThatWait = 64;

// What a worker finds out about one line.
struct Judged {
  absl::Status status;
  bool is_about_all = false;  // No other article will fare better.
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
    place_.Declare(app);
    place_.server_option()->excludes(models_.Declare(app));
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    ThreadPool pool(place_.is_server() ? kThreadsThatWait
                                       : std::max(1u, std::thread::hardware_concurrency()));
    ThreadPool answers(1);  // Not `pool`, whose threads all may wait for one.
    TASNIF_ASSIGN_OR_RETURN(const auto backend, OpenBackend(pool, answers));
    TASNIF_RETURN_IF_ERROR(FindCorrected());
    LabellingQueue queue(limit_);
    for (const std::string& path : paths_) {
      TASNIF_RETURN_IF_ERROR(Fill(path, *backend, pool, &queue));
    }
    TASNIF_RETURN_IF_ERROR(Print(&queue));
    if (failed_ == 0) return Verdict::kAllDone;
    Complain(absl::StrCat(failed_, " articles could not be labelled; the first: ", first_failure_));
    return Verdict::kSomeFailed;
  }

 private:
  absl::StatusOr<std::unique_ptr<Backend>> OpenBackend(Executor& pool, Executor& answers) const {
    v1::ClassifyOptions options;
    options.add_heads(head_);
    options.set_priority(v1::PRIORITY_BULK);
    if (place_.is_server()) {
      TASNIF_ASSIGN_OR_RETURN(ClientOptions client_options, place_.client_options());
      return MakeServerBackend(std::move(client_options), options, answers);
    }
    TASNIF_ASSIGN_OR_RETURN(const auto registry, models_.OpenRegistry());
    return MakeLocalBackend(models_.labeller_options(), options, *registry, pool);
  }

  // Where there is no file, or the server keeps none, nothing was corrected.
  absl::Status FindCorrected() {
    if (!place_.is_server() && !PosixFiles().Exists(place_.store().path())) {
      return absl::OkStatus();
    }
    TASNIF_ASSIGN_OR_RETURN(const auto source, place_.OpenToRead());
    const absl::Status status =
        ForEachCorrectedArticle(*source, {.head = head_}, [this](const CorrectedArticle& article) {
          corrected_.insert(article.corrections[0].article_sha256());
          return absl::OkStatus();
        });
    return place_.is_server() && absl::IsFailedPrecondition(status) ? absl::OkStatus() : status;
  }

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

  // Waits for the answer; an error is about all articles.
  static absl::StatusOr<v1::ArticleResult> Ask(const v1::Article& article, Backend& backend,
                                               size_t worker) {
    std::promise<Backend::Results> answer;
    std::future<Backend::Results> results = answer.get_future();
    backend.Label({article}, worker, [&answer](size_t, Backend::Results results) {
      answer.set_value(std::move(results));
    });
    TASNIF_ASSIGN_OR_RETURN(std::vector<v1::ArticleResult> one, results.get());
    return std::move(one.front());
  }

  // What is still on its way need not wait for its own end.
  void NoteFailureOfAll(const absl::Status& status, Backend& backend) {
    MutexLock lock(mu_);
    if (!failure_of_all_.ok()) return;
    failure_of_all_ = status;
    backend.Cancel();
  }

  absl::Status FirstFailureOfAll() {
    MutexLock lock(mu_);
    return failure_of_all_;
  }

  Judged Judge(const FileLine& line, Backend& backend, size_t worker) {
    Judged judged{.status = line.status};
    if (!judged.status.ok()) return judged;
    const absl::StatusOr<LabelledArticle> article = ParseArticle(line.text);
    judged.status = article.status();
    if (!article.ok()) return judged;
    const absl::StatusOr<v1::ArticleResult> result = Ask(article->article, backend, worker);
    if (!result.ok()) {
      judged.is_about_all = true;
      NoteFailureOfAll(result.status(), backend);
      return judged;
    }
    judged.status = ErrorOf(*result);
    if (!judged.status.ok()) return judged;
    const v1::Prediction& prediction = result->prediction();
    Json json = ArticleToJson(*article);
    json["queue"] = Describe(prediction, &judged.uncertainty);
    json["queue"]["uncertainty"] = judged.uncertainty;
    judged.article_sha256 = ArticleSha256(article->article);
    judged.line = DumpJson(json);
    return judged;
  }

  absl::Status Keep(Judged judged, const std::string& place, LabellingQueue* queue) {
    if (judged.is_about_all) return FirstFailureOfAll();
    if (!judged.status.ok()) {
      if (failed_++ == 0) first_failure_ = absl::StrCat(place, ": ", judged.status.message());
      return absl::OkStatus();
    }
    if (corrected_.contains(judged.article_sha256)) return absl::OkStatus();
    queue->Offer(judged.uncertainty, judged.article_sha256, std::move(judged.line));
    return absl::OkStatus();
  }

  absl::Status Fill(const std::string& path, Backend& backend, Executor& pool,
                    LabellingQueue* queue) {
    SystemClock clock;
    Progress progress({.label = path, .unit = "articles"}, clock, StderrProgressOutput());
    std::vector<Judged> judged(kLinesPerBlock);
    return ForEachLine(
        path, pool, &progress,
        [&](const FileLine& line, size_t slot, size_t worker) {
          judged[slot] = Judge(line, backend, worker);
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
  CorrectionsPlace place_;
  ModelOptions models_;

  absl::flat_hash_set<std::string> corrected_;  // SHA-256 of the articles.
  Mutex mu_;
  absl::Status failure_of_all_ ABSL_GUARDED_BY(mu_);
  uint64_t failed_ = 0;
  std::string first_failure_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackQueueCommand() {
  return std::make_unique<FeedbackQueueCommand>();
}

}  // namespace tasnif
