// cli/store_option.h
//
// The option --store: the file that corrections are kept in.
//
//   StoreOption store_;
//   store_.Declare(app);
//   TASNIF_ASSIGN_OR_RETURN(auto store, store_.Open(TextPolicy::kHashOnly, /*is_made=*/false));
#ifndef TASNIF_CLI_STORE_OPTION_H_
#define TASNIF_CLI_STORE_OPTION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "feedback/correction_store.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tasnif {

class StoreOption {
 public:
  CLI::Option* Declare(CLI::App& app);
  // NOT_FOUND where the file is absent and may not be made. Errors of CorrectionStore::Open. The
  // store must not outlive the option.
  absl::StatusOr<std::unique_ptr<CorrectionStore>> Open(TextPolicy policy, bool is_made) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  SystemClock clock_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_STORE_OPTION_H_
