// cli/change_options.h
//
// What every command asks for that changes models: who, why and where.
//
//   options_.Declare(app);
//   options_.DeclareServer(app);                  // where a running server can make the change
//   TASNIF_ASSIGN_OR_RETURN(const auto client, options_.Connect());
//   if (client == nullptr) Promote(PosixFiles(), options_.folder(), …, options_.change());
#ifndef TASNIF_CLI_CHANGE_OPTIONS_H_
#define TASNIF_CLI_CHANGE_OPTIONS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "cli/connect_options.h"
#include "cli/model_options.h"
#include "client/client.h"
#include "registry/model_changes.h"

namespace tasnif {

class ChangeOptions {
 public:
  // --models, --by and --why.
  void Declare(CLI::App& app);
  // --server, in the place of --models and --by.
  void DeclareServer(CLI::App& app);

  // Null without --server. Errors of ConnectOptions::Connect.
  absl::StatusOr<std::unique_ptr<Client>> Connect() const;

  Change change() const;
  const std::string& folder() const { return models_.folder(); }
  const std::string& why() const { return why_; }

 private:
  ModelOptions models_;
  ConnectOptions connect_;
  CLI::Option* folder_option_ = nullptr;
  CLI::Option* by_option_ = nullptr;
  std::string server_;
  std::string who_;
  std::string why_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_CHANGE_OPTIONS_H_
