#include "feedback/corrected_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(CorrectedPage, AQueryArrivesAsItWasAsked) {
  const CorrectionFilter filter{.head = "stance",
                                .since = absl::FromUnixSeconds(-5) + absl::Nanoseconds(7)};
  // Characters that a token made of pieces could be taken apart at.
  const CorrectionCursor from{std::string(64, 'a'), "stance", "مصر, \"EU\"/[x]:@"};
  const auto query = QueryFromRequest(PageRequest(filter, from, 17));
  ASSERT_EQ(query.status(), absl::OkStatus());
  EXPECT_EQ(query->filter.head, filter.head);
  EXPECT_EQ(query->filter.since, filter.since);
  EXPECT_EQ(query->from, from);
  EXPECT_EQ(query->limit, 17u);
}

TEST(CorrectedPage, NothingAskedForMeansEverythingFromTheBeginning) {
  const auto query = QueryFromRequest({});
  ASSERT_EQ(query.status(), absl::OkStatus());
  EXPECT_EQ(query->filter.since, absl::InfinitePast());
  EXPECT_EQ(query->from, CorrectionCursor());
  EXPECT_EQ(query->limit, 64u);
  EXPECT_FALSE(PageRequest({}, {}, 1).has_since());
}

TEST(CorrectedPage, APageArrivesAsItWasSent) {
  CorrectedPage page;
  page.articles.push_back({{TopicCorrection("1", "نص"), TopicCorrection("2", "نص", "sport")}});
  page.articles.push_back({{StanceCorrection("3", "نص")}});
  page.next = {std::string(64, 'b'), "stance", "Egypt"};
  const auto more = PageFromResponse(PageResponse(page));
  ASSERT_EQ(more.status(), absl::OkStatus());
  ASSERT_EQ(more->articles.size(), 2u);
  ASSERT_EQ(more->articles[0].corrections.size(), 2u);
  EXPECT_EQ(more->articles[0].corrections[1].correct_label(), "sport");
  EXPECT_EQ(more->articles[1].corrections[0].target(), "Egypt");
  EXPECT_EQ(more->next, page.next);
  EXPECT_FALSE(more->is_last);
  page.is_last = true;
  EXPECT_TRUE(PageFromResponse(PageResponse(page))->is_last);
}

TEST(CorrectedPage, WhatIsNoQueryIsRefused) {
  for (const char* token : {"x", "[]", "[1,2,3]", "[\"a\",\"b\"]", "{\"a\":1}"}) {
    v1::ListCorrectedArticlesRequest request;
    request.set_page_token(token);
    const absl::Status status = QueryFromRequest(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << token;
    EXPECT_THAT(std::string(status.message()), HasSubstr("page_token"));
  }
  v1::ListCorrectedArticlesRequest request;
  request.set_page_size(257);
  EXPECT_EQ(QueryFromRequest(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorrectedPage, AServerThatAnswersNonsenseIsFound) {
  v1::ListCorrectedArticlesResponse empty_article;
  empty_article.add_articles();
  EXPECT_EQ(PageFromResponse(empty_article).status().code(), absl::StatusCode::kInternal);
  v1::ListCorrectedArticlesResponse bad_token;
  bad_token.set_next_page_token("x");
  EXPECT_EQ(PageFromResponse(bad_token).status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace tasnif
