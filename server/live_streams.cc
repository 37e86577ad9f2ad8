#include "server/live_streams.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/retry_after.h"

namespace tasnif {

absl::Status LiveStreams::Add(std::shared_ptr<StreamSession> session) {
  MutexLock lock(mu_);
  if (is_draining_) {
    return absl::UnavailableError("the server is draining; open the stream at another one");
  }
  if (sessions_.size() >= max_streams_) {
    return WithRetryAfter(
        absl::ResourceExhaustedError(absl::StrCat(
            "the server has ", sessions_.size(), " of at most ", max_streams_,
            " streams open; send more articles over fewer streams, or use another server")),
        kMaxRetryAfter);
  }
  const StreamSession* key = session.get();
  sessions_.emplace(key, std::move(session));
  return absl::OkStatus();
}

void LiveStreams::Remove(const StreamSession& session) {
  MutexLock lock(mu_);
  sessions_.erase(&session);
}

void LiveStreams::DrainAll() {
  std::vector<std::shared_ptr<StreamSession>> all;
  {
    MutexLock lock(mu_);
    is_draining_ = true;
    for (const auto& [key, session] : sessions_) all.push_back(session);
  }
  for (const auto& session : all) session->Drain();
}

size_t LiveStreams::size() const {
  MutexLock lock(mu_);
  return sessions_.size();
}

}  // namespace tasnif
