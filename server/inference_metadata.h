// server/inference_metadata.h
//
// What the Open Inference Protocol says of the server and its models.
//
//   TASNIF_ASSIGN_OR_RETURN(InferenceModel model, FindInferenceModel("topic", "", *models));
//   inference::ModelMetadataResponse metadata = DescribeModel(model, registry.List());
//
// Threads: pure functions.
#ifndef TASNIF_SERVER_INFERENCE_METADATA_H_
#define TASNIF_SERVER_INFERENCE_METADATA_H_

#include <vector>

#include "inference/metadata.pb.h"
#include "inference/repository.pb.h"
#include "server/inference_model.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

inference::ServerMetadataResponse DescribeServer();

// list: as Registry::List() gives it.
inference::ModelMetadataResponse DescribeModel(const InferenceModel& model,
                                               const std::vector<v1::Model>& list);

inference::ModelConfigResponse ConfigureModel(const InferenceModel& model);

// Every version of the list, and `article`. only_ready: those that can answer.
inference::RepositoryIndexResponse IndexModels(const std::vector<v1::Model>& list, bool only_ready);

}  // namespace tasnif

#endif  // TASNIF_SERVER_INFERENCE_METADATA_H_
