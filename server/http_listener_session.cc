#include "server/http_listener_session.h"

#include <boost/asio/post.hpp>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/http_error.h"
#include "server/retry_after.h"

namespace tasnif {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kReadBytes = 4096;
// Never refused for want of room: small calls get in beside large ones.
constexpr size_t kFreeBodyBytes = 64u << 10;
constexpr std::chrono::seconds kLinger{2};

std::chrono::nanoseconds Chrono(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

std::string PeerOf(const asio::ip::tcp::socket& socket) {
  beast::error_code error;
  const asio::ip::tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return "unknown";
  asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return absl::StrCat(address.is_v6() ? "ipv6:" : "ipv4:",
                      JoinAddress(address.to_string(), peer.port()));
}

// RFC 9110, section 5.6.7.
std::string HttpDate(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time, absl::UTCTimeZone());
}

std::string ToString(beast::string_view text) { return std::string(text.data(), text.size()); }

}  // namespace

// The answer's way back. Holds the session until there is one.
class HttpSession::Exchange : public HttpExchange {
 public:
  explicit Exchange(std::shared_ptr<HttpSession> session) : session_(std::move(session)) {}
  ~Exchange() override {
    if (session_ == nullptr) return;
    Respond(ErrorResponse(absl::InternalError("the request was left without an answer"), ""));
  }

  void Respond(HttpResponse response) override {
    std::shared_ptr<HttpSession> session = std::move(session_);
    if (session == nullptr) return;
    // The owner has the event loop, and must outlive this call, which may come from any thread.
    const std::shared_ptr<HttpSessionOwner> owner = session->owner_;
    const auto executor = session->stream_.get_executor();
    asio::post(executor, [session = std::move(session), response = std::move(response)]() mutable {
      session->Answer(std::move(response));
    });
  }

 private:
  std::shared_ptr<HttpSession> session_;
};

HttpSession::HttpSession(asio::ip::tcp::socket socket, std::shared_ptr<HttpSessionOwner> owner)
    : owner_(std::move(owner)), stream_(std::move(socket)) {}

HttpSession::~HttpSession() = default;

void HttpSession::Start() {
  ErrorCode ignored;
  stream_.socket().non_blocking(true, ignored);  // For looking whether the client is there.
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  WaitForRequest();
}

void HttpSession::WaitForRequest() {
  state_ = State::kIdle;
  waiting_since_ = std::chrono::steady_clock::now();
  if (buffer_.size() > 0) return ReadHeader();
  if (owner_->is_draining()) return End();
  const HttpListenerOptions& options = owner_->options();
  stream_.expires_after(
      Chrono(request_number_ == 0 ? options.header_timeout : options.idle_timeout));
  stream_.async_read_some(buffer_.prepare(kReadBytes),
                          [self = shared_from_this()](ErrorCode error, size_t bytes) {
                            if (error) return self->End();
                            self->buffer_.commit(bytes);
                            self->ReadHeader();
                          });
}

void HttpSession::ReadHeader() {
  state_ = State::kReading;
  waiting_since_ = std::chrono::steady_clock::now();
  ++request_number_;
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(owner_->options().max_header_bytes));
  parser_->body_limit(owner_->options().max_body_bytes);
  stream_.expires_after(Chrono(owner_->options().header_timeout));
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, size_t) { self->OnHeader(error); });
}

void HttpSession::OnHeader(ErrorCode error) {
  if (error) return OnReadError(error);
  // One deadline for the whole body, however it trickles in.
  stream_.expires_after(Chrono(owner_->options().body_timeout));
  if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) return Continue();
  ReadBody();
}

void HttpSession::Continue() {
  auto message = std::make_shared<http::response<http::empty_body>>(http::status::continue_, 11);
  http::async_write(stream_, *message,
                    [self = shared_from_this(), message](ErrorCode error, size_t) {
                      if (error) return self->End();
                      self->ReadBody();
                    });
}

void HttpSession::ReadBody() {
  if (parser_->is_done()) return Dispatch();
  http::async_read_some(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](ErrorCode error, size_t) { self->OnBody(error); });
}

void HttpSession::OnBody(ErrorCode error) {
  if (error) return OnReadError(error);
  if (Account()) return ReadBody();
  Refuse(429, WithRetryAfter(
                  absl::ResourceExhaustedError(
                      "the bodies of other requests take all the room there is; send it again"),
                  absl::Seconds(1)));
}

// False where there is no room.
bool HttpSession::Account() {
  const size_t bytes = parser_->get().body().size();
  owner_->buffered_bytes += bytes - accounted_bytes_;
  accounted_bytes_ = bytes;
  return bytes <= kFreeBodyBytes || owner_->buffered_bytes <= owner_->options().max_buffered_bytes;
}

void HttpSession::OnReadError(ErrorCode error) {
  if (error == http::error::body_limit) {
    return Refuse(413, absl::ResourceExhaustedError(absl::StrCat(
                           "the body is longer than ", owner_->options().max_body_bytes,
                           " bytes; send fewer articles at a time (--max-message-bytes)")));
  }
  if (error == http::error::header_limit) {
    return Refuse(431,
                  absl::InvalidArgumentError(absl::StrCat(
                      "the header is longer than ", owner_->options().max_header_bytes, " bytes")));
  }
  const bool is_malformed =
      error.category() == http::make_error_code(http::error::bad_method).category();
  if (is_malformed && error != http::error::end_of_stream &&
      error != http::error::partial_message) {
    return Refuse(400, absl::InvalidArgumentError(
                           absl::StrCat("this is not an HTTP/1.1 request: ", error.message())));
  }
  End();
}

