#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "cli/article_input.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/feedback.h"
#include "cli/label_block.h"
#include "cli/model_options.h"
#include "feedback/correction_line.h"
#include "labels/prediction.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback add article.txt --head topic --label health --by layla
  tasnif feedback add article.txt --head stance --target Egypt --label favor --by layla
  tasnif feedback add --lines corrections.jsonl --keep-text
  tasnif feedback add --lines - < corrections.jsonl

The first forms label the article, to record what the champion says of it and which version it is.
Lines are {"head","model","predicted","label","annotator","article":{"text":…}}, see
docs/retraining.md. 'stored KEY' is printed once the correction is on disk. A repeated one is not
stored again. Without --keep-text only the article's hash is kept.)";

class FeedbackAddCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    CLI::Option* article = app.add_option("article", article_path_, "The article: text or HTML");
    CLI::Option* lines = app.add_option("--lines", lines_path_, "Corrections, one JSON line each");
    lines->type_name("FILE")->excludes(article);
    app.add_option("--head", given_.head, "The head that was wrong")->type_name("NAME");
    app.add_option("--label", given_.label, "What it should have said")->type_name("LABEL");
    app.add_option("--target", given_.target, "For a stance: towards whom")->type_name("NAME");
    app.add_option("--by", given_.annotator, "Who says so")->type_name("NAME");
    app.add_option("--comment", given_.comment, "Why")->type_name("TEXT");
    app.add_option("--key", given_.key, "Makes repeating harmless; default: from the content");
    app.add_flag("--keep-text", keeps_text_, "Keep the article's text, not only its hash");
    app.add_flag("--unchecked", is_unchecked_,
                 "Take lines whose models are not in --models, such as those of another machine");
    store_.Declare(app);
    models_.Declare(app);
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    if (article_path_.empty() == lines_path_.empty()) {
      return absl::InvalidArgumentError("name one article, or --lines FILE");
    }
    TASNIF_ASSIGN_OR_RETURN(
        const auto store,
        store_.Open(keeps_text_ ? TextPolicy::kKeep : TextPolicy::kHashOnly, /*is_made=*/true));
    std::unique_ptr<Registry> registry;
    if (!is_unchecked_) {
      TASNIF_ASSIGN_OR_RETURN(registry, models_.OpenRegistry());
    }
    if (!lines_path_.empty()) return AddLines(registry.get(), store.get());
    if (registry == nullptr) {
      return absl::InvalidArgumentError("--unchecked is for --lines: an article is labelled first");
    }
    TASNIF_ASSIGN_OR_RETURN(const v1::Correction correction, CorrectionOfArticle(*registry));
    TASNIF_RETURN_IF_ERROR(Store(correction, registry.get(), store.get()));
    return Verdict::kAllDone;
  }

 private:
  struct Given {
    std::string head, label, target, annotator, comment, key;
  };

  // Told as soon as it is on disk: whoever reads the line may forget the correction.
  static absl::Status Store(const v1::Correction& correction, const Registry* registry,
                            CorrectionStore* store) {
    TASNIF_RETURN_IF_ERROR(CheckCorrection(correction));
    if (registry != nullptr) {
      TASNIF_RETURN_IF_ERROR(CheckAgainstModels(correction, registry->List()));
    }
    TASNIF_ASSIGN_OR_RETURN(const AddedCorrection added, store->Add(correction));
    std::printf("%s %s\n", added.already_stored ? "already stored" : "stored",
                Printable(added.correction.key()).c_str());
    std::fflush(stdout);
    return absl::OkStatus();
  }

  // A bad correction does not keep the others out; a store that fails does.
  static bool IsAboutOneLine(const absl::Status& status) {
    return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
           absl::IsAlreadyExists(status);
  }

  absl::Status AddLine(const std::string& line, const Registry* registry,
                       CorrectionStore* store) const {
    TASNIF_ASSIGN_OR_RETURN(const v1::Correction correction, ParseCorrection(line));
    return Store(correction, registry, store);
  }

  absl::StatusOr<Verdict> AddLines(const Registry* registry, CorrectionStore* store) const {
    TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(lines_path_));
    Verdict verdict = Verdict::kAllDone;
    std::string line;
    while (true) {
      TASNIF_ASSIGN_OR_RETURN(const bool more, reader->Next(&line));
      if (!more) return verdict;
      if (line.empty()) continue;
      const absl::Status status = AddLine(line, registry, store);
      if (status.ok()) continue;
      if (!IsAboutOneLine(status)) return status;
      verdict = Verdict::kSomeFailed;
      Complain(Annotate(status, absl::StrCat(lines_path_, ":", reader->line_number())));
    }
  }

  absl::StatusOr<v1::Article> ReadArticle() const {
    ArticleInput input(ExpandPaths({article_path_}), models_.max_article_bytes());
    RawArticle raw;
    if (!input.Next(&raw)) {
      return absl::InvalidArgumentError(absl::StrCat("no article in '", article_path_, "'"));
    }
    ParsedArticle parsed = ParseRaw(std::move(raw));
    TASNIF_RETURN_IF_ERROR(parsed.status);
    return std::move(parsed.article);
  }

  absl::StatusOr<v1::Correction> CorrectionOfArticle(const Registry& registry) const {
    v1::Correction correction;
    TASNIF_ASSIGN_OR_RETURN(*correction.mutable_article(), ReadArticle());
    correction.set_key(given_.key);
    correction.set_head(given_.head);
    correction.set_correct_label(given_.label);
    correction.set_target(given_.target);
    correction.set_annotator(given_.annotator);
    correction.set_comment(given_.comment);
    TASNIF_RETURN_IF_ERROR(FillPrediction(registry, &correction));
    return correction;
  }

  absl::Status FillPrediction(const Registry& registry, v1::Correction* correction) const {
    TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(models_.labeller_options()));
    TASNIF_ASSIGN_OR_RETURN(const auto scratch, LabelScratch::Create(models_.labeller_options()));
    v1::ClassifyOptions options;
    options.add_heads(correction->head());
    if (!given_.target.empty()) options.add_targets()->set_name(given_.target);
    const auto models = registry.Snapshot();
    TASNIF_ASSIGN_OR_RETURN(const LabelPlan plan, labeller->Plan(options, *models));
    TASNIF_ASSIGN_OR_RETURN(const v1::Prediction prediction,
                            labeller->Label(correction->article(), plan, scratch.get()));
    correction->set_model(plan.models.front()->reference());
    if (prediction.stance_size() > 0) {
      correction->set_predicted_label(prediction.stance(0).label());
      return absl::OkStatus();
    }
    const v1::LabelPrediction* label = FindLabel(prediction, correction->head());
    if (label != nullptr) correction->set_predicted_label(label->label());
    return absl::OkStatus();
  }

  std::string article_path_;
  std::string lines_path_;
  Given given_;
  bool keeps_text_ = false;
  bool is_unchecked_ = false;
  StoreOption store_;
  ModelOptions models_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackAddCommand() { return std::make_unique<FeedbackAddCommand>(); }

}  // namespace tasnif
