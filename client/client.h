// client/client.h
//
// Labels articles on one or more servers, as fast as they can: articles of different callers share
// calls, failed ones are sent again, work goes to the server that has the least of it.
//
//   TASNIF_ASSIGN_OR_RETURN(auto client, Client::Connect({.addresses = {"127.0.0.1:8500"}}));
//   v1::Article article;
//   article.set_text("The striker scored twice in the cup final.");
//
//   // One, and wait. From many threads at a time these share calls.
//   TASNIF_ASSIGN_OR_RETURN(v1::ArticleResult result, client->ClassifyOne(article, {}));
//   // One, and go on; the future never throws.
//   std::future<ArticleOutcome> outcome = client->Submit(article, {});
//   // One, and be called.
//   client->ClassifyAsync(article, {}, [](ArticleOutcome outcome) { … });
//   // A list, and wait.
//   TASNIF_ASSIGN_OR_RETURN(std::vector<v1::ArticleResult> results, client->Classify(articles,
//   {}));
//   // More than fits into memory, in order.
//   client->ClassifyRange(feed, {}, [](ArticleOutcome outcome) { … });
//
// Every article gets exactly one outcome, within `timeout` (client/options.h):
//   * a result with a prediction;
//   * a result with an ArticleError: the article cannot be labelled as it is;
//   * a status: no server could say, after the retries that the options allow. Codes as
//     tasnif/v1/classifier.proto lists them, with the server and the request id in the message;
//     RESOURCE_EXHAUSTED also where too much is on its way and the options say to fail fast;
//     CANCELLED after Cancel().
// Ids need not be unique, and need not be there.
//
// The end: the destructor sends what waits for company, and returns when every article has its
// outcome; Cancel() before it makes that quick.
//
// Threads: safe. Callbacks run on threads of gRPC or on the calling one: they must be short, and
// must not wait for the client: no Classify(), ClassifyOne(), ClassifyRange() or destructor from
// within, and with fails_fast = false a ClassifyAsync() only for no more articles than have come
// back. Memory: at most options.in_flight, besides what the caller holds.
// Cost: an article alone travels at once; under load one call carries many and an article waits at
// most options.coalesce.max_delay for company.
#ifndef TASNIF_CLIENT_CLIENT_H_
#define TASNIF_CLIENT_CLIENT_H_

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/options.h"
#include "client/statistics.h"
#include "tasnif/v1/classifier.pb.h"
#include "tasnif/v1/feedback.pb.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

// Name of the service for Client::Check().
inline constexpr std::string_view kClassifierService = "tasnif.v1.Classifier";

// What became of one article; see above.
using ArticleOutcome = absl::StatusOr<v1::ArticleResult>;

class Client {
 public:
  // Tries every address. INVALID_ARGUMENT: no address, or errors of CheckToken and MakeCredentials
  // (client/credentials.h), also NOT_FOUND for a missing file of certificates. UNAVAILABLE, or what
  // else Check("") gives: nobody answers at any; the message names the first. Servers that are away
  // now are used when they come.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Results come in the order of `articles`. Blocks, also for room. Fails as a whole where an
  // article has a status for its outcome, with that status; what is not sent by then is not sent.
  absl::StatusOr<std::vector<v1::ArticleResult>> Classify(absl::Span<const v1::Article> articles,
                                                          const v1::ClassifyOptions& options);
  ArticleOutcome ClassifyOne(v1::Article article, const v1::ClassifyOptions& options);

  // `done` is called exactly once.
  void ClassifyAsync(v1::Article article, const v1::ClassifyOptions& options,
                     absl::AnyInvocable<void(ArticleOutcome) &&> done);
  // All together, in the order of `articles`, which is not empty. They may travel in several calls.
  void ClassifyAsync(std::vector<v1::Article> articles, const v1::ClassifyOptions& options,
                     absl::AnyInvocable<void(std::vector<ArticleOutcome>) &&> done);

  std::future<ArticleOutcome> Submit(v1::Article article, const v1::ClassifyOptions& options);

  // Takes articles from `next` until it returns false, and gives each outcome to `sink`, in order,
  // on the calling thread. Holds at most options.in_flight.max_articles of them.
  void ClassifyStream(const std::function<bool(v1::Article*)>& next,
                      const v1::ClassifyOptions& options,
                      const std::function<void(ArticleOutcome)>& sink);
  // The same for any range of articles.
  template <typename Range, typename Sink>
  void ClassifyRange(const Range& articles, const v1::ClassifyOptions& options, Sink&& sink) {
    auto position = std::begin(articles);
    ClassifyStream(
        [&](v1::Article* article) {
          if (position == std::end(articles)) return false;
          *article = *position++;
          return true;
        },
        options, std::forward<Sink>(sink));
  }

  // Articles that wait for company are sent now.
  void Flush();
  // Every article without an outcome gets CANCELLED, soon; so does every later one.
  void Cancel();

  ClientStatistics statistics() const;

  // Every version on the server; of one head, or of all where `head` is empty. NOT_FOUND.
  absl::StatusOr<v1::ListModelsResponse> ListModels(const std::string& head);
  // reference: `head`, `head@version` or `head@alias`. NOT_FOUND.
  absl::StatusOr<v1::GetModelResponse> GetModel(const std::string& reference);

  // Changes on one server, which its other users see; see tasnif/v1/models.proto for the codes.
  // All need the role `admin`. Where several servers share a folder of models, the others follow.
  absl::StatusOr<v1::Model> SetAlias(const v1::SetAliasRequest& request);
  absl::StatusOr<v1::Model> Rollback(const v1::RollbackRequest& request);
  absl::StatusOr<v1::Model> SetTraffic(const v1::SetTrafficRequest& request);
  // What the version of `head` in the shadow would have answered, as one server saw it.
  absl::StatusOr<v1::GetShadowReportResponse> GetShadowReport(const std::string& head);

  // Corrections that one server keeps; see tasnif/v1/feedback.proto for the codes. All need the
  // role `feedback`.
  absl::StatusOr<v1::SubmitCorrectionResponse> SubmitCorrection(
      const v1::SubmitCorrectionRequest& request);
  absl::StatusOr<v1::ListCorrectionsResponse> ListCorrections(
      const v1::ListCorrectionsRequest& request);
  absl::StatusOr<v1::ListCorrectedArticlesResponse> ListCorrectedArticles(
      const v1::ListCorrectedArticlesRequest& request);

  // OK where every server says that `service` is SERVING; the empty name means the server as such.
  // UNAVAILABLE: not reachable, or NOT_SERVING. NOT_FOUND: no such service.
  absl::Status Check(std::string_view service);

 private:
  class Connection;
  struct Machinery;

  explicit Client(ClientOptions options);
  absl::Status CheckAnyServes() const;
  Connection& NextConnection();

  // Constant after construction.
  const ClientOptions options_;
  std::vector<std::unique_ptr<Connection>> connections_;

  // Thread-safe.
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CLIENT_H_
