// cli/model_changes.h
//
// The actions of `tasnif models` that change something, and the one that tells what was changed.
#ifndef TASNIF_CLI_MODEL_CHANGES_H_
#define TASNIF_CLI_MODEL_CHANGES_H_

#include <memory>

#include "cli/command.h"

namespace tasnif {

std::unique_ptr<Command> MakeModelsPublishCommand();
std::unique_ptr<Command> MakeModelsPromoteCommand();
std::unique_ptr<Command> MakeModelsRollbackCommand();
std::unique_ptr<Command> MakeModelsHistoryCommand();

}  // namespace tasnif

#endif  // TASNIF_CLI_MODEL_CHANGES_H_
