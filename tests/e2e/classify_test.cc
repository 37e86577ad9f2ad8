// `tasnif classify` as a person uses it: the real binary, real files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/base/compressed_bytes.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ClassifyTest : public ModelsFixture {
 protected:
  Finished Classify(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "classify");
    arguments.insert(arguments.end(), {"--models", models()});
    return RunTasnif(arguments, input);
  }

  static std::vector<std::string> Ids(const std::string& out) {
    std::vector<std::string> ids;
    for (const Json& line : ParseLines(out)) ids.push_back(line["id"].get<std::string>());
    return ids;
  }

  static inline const std::string kFootball =
      "The team won the match when the striker scored the winning goal in the last minute.";
};

TEST_F(ClassifyTest, TextFileGivesOneJsonLineInTheSchemasOrder) {
  const std::string path = folder_.Write("a.txt", kFootball);
  const Finished done = Classify({path});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const auto lines = ParseLines(done.out);
  ASSERT_THAT(lines, SizeIs(1));
  std::vector<std::string> keys;
  for (const auto& [key, value] : lines[0].items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("id", "language", "topic", "source_type", "stance", "warnings"));
  EXPECT_EQ(lines[0]["id"], path);
  EXPECT_EQ(lines[0]["language"], "en");
  EXPECT_EQ(lines[0]["topic"]["label"], "sport");
  EXPECT_EQ(lines[0]["topic"]["model"], "topic@1");
}

TEST_F(ClassifyTest, JsonLinesComeBackInInputOrderWithTheirIds) {
  std::string lines;
  std::vector<std::string> ids;
  const auto articles = TinyArticles();
  for (int i = 0; i < 1300; ++i) {  // More than two blocks.
    ids.push_back("n" + std::to_string(i));
    lines += Line(ids.back(), articles[i % articles.size()].text());
  }
  const Finished done = Classify({folder_.Write("feed.jsonl", lines)});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(Ids(done.out), ids);
}

TEST_F(ClassifyTest, CompressedJsonLinesGiveTheSameOutput) {
  const std::string lines = TinyLines();
  const Finished plain = Classify({folder_.Write("plain.jsonl", lines)});
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_EQ(Classify({folder_.Write("a.jsonl.xz", Compress(Compression::kXz, lines))}).out,
            plain.out);
  EXPECT_EQ(Classify({folder_.Write("a.jsonl.zst", Compress(Compression::kZstd, lines))}).out,
            plain.out);
  EXPECT_EQ(Classify({folder_.Write("a.jsonl.gz", Compress(Compression::kGzip, lines))}).out,
            plain.out);
}

TEST_F(ClassifyTest, ArticleWithoutIdIsNamedByItsPlace) {
  const std::string path = folder_.Write("a.jsonl", "\n{\"text\":\"" + kFootball + "\"}\n");
  EXPECT_THAT(Ids(Classify({path}).out), ElementsAre(path + ":2"));
}

TEST_F(ClassifyTest, FolderMeansItsKnownFilesSortedAtAnyDepth) {
  std::filesystem::create_directory(folder_.Path("deep"));
  folder_.Write("b.txt", kFootball);
  folder_.Write("a.HTML", "<html><body><p>" + kFootball + "</p></body></html>");
  folder_.Write("deep/c.jsonl", Line("x", kFootball));
  folder_.Write("picture.png", "\x89PNG");
  const Finished done = Classify({folder_.path()});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(Ids(done.out), ElementsAre(folder_.Path("a.HTML"), folder_.Path("b.txt"), "x"));
}

TEST_F(ClassifyTest, StandardInputIsJsonLinesWhereItBeginsLikeAnObject) {
  EXPECT_THAT(Ids(Classify({"-"}, "  \n" + Line("x", kFootball) + Line("y", kFootball)).out),
              ElementsAre("x", "y"));
  EXPECT_THAT(Ids(Classify({"-"}, "\xEF\xBB\xBF" + Line("x", kFootball)).out), ElementsAre("x"));
  EXPECT_THAT(Ids(Classify({"-"}, kFootball).out), ElementsAre("-"));
  EXPECT_THAT(Ids(Classify({}, kFootball).out), ElementsAre("-"));
}

