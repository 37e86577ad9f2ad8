// `tasnif bench server` from outside: the loads it makes, its JSON, and wrong usage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <string>
#include <vector>

#include "base/json.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class BenchServerProgram : public ModelsFixture {
 protected:
  static Finished Bench(std::vector<std::string> arguments) {
    const std::vector<std::string> quick = {"bench",    "server", "--seconds",   "0.2",
                                            "--models", models(), "--max-texts", "20"};
    arguments.insert(arguments.begin(), quick.begin(), quick.end());
    return RunTasnif(arguments);
  }
};

TEST_F(BenchServerProgram, JsonHasTwoLoadsForEachMethodAndBatch) {
  const Finished done = Bench({"--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto json = ParseJson(done.out);
  ASSERT_TRUE(json.ok()) << json.status() << done.out;
  EXPECT_GT((*json)["in_process_articles_per_s"], 0);
  ASSERT_THAT((*json)["runs"], SizeIs(12));
  for (const Json& run : (*json)["runs"]) {
    EXPECT_GT(run["offered_per_s"], 0) << run;
    EXPECT_GT(run["articles_per_s"], 0) << run;
    EXPECT_GE(run["p99_ms"], run["p50_ms"]) << run;
  }
  EXPECT_EQ((*json)["runs"][0]["method"], "unary");
  EXPECT_EQ((*json)["runs"][11]["method"], "stream");
  EXPECT_EQ((*json)["runs"][11]["batch"], 64);
}

TEST_F(BenchServerProgram, AServerThatRunsAlreadyIsMeasuredAndLeftAlone) {
  BackgroundServer server({"--models", models()});
  const Finished done = Bench({"--server", server.address()});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("\nunary "));
  EXPECT_EQ(RunTasnif({"health", "--server", server.address()}).exit_code, 0);
  EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
}

TEST_F(BenchServerProgram, WrongUsageAndAMissingServerAreNamed) {
  EXPECT_EQ(Bench({"--seconds", "0"}).exit_code, 2);
  EXPECT_EQ(Bench({"--server-cores", "100000"}).exit_code, 2);
  const Finished gone = Bench({"--server", "127.0.0.1:1"});
  EXPECT_EQ(gone.exit_code, 3);
  EXPECT_THAT(gone.err, HasSubstr("127.0.0.1:1"));
  const Finished help = RunTasnif({"bench", "server", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("tasnif bench server articles.jsonl.xz"));
}

}  // namespace
}  // namespace tasnif
