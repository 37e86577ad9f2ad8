// The program `tasnif`: a table of commands, and the only place that knows exit codes.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <vector>

#include "cli/commands.h"
#include "cli/console.h"

namespace {

using tasnif::Command;
using tasnif::Verdict;

enum ExitCode { kAllDone = 0, kSomeFailed = 1, kUsage = 2, kUnusable = 3, kRefused = 4 };

struct Entry {
  const char* name;
  const char* summary;
  std::unique_ptr<Command> (*make)();
};

constexpr Entry kCommands[] = {
    {"classify", "Label articles with topic, source type and stance", tasnif::MakeClassifyCommand},
    {"serve", "Serve the models over gRPC", tasnif::MakeServeCommand},
    {"train", "Train a model from a recipe and publish it", tasnif::MakeTrainCommand},
    {"evaluate", "Measure a model on labelled articles", tasnif::MakeEvaluateCommand},
    {"retrain", "Learn from corrections, and publish what the gate lets through",
     tasnif::MakeRetrainCommand},
    {"data", "Check, split, merge and count labelled articles", tasnif::MakeDataCommand},
    {"feedback", "Keep corrections, and find what to label next", tasnif::MakeFeedbackCommand},
    {"bench", "Measure speed: engine, text, client", tasnif::MakeBenchCommand},
    {"models", "List, show and verify models", tasnif::MakeModelsCommand},
    {"token", "Make tokens for those who call a server", tasnif::MakeTokenCommand},
    {"health", "Ask a server whether it serves", tasnif::MakeHealthCommand},
    {"version", "Tell the version of the program and its libraries", tasnif::MakeVersionCommand},
};

constexpr char kFooter[] =
    "Exit codes: 0 all done; 1 some articles failed, the others were labelled; 2 wrong usage;\n"
    "3 a model or server could not be used; 4 the gate refused a model.\n"
    "'tasnif COMMAND --help' explains a command with examples.";

ExitCode Report(const absl::StatusOr<Verdict>& verdict) {
  if (verdict.ok()) {
    switch (*verdict) {
      case Verdict::kAllDone:
        return kAllDone;
      case Verdict::kSomeFailed:
        return kSomeFailed;
      case Verdict::kRefused:
        return kRefused;
    }
  }
  tasnif::Complain(verdict.status());
  return absl::IsInvalidArgument(verdict.status()) ? kUsage : kUnusable;
}

int Main(int argc, char** argv) {
  // A reader that has seen enough (`tasnif classify … | head`) is an error of write(), see Output.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Labels news articles with topic, source type and stance.", "tasnif");
  app.require_subcommand(1);
  app.footer(kFooter);
  std::vector<std::unique_ptr<Command>> commands;
  std::vector<CLI::App*> subcommands;
  for (const Entry& entry : kCommands) {
    commands.push_back(entry.make());
    subcommands.push_back(app.add_subcommand(entry.name, entry.summary));
    commands.back()->Declare(*subcommands.back());
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kAllDone : kUsage;  // 0: --help.
  }
  for (size_t i = 0; i < commands.size(); ++i) {
    if (subcommands[i]->parsed()) return Report(commands[i]->Run());
  }
  return kUsage;
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
