// server/inference_query.h
//
// A ModelInferRequest in the terms of the classifier: articles, options, and which tensors to
// answer with.
//
//   TASNIF_ASSIGN_OR_RETURN(InferenceQuery query, ReadInferenceQuery(request, *models));
//   query.request;                          // for Classifier
//   MakeInferenceAnswer(query, response);   // server/inference_answer.h
//
// Threads: pure function. Cost: one copy of each element.
#ifndef TASNIF_SERVER_INFERENCE_QUERY_H_
#define TASNIF_SERVER_INFERENCE_QUERY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "inference/tensors.pb.h"
#include "server/inference_model.h"
#include "server/inference_parameters.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct RequestedOutput {
  OutputSpec spec;
  // Of the extension "classification"; 0: not asked for.
  size_t classes = 0;
};

// Borrows the ModelSet.
struct InferenceQuery {
  InferenceModel model;
  std::vector<RequestedOutput> outputs;
  InferenceParameters parameters;
  // Answer with raw contents.
  bool is_raw = false;
  std::string id;
  v1::ClassifyRequest request;
};

// Text that is not UTF-8 is taken as bytes of an unknown charset; in any other input, what is not
// UTF-8 is replaced.
// INVALID_ARGUMENT: errors of ReadInputTensors, ReadInferenceParameters and ReadClassification; no
// input `text`, an unknown input or output, shapes that do not fit each other, an output asked for
// twice, `classification` of an output that has no classes. NOT_FOUND, FAILED_PRECONDITION: see
// FindInferenceModel.
absl::StatusOr<InferenceQuery> ReadInferenceQuery(const inference::ModelInferRequest& request,
                                                  const ModelSet& models);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_QUERY_H_
