// cli/commands.h
//
// Every command of the program; each lives in the file of its name.
#ifndef TASNIF_CLI_COMMANDS_H_
#define TASNIF_CLI_COMMANDS_H_

#include <memory>

#include "cli/command.h"

namespace tasnif {

std::unique_ptr<Command> MakeClassifyCommand();
std::unique_ptr<Command> MakeServeCommand();
std::unique_ptr<Command> MakeTrainCommand();
std::unique_ptr<Command> MakeEvaluateCommand();
std::unique_ptr<Command> MakeRetrainCommand();
std::unique_ptr<Command> MakeDataCommand();
std::unique_ptr<Command> MakeFeedbackCommand();
std::unique_ptr<Command> MakeBenchCommand();
std::unique_ptr<Command> MakeModelsCommand();
std::unique_ptr<Command> MakeTokenCommand();
std::unique_ptr<Command> MakeHealthCommand();
std::unique_ptr<Command> MakeVersionCommand();

}  // namespace tasnif

#endif  // TASNIF_CLI_COMMANDS_H_
