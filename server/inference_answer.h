// server/inference_answer.h
//
// Results of the classifier as the tensors that were asked for.
//
//   inference::ModelInferResponse answer = MakeInferenceAnswer(query, response);
//
// Rows stand in the order of the articles. A row that is shorter than its tensor is filled up with
// "" and 0. An article that could not be labelled has "CODE: message" in `error`, is abstained from
// with the reason `error`, and has no labels.
//
// Threads: pure function. Cost: one copy of each label.
#ifndef TASNIF_SERVER_INFERENCE_ANSWER_H_
#define TASNIF_SERVER_INFERENCE_ANSWER_H_

#include "inference/tensors.pb.h"
#include "server/inference_query.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// response: one result for each article of query.request, made with the models of the query.
inference::ModelInferResponse MakeInferenceAnswer(const InferenceQuery& query,
                                                  const v1::ClassifyResponse& response);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_ANSWER_H_
