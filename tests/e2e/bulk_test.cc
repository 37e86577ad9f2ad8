// `tasnif classify` for archives and as a filter: compressed files, side files, interruption,
// growing files, several servers, xargs and GNU parallel.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "base/line_reader.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class BulkTest : public ModelsFixture {
 protected:
  Finished Classify(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "classify");
    arguments.insert(arguments.end(), {"--models", models(), "--heads", "topic"});
    return RunTasnif(arguments, input);
  }

  // `count` articles, every seventh of them broken.
  static std::string MixedLines(int count) {
    std::string lines;
    const auto articles = TinyArticles();
    for (int i = 0; i < count; ++i) {
      lines += i % 7 == 3 ? "{broken\n"
                          : Line("n" + std::to_string(i), articles[i % articles.size()].text());
    }
    return lines;
  }

  // Whatever it is compressed with.
  static std::string ReadDecompressed(const std::string& path) {
    auto reader = LineReader::Open(path);
    EXPECT_TRUE(reader.ok()) << reader.status();
    std::string all, line;
    while (reader.ok()) {
      const auto more = (*reader)->Next(&line);
      EXPECT_TRUE(more.ok()) << more.status();
      if (!more.ok() || !*more) break;
      all += line + "\n";
    }
    return all;
  }

  Finished Bash(const std::string& script) {
    return ChildProcess("/bin/bash", {"-c", "set -o pipefail\n" + script}).Wait();
  }

  // A command line without the paths.
  std::string Filter() const {
    return TasnifProgram() + " classify --heads topic --format jsonl --models " + models();
  }

  // Looks again and again, for a minute at most.
  static bool WaitFor(const std::function<bool()>& is_so) {
    for (int i = 0; i < 1200 && !is_so(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return is_so();
  }
};

TEST_F(BulkTest, OutputIsCompressedAsItsNameSays) {
  const std::string input = folder_.Write("a.jsonl", MixedLines(300));
  const std::string expected = Classify({input}).out;
  ASSERT_THAT(expected, Not(IsEmpty()));
  for (const char* name : {"out.jsonl.zst", "out.jsonl.gz", "out.jsonl.XZ", "out.jsonl"}) {
    const std::string path = folder_.Path(name);
    EXPECT_EQ(Classify({input, "--output", path}).exit_code, 1) << name;
    EXPECT_EQ(ReadDecompressed(path), expected) << name;
    const bool is_compressed = std::string(name) != "out.jsonl";
    EXPECT_EQ(ReadWholeFile(path).size() < expected.size() / 2, is_compressed) << name;
  }
}

TEST_F(BulkTest, FailedArticlesGoToTheirOwnFile) {
  const std::string input = folder_.Write("a.jsonl", MixedLines(14));
  const std::string errors = folder_.Path("errors.jsonl");
  const Finished done = Classify({input, "--errors", errors});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_THAT(ParseLines(done.out), SizeIs(12));
  EXPECT_THAT(done.err, AllOf(HasSubstr("see '" + errors + "'"), Not(HasSubstr("not JSON"))));
  const auto lines = ParseLines(ReadWholeFile(errors));
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0]["place"], input + ":4");
  EXPECT_EQ(lines[0]["error"]["code"], "INVALID_ARGUMENT");
}

// Killed again and again, the work ends with the output of an undisturbed run.
TEST_F(BulkTest, KilledWorkGoesOn) {
  const std::string input = folder_.Write("a.jsonl", MixedLines(20000));
  const std::string expected_errors = folder_.Path("expected-errors");
  const std::string expected =
      Classify({input, "--errors", expected_errors, "--output", folder_.Path("x")}).exit_code == 1
          ? ReadWholeFile(folder_.Path("x"))
          : "";
  const std::string output = folder_.Path("out.jsonl.zst"), errors = folder_.Path("errors");
  const std::vector<std::string> arguments = {
      "classify", input,  "--models", models(), "--heads",  "topic",
      "--output", output, "--errors", errors,   "--resume", folder_.Path("state")};
  for (int round = 0; round < 3; ++round) {
    ChildProcess child(TasnifProgram(), arguments);
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + 150 * round));
    kill(child.pid(), SIGKILL);
  }
  EXPECT_EQ(RunTasnif(arguments).exit_code, 1);
  EXPECT_EQ(ReadDecompressed(output), expected);
  EXPECT_EQ(ReadWholeFile(errors), ReadWholeFile(expected_errors));
  // Once more: there is nothing left to do.
  EXPECT_EQ(RunTasnif(arguments).exit_code, 1);
  EXPECT_EQ(ReadDecompressed(output), expected);
}

