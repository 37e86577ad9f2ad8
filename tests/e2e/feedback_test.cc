// `tasnif feedback` as annotators and scripts use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "labels/json_lines.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class FeedbackCommandTest : public ModelsFixture {
 protected:
  Finished Feedback(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "feedback");
    arguments.insert(arguments.end(), {"--store", folder_.Path("f.db")});
    return RunTasnif(arguments, input);
  }

  Finished AddLines(const std::string& lines, std::vector<std::string> more = {"--keep-text"}) {
    std::vector<std::string> arguments = {"add", "--lines", "-", "--models", models()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Feedback(arguments, lines);
  }

  static std::string CorrectionLine(const std::string& key, const std::string& text,
                                    const std::string& label, const std::string& annotator) {
    return DumpJson(Json{{"key", key},
                         {"head", "topic"},
                         {"model", "topic@1"},
                         {"predicted", "sport"},
                         {"label", label},
                         {"annotator", annotator},
                         {"article", {{"id", "a-" + key}, {"text", text}}}}) +
           "\n";
  }
};

TEST_F(FeedbackCommandTest, AnArticleIsLabelledAndCorrected) {
  const std::string article = folder_.Write("a.txt", "فاز المنتخب على ضيفه بهدفين في مباراة");
  const std::vector<std::string> add = {"add",    article, "--head", "topic",    "--label",
                                        "health", "--by",  "layla",  "--models", models()};
  const Finished first = Feedback(add);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, StartsWith("stored "));
  EXPECT_THAT(Feedback(add).out, StartsWith("already stored "));
  const Finished list = Feedback({"list", "--json"});
  ASSERT_EQ(list.exit_code, 0) << list.err;
  const std::vector<Json> lines = ParseLines(list.out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["model"], "topic@1");
  EXPECT_EQ(lines[0]["predicted"], "sport");
  EXPECT_EQ(lines[0]["label"], "health");
  EXPECT_FALSE(lines[0]["article"].contains("text")) << "kept without --keep-text";
}

TEST_F(FeedbackCommandTest, ABadLineKeepsNoOtherOut) {
  const Finished added = AddLines(CorrectionLine("1", "نص", "health", "layla") + "{}\n" +
                                  CorrectionLine("2", "آخر", "helth", "layla") +
                                  CorrectionLine("3", "ثالث", "politics", "omar"));
  EXPECT_EQ(added.exit_code, 1);
  EXPECT_EQ(added.out, "stored 1\nstored 3\n");
  EXPECT_THAT(added.err, HasSubstr("-:2"));
  EXPECT_THAT(added.err, HasSubstr("did you mean 'health'"));
}

TEST_F(FeedbackCommandTest, ConflictsAreShownAndNotExported) {
  ASSERT_EQ(AddLines(CorrectionLine("1", "نص", "health", "layla") +
                     CorrectionLine("2", "نص", "politics", "omar") +
                     CorrectionLine("3", "آخر", "health", "layla"))
                .exit_code,
            0);
  const Finished exported = Feedback({"export", "--head", "topic"});
  EXPECT_EQ(exported.exit_code, 0);
  const std::vector<Json> lines = ParseLines(exported.out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["text"], "آخر");
  EXPECT_EQ(lines[0]["labels"]["topic"], "health");
  EXPECT_THAT(exported.err, HasSubstr("disagree on 1 articles"));
  const Finished conflicts = Feedback({"list", "--conflicts", "--json"});
  EXPECT_EQ(ParseLines(conflicts.out).size(), 2u);
}

TEST_F(FeedbackCommandTest, TextsAreFoundByTheirHash) {
  ASSERT_EQ(AddLines(CorrectionLine("1", "نص محفوظ", "health", "layla"), {}).exit_code, 0);
  const Finished without = Feedback({"export"});
  EXPECT_EQ(without.exit_code, 1);
  EXPECT_EQ(without.out, "");
  const std::string archive = folder_.Write("archive.jsonl", Line("x", "نص محفوظ"));
  const Finished with = Feedback({"export", "--articles", archive});
  EXPECT_EQ(with.exit_code, 0) << with.err;
  ASSERT_EQ(ParseLines(with.out).size(), 1u);
  EXPECT_EQ(ParseLines(with.out)[0]["id"], "x");
}

