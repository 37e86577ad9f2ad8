#include "server/http_classify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

HttpRequest Request(const std::string& type, const std::string& body,
                    const std::string& target = "/v1/articles:classify") {
  HttpRequest request;
  request.method = "POST";
  EXPECT_EQ(ParseTarget(target, &request), absl::OkStatus());
  request.headers = {{"content-type", type}};
  request.body = body;
  return request;
}

TEST(HttpClassify, JsonIsTheRequestWithBothSpellings) {
  const auto request = ReadClassifyBody(
      Request("application/json; charset=utf-8",
              R"({"articles":[{"id":"1","text":"نص","published":"2026-03-01T00:00:00Z"}],
          "options":{"topK":2,"return_text":true,"priority":"PRIORITY_BULK"}})"));
  ASSERT_EQ(request.status(), absl::OkStatus());
  EXPECT_EQ(request->articles(0).text(), "نص");
  EXPECT_EQ(request->articles(0).published().seconds(), 1772323200);
  EXPECT_EQ(request->options().top_k(), 2u);
  EXPECT_TRUE(request->options().return_text());
  EXPECT_EQ(request->options().priority(), v1::PRIORITY_BULK);
}

TEST(HttpClassify, TextIsOneArticleWithItsOptionsInTheQuery) {
  const auto request = ReadClassifyBody(
      Request("text/html; charset=windows-1256", "<p>\xe3",
              "/x?heads=topic,stance&heads=language&top_k=5&explain&return_text=0&models=topic@2"
              "&target=Congo,%20Republic&target=%D9%85%D8%B5%D8%B1&priority=bulk&id=a&title=t"
              "&language=ar&url=https://a.example/b&publisher=p&byline=b"));
  ASSERT_EQ(request.status(), absl::OkStatus());
  const v1::Article& article = request->articles(0);
  EXPECT_EQ(article.content(), "<p>\xe3");
  EXPECT_EQ(article.media_type(), "text/html");
  EXPECT_EQ(article.charset(), "windows-1256");
  EXPECT_EQ(article.id(), "a");
  EXPECT_EQ(article.title(), "t");
  EXPECT_EQ(article.language(), "ar");
  EXPECT_EQ(article.url(), "https://a.example/b");
  EXPECT_EQ(article.publisher(), "p");
  EXPECT_EQ(article.byline(), "b");
  const v1::ClassifyOptions& options = request->options();
  EXPECT_THAT(options.heads(), ElementsAre("topic", "stance", "language"));
  EXPECT_THAT(options.models(), ElementsAre("topic@2"));
  EXPECT_EQ(options.top_k(), 5u);
  EXPECT_TRUE(options.explain());
  EXPECT_FALSE(options.return_text());
  ASSERT_EQ(options.targets_size(), 2);
  EXPECT_EQ(options.targets(0).name(), "Congo, Republic");
  EXPECT_EQ(options.targets(1).name(), "مصر");
  EXPECT_EQ(options.priority(), v1::PRIORITY_BULK);
}

TEST(HttpClassify, WhatItCannotReadIsInvalid) {
  const struct {
    HttpRequest request;
    const char* message;
    const char* why;
  } kCases[] = {
      {Request("application/json", "{"), "tasnif.v1.ClassifyRequest", "no JSON"},
      {Request("application/json", "[]"), "tasnif.v1.ClassifyRequest", "no object"},
      {Request("application/json", R"({"article":[]})"), "article", "no such field"},
      {Request("application/json", R"({"articles":[{"text":3}]})"), "text", "a number as text"},
      {Request("application/json", std::string(100000, '[')), "JSON", "too deep"},
      {Request("application/json", "{}", "/x?top_k=3"), "`options`", "options in two places"},
      {Request("text/plain", "a", "/x?topk=3"), "did you mean 'top_k'", "a wrong name"},
      {Request("text/plain", "a", "/x?top_k=-1"), "top_k=-1", "a negative number"},
      {Request("text/plain", "a", "/x?explain=si"), "true or false", "no truth"},
      {Request("text/plain", "a", "/x?priority=high"), "interactive or bulk", "no priority"},
  };
  for (const auto& test : kCases) {
    const auto request = ReadClassifyBody(test.request);
    EXPECT_EQ(request.status().code(), absl::StatusCode::kInvalidArgument) << test.why;
    EXPECT_THAT(std::string(request.status().message()), HasSubstr(test.message)) << test.why;
  }
}

TEST(HttpClassify, TheErrorDoesNotShowTheTextAroundIt) {
  const auto request = ReadClassifyBody(
      Request("application/json", R"({"articles":[{"text":"a secret text",, "id":"1"}]})"));
  EXPECT_THAT(std::string(request.status().message()), Not(HasSubstr("secret")));
}

TEST(HttpClassify, OtherMediaTypesAreNotRead) {
  const struct {
    const char* type;
    bool is_read;
  } kCases[] = {
      {"application/json", true},
      {"Application/JSON;charset=utf-8", true},
      {"text/plain", true},
      {"text/html", true},
      {"", false},
      {"application/x-www-form-urlencoded", false},
      {"text/csv", false},
      {"multipart/form-data; boundary=x", false},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(CheckClassifyBody(Request(test.type, "")).ok(), test.is_read) << test.type;
  }
  HttpRequest zipped = Request("text/plain", "");
  zipped.headers.emplace_back("content-encoding", "gzip");
  EXPECT_EQ(CheckClassifyBody(zipped).code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace tasnif
