// client/transport.h
//
// The one interface that every part of the client stands behind: a batch of articles goes in, one
// outcome for each comes back. Each policy (coalescing, retries, balancing …) is a decorator that
// hands on to the next; client/stack.h puts them together. Knows nothing of gRPC.
//
//   transport.Send(std::move(batch), [](Reply reply) { Use(reply.outcomes); });
//
// Threads: safe. `done` may run on any thread, also before Send() returns; it runs without a lock.
#ifndef TASNIF_CLIENT_TRANSPORT_H_
#define TASNIF_CLIENT_TRANSPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Articles that travel together, with the options that they share.
struct Batch {
  v1::ClassifyRequest request;
  // One for each article: when its caller stops waiting.
  std::vector<absl::Time> deadlines;
  // Wait for room where there is none, instead of being refused.
  bool waits_for_room = false;
  // Names the call in messages here and in the server's log. Set by the Retrier.
  std::string request_id;

  size_t size() const { return deadlines.size(); }
};

// What became of one article.
struct TransportOutcome {
  // A result, which may hold an ArticleError; or why there is none, with the codes that
  // tasnif/v1/classifier.proto lists.
  absl::StatusOr<v1::ArticleResult> result = absl::UnknownError("no outcome");
  // How long the server asks to wait before another try. Negative: it asks for none.
  std::optional<absl::Duration> retry_after;
};

struct Reply {
  // The batch that was sent, so that an article can be sent again without a copy.
  Batch batch;
  // One for each article, in its order.
  std::vector<TransportOutcome> outcomes;
};

class Transport {
 public:
  using Done = absl::AnyInvocable<void(Reply) &&>;

  virtual ~Transport() = default;

  // batch: at least one article. `done` is called exactly once.
  virtual void Send(Batch batch, Done done) = 0;
  // What waits to be joined by other articles is sent now.
  virtual void Flush() = 0;
  // Every article without an outcome gets CANCELLED soon. Nothing may be sent afterwards.
  virtual void Cancel() = 0;
};

// Every article of `batch` gets `status`.
inline Reply FailAll(Batch batch, const absl::Status& status,
                     std::optional<absl::Duration> retry_after = std::nullopt) {
  std::vector<TransportOutcome> outcomes(batch.size(), TransportOutcome{status, retry_after});
  return {std::move(batch), std::move(outcomes)};
}

}  // namespace tasnif

#endif  // TASNIF_CLIENT_TRANSPORT_H_
