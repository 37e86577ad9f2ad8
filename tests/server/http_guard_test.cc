#include "server/http_guard.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

constexpr absl::StatusCode kOk = absl::StatusCode::kOk;
constexpr absl::StatusCode kDenied = absl::StatusCode::kPermissionDenied;

TEST(HttpGuard, KeepsForeignPagesAway) {
  const HttpFields kOwn = {{"host", "127.0.0.1:8501"}};
  const struct {
    const char* method;
    HttpFields headers;
    absl::StatusCode expected;
    const char* why;
  } kCases[] = {
      {"POST", {}, absl::StatusCode::kInvalidArgument, "no Host"},
      {"POST", kOwn, kOk, "a program"},
      {"POST", {{"host", "localhost:8501"}}, kOk, "another name of loopback"},
      {"POST", {{"host", "LocalHost"}}, kOk, "names have no case"},
      {"POST", {{"host", "[::1]:8501"}}, kOk, "IPv6"},
      {"GET", {{"host", "evil.example:8501"}}, kDenied, "DNS rebinding, also for reading"},
      {"GET", {{"host", "127.evil.example"}}, kDenied, "a name that looks like loopback"},
      {"GET", {{"host", "[::1"}}, kOk, "no bracket at the end, and still no name"},
      {"GET", {{"host", "news.example:443"}}, kOk, "a name that the operator gave"},
      {"POST", {{"host", "127.0.0.1:8501"}, {"origin", "http://127.0.0.1:8501"}}, kOk, "our page"},
      {"POST",
       {{"host", "news.example"}, {"origin", "https://news.example"}},
       kOk,
       "our page behind a proxy with TLS"},
      {"POST",
       {{"host", "127.0.0.1:8501"}, {"origin", "http://evil.example"}},
       kDenied,
       "another site"},
      {"POST",
       {{"host", "127.0.0.1:8501"}, {"origin", "http://127.0.0.1:9000"}},
       kDenied,
       "another server of this machine"},
      {"POST", {{"host", "127.0.0.1:8501"}, {"origin", "null"}}, kDenied, "a page from a file"},
      {"POST",
       {{"host", "127.0.0.1:8501"}, {"sec-fetch-site", "cross-site"}},
       kDenied,
       "a form of another site"},
      {"POST",
       {{"host", "127.0.0.1:8501"}, {"sec-fetch-site", "same-site"}},
       kDenied,
       "another port"},
      {"POST", {{"host", "127.0.0.1:8501"}, {"sec-fetch-site", "same-origin"}}, kOk, "our page"},
      {"GET",
       {{"host", "127.0.0.1:8501"}, {"sec-fetch-site", "cross-site"}},
       kOk,
       "a link to the page"},
      {"DELETE",
       {{"host", "127.0.0.1:8501"}, {"sec-fetch-site", "cross-site"}},
       kDenied,
       "every method that is not for reading"},
  };
  const HttpGuard guard({.is_loopback = true, .hosts = {"news.example"}});
  for (const auto& test : kCases) {
    HttpRequest request;
    request.method = test.method;
    request.headers = test.headers;
    EXPECT_EQ(guard.Check(request).code(), test.expected) << test.why;
  }
}

TEST(HttpGuard, AServerThatOthersReachHasNamesOfItsOwn) {
  HttpRequest request;
  request.method = "GET";
  request.headers = {{"host", "10.0.0.7:8501"}};
  EXPECT_EQ(HttpGuard({.is_loopback = false}).Check(request).code(), kOk);
  EXPECT_EQ(HttpGuard({.is_loopback = false, .hosts = {"news.example"}}).Check(request).code(),
            kDenied);
}

}  // namespace
}  // namespace tasnif
