// tests/server/http_client.h
//
// HTTP by hand over a socket: sends any bytes, reads until an answer is complete or the server
// closes. Bounded: a read waits for 20 seconds at most.
//
//   HttpClient client(port);
//   client.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
//   client.ReadAnswer();       // head and body
#ifndef TASNIF_TESTS_SERVER_HTTP_CLIENT_H_
#define TASNIF_TESTS_SERVER_HTTP_CLIENT_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace tasnif {

class HttpClient {
 public:
  explicit HttpClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    const timeval timeout = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
  }
  ~HttpClient() { Close(); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool is_connected() const { return is_connected_; }

  // False where the server does not take it.
  bool Send(const std::string& bytes) {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t n = send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<size_t>(n);
    }
    return true;
  }

  // Up to the end of the first answer, as its Content-Length says; what is there where the server
  // closes before. has_body: false for the answer to HEAD, and for 100.
  std::string ReadAnswer(bool has_body = true) {
    while (true) {
      const size_t head = buffer_.find("\r\n\r\n");
      if (head != std::string::npos) {
        const size_t end = head + 4 + (has_body ? ContentLength(buffer_.substr(0, head)) : 0);
        if (buffer_.size() >= end) return Take(end);
      }
      if (!Fill()) return Take(buffer_.size());
    }
  }

  // True where the server closes without a further byte.
  bool IsClosed() { return buffer_.empty() && !Fill(); }

  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

 private:
  static size_t ContentLength(const std::string& head) {
    const std::string name = "Content-Length: ";
    const size_t at = head.find(name);
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + name.size(), nullptr, 10);
  }
  std::string Take(size_t bytes) {
    std::string taken = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return taken;
  }
  bool Fill() {
    char bytes[4096];
    const ssize_t n = recv(socket_, bytes, sizeof(bytes), 0);
    if (n > 0) buffer_.append(bytes, static_cast<size_t>(n));
    return n > 0;
  }

  int socket_;
  bool is_connected_ = false;
  std::string buffer_;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_SERVER_HTTP_CLIENT_H_
