#include "server/http_message.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

TEST(HttpMessage, TargetsAreDecoded) {
  const struct {
    const char* target;
    const char* path;
    HttpFields query;
    const char* why;
  } kCases[] = {
      {"/", "/", {}, "the root"},
      {"/v1/articles:classify?top_k=3&explain",
       "/v1/articles:classify",
       {{"top_k", "3"}, {"explain", ""}},
       "a value and none"},
      {"/a%20b+c?d=e+f%3D&&g=h=i",
       "/a b+c",
       {{"d", "e f="}, {"g", "h=i"}},
       "'+' is a blank in the query only"},
      {"/?target=%D8%B1%D9%88%D8%B3%D9%8A%D8%A7", "/", {{"target", "روسيا"}}, "UTF-8"},
  };
  for (const auto& test : kCases) {
    HttpRequest request;
    ASSERT_EQ(ParseTarget(test.target, &request), absl::OkStatus()) << test.why;
    EXPECT_EQ(request.path, test.path) << test.why;
    EXPECT_EQ(request.query, test.query) << test.why;
  }
}

TEST(HttpMessage, BadTargetsAreInvalid) {
  HttpRequest request;
  for (const char* target : {"", "*", "http://a/", "/%", "/%4", "/%zz", "/?a=%4", "/%00"}) {
    EXPECT_EQ(ParseTarget(target, &request).code(), absl::StatusCode::kInvalidArgument) << target;
  }
}

TEST(HttpMessage, ContentTypesAreTakenApart) {
  EXPECT_EQ(MediaType(" Text/HTML ; charset=utf-8"), "text/html");
  EXPECT_EQ(MediaType(""), "");
  EXPECT_EQ(CharsetOf("text/plain; Charset=\"windows-1256\""), "windows-1256");
  EXPECT_EQ(CharsetOf("text/plain; format=flowed; charset=utf-8"), "utf-8");
  EXPECT_EQ(CharsetOf("text/plain"), "");
}

TEST(HttpMessage, TheFirstFieldOfANameCounts) {
  HttpRequest request;
  request.headers = {{"host", "a"}, {"host", "b"}};
  EXPECT_EQ(request.Header("host"), "a");
  EXPECT_EQ(request.Header("origin"), "");
}

}  // namespace
}  // namespace tasnif
