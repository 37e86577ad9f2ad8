// client/direct_calls.h
//
// Calls without any of the client's policies: each is sent once, at once, and answered by a
// callback. For measurements and for tests of a server's limits; programs use client/client.h.
//
//   DirectCalls calls("127.0.0.1:8500");
//   calls.Classify(request, absl::Seconds(10), [](absl::StatusOr<v1::ClassifyResponse> answer)
//   {…}); std::unique_ptr<DirectStream> stream = calls.OpenStream(options, on_result, on_end);
//   stream->Send(article);
//
// Threads: safe. Callbacks run on gRPC's threads and must not block.
#ifndef TASNIF_CLIENT_DIRECT_CALLS_H_
#define TASNIF_CLIENT_DIRECT_CALLS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// One ClassifyStream. Its end cancels the call, if it is still open.
class DirectStream {
 public:
  virtual ~DirectStream() = default;

  // Sent when those before it were taken by flow control; until then it waits here.
  virtual void Send(v1::Article article) = 0;
  // Nothing more is sent; the answers still come.
  virtual void Close() = 0;
};

class DirectCalls {
 public:
  using OnAnswer = std::function<void(absl::StatusOr<v1::ClassifyResponse> answer)>;
  using OnResult = std::function<void(const v1::ArticleResult& result)>;
  using OnEnd = std::function<void(const absl::Status& status)>;

  // connections: calls and streams take turns on them. Connects with the first call.
  explicit DirectCalls(const std::string& address, size_t connections = 1);
  // Waits until every call and stream has ended.
  ~DirectCalls();
  DirectCalls(const DirectCalls&) = delete;
  DirectCalls& operator=(const DirectCalls&) = delete;

  // `done` is called once, with the codes of the contract.
  void Classify(std::shared_ptr<const v1::ClassifyRequest> request, absl::Duration timeout,
                OnAnswer done);

  // on_result: one at a time. on_end: once, when nothing more comes.
  std::unique_ptr<DirectStream> OpenStream(const v1::ClassifyOptions& options, OnResult on_result,
                                           OnEnd on_end);

 private:
  struct Impl;  // Keeps gRPC out of this header.
  std::unique_ptr<Impl> impl_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_DIRECT_CALLS_H_
