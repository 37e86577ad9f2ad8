#include "feedback/corrected_page.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "labels/timestamp.h"

namespace tasnif {
namespace {

constexpr size_t kDefaultArticlesPerPage = 64;

// An array of JSON: heads and targets may hold any character.
std::string TokenOf(const CorrectionCursor& cursor) {
  return DumpJson(Json::array({cursor.article_sha256, cursor.head, cursor.target}));
}

absl::StatusOr<CorrectionCursor> ParseToken(const std::string& token) {
  if (token.empty()) return CorrectionCursor();
  const absl::StatusOr<Json> json = ParseJson(token);
  const auto is_string = [](const Json& part) { return part.is_string(); };
  if (json.ok() && json->is_array() && json->size() == 3 && absl::c_all_of(*json, is_string)) {
    return CorrectionCursor{json->at(0).get<std::string>(), json->at(1).get<std::string>(),
                            json->at(2).get<std::string>()};
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "field 'page_token' is '", token, "', expected the 'next_page_token' of the answer before"));
}

}  // namespace

v1::ListCorrectedArticlesRequest PageRequest(const CorrectionFilter& filter,
                                             const CorrectionCursor& from, size_t limit) {
  v1::ListCorrectedArticlesRequest request;
  request.set_head(filter.head);
  if (filter.since != absl::InfinitePast()) *request.mutable_since() = TimestampOf(filter.since);
  request.set_page_size(static_cast<uint32_t>(limit));
  if (from != CorrectionCursor()) request.set_page_token(TokenOf(from));
  return request;
}

absl::StatusOr<PageQuery> QueryFromRequest(const v1::ListCorrectedArticlesRequest& request) {
  if (request.page_size() > kMaxArticlesPerPage) {
    return absl::InvalidArgumentError(absl::StrCat("field 'page_size' is ", request.page_size(),
                                                   ", expected 1 to ", kMaxArticlesPerPage));
  }
  PageQuery query;
  query.filter.head = request.head();
  if (request.has_since()) query.filter.since = TimeOf(request.since());
  TASNIF_ASSIGN_OR_RETURN(query.from, ParseToken(request.page_token()));
  query.limit = request.page_size() == 0 ? kDefaultArticlesPerPage : request.page_size();
  return query;
}

v1::ListCorrectedArticlesResponse PageResponse(CorrectedPage page) {
  v1::ListCorrectedArticlesResponse response;
  for (CorrectedArticle& article : page.articles) {
    v1::CorrectedArticle* const out = response.add_articles();
    for (v1::Correction& correction : article.corrections)
      out->add_corrections()->Swap(&correction);
  }
  if (!page.is_last) response.set_next_page_token(TokenOf(page.next));
  return response;
}

absl::StatusOr<CorrectedPage> PageFromResponse(v1::ListCorrectedArticlesResponse response) {
  CorrectedPage page;
  for (v1::CorrectedArticle& article : *response.mutable_articles()) {
    if (article.corrections().empty()) {
      return absl::InternalError("the server gave a corrected article without a correction");
    }
    CorrectedArticle& out = page.articles.emplace_back();
    for (v1::Correction& correction : *article.mutable_corrections()) {
      out.corrections.emplace_back().Swap(&correction);
    }
  }
  page.is_last = response.next_page_token().empty();
  absl::StatusOr<CorrectionCursor> next = ParseToken(response.next_page_token());
  if (!next.ok()) {
    return absl::InternalError(
        absl::StrCat("the server gave a page token that is none: ", next.status().message()));
  }
  page.next = *std::move(next);
  return page;
}

}  // namespace tasnif
