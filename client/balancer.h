// client/balancer.h
//
// Spreads calls over several servers: to the one with the fewest articles on their way among those
// that are well. A server that goes away is noticed by the calls it fails (and, where it says so
// itself, by the health check of its channel); one that comes back is tried with a single call.
//
// Threads: safe. Cost: a short lock and one look at every server a call.
#ifndef TASNIF_CLIENT_BALANCER_H_
#define TASNIF_CLIENT_BALANCER_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "client/endpoint_health.h"
#include "client/retry_policy.h"
#include "client/transport.h"

namespace tasnif {

class Balancer : public Transport {
 public:
  // servers: at least one. clock: must outlive it.
  Balancer(const EndpointHealthOptions& options, const Clock& clock, RandomSource random,
           std::vector<std::unique_ptr<Transport>> servers);

  void Send(Batch batch, Done done) override;
  void Flush() override;
  void Cancel() override;

 private:
  struct Server {
    std::unique_ptr<Transport> transport;
    EndpointHealth health;
    size_t articles = 0;
  };

  size_t Pick(size_t articles);
  void OnReply(size_t index, const Reply& reply);

  // Constant after construction.
  const Clock& clock_;
  const RandomSource random_;

  Mutex mu_;
  // Their number and transports are constant.
  std::vector<Server> servers_ ABSL_GUARDED_BY(mu_);
  size_t turn_ ABSL_GUARDED_BY(mu_) = 0;

  // Constant after construction; those of `servers_`.
  std::vector<Transport*> transports_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_BALANCER_H_
