#include "cli/labelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Answers each article with its text as language; keeps how many came at a time.
class EchoBackend : public Backend {
 public:
  absl::StatusOr<std::vector<v1::ArticleResult>> Label(
      absl::Span<const v1::Article> articles) override {
    blocks.push_back(articles.size());
    if (!status.ok()) return status;
    std::vector<v1::ArticleResult> results(articles.size());
    for (size_t i = 0; i < articles.size(); ++i) {
      results[i].set_id(articles[i].id());
      results[i].mutable_prediction()->set_language(articles[i].text());
    }
    return results;
  }

  std::vector<size_t> blocks;
  absl::Status status;
};

class LabellingTest : public ::testing::Test {
 protected:
  absl::StatusOr<Verdict> Label(const std::vector<std::string>& paths) {
    ArticleInput input(ExpandPaths(paths), 1000);
    const auto output = Output::Open(folder_.Path("out"));
    return LabelInput(
        &input, ResultFormat::kJsonLines,
        {.backend = backend_, .executor = executor_, .output = **output, .progress = progress_});
  }
  std::string out() const { return ReadWholeFile(folder_.Path("out")); }

  TemporaryFolder folder_;
  EchoBackend backend_;
  ThreadPool executor_{3};
  SystemClock clock_;
  Progress progress_{{.label = "", .unit = "", .total = 0}, clock_, {}};
};

TEST_F(LabellingTest, LinesKeepTheirOrderOverManyBlocks) {
  std::string lines, expected;
  for (int i = 0; i < 2000; ++i) {
    const std::string number = std::to_string(i);
    lines += "{\"id\":\"" + number + "\",\"text\":\"t" + number + "\"}\n";
  }
  const auto verdict = Label({folder_.Write("a.jsonl", lines)});
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(*verdict, Verdict::kAllDone);
  size_t position = 0;
  for (int i = 0; i < 2000; ++i) {
    position = out().find("\"id\":\"" + std::to_string(i) + "\"", position);
    ASSERT_NE(position, std::string::npos) << i;
  }
  for (size_t articles : backend_.blocks) EXPECT_LE(articles, 512u);
}

TEST_F(LabellingTest, NothingToLabelAsksNobody) {
  const auto verdict = Label({folder_.Write("a.jsonl", "{broken\n")});
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(*verdict, Verdict::kSomeFailed);
  EXPECT_THAT(backend_.blocks, IsEmpty());
  EXPECT_THAT(out(), HasSubstr("a.jsonl:1\",\"error\""));
}

TEST_F(LabellingTest, FailingBackendEndsTheRunWithItsError) {
  backend_.status = absl::UnavailableError("gone");
  EXPECT_EQ(Label({folder_.Write("a.jsonl", "{\"text\":\"x\"}\n")}).status(), backend_.status);
}

TEST_F(LabellingTest, WarningsOfTheLineComeFirst) {
  const std::string line = "{\"text\":\"caf\xE9\",\"published\":\"someday\"}\n";
  ASSERT_TRUE(Label({folder_.Write("a.jsonl", line)}).ok());
  EXPECT_THAT(out(), HasSubstr("\"warnings\":[\""));
}

TEST(ParseRaw, DocumentIsSentAsContentUnderItsPlace) {
  RawArticle raw;
  raw.place = "a.html";
  raw.bytes = "\xFF<p>";
  raw.media_type = "text/html";
  const ParsedArticle parsed = ParseRaw(raw);
  EXPECT_TRUE(parsed.status.ok());
  EXPECT_EQ(parsed.article.id(), "a.html");
  EXPECT_EQ(parsed.article.content(), "\xFF<p>");
  EXPECT_EQ(parsed.article.media_type(), "text/html");
}

TEST(ParseRaw, LineKeepsItsIdOrTakesItsPlace) {
  RawArticle raw;
  raw.form = RawArticle::Form::kJsonLine;
  raw.place = "a.jsonl:7";
  raw.bytes = R"({"id":"x","text":"t"})";
  EXPECT_EQ(ParseRaw(raw).article.id(), "x");
  raw.bytes = R"({"text":"t"})";
  EXPECT_EQ(ParseRaw(raw).article.id(), "a.jsonl:7");
  raw.bytes = "[]";
  EXPECT_EQ(ParseRaw(raw).status.code(), absl::StatusCode::kInvalidArgument);
}

TEST(ParseRaw, WhatCouldNotBeReadKeepsItsReason) {
  RawArticle raw;
  raw.form = RawArticle::Form::kBadArticle;
  raw.status = absl::InvalidArgumentError("too large");
  EXPECT_EQ(ParseRaw(raw).status, raw.status);
}

}  // namespace
}  // namespace tasnif
