// client/client.h
//
// Labels articles on a server.
//
//   TASNIF_ASSIGN_OR_RETURN(auto client, Client::Connect({.addresses = {"127.0.0.1:8500"}}));
//   std::vector<v1::Article> articles(1);
//   articles[0].set_text("The striker scored twice in the cup final.");
//   TASNIF_ASSIGN_OR_RETURN(std::vector<v1::ArticleResult> results, client->Classify(articles,
//   {}));
//
// Threads: safe. Cost: one call per 512 articles or 64 MiB.
#ifndef TASNIF_CLIENT_CLIENT_H_
#define TASNIF_CLIENT_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/options.h"
#include "tasnif/v1/classifier.pb.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Name of the service for Client::Check().
inline constexpr std::string_view kClassifierService = "tasnif.v1.Classifier";

class Client {
 public:
  // Connects to every address. INVALID_ARGUMENT: no address. UNAVAILABLE: nobody answers at one;
  // the message names it.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(ClientOptions options);
  ~Client();

  // Results come in the order of `articles`; see ArticleResult.error for articles that could not
  // be labelled. Ids need not be unique here. An article too large for any message gets an error
  // without being sent.
  // Fails as a whole, with the codes that tasnif/v1/classifier.proto lists and the server's
  // address in the message, where one of its calls fails.
  absl::StatusOr<std::vector<v1::ArticleResult>> Classify(absl::Span<const v1::Article> articles,
                                                          const v1::ClassifyOptions& options);

  // Every version on the server; of one head, or of all where `head` is empty. NOT_FOUND.
  absl::StatusOr<v1::ListModelsResponse> ListModels(const std::string& head);
  // reference: `head`, `head@version` or `head@alias`. NOT_FOUND.
  absl::StatusOr<v1::GetModelResponse> GetModel(const std::string& reference);

  // OK where every server says that `service` is SERVING; the empty name means the server as such.
  // UNAVAILABLE: not reachable, or NOT_SERVING. NOT_FOUND: no such service.
  absl::Status Check(std::string_view service);

 private:
  class Connection;

  explicit Client(ClientOptions options);
  Connection& NextConnection();

  // Constant after construction.
  const ClientOptions options_;
  std::vector<std::unique_ptr<Connection>> connections_;

  // Thread-safe.
  struct Turn;
  std::unique_ptr<Turn> turn_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CLIENT_H_
