#include "labels/labeller.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/label_head.h"
#include "labels/language_codes.h"
#include "labels/source_type.h"
#include "labels/stance.h"
#include "labels/stance_packs.h"
#include "text/code_marks.h"
#include "text/script.h"

namespace tasnif {
namespace {

constexpr uint32_t kDefaultTopK = 3;
constexpr uint32_t kMaxTopK = 32;
constexpr size_t kMaxNameBytes = 256;
constexpr std::string_view kTopicHead = "topic";

absl::Status CheckTarget(const v1::Target& target) {
  if (absl::StripAsciiWhitespace(target.name()).empty()) {
    return absl::InvalidArgumentError("a stance target has no name; name it or leave it out");
  }
  if (target.name().size() > kMaxNameBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the name of a stance target has ",
                                                   target.name().size(), " bytes, at most ",
                                                   kMaxNameBytes, " are allowed; shorten it"));
  }
  return absl::OkStatus();
}

template <typename Targets>
absl::Status CheckTargets(const Targets& targets) {
  for (const v1::Target& target : targets) TASNIF_RETURN_IF_ERROR(CheckTarget(target));
  return absl::OkStatus();
}

// Head → pinned model.
using Pins = std::map<std::string, const HeadModel*>;

absl::StatusOr<Pins> ResolvePins(const v1::ClassifyOptions& options, const ModelSet& models) {
  Pins pins;
  for (const std::string& reference : options.models()) {
    TASNIF_ASSIGN_OR_RETURN(const HeadModel* model, models.Resolve(reference));
    if (!pins.emplace(model->head(), model).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("options.models names two models for head '", model->head(), "'; name one"));
    }
  }
  return pins;
}

absl::Status CheckPinsAreAskedFor(const Pins& pins, const std::set<std::string>& heads) {
  for (const auto& [head, model] : pins) {
    if (heads.count(head) > 0 || head == kLanguageHead) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("options.models names '", model->reference(),
                     "', but options.heads leaves that head out; add it to options.heads"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> HeadsAskedFor(const v1::ClassifyOptions& options,
                                                    const ModelSet& models, const Pins& pins) {
  std::set<std::string> heads(options.heads().begin(), options.heads().end());
  if (!heads.empty()) {
    TASNIF_RETURN_IF_ERROR(CheckPinsAreAskedFor(pins, heads));
    const std::string stance(kStanceHead);
    if (heads.count(stance) > 0 && pins.count(stance) == 0) heads.merge(PackHeads(models));
    return heads;
  }
  for (std::string& head : models.heads()) heads.insert(std::move(head));
  for (const auto& pin : pins) heads.insert(pin.first);
  const std::string language(kLanguageHead);
  if (heads.size() > 1 && pins.count(language) == 0) heads.erase(language);
  if (!heads.empty()) return heads;
  return absl::FailedPreconditionError(
      "no head has a champion; promote a version first: tasnif models promote HEAD@VERSION");
}

absl::StatusOr<const HeadModel*> ModelFor(const std::string& head, const Pins& pins,
                                          const ModelSet& models) {
  if (head.find('@') != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "options.heads has '", head, "', expected a head alone; versions go to options.models"));
  }
  const auto pin = pins.find(head);
  if (pin != pins.end()) return pin->second;
  return models.Resolve(head);
}

// Null where no language head is loaded: then the language is guessed.
const HeadModel* LanguageModel(const Pins& pins, const ModelSet& models) {
  const absl::StatusOr<const HeadModel*> model = ModelFor(std::string(kLanguageHead), pins, models);
  const bool is_usable = model.ok() && (*model)->bundle.kind() == v1::HEAD_KIND_LABEL;
  return is_usable ? *model : nullptr;
}

v1::LabelPrediction* PlaceOf(const std::string& head, v1::Prediction* prediction) {
  if (head == kTopicHead) return prediction->mutable_topic();
  if (head == kSourceTypeHead) return prediction->mutable_source_type();
  return &(*prediction->mutable_heads())[head];
}

bool IsStance(const HeadModel& model) { return model.bundle.kind() == v1::HEAD_KIND_STANCE; }

absl::Status CheckArticle(const v1::Article& article) {
  if (article.id().size() > kMaxNameBytes) {
    return absl::InvalidArgumentError(absl::StrCat("id has ", article.id().size(),
                                                   " bytes, at most ", kMaxNameBytes,
                                                   " are allowed; shorten it"));
  }
  return CheckTargets(article.targets());
}

// "article '42'", for messages.
std::string NameOf(const v1::Article& article) {
  if (article.id().empty() || article.id().size() > kMaxNameBytes) return "article";
  return absl::StrCat("article '", article.id(), "'");
}

}  // namespace

