// cli/command.h
//
// One subcommand of `tasnif`. A command declares its options and does its work; only main.cc turns
// the outcome into an exit code.
//
//   class HealthCommand : public Command { … };
//   std::unique_ptr<Command> MakeHealthCommand() { return std::make_unique<HealthCommand>(); }
#ifndef TASNIF_CLI_COMMAND_H_
#define TASNIF_CLI_COMMAND_H_

#include "absl/status/statusor.h"

namespace CLI {
class App;
}

namespace tasnif {

enum class Verdict {
  kAllDone,     // Exit code 0.
  kSomeFailed,  // Exit code 1: some articles failed, each said why on standard error.
  kRefused,     // Exit code 4: the gate refused the new model; everything is as it was.
};

class Command {
 public:
  virtual ~Command() = default;

  // Adds options, arguments and examples to its own subcommand. The App is kept until Run().
  virtual void Declare(CLI::App& app) = 0;

  // INVALID_ARGUMENT: the command line asks for something impossible (exit code 2). Any other code:
  // a model, file or server that the whole command depends on could not be used (exit code 3).
  virtual absl::StatusOr<Verdict> Run() = 0;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_COMMAND_H_
