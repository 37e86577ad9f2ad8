#include "server/inference_front.h"

#include <utility>

#include "base/status.h"
#include "server/inference_answer.h"
#include "server/inference_query.h"

namespace tasnif {
namespace {

absl::Duration FromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace

// Everything a call needs until its answer. `query` points into `models`.
struct InferenceFront::RunningCall {
  InferenceCall call;
  std::shared_ptr<const ModelSet> models;
  InferenceQuery query;
  absl::Duration reading;
};

void InferenceFront::Infer(InferenceCall call) {
  auto running = std::make_shared<RunningCall>();
  running->models = registry_.Snapshot();
  running->call = std::move(call);
  const InferenceCall& now = running->call;
  classifier_.Classify({.flow = {.client = now.client, .is_bulk = now.outline.is_bulk},
                        .size = {.articles = now.outline.articles, .bytes = now.bytes},
                        .read = [this, running] { return Read(running.get()); },
                        .request_id = now.request_id,
                        .control = now.control,
                        .received = now.received,
                        .origin = {.front = "inference", .method = "ModelInfer"},
                        .done =
                            [this, running](absl::StatusOr<v1::ClassifyResponse> response) {
                              auto answer = Answer(*running, response);
                              std::move(running->call.done)(std::move(answer));
                            },
                        .models = running->models});
}

absl::StatusOr<v1::ClassifyRequest> InferenceFront::Read(RunningCall* running) const {
  const absl::Time start = clock_.Now();
  inference::ModelInferRequest request;
  if (!std::move(running->call.parse)(&request)) {
    return absl::InvalidArgumentError(
        "the request is not an inference.ModelInferRequest, or a name in it is not UTF-8");
  }
  TASNIF_ASSIGN_OR_RETURN(running->query, ReadInferenceQuery(request, *running->models));
  running->reading = clock_.Now() - start;
  return std::move(running->query.request);
}

absl::StatusOr<inference::ModelInferResponse> InferenceFront::Answer(
    const RunningCall& running, const absl::StatusOr<v1::ClassifyResponse>& response) {
  if (!response.ok()) {
    CountFailure(running);
    return response.status();
  }
  const absl::Time start = clock_.Now();
  inference::ModelInferResponse answer = MakeInferenceAnswer(running.query, *response);
  const absl::Time end = clock_.Now();
  // The classifier counts reading as waiting.
  statistics_.AddSuccess({answer.model_name(), answer.model_version()},
                         {.articles = static_cast<size_t>(response->results_size()),
                          .queue = FromProto(response->timings().queue()) - running.reading,
                          .input = running.reading,
                          .infer = FromProto(response->timings().compute()),
                          .output = end - start},
                         end);
  return answer;
}

// Names that no model has are not counted: there is no end to them.
void InferenceFront::CountFailure(const RunningCall& running) {
  const InferenceOutline& outline = running.call.outline;
  const auto model = FindInferenceModel(outline.model_name, outline.model_version, *running.models);
  if (!model.ok()) return;
  statistics_.AddFailure({model->name, model->version}, clock_.Now() - running.call.received);
}

}  // namespace tasnif