TEST_F(BulkTest, GrowingFileIsFollowedUntilItIsEnough) {
  const std::string input = folder_.Write("a.jsonl", Line("first", "the striker scored"));
  const std::string output = folder_.Path("out");
  ChildProcess child(TasnifProgram(), {"classify", input, "--models", models(), "--heads", "topic",
                                       "--output", output, "--follow"});
  EXPECT_TRUE(WaitFor([&] { return absl::StrContains(ReadWholeFile(output), "\"first\""); }));
  std::ofstream(input, std::ios::app) << Line("second", "the striker scored") << "{\"id\":\"th";
  EXPECT_TRUE(WaitFor([&] { return absl::StrContains(ReadWholeFile(output), "\"second\""); }));
  std::ofstream(input, std::ios::app) << "ird\",\"text\":\"the striker scored\"}\n";
  EXPECT_TRUE(WaitFor([&] { return absl::StrContains(ReadWholeFile(output), "\"third\""); }));
  // Cut, as a log is when it is rotated.
  std::ofstream(input, std::ios::trunc) << Line("new", "the striker scored");
  EXPECT_TRUE(WaitFor([&] { return absl::StrContains(ReadWholeFile(output), "\"new\""); }));
  kill(child.pid(), SIGINT);
  EXPECT_EQ(child.Wait().exit_code, 0);
  EXPECT_THAT(ParseLines(ReadWholeFile(output)), SizeIs(4));
}

// What a database does that keeps one process for many rows: it waits for each answer.
TEST_F(BulkTest, AnswersComeBeforeTheNextQuestion) {
  const Finished done = Bash("coproc FILTER { " + Filter() + " - 2>&1; }\n" +
                             R"(for i in 1 2 3; do
  echo "{\"id\":\"q$i\",\"text\":\"the striker scored\"}" >&"${FILTER[1]}"
  read -t 50 -r answer <&"${FILTER[0]}" && echo "$answer"
done)");
  EXPECT_THAT(ParseLines(done.out), SizeIs(3)) << done.err;
}

TEST_F(BulkTest, SeveralServersGiveTheSameOutput) {
  const BackgroundServer one({"--models", models()}), other({"--models", models()});
  const std::string input = folder_.Write("a.jsonl", MixedLines(2000));
  const Finished here = Classify({input});
  for (const std::vector<std::string>& servers : std::vector<std::vector<std::string>>{
           {"--server", one.address() + "," + other.address()},
           {"--server", one.address(), "--server", other.address(), "--batch", "7"}}) {
    std::vector<std::string> arguments = {"classify", input, "--heads", "topic"};
    arguments.insert(arguments.end(), servers.begin(), servers.end());
    const Finished there = RunTasnif(arguments);
    EXPECT_EQ(there.out, here.out);
    EXPECT_EQ(there.err, here.err);
    EXPECT_EQ(there.exit_code, 1);
  }
}

TEST_F(BulkTest, WorksUnderXargs) {
  for (int i = 0; i < 12; ++i) {
    folder_.Write("t" + std::to_string(i) + ".txt", "the striker scored the goal");
  }
  const Finished done =
      Bash("find " + folder_.path() + " -name '*.txt' -print0 | xargs -0 -n 4 -P 2 " + Filter());
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(ParseLines(done.out), SizeIs(12));
}

TEST_F(BulkTest, WorksUnderGnuParallel) {
  if (!std::filesystem::exists("/usr/bin/parallel")) GTEST_SKIP() << "no GNU parallel here";
  const std::string lines = MixedLines(2000);
  const std::string input = folder_.Write("a.jsonl", lines);
  // --pipe cuts the input at line ends; -k keeps the order. Exit code 1 of a job is not ours here.
  const Finished done = Bash("PARALLEL_HOME=" + folder_.path() + " parallel --no-notice -k -j 2 " +
                             "--pipe --block 40k '" + Filter() + " - || [ $? = 1 ]' < " + input);
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const auto results = ParseLines(done.out);
  ASSERT_THAT(results, SizeIs(2000));
  EXPECT_EQ(results[0]["id"], "n0");
  EXPECT_EQ(results[1999]["id"], "n1999");
}

TEST_F(BulkTest, WrongUsageIsExitCodeTwo) {
  const std::string input = folder_.Write("a.jsonl", Line("a", "x"));
  const std::string state = folder_.Write("state", "{}");
  EXPECT_EQ(Classify({input, "--resume", folder_.Path("s")}).exit_code, 2);
  EXPECT_EQ(Classify({input, "--resume", state, "--output", folder_.Path("o")}).exit_code, 2);
  EXPECT_EQ(Classify({"-", "--follow"}).exit_code, 2);
}

}  // namespace
}  // namespace tasnif
