#include "server/http_guard.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/listen_address.h"

namespace tasnif {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// "localhost" of "localhost:8501", "::1" of "[::1]:8501".
std::string WithoutPort(std::string_view host) {
  if (!host.empty() && host.front() == '[') {
    return std::string(host.substr(1, host.find(']') - 1));
  }
  return absl::AsciiStrToLower(View(host.substr(0, host.find(':'))));
}

bool ChangesState(const HttpRequest& request) {
  return request.method != "GET" && request.method != "HEAD";
}

bool IsSameOrigin(std::string_view origin, std::string_view host) {
  return absl::EqualsIgnoreCase(View(origin), absl::StrCat("http://", View(host))) ||
         absl::EqualsIgnoreCase(View(origin), absl::StrCat("https://", View(host)));
}

bool IsForeign(const HttpRequest& request) {
  const std::string_view origin = request.Header("origin");
  if (!origin.empty()) return !IsSameOrigin(origin, request.Header("host"));
  const std::string_view site = request.Header("sec-fetch-site");
  return !site.empty() && site != "same-origin" && site != "none";
}

}  // namespace

bool HttpGuard::IsOwnName(std::string_view host) const {
  const std::string name = WithoutPort(host);
  if (std::find(options_.hosts.begin(), options_.hosts.end(), name) != options_.hosts.end()) {
    return true;
  }
  // Where others reach the server it has names that it does not know of, unless it is told.
  return options_.is_loopback ? IsLoopback(name) : options_.hosts.empty() || IsLoopback(name);
}

absl::Status HttpGuard::Check(const HttpRequest& request) const {
  const std::string_view host = request.Header("host");
  if (host.empty()) return absl::InvalidArgumentError("the request has no Host");
  if (!IsOwnName(host)) {
    return absl::PermissionDeniedError(
        absl::StrCat("the server is not called '", View(host),
                     "'; use the address it listens on, or start it with --http-host NAME"));
  }
  if (ChangesState(request) && IsForeign(request)) {
    return absl::PermissionDeniedError(
        "a page of another site may not use this server; only its own page and programs may");
  }
  return absl::OkStatus();
}

}  // namespace tasnif