absl::StatusOr<std::unique_ptr<LabelScratch>> LabelScratch::Create(const LabellerOptions& options) {
  auto scratch = std::make_unique<LabelScratch>();
  TASNIF_ASSIGN_OR_RETURN(scratch->reader, ArticleReader::Create(options.max_article_bytes));
  return scratch;
}

absl::StatusOr<std::vector<std::unique_ptr<LabelScratch>>> LabelScratch::CreateAll(
    const LabellerOptions& options, size_t workers) {
  std::vector<std::unique_ptr<LabelScratch>> scratches;
  TASNIF_ASSIGN_OR_RETURN(scratches.emplace_back(), Create(options));
  while (scratches.size() < workers) {
    auto scratch = std::make_unique<LabelScratch>();
    TASNIF_ASSIGN_OR_RETURN(scratch->reader, scratches[0]->reader->CreateSibling());
    scratches.push_back(std::move(scratch));
  }
  return scratches;
}

const Words& LabelScratch::ArticleWords(const v1::TextOptions& options) {
  if (has_article_words && MakesSameWords(article_words_options, options)) {
    return article_words;
  }
  article_words.Clear();
  BuildWords(text, options, &article_words);
  HashWords(article_words.words, &article_hashes);
  article_words_options = options;
  has_article_words = true;
  return article_words;
}

absl::StatusOr<std::unique_ptr<const Labeller>> Labeller::Create(const LabellerOptions& options) {
  OutletList outlets;
  if (!options.outlets_path.empty()) {
    TASNIF_ASSIGN_OR_RETURN(outlets, OutletList::Open(options.outlets_path));
  }
  TASNIF_ASSIGN_OR_RETURN(TargetList targets, TargetList::Create(options.targets_path));
  return absl::WrapUnique<const Labeller>(new Labeller(std::move(outlets), std::move(targets)));
}

absl::StatusOr<LabelPlan> Labeller::Plan(const v1::ClassifyOptions& options,
                                         const ModelSet& models) const {
  if (models.empty()) {
    return absl::FailedPreconditionError(
        "no model is loaded; check the models directory with: tasnif models list");
  }
  if (options.top_k() > kMaxTopK) {
    return absl::InvalidArgumentError(
        absl::StrCat("options.top_k is ", options.top_k(), ", at most ", kMaxTopK, " are allowed"));
  }
  TASNIF_RETURN_IF_ERROR(CheckTargets(options.targets()));
  TASNIF_ASSIGN_OR_RETURN(const Pins pins, ResolvePins(options, models));
  TASNIF_ASSIGN_OR_RETURN(const std::set<std::string> heads, HeadsAskedFor(options, models, pins));
  LabelPlan plan;
  for (const std::string& head : heads) {
    TASNIF_ASSIGN_OR_RETURN(const HeadModel* model, ModelFor(head, pins, models));
    plan.models.push_back(model);
  }
  plan.language_model = LanguageModel(pins, models);
  plan.top_k = options.top_k() == 0 ? kDefaultTopK : options.top_k();
  plan.explain = options.explain();
  plan.return_text = options.return_text();
  if (!options.targets().empty()) {
    const std::vector<v1::Target> targets(options.targets().begin(), options.targets().end());
    TASNIF_ASSIGN_OR_RETURN(plan.targets, targets_.Prepare(targets));
  }
  return plan;
}

