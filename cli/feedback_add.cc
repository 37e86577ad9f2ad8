#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "cli/article_input.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/correction_desk.h"
#include "cli/corrections_place.h"
#include "cli/feedback.h"
#include "cli/label_block.h"
#include "cli/model_options.h"
#include "feedback/correction_line.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif feedback add article.txt --head topic --label health --by layla
  tasnif feedback add article.txt --head stance --target Egypt --label favor --by layla
  tasnif feedback add --lines corrections.jsonl --keep-text
  tasnif feedback add --lines - < corrections.jsonl
  tasnif feedback add article.txt --head topic --label health --server news.example.org:8500 \
      --ca authorities.pem --token-file layla.token

An article is labelled first, to record what the champion says of it and which version that is.
Lines are {"head","model","predicted","label","annotator","article":{"text":…}}, see
docs/retraining.md. 'stored KEY' is printed once the correction is on disk. A repeated one is not
stored again. Without --keep-text only the article's hash is kept; a server keeps what its operator
has allowed, and takes the token's name for who says so where --by or a line names nobody.)";

class FeedbackAddCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    CLI::Option* article = app.add_option("article", article_path_, "The article: text or HTML");
    CLI::Option* lines = app.add_option("--lines", lines_path_, "Corrections, one JSON line each");
    lines->type_name("FILE")->excludes(article);
    for (CLI::Option* option :
         {app.add_option("--head", given_.head, "The head that was wrong")->type_name("NAME"),
          app.add_option("--label", given_.label, "What it should have said")->type_name("LABEL"),
          app.add_option("--target", given_.target, "For a stance: towards whom")
              ->type_name("NAME"),
          app.add_option("--by", given_.annotator, "Who says so")->type_name("NAME"),
          app.add_option("--comment", given_.comment, "Why")->type_name("TEXT"),
          app.add_option("--correction-key", given_.key,
                         "Makes repeating harmless; default: from the content")}) {
      option->excludes(lines);
    }
    app.add_flag("--keep-text", keeps_text_, "Keep the article's text, not only its hash");
    app.add_flag("--unchecked", is_unchecked_,
                 "Take lines whose models are not in --models, such as those of another machine");
    place_.Declare(app);
    place_.server_option()->excludes(models_.Declare(app));
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_RETURN_IF_ERROR(CheckUse());
    return lines_path_.empty() ? AddArticle() : AddLines();
  }

 private:
  struct Given {
    std::string head, label, target, annotator, comment, key;
  };

  absl::Status CheckUse() const {
    if (article_path_.empty() == lines_path_.empty()) {
      return absl::InvalidArgumentError("name one article, or --lines FILE");
    }
    if (!article_path_.empty() && is_unchecked_) {
      return absl::InvalidArgumentError("--unchecked is for --lines: an article is labelled first");
    }
    if (!article_path_.empty()) TASNIF_RETURN_IF_ERROR(CheckGiven());
    TASNIF_RETURN_IF_ERROR(place_.RefuseWithServer(
        keeps_text_, "--keep-text",
        "what is kept there, its operator says ('tasnif serve --feedback FILE --keep-text')"));
    return place_.RefuseWithServer(
        is_unchecked_, "--unchecked",
        "the server holds lines against its models; the file itself is --store FILE");
  }

  absl::Status CheckGiven() const {
    if (given_.head.empty() || given_.label.empty()) {
      return absl::InvalidArgumentError(
          "an article needs --head and --label: which head was wrong, and what it should have "
          "said");
    }
    if (given_.head.find('@') != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("--head is '", given_.head,
                       "', expected a head alone: its champion is asked, and recorded"));
    }
    if (given_.head == "stance" && given_.target.empty()) {
      return absl::InvalidArgumentError(
          "a stance is always towards somebody; name whom with --target");
    }
    if (given_.annotator.empty() && !place_.is_server()) {
      return absl::InvalidArgumentError("an article needs --by: who says so");
    }
    return absl::OkStatus();
  }

  // Called once the input is there, and models come first: for nothing no file is made.
  absl::StatusOr<std::unique_ptr<CorrectionDesk>> OpenDesk() const {
    if (place_.is_server()) {
      TASNIF_ASSIGN_OR_RETURN(auto client, place_.Connect());
      return MakeServerDesk(std::move(client));
    }
    std::unique_ptr<Registry> registry;
    if (!is_unchecked_) {
      TASNIF_ASSIGN_OR_RETURN(registry, models_.OpenRegistry());
    }
    TASNIF_ASSIGN_OR_RETURN(
        auto store, place_.store().Open(keeps_text_ ? TextPolicy::kKeep : TextPolicy::kHashOnly,
                                        /*is_made=*/true));
    return MakeStoreDesk(std::move(store), std::move(registry), models_.labeller_options());
  }

  // Told as soon as it is on disk: whoever reads the line may forget the correction.
  static absl::Status Submit(const v1::Correction& correction, CorrectionDesk& desk) {
    TASNIF_ASSIGN_OR_RETURN(const v1::SubmitCorrectionResponse added, desk.Submit(correction));
    std::printf("%s %s\n", added.already_stored() ? "already stored" : "stored",
                Printable(added.correction().key()).c_str());
    std::fflush(stdout);
    return absl::OkStatus();
  }

  // A bad correction does not keep the others out; a store that fails does.
  static bool IsAboutOneLine(const absl::Status& status) {
    return absl::IsInvalidArgument(status) || absl::IsNotFound(status) ||
           absl::IsAlreadyExists(status);
  }

  static absl::Status AddLine(const std::string& line, CorrectionDesk& desk) {
    TASNIF_ASSIGN_OR_RETURN(const v1::Correction correction, ParseCorrection(line));
    return Submit(correction, desk);
  }

  absl::StatusOr<Verdict> AddLines() const {
    TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(lines_path_));
    TASNIF_ASSIGN_OR_RETURN(const auto desk, OpenDesk());
    Verdict verdict = Verdict::kAllDone;
    bool is_empty = true;
    std::string line;
    while (true) {
      TASNIF_ASSIGN_OR_RETURN(const bool more, reader->Next(&line));
      if (!more) break;
      if (line.empty()) continue;
      is_empty = false;
      const absl::Status status = AddLine(line, *desk);
      if (status.ok()) continue;
      const absl::Status placed =
          Annotate(status, absl::StrCat(lines_path_, ":", reader->line_number()));
      if (!IsAboutOneLine(status)) return AfterFailure(placed);
      verdict = Verdict::kSomeFailed;
      Complain(placed);
    }
    if (is_empty) Complain(absl::StrCat("no correction in '", lines_path_, "'"));
    return verdict;
  }

  static absl::Status AfterFailure(const absl::Status& status) {
    return absl::Status(status.code(),
                        absl::StrCat(status.message(),
                                     "; what was told to be stored is; all lines may be given "
                                     "again, none is stored twice"));
  }

  absl::StatusOr<v1::Article> ReadArticle() const {
    ArticleInput input(ExpandPaths({article_path_}), models_.max_article_bytes());
    RawArticle raw;
    if (!input.Next(&raw)) {
      return absl::InvalidArgumentError(absl::StrCat("no article in '", article_path_, "'"));
    }
    ParsedArticle parsed = ParseRaw(std::move(raw));
    TASNIF_RETURN_IF_ERROR(parsed.status);
    if (input.Next(&raw)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", article_path_, "' has more than one article; name one, or give --lines FILE"));
    }
    return std::move(parsed.article);
  }

  absl::StatusOr<Verdict> AddArticle() const {
    TASNIF_ASSIGN_OR_RETURN(v1::Correction correction, GivenCorrection());
    TASNIF_ASSIGN_OR_RETURN(const auto desk, OpenDesk());
    TASNIF_RETURN_IF_ERROR(desk->FillPrediction(&correction));
    const absl::Status status = Submit(correction, *desk);
    if (status.ok()) return Verdict::kAllDone;
    if (!absl::IsInvalidArgument(status) || !given_.annotator.empty()) return status;
    return absl::Status(status.code(), absl::StrCat(status.message(),
                                                    "; who says so is told by --by, or by the "
                                                    "token that --token-file holds"));
  }

  absl::StatusOr<v1::Correction> GivenCorrection() const {
    v1::Correction correction;
    TASNIF_ASSIGN_OR_RETURN(*correction.mutable_article(), ReadArticle());
    correction.set_key(given_.key);
    correction.set_head(given_.head);
    correction.set_correct_label(given_.label);
    correction.set_target(given_.target);
    correction.set_annotator(given_.annotator);
    correction.set_comment(given_.comment);
    return correction;
  }

  std::string article_path_;
  std::string lines_path_;
  Given given_;
  bool keeps_text_ = false;
  bool is_unchecked_ = false;
  CorrectionsPlace place_;
  ModelOptions models_;
};

}  // namespace

std::unique_ptr<Command> MakeFeedbackAddCommand() { return std::make_unique<FeedbackAddCommand>(); }

}  // namespace tasnif
