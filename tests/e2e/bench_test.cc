// `tasnif bench` from outside: output, exit codes, and messages for wrong usage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/base/temporary_folder.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::vector<std::string> kQuick = {"--max-texts", "20",   "--rounds", "1",
                                         "--buckets",   "1000", "--dim",    "8"};

Finished RunBench(std::vector<std::string> arguments, bool is_quick = true) {
  arguments.insert(arguments.begin(), "bench");
  if (is_quick) arguments.insert(arguments.end(), kQuick.begin(), kQuick.end());
  return RunTasnif(arguments);
}

TEST(BenchProgram, EngineWritesJsonAndTheReport) {
  TemporaryFolder folder;
  const Finished done = RunBench({"engine", "--json", "--report", folder.Path("docs")});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto json = ParseJson(done.out);
  ASSERT_TRUE(json.ok()) << json.status() << done.out;
  EXPECT_THAT((*json)["cases"], SizeIs(32));
  EXPECT_EQ((*json)["cases"][0]["name"], "words/short/1-head");
  EXPECT_THAT(done.err, HasSubstr("bench: training bigrams"));
  EXPECT_THAT(ReadWholeFile(folder.Path("docs/performance.md")),
              HasSubstr("bigrams/article/1-head"));
  EXPECT_THAT(ReadWholeFile(folder.Path("docs/performance.svg")), HasSubstr("</svg>"));
}

TEST(BenchProgram, TextPrintsATableOfLanguages) {
  const Finished done = RunBench({"text", "--max-texts", "4", "--rounds", "1"}, false);
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("\nall "), HasSubstr("\nar "), HasSubstr("\nen ")));
}

TEST(BenchProgram, HelpHasExamples) {
  for (const char* what : {"engine", "text"}) {
    const Finished done = RunBench({what, "--help"}, false);
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_THAT(done.out, HasSubstr(std::string("tasnif bench ") + what + " articles.jsonl.xz"));
  }
}

TEST(BenchProgram, WrongUsageIsExitCodeTwo) {
  TemporaryFolder folder;
  const std::vector<std::vector<std::string>> kWrong = {
      {},
      {"speed"},
      {"engine", "--rounds", "0"},
      {"engine", "--precision", "float8"},
      {"text", "--model", "x.bin"},
      {"engine", folder.Write("empty.txt", "\n\n")},
      {"engine", folder.Write("bad.jsonl", "{\"text\": 7}\n")},
      {"engine", "--model", folder.Write("no.bin", "this is not a model")}};
  for (const auto& arguments : kWrong) {
    const Finished done = RunBench(arguments, false);
    EXPECT_EQ(done.exit_code, 2) << ::testing::PrintToString(arguments) << done.err;
    EXPECT_EQ(done.out, "");
  }
}

TEST(BenchProgram, MissingFileIsNamed) {
  const Finished texts = RunBench({"engine", "nowhere/a.jsonl"});
  EXPECT_EQ(texts.exit_code, 3);
  EXPECT_THAT(texts.err, AllOf(HasSubstr("NOT_FOUND"), HasSubstr("nowhere/a.jsonl")));
  const Finished model = RunBench({"engine", "--model", "nowhere/a.bin"});
  EXPECT_EQ(model.exit_code, 3);
  EXPECT_THAT(model.err, AllOf(HasSubstr("NOT_FOUND"), HasSubstr("nowhere/a.bin")));
}

}  // namespace
}  // namespace tasnif
