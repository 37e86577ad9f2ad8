#include "server/request_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::ClassifyRequest RequestWithIds(const std::vector<std::string>& ids) {
  v1::ClassifyRequest request;
  for (const std::string& id : ids) request.add_articles()->set_id(id);
  return request;
}

absl::StatusCode CodeFor(const std::vector<std::string>& ids, size_t max_articles = 10) {
  return CheckClassifyRequest(RequestWithIds(ids), max_articles).code();
}

TEST(RequestCheck, TakesOneToTheAllowedNumberOfArticles) {
  EXPECT_EQ(CodeFor({"a"}), absl::StatusCode::kOk);
  EXPECT_EQ(CodeFor({"a", "b", "c"}, 3), absl::StatusCode::kOk);
}

TEST(RequestCheck, NoArticleIsRefused) {
  EXPECT_EQ(CodeFor({}), absl::StatusCode::kInvalidArgument);
}

TEST(RequestCheck, TooManyArticlesNamesCountAndLimit) {
  const absl::Status status = CheckClassifyRequest(RequestWithIds({"a", "b", "c", "d"}), 3);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("has 4 articles"), HasSubstr("at most 3")));
}

TEST(RequestCheck, EqualIdsAreNamedWithTheirPlaces) {
  const absl::Status status = CheckClassifyRequest(RequestWithIds({"x", "a", "b", "a"}), 10);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("articles[1]"), HasSubstr("articles[3]"), HasSubstr("'a'")));
}

TEST(RequestCheck, EmptyIdsMayRepeat) { EXPECT_EQ(CodeFor({"", "", "a"}), absl::StatusCode::kOk); }

TEST(RequestCheck, OverlongIdsFailOneByOneLaterNotTheWholeCall) {
  const std::string id(257, 'x');
  EXPECT_EQ(CodeFor({id, id}), absl::StatusCode::kOk);
  EXPECT_EQ(CodeFor({id.substr(1), id.substr(1)}), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
