// cli/model_traffic.h
//
// The actions of `tasnif models` that let a version on trial share the traffic of a head, and the
// one that tells where it would have answered otherwise.
#ifndef TASNIF_CLI_MODEL_TRAFFIC_H_
#define TASNIF_CLI_MODEL_TRAFFIC_H_

#include <memory>

#include "cli/command.h"

namespace tasnif {

std::unique_ptr<Command> MakeModelsShadowCommand();
std::unique_ptr<Command> MakeModelsCanaryCommand();
std::unique_ptr<Command> MakeModelsDisagreementsCommand();

}  // namespace tasnif

#endif  // TASNIF_CLI_MODEL_TRAFFIC_H_
