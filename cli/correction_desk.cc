#include "cli/correction_desk.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "feedback/correction.h"
#include "labels/prediction.h"

namespace tasnif {
namespace {

// One version is named, so that what is recorded is what answered: else a version on trial, or a
// pack that knows the target, might.
v1::ClassifyOptions Question(const v1::Correction& correction) {
  v1::ClassifyOptions options;
  options.add_heads(correction.head());
  options.add_models(correction.model());
  if (!correction.target().empty()) options.add_targets()->set_name(correction.target());
  return options;
}

void TakeLabel(const v1::Prediction& prediction, v1::Correction* correction) {
  if (prediction.stance_size() > 0) {
    correction->set_predicted_label(prediction.stance(0).label());
  } else if (const auto* label = FindLabel(prediction, correction->head()); label != nullptr) {
    correction->set_predicted_label(label->label());
  }
}

class StoreDesk : public CorrectionDesk {
 public:
  StoreDesk(std::unique_ptr<CorrectionStore> store, std::unique_ptr<const Registry> registry,
            LabellerOptions options)
      : store_(std::move(store)), registry_(std::move(registry)), options_(std::move(options)) {}

  absl::Status FillPrediction(v1::Correction* correction) override {
    TASNIF_ASSIGN_OR_RETURN(const auto labeller, Labeller::Create(options_));
    TASNIF_ASSIGN_OR_RETURN(const auto scratch, LabelScratch::Create(options_));
    const auto models = registry_->Snapshot();
    TASNIF_ASSIGN_OR_RETURN(const HeadModel* champion, models->Resolve(correction->head()));
    correction->set_model(champion->reference());
    TASNIF_ASSIGN_OR_RETURN(const LabelPlan plan, labeller->Plan(Question(*correction), *models));
    TASNIF_ASSIGN_OR_RETURN(const v1::Prediction prediction,
                            labeller->Label(correction->article(), plan, scratch.get()));
    TakeLabel(prediction, correction);
    return absl::OkStatus();
  }

  absl::StatusOr<v1::SubmitCorrectionResponse> Submit(const v1::Correction& correction) override {
    TASNIF_RETURN_IF_ERROR(CheckCorrection(correction));
    if (registry_ != nullptr) {
      TASNIF_RETURN_IF_ERROR(CheckAgainstModels(correction, registry_->List()));
    }
    TASNIF_ASSIGN_OR_RETURN(AddedCorrection added, store_->Add(correction));
    v1::SubmitCorrectionResponse response;
    *response.mutable_correction() = std::move(added.correction);
    response.set_already_stored(added.already_stored);
    return response;
  }

 private:
  // Constant after construction.
  const std::unique_ptr<CorrectionStore> store_;
  const std::unique_ptr<const Registry> registry_;
  const LabellerOptions options_;
};

class ServerDesk : public CorrectionDesk {
 public:
  explicit ServerDesk(std::unique_ptr<Client> client) : client_(std::move(client)) {}

  absl::Status FillPrediction(v1::Correction* correction) override {
    TASNIF_ASSIGN_OR_RETURN(const v1::GetModelResponse champion,
                            client_->GetModel(correction->head()));
    correction->set_model(absl::StrCat(champion.model().head(), "@", champion.model().version()));
    TASNIF_ASSIGN_OR_RETURN(const v1::ArticleResult result,
                            client_->ClassifyOne(correction->article(), Question(*correction)));
    TASNIF_RETURN_IF_ERROR(ErrorOf(result));
    TakeLabel(result.prediction(), correction);
    return absl::OkStatus();
  }

  absl::StatusOr<v1::SubmitCorrectionResponse> Submit(const v1::Correction& correction) override {
    v1::SubmitCorrectionRequest request;
    *request.mutable_correction() = correction;
    return client_->SubmitCorrection(request);
  }

 private:
  // Constant after construction.
  const std::unique_ptr<Client> client_;
};

}  // namespace

std::unique_ptr<CorrectionDesk> MakeStoreDesk(std::unique_ptr<CorrectionStore> store,
                                              std::unique_ptr<const Registry> registry,
                                              const LabellerOptions& options) {
  return std::make_unique<StoreDesk>(std::move(store), std::move(registry), options);
}

std::unique_ptr<CorrectionDesk> MakeServerDesk(std::unique_ptr<Client> client) {
  return std::make_unique<ServerDesk>(std::move(client));
}

}  // namespace tasnif
