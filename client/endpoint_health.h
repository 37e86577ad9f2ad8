// client/endpoint_health.h
//
// What calls tell of one server, and which server the next call should go to. Pure.
//
//   EndpointHealth health(options);
//   health.OnFailure(now, random());         // it is left alone for a while
//   size_t index = PickEndpoint(views, turn);
//
// A server that cannot be reached is left alone for a time that doubles with each further failure;
// then one call tries it, and only its success lets others follow.
// Threads: not safe; its user locks.
#ifndef TASNIF_CLIENT_ENDPOINT_HEALTH_H_
#define TASNIF_CLIENT_ENDPOINT_HEALTH_H_

#include <algorithm>
#include <cstddef>

#include "absl/time/time.h"
#include "absl/types/span.h"

namespace tasnif {

struct EndpointHealthOptions {
  // How long a server is left alone after one failure, and at most.
  absl::Duration initial_pause = absl::Milliseconds(100);
  absl::Duration max_pause = absl::Seconds(5);
};

class EndpointHealth {
 public:
  explicit EndpointHealth(const EndpointHealthOptions& options) : options_(options) {}

  // A call begins.
  void OnStart() { is_tried_ = failures_ > 0; }
  // It got answers, be they errors.
  void OnSuccess() {
    failures_ = 0;
    is_tried_ = false;
    pause_end_ = absl::InfinitePast();
  }
  // The call ended by our own doing, which tells nothing.
  void OnUnclear() { is_tried_ = false; }
  // Nobody was there to answer. draw: from [0, 1); the pause is half of what is due, or up to all.
  void OnFailure(absl::Time now, double draw) {
    const absl::Duration due =
        std::min(options_.initial_pause * static_cast<double>(1ull << std::min(failures_, 30)),
                 options_.max_pause);
    ++failures_;
    is_tried_ = false;
    pause_end_ = now + due * (0.5 + draw / 2);
  }
  // It answers, but has too much to do until `end`.
  void OnPushback(absl::Time end) { busy_end_ = std::max(busy_end_, end); }

  // A call may be sent to it: it was well last, or its pause is over and nobody tries it yet.
  bool IsOpen(absl::Time now) const { return failures_ == 0 || (now >= pause_end_ && !is_tried_); }
  bool IsBusy(absl::Time now) const { return now < busy_end_; }
  absl::Time pause_end() const { return pause_end_; }

 private:
  EndpointHealthOptions options_;
  int failures_ = 0;  // In a row.
  bool is_tried_ = false;
  absl::Time pause_end_ = absl::InfinitePast();
  absl::Time busy_end_ = absl::InfinitePast();
};

// A server as the choice sees it.
struct EndpointView {
  bool is_open = true;
  bool is_busy = false;
  size_t articles = 0;  // On their way to it.
  absl::Time pause_end = absl::InfinitePast();
};

// The one to use: open before closed, idle before busy, then the one with the fewest articles;
// equal ones take turns. Where all are closed, the one whose pause ends first: its failure says
// why.
//   endpoints  at least one
//   turn       counts the calls
size_t PickEndpoint(absl::Span<const EndpointView> endpoints, size_t turn);

}  // namespace tasnif

#endif  // TASNIF_CLIENT_ENDPOINT_HEALTH_H_
