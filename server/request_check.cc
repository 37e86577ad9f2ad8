#include "server/request_check.h"

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kMaxIdBytes = 256;

absl::Status CheckIds(const v1::ClassifyRequest& request) {
  absl::flat_hash_map<std::string_view, int> places;
  places.reserve(static_cast<size_t>(request.articles_size()));
  for (int i = 0; i < request.articles_size(); ++i) {
    const std::string& id = request.articles(i).id();
    if (id.empty() || id.size() > kMaxIdBytes) continue;
    const auto [first, is_new] = places.emplace(id, i);
    if (is_new) continue;
    return absl::InvalidArgumentError(absl::StrCat("articles[", first->second, "] and articles[", i,
                                                   "] have the same id '", id,
                                                   "'; make ids unique within a call, or leave "
                                                   "them empty: results come in request order"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckClassifyRequest(const v1::ClassifyRequest& request, size_t max_articles) {
  const size_t count = static_cast<size_t>(request.articles_size());
  if (count == 0) {
    return absl::InvalidArgumentError("the call has no articles; send 1 or more");
  }
  if (count > max_articles) {
    return absl::InvalidArgumentError(absl::StrCat("the call has ", count, " articles, at most ",
                                                   max_articles,
                                                   " are allowed; split it into several calls"));
  }
  return CheckIds(request);
}

}  // namespace tasnif
