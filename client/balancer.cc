#include "client/balancer.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tasnif {
namespace {

// Nobody answered, or the server was about to stop.
bool IsAway(const TransportOutcome& outcome) {
  if (!outcome.result.ok()) return absl::IsUnavailable(outcome.result.status());
  return outcome.result->has_error() &&
         outcome.result->error().code() == v1::ERROR_CODE_UNAVAILABLE;
}

// The caller had no more time, or no more wish.
bool IsUnclear(const TransportOutcome& outcome) {
  return absl::IsDeadlineExceeded(outcome.result.status()) ||
         absl::IsCancelled(outcome.result.status());
}

// The longest time that the server asks to be left alone.
std::optional<absl::Duration> LongestPushback(const Reply& reply) {
  std::optional<absl::Duration> longest;
  for (const TransportOutcome& outcome : reply.outcomes)
    longest = std::max(longest, outcome.retry_after);
  return longest;
}

}  // namespace

Balancer::Balancer(const EndpointHealthOptions& options, const Clock& clock, RandomSource random,
                   std::vector<std::unique_ptr<Transport>> servers)
    : clock_(clock), random_(std::move(random)) {
  for (std::unique_ptr<Transport>& server : servers) {
    transports_.push_back(server.get());
    servers_.push_back({std::move(server), EndpointHealth(options)});
  }
}

void Balancer::Send(Batch batch, Done done) {
  const size_t index = Pick(batch.size());
  transports_[index]->Send(std::move(batch),
                           [this, index, done = std::move(done)](Reply reply) mutable {
                             OnReply(index, reply);
                             std::move(done)(std::move(reply));
                           });
}

void Balancer::Flush() {
  for (Transport* transport : transports_) transport->Flush();
}

void Balancer::Cancel() {
  for (Transport* transport : transports_) transport->Cancel();
}

size_t Balancer::Pick(size_t articles) {
  const absl::Time now = clock_.Now();
  MutexLock lock(mu_);
  std::vector<EndpointView> views;
  views.reserve(servers_.size());
  for (const Server& server : servers_) {
    views.push_back({.is_open = server.health.IsOpen(now),
                     .is_busy = server.health.IsBusy(now),
                     .articles = server.articles,
                     .pause_end = server.health.pause_end()});
  }
  const size_t index = PickEndpoint(views, turn_++);
  servers_[index].articles += articles;
  servers_[index].health.OnStart();
  return index;
}

void Balancer::OnReply(size_t index, const Reply& reply) {
  const bool is_away = std::any_of(reply.outcomes.begin(), reply.outcomes.end(), IsAway);
  const bool is_unclear = std::all_of(reply.outcomes.begin(), reply.outcomes.end(), IsUnclear);
  const std::optional<absl::Duration> pushback = LongestPushback(reply);
  const double draw = random_();
  const absl::Time now = clock_.Now();
  MutexLock lock(mu_);
  Server& server = servers_[index];
  server.articles -= reply.outcomes.size();
  if (is_away) {
    server.health.OnFailure(now, draw);
  } else if (is_unclear) {
    server.health.OnUnclear();
  } else {
    server.health.OnSuccess();
  }
  if (pushback) server.health.OnPushback(now + *pushback);
}

}  // namespace tasnif