absl::StatusOr<v1::Prediction> Labeller::Label(const v1::Article& article, const LabelPlan& plan,
                                               LabelScratch* scratch) const {
  absl::Status status = CheckArticle(article);
  if (status.ok()) status = scratch->reader->ReadUnguessed(article, &scratch->text);
  if (!status.ok()) return Annotate(status, NameOf(article));
  scratch->has_article_words = false;
  FindLanguage(plan, scratch);
  v1::Prediction prediction;
  prediction.set_language(scratch->text.language);
  LabelWhole(article, plan, scratch, &prediction);
  status = LabelStance(article, plan, scratch, &prediction);
  if (!status.ok()) return Annotate(status, NameOf(article));
  for (const std::string& warning : scratch->text.warnings) prediction.add_warnings(warning);
  if (plan.return_text && article.has_content()) {
    prediction.set_extracted_text(scratch->text.text);
  }
  return prediction;
}

void Labeller::FindLanguage(const LabelPlan& plan, LabelScratch* scratch) {
  std::string& language = scratch->text.language;
  if (!language.empty()) return;
  if (LooksLikeCode(scratch->text.text)) {
    language = kNoLanguage;
    return;
  }
  if (plan.language_model != nullptr) language = TellLanguage(*plan.language_model, scratch);
  if (language.empty()) language = GuessLanguage(scratch->text.text);
}

void Labeller::LabelWhole(const v1::Article& article, const LabelPlan& plan, LabelScratch* scratch,
                          v1::Prediction* prediction) const {
  for (const HeadModel* model : plan.models) {
    if (IsStance(*model)) continue;
    v1::LabelPrediction* place = PlaceOf(model->head(), prediction);
    PredictLabel(*model, plan, scratch, place);
    if (model->head() == kSourceTypeHead) {
      CombineSourceEvidence(article, scratch->text, outlets_, place);
    }
  }
}

absl::StatusOr<std::vector<TargetMentions>> Labeller::FindTargets(const v1::Article& article,
                                                                  const LabelPlan& plan,
                                                                  const ArticleText& text) const {
  if (!article.targets().empty()) {
    const std::vector<v1::Target> targets(article.targets().begin(), article.targets().end());
    return targets_.FindRequested(targets, text);
  }
  if (plan.targets != nullptr) return targets_.FindPrepared(*plan.targets, text);
  return targets_.Find(text);
}

absl::Status Labeller::LabelStance(const v1::Article& article, const LabelPlan& plan,
                                   LabelScratch* scratch, v1::Prediction* prediction) const {
  if (std::none_of(plan.models.begin(), plan.models.end(),
                   [](const HeadModel* model) { return IsStance(*model); })) {
    return absl::OkStatus();
  }
  TASNIF_ASSIGN_OR_RETURN(const std::vector<TargetMentions> targets,
                          FindTargets(article, plan, scratch->text));
  for (const TargetMentions& target : targets) {
    for (const HeadModel* model : StanceModelsFor(target, plan.models)) {
      PredictStance(*model, plan, target, scratch, prediction->add_stance());
    }
  }
  return absl::OkStatus();
}

v1::ArticleResult Labeller::LabelOrError(const v1::Article& article, const LabelPlan& plan,
                                         LabelScratch* scratch) const {
  v1::ArticleResult result;
  result.set_id(article.id());
  absl::StatusOr<v1::Prediction> prediction = Label(article, plan, scratch);
  if (prediction.ok()) {
    *result.mutable_prediction() = *std::move(prediction);
    return result;
  }
  // The numbers of ErrorCode are those of the status codes.
  const int code = static_cast<int>(prediction.status().code());
  result.mutable_error()->set_code(v1::ErrorCode_IsValid(code) ? static_cast<v1::ErrorCode>(code)
                                                               : v1::ERROR_CODE_INTERNAL);
  const absl::string_view message = prediction.status().message();
  result.mutable_error()->set_message(message.data(), message.size());
  return result;
}

}  // namespace tasnif