absl::Status HttpSession::TakeRequest(HttpRequest* request) {
  http::request<http::string_body> message = parser_->release();
  is_head_ = message.method() == http::verb::head;
  keeps_alive_ = message.keep_alive();
  request->method = ToString(message.method_string());
  request->peer = PeerOf(stream_.socket());
  for (const auto& field : message) {
    request->headers.emplace_back(absl::AsciiStrToLower(absl::string_view(
                                      field.name_string().data(), field.name_string().size())),
                                  ToString(field.value()));
  }
  request->body = std::move(message.body());
  return ParseTarget({message.target().data(), message.target().size()}, request);
}

void HttpSession::Dispatch() {
  auto exchange = std::make_shared<Exchange>(shared_from_this());
  if (const absl::Status status = TakeRequest(&exchange->request); !status.ok()) {
    state_ = State::kAnswering;
    return exchange->Respond(ErrorResponse(status, ""));
  }
  state_ = State::kAnswering;
  stream_.expires_never();
  WatchClient();
  owner_->Handle(exchange);
  on_gone_ = std::move(exchange->on_gone);
}

void HttpSession::WatchClient() {
  if (buffer_.size() > 0) return;  // It has sent another request already, so it is there.
  stream_.socket().async_wait(
      asio::ip::tcp::socket::wait_read,
      [self = shared_from_this(), number = request_number_](ErrorCode error) {
        const bool is_current =
            self->request_number_ == number && self->state_ == State::kAnswering;
        if (!error && is_current) self->OnReadable();
      });
}

void HttpSession::OnReadable() {
  char byte = 0;
  ErrorCode error;
  const size_t bytes =
      stream_.socket().receive(asio::buffer(&byte, 1), asio::ip::tcp::socket::message_peek, error);
  if (error == asio::error::would_block) return WatchClient();
  if (error || bytes == 0) Close();
}

void HttpSession::Answer(HttpResponse response) {
  if (is_gone_) return End();
  on_gone_ = nullptr;
  Write(std::move(response), keeps_alive_ && !owner_->is_draining());
}

void HttpSession::Refuse(int http_status, const absl::Status& status) {
  is_head_ = false;
  Write(ErrorResponse(http_status, status, ""), /*keeps_alive=*/false);
}

void HttpSession::Write(HttpResponse response, bool keeps_alive) {
  state_ = State::kWriting;
  stream_.expires_after(Chrono(owner_->options().write_timeout));
  if (is_head_) return WriteMessage<http::empty_body>(std::move(response), keeps_alive);
  WriteMessage<http::string_body>(std::move(response), keeps_alive);
}

template <typename Body>
void HttpSession::WriteMessage(HttpResponse response, bool keeps_alive) {
  auto message = std::make_shared<http::response<Body>>();
  message->version(11);
  message->result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : response.headers) message->insert(name, value);
  if (!response.content_type.empty()) {
    message->set(http::field::content_type, response.content_type);
  }
  message->set(http::field::date, HttpDate(absl::Now()));
  message->keep_alive(keeps_alive);
  message->content_length(response.body.size());
  if constexpr (std::is_same_v<Body, http::string_body>) {
    message->body() = std::move(response.body);
  }
  http::async_write(stream_, *message,
                    [self = shared_from_this(), message, keeps_alive](ErrorCode error, size_t) {
                      self->OnWritten(error, keeps_alive);
                    });
}

void HttpSession::OnWritten(ErrorCode error, bool keeps_alive) {
  owner_->buffered_bytes -= std::exchange(accounted_bytes_, 0);
  if (state_ == State::kClosed) return;
  if (error) return End();
  if (keeps_alive) return WaitForRequest();
  if (state_ == State::kWriting) {
    state_ = State::kLingering;
    ErrorCode ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kLinger);
    parser_.reset();
    buffer_.clear();
  }
  Linger();
}

// Closing a socket with unread bytes resets it, and the client may lose the answer.
void HttpSession::Linger() {
  stream_.async_read_some(buffer_.prepare(kReadBytes),
                          [self = shared_from_this()](ErrorCode error, size_t) {
                            if (error) return self->End();
                            self->Linger();
                          });
}

void HttpSession::Drain() {
  keeps_alive_ = false;
  if (state_ == State::kIdle) End();
}

void HttpSession::Close() {
  if (state_ != State::kAnswering) return End();
  if (std::exchange(is_gone_, true)) return;
  stream_.close();
  if (on_gone_ != nullptr) std::exchange(on_gone_, nullptr)();
}

void HttpSession::End() {
  if (std::exchange(state_, State::kClosed) == State::kClosed) return;
  owner_->buffered_bytes -= std::exchange(accounted_bytes_, 0);
  stream_.close();
  owner_->Forget(this);
}

}  // namespace tasnif
