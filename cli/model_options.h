// cli/model_options.h
//
// Where models and lists come from, for every command that labels in this process.
//
//   ModelOptions models_;
//   models_.Declare(app);                                     // --models, --outlets, --targets
//   TASNIF_ASSIGN_OR_RETURN(auto registry, models_.OpenRegistry());
#ifndef TASNIF_CLI_MODEL_OPTIONS_H_
#define TASNIF_CLI_MODEL_OPTIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/labeller.h"
#include "registry/registry.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tasnif {

class ModelOptions {
 public:
  // The option --models; the others may not fit a command.
  CLI::Option* DeclareFolder(CLI::App& app);
  // --models, --outlets, --targets and --max-article-bytes; returns the first.
  CLI::Option* Declare(CLI::App& app);

  // Errors of Registry::Open, with the ways to name another folder.
  absl::StatusOr<std::unique_ptr<Registry>> OpenRegistry(
      ModelMemory memory = ModelMemory::kMapped) const;

  // With the default lists, MODELS/lists/outlets.csv and MODELS/lists/targets.tsv, where they exist
  // and no other was named.
  LabellerOptions labeller_options() const;

  const std::string& folder() const { return folder_; }
  size_t max_article_bytes() const { return max_article_bytes_; }

 private:
  std::string folder_;
  std::string outlets_path_;
  std::string targets_path_;
  size_t max_article_bytes_ = kDefaultMaxArticleBytes;
};

// FAILED_PRECONDITION where the champion of a head that is needed could not be loaded, with the
// reason: labels that silently lack a head would be worse than none.
//   heads   those that are needed; empty: all
//   pinned  references such as `topic@2` that stand in for champions
absl::Status CheckChampions(const Registry& registry, const std::vector<std::string>& heads,
                            const std::vector<std::string>& pinned);

// $TASNIF_MODELS; or BIN/../share/tasnif/models, where the program was installed; or "models".
std::string DefaultModelsFolder();

}  // namespace tasnif

#endif  // TASNIF_CLI_MODEL_OPTIONS_H_