TEST_F(FeedbackCommandTest, TheQueueAsksForTheLeastConfidentOnce) {
  const std::string easy = "فاز المنتخب على ضيفه بهدفين في مباراة الإياب وتأهل إلى نهائي الكأس";
  const std::string hard = "زار وفد المدينة";
  const std::string articles = folder_.Write("feed.jsonl", Line("easy", easy) + Line("hard", hard));
  const std::vector<std::string> ask = {"queue",    articles, "--head",  "topic",
                                        "--models", models(), "--limit", "1"};
  const Finished first = Feedback(ask);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  ASSERT_EQ(ParseLines(first.out).size(), 1u);
  EXPECT_EQ(ParseLines(first.out)[0]["id"], "hard");
  EXPECT_EQ(ParseLines(first.out)[0]["queue"]["model"], "topic@1");
  ASSERT_EQ(AddLines(CorrectionLine("1", hard, "politics", "layla")).exit_code, 0);
  EXPECT_EQ(ParseLines(Feedback(ask).out)[0]["id"], "easy");
}

TEST_F(FeedbackCommandTest, WrongUseIsToldApartFromMissingFiles) {
  EXPECT_EQ(Feedback({"list"}).exit_code, 3) << "no such store";
  EXPECT_EQ(Feedback({"add"}).exit_code, 2) << "neither an article nor lines";
  EXPECT_EQ(RunTasnif({"feedback"}).exit_code, 2) << "no action";
  ASSERT_EQ(AddLines(CorrectionLine("1", "نص", "health", "layla")).exit_code, 0);
  EXPECT_EQ(Feedback({"export", "--since", "yesterday"}).exit_code, 2);
}

TEST_F(FeedbackCommandTest, WhatIsMissingIsNamedAsItIsOnTheCommandLine) {
  const std::string article = folder_.Write("a.txt", "فاز المنتخب");
  ASSERT_TRUE(std::filesystem::create_directory(folder_.Path("letters")));
  folder_.Write("letters/b.txt", "نص");
  folder_.Write("letters/c.txt", "آخر");
  const struct {
    std::vector<std::string> arguments;
    int exit_code;
    const char* says;
  } kRows[] = {
      {{"add", article, "--head", "topic", "--label", "health"}, 2, "--by"},
      {{"add", article, "--head", "topic", "--by", "layla"}, 2, "--label"},
      {{"add", article, "--head", "stance", "--label", "favor", "--by", "l"}, 2, "--target"},
      {{"add", article, "--head", "topic@1", "--label", "health", "--by", "l"}, 2, "--head"},
      {{"add", folder_.Path("letters"), "--head", "topic", "--label", "health", "--by", "l"},
       2,
       "more than one article"},
      {{"add", folder_.Path("no.txt"), "--head", "topic", "--label", "health", "--by", "l"},
       3,
       "no.txt"},
      {{"add", "--lines", folder_.Path("no.jsonl")}, 3, "no.jsonl"},
      {{"add", "--lines", "-", "--by", "layla"}, 2, "--by"},
      {{"list", "--limit", "-1"}, 2, "--limit"},
  };
  for (const auto& row : kRows) {
    const Finished done = Feedback(row.arguments);
    EXPECT_EQ(done.exit_code, row.exit_code) << row.says << done.err;
    EXPECT_THAT(done.err, HasSubstr(row.says));
    EXPECT_FALSE(PosixFiles().Exists(folder_.Path("f.db"))) << "made for nothing: " << row.says;
  }
  const Finished empty = AddLines("");
  EXPECT_EQ(empty.exit_code, 0);
  EXPECT_THAT(empty.err, HasSubstr("no correction in '-'"));
}

}  // namespace
}  // namespace tasnif
