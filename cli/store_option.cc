#include "cli/store_option.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "base/files.h"

namespace tasnif {

CLI::Option* StoreOption::Declare(CLI::App& app) {
  const char* from_environment = std::getenv("TASNIF_FEEDBACK");
  path_ = from_environment == nullptr ? "feedback.db" : from_environment;
  return app
      .add_option("--store", path_, "File of corrections; default: $TASNIF_FEEDBACK or feedback.db")
      ->type_name("FILE");
}

absl::StatusOr<std::unique_ptr<CorrectionStore>> StoreOption::Open(TextPolicy policy,
                                                                   bool is_made) const {
  if (!is_made && !PosixFiles().Exists(path_)) {
    return absl::NotFoundError(absl::StrCat("no corrections '", path_,
                                            "'; name their file with --store, or make one with "
                                            "'tasnif feedback add'"));
  }
  return CorrectionStore::Open(path_, policy, clock_);
}

}  // namespace tasnif