TEST_F(ClassifyTest, OptionsReachTheModels) {
  const std::string path = folder_.Write(
      "a.txt", "The minister praised Egypt. Egypt signed a generous and welcome agreement.");
  const Finished done =
      Classify({path, "--heads", "topic,stance", "--top-k", "1", "--explain", "--target", "Egypt"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const Json line = ParseLines(done.out).at(0);
  EXPECT_FALSE(line.contains("source_type"));
  EXPECT_THAT(line["topic"]["alternatives"], SizeIs(1));
  EXPECT_TRUE(line["topic"].contains("explanation"));
  ASSERT_THAT(line["stance"], SizeIs(1));
  EXPECT_EQ(line["stance"][0]["target"], "Egypt");
}

TEST_F(ClassifyTest, TableNamesLabelsReasonsAndArticle) {
  const std::string path = folder_.Write("a.txt", kFootball);
  const Finished done = Classify({path, "--format", "table"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(StartsWith("TOPIC"), HasSubstr("\nsport"), HasSubstr("because: "),
                              HasSubstr(path + "\n")));
}

TEST_F(ClassifyTest, ExplainedTableColoursTheArticleWhereColoursAreWanted) {
  const std::string page = folder_.Write("page.html", "<p>" + kFootball + "</p>");
  const std::string line = folder_.Write("line.jsonl", "{\"text\":\"" + kFootball + "\"}");
  const std::string green = "\x1b[32m";
  const auto classify = [&](const std::string& path, std::vector<std::string> more) {
    more.insert(more.begin(), {path, "--format", "table"});
    return Classify(more).out;
  };
  for (const std::string& path : {page, line}) {
    EXPECT_THAT(classify(path, {"--explain", "--color", "always"}), HasSubstr(green)) << path;
    EXPECT_THAT(classify(path, {"--explain", "--color", "never"}), Not(HasSubstr(green))) << path;
    EXPECT_THAT(classify(path, {"--explain"}), Not(HasSubstr(green))) << "no terminal: " << path;
    EXPECT_THAT(classify(path, {"--color", "always"}), Not(HasSubstr(green))) << "not asked for";
  }
}

TEST_F(ClassifyTest, OutputFileGetsWhatStandardOutputWould) {
  const std::string input = folder_.Write("a.jsonl", TinyLines());
  const Finished direct = Classify({input});
  const Finished filed = Classify({input, "--output", folder_.Path("out.jsonl")});
  EXPECT_EQ(filed.exit_code, 0) << filed.err;
  EXPECT_THAT(filed.out, IsEmpty());
  EXPECT_EQ(ReadWholeFile(folder_.Path("out.jsonl")), direct.out);
}

TEST_F(ClassifyTest, ThreadsDoNotChangeTheOutput) {
  const std::string input = folder_.Write("a.jsonl", TinyLines() + TinyLines());
  const Finished one = Classify({input, "--threads", "1"});
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(Classify({input, "--threads", "4"}).out, one.out);
}

// The promise of the program: where the models run does not matter.
TEST_F(ClassifyTest, ServerGivesTheSameOutputByteForByte) {
  const BackgroundServer server({"--models", models()});
  ASSERT_THAT(server.address(), Not(IsEmpty()));
  folder_.Write("a.jsonl", TinyLines() + "{broken\n" + Line("empty", "") + Line("same", kFootball) +
                               Line("same", kFootball) + Line(std::string(300, 'i'), kFootball) +
                               "{\"text\":\"\xFF caf\xE9 " + kFootball + "\"}\n");
  folder_.Write("b.txt", "LONDON (Reuters) - " + kFootball);
  folder_.Write("c.html", "<html><title>Final</title><p>" + kFootball + "</p></html>");
  folder_.Write("d.txt", std::string("\xC7\xE1\xDD\xD1\xED\xDE \xDD\xC7\xD2"));
  for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
           {"--format", "jsonl"},
           {"--format", "table"},
           {"--format", "jsonl", "--explain", "--top-k", "5", "--target", "Egypt"},
           {"--format", "table", "--heads", "topic"}}) {
    std::vector<std::string> local = {"classify", folder_.path(), "--models", models()};
    std::vector<std::string> remote = {"classify", folder_.path(), "--server", server.address()};
    local.insert(local.end(), options.begin(), options.end());
    remote.insert(remote.end(), options.begin(), options.end());
    const Finished here = RunTasnif(local);
    const Finished there = RunTasnif(remote);
    EXPECT_THAT(here.out, Not(IsEmpty()));
    EXPECT_EQ(here.out, there.out);
    EXPECT_EQ(here.err, there.err);
    EXPECT_EQ(here.exit_code, 1);  // The broken line, the empty text, the long id.
    EXPECT_EQ(there.exit_code, 1);
  }
}

TEST_F(ClassifyTest, ReaderThatHasSeenEnoughIsNoError) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += Line(std::to_string(i), kFootball);
  const std::string path = folder_.Write("a.jsonl", lines);
  const Finished done =
      ChildProcess("/bin/bash",
                   {"-c", TasnifProgram() + " classify " + path + " --models " + models() +
                              " --explain | head -n 1; echo \"status ${PIPESTATUS[0]}\""})
          .Wait();
  EXPECT_THAT(done.out, HasSubstr("status 0"));
  EXPECT_THAT(done.err, IsEmpty());
}

TEST_F(ClassifyTest, ModelsFolderComesFromTheEnvironment) {
  const std::string path = folder_.Write("a.txt", kFootball);
  const Finished done =
      ChildProcess("/usr/bin/env", {"TASNIF_MODELS=" + models(), TasnifProgram(), "classify", path})
          .Wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(Ids(done.out), ElementsAre(path));
}

}  // namespace
}  // namespace tasnif
