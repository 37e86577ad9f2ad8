// cli/data.h
//
// The actions of `tasnif data`, and what they share.
#ifndef TASNIF_CLI_DATA_H_
#define TASNIF_CLI_DATA_H_

#include <cstddef>
#include <memory>

#include "cli/command.h"
#include "train/duplicate_index.h"

namespace tasnif {

std::unique_ptr<Command> MakeDataCheckCommand();
std::unique_ptr<Command> MakeDataSplitCommand();
std::unique_ptr<Command> MakeDataMergeCommand();
std::unique_ptr<Command> MakeDataStatsCommand();

// --near and --max-memory.
class DuplicateFlags {
 public:
  void Declare(CLI::App& app);
  DuplicateOptions options() const;

 private:
  DuplicateOptions options_;
  size_t max_megabytes_ = 4096;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_DATA_H_
