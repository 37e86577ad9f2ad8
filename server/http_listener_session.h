// server/http_listener_session.h
//
// One connection of http_listener.h, from its first byte to its last. Known to http_listener.cc
// only.
//
//   idle → reading → answering → writing → idle …, or → lingering → closed
//
// Threads: everything but HttpExchange::Respond() runs on the listener's thread.
#ifndef TASNIF_SERVER_HTTP_LISTENER_SESSION_H_
#define TASNIF_SERVER_HTTP_LISTENER_SESSION_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "server/http_listener.h"

namespace tasnif {

class HttpSession;

// What all sessions of a listener share. On the listener's thread.
class HttpSessionOwner {
 public:
  virtual ~HttpSessionOwner() = default;
  virtual const HttpListenerOptions& options() const = 0;
  virtual bool is_draining() const = 0;
  virtual void Handle(std::shared_ptr<HttpExchange> exchange) = 0;
  // The session is over.
  virtual void Forget(HttpSession* session) = 0;

  // Bytes of bodies that are held.
  size_t buffered_bytes = 0;
};

class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, std::shared_ptr<HttpSessionOwner> owner);
  ~HttpSession();

  void Start();
  // Ends it now; where an answer is owed, the client counts as gone and Forget() waits for it.
  void Close();
  // Idle or reading: nothing is lost but what the client may send again.
  bool may_be_closed() const { return state_ == State::kIdle || state_ == State::kReading; }
  // Reads no further request after this one.
  void Drain();
  // When it last began to wait for its client.
  std::chrono::steady_clock::time_point waiting_since() const { return waiting_since_; }

 private:
  class Exchange;
  enum class State { kIdle, kReading, kAnswering, kWriting, kLingering, kClosed };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using ErrorCode = boost::beast::error_code;

  void WaitForRequest();
  void ReadHeader();
  void OnHeader(ErrorCode error);
  void Continue();
  void ReadBody();
  void OnBody(ErrorCode error);
  bool Account();
  void OnReadError(ErrorCode error);
  absl::Status TakeRequest(HttpRequest* request);
  void Dispatch();
  void WatchClient();
  void OnReadable();
  void Answer(HttpResponse response);
  void Refuse(int http_status, const absl::Status& status);
  void Write(HttpResponse response, bool keeps_alive);
  template <typename Body>
  void WriteMessage(HttpResponse response, bool keeps_alive);
  void OnWritten(ErrorCode error, bool keeps_alive);
  void Linger();
  void End();

  // Constant after construction.
  const std::shared_ptr<HttpSessionOwner> owner_;

  // On the listener's thread.
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kIdle;
  std::chrono::steady_clock::time_point waiting_since_;
  std::function<void()> on_gone_;
  size_t request_number_ = 0;
  size_t accounted_bytes_ = 0;
  bool is_head_ = false;      // The request at hand is a HEAD.
  bool keeps_alive_ = false;  // The request at hand allows another.
  bool is_gone_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_LISTENER_SESSION_H_
