#include "server/http_listener.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status.h"
#include "server/http_listener_session.h"

namespace tasnif {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// After accept() failed, most likely for want of file descriptors.
constexpr std::chrono::milliseconds kAcceptPause{100};

absl::Status CannotListen(const ListenAddress& address, const std::string& why) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", JoinAddress(address.host, address.port), ": ", why,
                   "; choose another --http-address, or port 0 for a free one"));
}

}  // namespace

// The event loop, its thread and its sessions. Shared with exchanges that are being answered.
class HttpListener::Hub : public HttpSessionOwner, public std::enable_shared_from_this<Hub> {
 public:
  Hub(const HttpListenerOptions& options, HttpHandler handler)
      : options_(options), handler_(std::move(handler)) {}

  absl::Status Listen() {
    boost::system::error_code error;
    tcp::resolver resolver(io_);
    const auto found = resolver.resolve(options_.address.host, absl::StrCat(options_.address.port),
                                        tcp::resolver::passive, error);
    if (error) return CannotListen(options_.address, error.message());
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return CannotListen(options_.address, error.message());
    port_ = acceptor_.local_endpoint(error).port();
    return absl::OkStatus();
  }

  void Start() {
    Accept();
    thread_ = std::thread([this] { io_.run(); });
  }

  int port() const { return port_; }
  size_t connections() const {
    MutexLock lock(mu_);
    return open_;
  }

  void Shutdown(absl::Duration grace) {
    if (!thread_.joinable()) return;
    asio::post(io_, [self = shared_from_this()] { self->BeginDrain(); });
    WaitUntilEmpty(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(grace));
    asio::post(io_, [self = shared_from_this()] { self->CloseAll(); });
    WaitUntilClosed();
    // With every socket closed the loop runs out of work; nothing that waits in it is left behind.
    work_.reset();
    thread_.join();
  }

 private:
  const HttpListenerOptions& options() const override { return options_; }
  bool is_draining() const override { return is_draining_; }
  void Handle(std::shared_ptr<HttpExchange> exchange) override { handler_(std::move(exchange)); }
  void Forget(HttpSession* session) override {
    sessions_.erase(session);
    Count();
  }

  void Accept() {
    acceptor_.async_accept(
        [self = shared_from_this()](boost::system::error_code error, tcp::socket socket) {
          if (self->is_draining_) return;
          if (error) return self->PauseAccept();
          self->Add(std::move(socket));
          self->Accept();
        });
  }

  void PauseAccept() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([self = shared_from_this()](boost::system::error_code) {
      if (!self->is_draining_) self->Accept();
    });
  }

  void Add(tcp::socket socket) {
    // Where all are being answered there is none to close, and the new one goes.
    if (sessions_.size() >= options_.max_connections && !CloseOldest()) return;
    auto session = std::make_shared<HttpSession>(std::move(socket), shared_from_this());
    sessions_.emplace(session.get(), session);
    Count();
    session->Start();
  }

  bool CloseOldest() {
    std::shared_ptr<HttpSession> oldest;
    for (const auto& [key, weak] : sessions_) {
      const std::shared_ptr<HttpSession> session = weak.lock();
      if (session == nullptr || !session->may_be_closed()) continue;
      if (oldest == nullptr || session->waiting_since() < oldest->waiting_since()) {
        oldest = session;
      }
    }
    if (oldest != nullptr) oldest->Close();
    return oldest != nullptr;
  }

  std::vector<std::shared_ptr<HttpSession>> All() const {
    std::vector<std::shared_ptr<HttpSession>> all;
    for (const auto& [key, weak] : sessions_) all.push_back(weak.lock());
    std::erase(all, nullptr);
    return all;
  }

  void BeginDrain() {
    is_draining_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& session : All()) session->Drain();
  }

  void CloseAll() {
    for (const auto& session : All()) session->Close();
    MutexLock lock(mu_);
    is_closed_ = true;
    empty_.SignalAll();
  }

  void Count() {
    MutexLock lock(mu_);
    open_ = sessions_.size();
    if (open_ == 0) empty_.SignalAll();
  }

  void WaitUntilEmpty(std::chrono::steady_clock::time_point deadline) {
    MutexLock lock(mu_);
    while (open_ > 0) {
      if (!empty_.WaitUntil(mu_, deadline)) return;
    }
  }

  void WaitUntilClosed() {
    MutexLock lock(mu_);
    while (open_ > 0 || !is_closed_) empty_.Wait(mu_);
  }

  // Constant after Listen().
  const HttpListenerOptions options_;
  const HttpHandler handler_;
  int port_ = 0;

  mutable Mutex mu_;
  CondVar empty_;
  size_t open_ ABSL_GUARDED_BY(mu_) = 0;
  bool is_closed_ ABSL_GUARDED_BY(mu_) = false;  // No session can begin, and all were told to end.

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::thread thread_;

  // On the thread, once it runs.
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::map<HttpSession*, std::weak_ptr<HttpSession>> sessions_;
  bool is_draining_ = false;
};

absl::StatusOr<std::unique_ptr<HttpListener>> HttpListener::Create(
    const HttpListenerOptions& options, HttpHandler handler) {
  auto hub = std::make_shared<Hub>(options, std::move(handler));
  TASNIF_RETURN_IF_ERROR(hub->Listen());
  hub->Start();
  return std::unique_ptr<HttpListener>(new HttpListener(std::move(hub)));
}

HttpListener::HttpListener(std::shared_ptr<Hub> hub) : hub_(std::move(hub)) {}

HttpListener::~HttpListener() { Shutdown(absl::ZeroDuration()); }

int HttpListener::port() const { return hub_->port(); }

size_t HttpListener::connections() const { return hub_->connections(); }

void HttpListener::Shutdown(absl::Duration grace) { hub_->Shutdown(grace); }

}  // namespace tasnif
