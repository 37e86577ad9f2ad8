#include "client/client.h"

#include <atomic>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "client/call_cut.h"
#include "client/connection.h"

namespace tasnif {
namespace {

// Longer ids are refused by the server, article by article.
constexpr size_t kMaxIdBytes = 256;

// For the fields of a request besides the articles' own bytes.
constexpr size_t kRequestOverheadBytes = 16;

CallLimits LimitsFor(const ClientOptions& options, const v1::ClassifyOptions& classify_options) {
  const size_t overhead = classify_options.ByteSizeLong() + kRequestOverheadBytes;
  return {.max_articles = options.max_articles_per_call,
          .max_bytes = options.max_message_bytes - std::min(options.max_message_bytes, overhead)};
}

// An id that another article of the call has is not sent: results come in order anyway.
v1::ClassifyRequest MakeRequest(absl::Span<const v1::Article> articles,
                                const v1::ClassifyOptions& options) {
  v1::ClassifyRequest request;
  *request.mutable_options() = options;
  absl::flat_hash_set<std::string_view> ids;
  for (const v1::Article& article : articles) {
    v1::Article* sent = request.add_articles();
    *sent = article;
    const bool is_checked = !article.id().empty() && article.id().size() <= kMaxIdBytes;
    if (is_checked && !ids.insert(article.id()).second) sent->clear_id();
  }
  return request;
}

v1::ArticleResult TooLargeResult(const v1::Article& article, const CallLimits& limits) {
  v1::ArticleResult result;
  result.set_id(article.id());
  result.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result.mutable_error()->set_message(absl::StrCat("the article takes ", BytesInRequest(article),
                                                   " bytes, a message may have ", limits.max_bytes,
                                                   "; send a shorter article"));
  return result;
}

absl::Status CheckCount(const v1::ClassifyResponse& response, size_t expected) {
  if (static_cast<size_t>(response.results_size()) == expected) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the server gave ", response.results_size(),
                                          " results for ", expected,
                                          " articles; its version may differ from this client's"));
}

}  // namespace

struct Client::Turn {
  std::atomic<size_t> next = 0;
};

Client::Client(ClientOptions options)
    : options_(std::move(options)), turn_(std::make_unique<Turn>()) {
  for (const std::string& address : options_.addresses) {
    connections_.push_back(std::make_unique<Connection>(options_, address));
  }
}

Client::~Client() = default;

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(ClientOptions options) {
  if (options.addresses.empty()) {
    return absl::InvalidArgumentError("no server address; give HOST:PORT, such as 127.0.0.1:8500");
  }
  std::unique_ptr<Client> client(new Client(std::move(options)));
  // The first call makes the connection; it does not wait for a server that refuses it.
  for (const auto& connection : client->connections_) {
    TASNIF_RETURN_IF_ERROR(connection->Check(""));
  }
  return client;
}

Client::Connection& Client::NextConnection() {
  return *connections_[turn_->next.fetch_add(1) % connections_.size()];
}

absl::StatusOr<std::vector<v1::ArticleResult>> Client::Classify(
    absl::Span<const v1::Article> articles, const v1::ClassifyOptions& options) {
  const CallLimits limits = LimitsFor(options_, options);
  std::vector<v1::ArticleResult> results;
  results.reserve(articles.size());
  for (const CallRange& range : CutIntoCalls(articles, limits)) {
    const auto part = articles.subspan(range.begin, range.end - range.begin);
    if (IsTooLarge(part.front(), limits)) {
      results.push_back(TooLargeResult(part.front(), limits));
      continue;
    }
    TASNIF_ASSIGN_OR_RETURN(v1::ClassifyResponse response,
                            NextConnection().Classify(MakeRequest(part, options)));
    TASNIF_RETURN_IF_ERROR(CheckCount(response, part.size()));
    for (size_t i = 0; i < part.size(); ++i) {
      results.push_back(std::move(*response.mutable_results(static_cast<int>(i))));
      results.back().set_id(part[i].id());
    }
  }
  return results;
}

absl::StatusOr<v1::ListModelsResponse> Client::ListModels(const std::string& head) {
  v1::ListModelsRequest request;
  request.set_head(head);
  return NextConnection().ListModels(request);
}

absl::StatusOr<v1::GetModelResponse> Client::GetModel(const std::string& reference) {
  v1::GetModelRequest request;
  request.set_model(reference);
  return NextConnection().GetModel(request);
}

absl::Status Client::Check(std::string_view service) {
  for (const auto& connection : connections_) {
    TASNIF_RETURN_IF_ERROR(connection->Check(service));
  }
  return absl::OkStatus();
}

}  // namespace tasnif
