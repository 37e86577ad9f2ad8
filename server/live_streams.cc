#include "server/live_streams.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/admission.h"
#include "server/retry_after.h"

namespace tasnif {

absl::Status LiveStreams::Add(std::shared_ptr<LiveStream> stream) {
  MutexLock lock(mu_);
  if (is_draining_) {
    return absl::UnavailableError("the server is draining; open the stream at another one");
  }
  if (streams_.size() >= max_streams_) {
    return WithRetryAfter(
        absl::ResourceExhaustedError(absl::StrCat(
            "the server has ", streams_.size(), " of at most ", max_streams_,
            " streams open; send more articles over fewer streams, or use another server")),
        kMaxRetryAfter);
  }
  const LiveStream* key = stream.get();
  streams_.emplace(key, std::move(stream));
  return absl::OkStatus();
}

void LiveStreams::Remove(const LiveStream& stream) {
  MutexLock lock(mu_);
  streams_.erase(&stream);
}

void LiveStreams::DrainAll() {
  std::vector<std::shared_ptr<LiveStream>> all;
  {
    MutexLock lock(mu_);
    is_draining_ = true;
    for (const auto& [key, stream] : streams_) all.push_back(stream);
  }
  for (const auto& stream : all) stream->Drain();
}

size_t LiveStreams::size() const {
  MutexLock lock(mu_);
  return streams_.size();
}

}  // namespace tasnif
