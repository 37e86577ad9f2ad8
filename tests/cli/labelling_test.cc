#include "cli/labelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Answers each article with its text as language; keeps how many came at a time.
class EchoBackend : public Backend {
 public:
  void Label(std::vector<v1::Article> articles, size_t worker, Done done) override {
    std::move(done)(worker, Answer(articles));
  }
  size_t articles_under_way() const override { return 512; }
  void Cancel() override {}

  std::vector<size_t> blocks() {
    MutexLock lock(mu_);
    return blocks_;
  }

  absl::Status status;
  size_t fails_after = 1000000;  // Articles.

 private:
  Results Answer(const std::vector<v1::Article>& articles) {
    MutexLock lock(mu_);
    blocks_.push_back(articles.size());
    if (!status.ok() && (seen_ += articles.size()) > fails_after) return status;
    std::vector<v1::ArticleResult> results(articles.size());
    for (size_t i = 0; i < articles.size(); ++i) {
      results[i].set_id(articles[i].id());
      results[i].mutable_prediction()->set_language(articles[i].text());
    }
    return results;
  }

  Mutex mu_;
  std::vector<size_t> blocks_ ABSL_GUARDED_BY(mu_);
  size_t seen_ ABSL_GUARDED_BY(mu_) = 0;
};

class LabellingTest : public ::testing::Test {
 protected:
  absl::StatusOr<Verdict> Label(const std::vector<std::string>& paths,
                                const LabellingOptions& options = {}, bool has_errors = false) {
    ArticleInput input(ExpandPaths(paths), 1000);
    const auto output =
        Output::Open(folder_.Path("out"), {.keep_bytes = options.state.output_bytes});
    const auto errors =
        Output::Open(folder_.Path("errors"), {.keep_bytes = options.state.errors_bytes});
    return LabelInput(&input, options,
                      {.backend = *backend_,
                       .executor = executor_,
                       .output = **output,
                       .errors = has_errors ? errors->get() : nullptr,
                       .progress = progress_,
                       .clock = clock_});
  }
  std::string out() const { return ReadWholeFile(folder_.Path("out")); }

  TemporaryFolder folder_;
  std::unique_ptr<EchoBackend> backend_ = std::make_unique<EchoBackend>();
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
  for (size_t articles : backend_->blocks()) EXPECT_LE(articles, 512u);
}

TEST_F(LabellingTest, NothingToLabelAsksNobody) {
  const auto verdict = Label({folder_.Write("a.jsonl", "{broken\n")});
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(*verdict, Verdict::kSomeFailed);
  EXPECT_THAT(backend_->blocks(), IsEmpty());
  EXPECT_THAT(out(), HasSubstr("a.jsonl:1\",\"error\""));
}

TEST_F(LabellingTest, FailingBackendEndsTheRunWithItsError) {
  backend_->status = absl::UnavailableError("gone");
  backend_->fails_after = 0;
  EXPECT_EQ(Label({folder_.Write("a.jsonl", "{\"text\":\"x\"}\n")}).status(), backend_->status);
}

TEST_F(LabellingTest, WarningsOfTheLineComeFirst) {
  const std::string line = "{\"text\":\"caf\xE9\",\"published\":\"someday\"}\n";
  ASSERT_TRUE(Label({folder_.Write("a.jsonl", line)}).ok());
  EXPECT_THAT(out(), HasSubstr("\"warnings\":[\""));
}

TEST_F(LabellingTest, ErrorsMayHaveAFileOfTheirOwn) {
  const auto verdict = Label({folder_.Write("a.jsonl", "{broken\n{\"id\":\"x\",\"text\":\"y\"}\n")},
                             {}, /*has_errors=*/true);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(*verdict, Verdict::kSomeFailed);
  EXPECT_THAT(out(), StartsWith("{\"id\":\"x\""));
  EXPECT_THAT(ReadWholeFile(folder_.Path("errors")),
              AllOf(HasSubstr("a.jsonl:1\",\"error\":{\"code\":\"INVALID_ARGUMENT\"")));
}

// Wherever the backend fails, a second run goes on to the very output of an undisturbed one.
TEST_F(LabellingTest, InterruptedWorkGoesOnWhereItWas) {
  std::string lines;
  for (int i = 0; i < 500; ++i) {
    lines += i % 7 == 3 ? "{broken\n" : "{\"text\":\"t" + std::to_string(i) + "\"}\n";
  }
  const std::string input = folder_.Write("a.jsonl", lines);
  ASSERT_TRUE(Label({input}, {}, true).ok());
  const std::string expected = out();
  const std::string expected_errors = ReadWholeFile(folder_.Path("errors"));
  const ResumeState fresh = {.inputs = {input}, .output = "out", .errors = "errors"};
  LabellingOptions options = {.state_path = folder_.Path("state"), .state = fresh};
  for (const size_t articles : {0u, 1u, 100u, 250u, 1000u}) {
    backend_ = std::make_unique<EchoBackend>();
    backend_->status = absl::UnavailableError("gone");
    backend_->fails_after = articles;
    const auto state = LoadResumeState(PosixFiles(), options.state_path, fresh);
    ASSERT_TRUE(state.ok()) << state.status();
    options.state = *state;
    const auto verdict = Label({input}, options, true);
    EXPECT_EQ(verdict.status(), articles == 1000u ? absl::OkStatus() : backend_->status);
  }
  EXPECT_EQ(out(), expected);
  EXPECT_EQ(ReadWholeFile(folder_.Path("errors")), expected_errors);
}

TEST_F(LabellingTest, StateOfAnotherRunIsRefused) {
  const std::string path = folder_.Path("state");
  const ResumeState one = {.inputs = {"a"}, .output = "out"};
  ASSERT_EQ(SaveResumeState(PosixFiles(), path, one), absl::OkStatus());
  EXPECT_TRUE(LoadResumeState(PosixFiles(), path, one).ok());
  EXPECT_EQ(LoadResumeState(PosixFiles(), path, {.inputs = {"b"}, .output = "out"}).status().code(),
            absl::StatusCode::kInvalidArgument);
  for (const char* bad :
       {"", "{}", "[1]", "not json", R"({"kind":"tasnif-classify-state","articles":-1})"}) {
    EXPECT_EQ(LoadResumeState(PosixFiles(), folder_.Write("bad", bad), one).status().code(),
              absl::StatusCode::kInvalidArgument)
        << bad;
  }
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
