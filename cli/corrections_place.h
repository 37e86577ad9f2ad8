// cli/corrections_place.h
//
// Where the corrections of `tasnif feedback` are: in a file, or at a server that keeps one.
//
//   CorrectionsPlace place_;
//   place_.Declare(app);                              // --store | --server, --tls, --token-file, …
//   TASNIF_ASSIGN_OR_RETURN(const auto source, place_.OpenToRead());
#ifndef TASNIF_CLI_CORRECTIONS_PLACE_H_
#define TASNIF_CLI_CORRECTIONS_PLACE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "cli/connect_options.h"
#include "cli/store_option.h"
#include "client/client.h"
#include "feedback/correction_source.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tasnif {

class CorrectionsPlace {
 public:
  // --store, and in its place --server with how to connect to it and --timeout.
  void Declare(CLI::App& app);
  // Options that mean nothing where a server is asked exclude this one.
  CLI::Option* server_option() const { return server_option_; }

  bool is_server() const { return !server_.empty(); }
  const StoreOption& store() const { return store_; }

  // INVALID_ARGUMENT where `is_given` and a server is asked: "OPTION is of no use with --server: "
  // and `way_out`.
  absl::Status RefuseWithServer(bool is_given, const std::string& option,
                                const std::string& way_out) const;

  // Only where is_server(). Errors of ConnectOptions::Complete and Connect.
  absl::StatusOr<ClientOptions> client_options() const;
  absl::StatusOr<std::unique_ptr<Client>> Connect() const;

  // The file, which must be there, or the server. Errors of StoreOption::Open and Connect(). Must
  // not outlive this.
  absl::StatusOr<std::unique_ptr<const CorrectionSource>> OpenToRead() const;

 private:
  StoreOption store_;
  ConnectOptions connect_;
  CLI::Option* server_option_ = nullptr;
  std::string server_;
  double timeout_seconds_ = 60;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_CORRECTIONS_PLACE_H_
