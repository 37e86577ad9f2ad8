// `tasnif feedback --server`: the same as with the file that the server keeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "labels/json_lines.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class FeedbackServerTest : public ModelsFixture {
 protected:
  void Start(const Arguments& more) {
    server_ = std::make_unique<BackgroundServer>(Arguments{"--models", models()} + more);
    ASSERT_THAT(server_->address(), Not(IsEmpty()));
  }
  void StartWithStore(const Arguments& more = {"--keep-text"}) {
    Start(Arguments{"--feedback", store()} + more);
  }

  std::string store() const { return folder_.Path("f.db"); }

  Finished AtServer(const Arguments& arguments, const std::string& input = "") const {
    return RunTasnif(Arguments{"feedback"} + arguments + Arguments{"--server", server_->address()},
                     input);
  }
  Finished AtFile(const Arguments& arguments) const {
    return RunTasnif(Arguments{"feedback"} + arguments + Arguments{"--store", store()});
  }

  static std::string Line(const std::string& text, const std::string& label,
                          const std::string& annotator, const std::string& key = "") {
    Json json = {{"head", "topic"},
                 {"model", "topic@1"},
                 {"predicted", "sport"},
                 {"label", label},
                 {"article", {{"id", "a"}, {"text", text}}}};
    if (!annotator.empty()) json["annotator"] = annotator;
    if (!key.empty()) json["key"] = key;
    return DumpJson(json) + "\n";
  }

  std::unique_ptr<BackgroundServer> server_;
};

TEST_F(FeedbackServerTest, EveryActionGivesWhatItGivesOfTheFile) {
  StartWithStore();
  const Finished added = AtServer({"add", "--lines", "-"}, Line("نص", "health", "layla", "1") +
                                                               Line("نص", "politics", "omar", "2") +
                                                               Line("آخر", "health", "layla", "3"));
  ASSERT_EQ(added.exit_code, 0) << added.err;
  EXPECT_EQ(added.out, "stored 1\nstored 2\nstored 3\n");
  const std::string feed =
      folder_.Write("feed.jsonl", TinyLines() + ModelsFixture::Line("k", "نص"));
  const Arguments kReads[] = {{"list"},
                              {"list", "--json", "--limit", "2"},
                              {"list", "--conflicts"},
                              {"list", "--head", "stance"},
                              {"export"},
                              {"export", "--conflicts", "majority", "--head", "topic"},
                              {"export", "--since", "2000-01-01"},
                              {"export", "--since", "2100-01-01"}};
  for (const Arguments& read : kReads) {
    const Finished here = AtFile(read), there = AtServer(read);
    EXPECT_EQ(there.exit_code, here.exit_code) << there.err;
    EXPECT_EQ(there.out, here.out) << read.back();
    EXPECT_EQ(there.err, here.err) << read.back();
  }
  EXPECT_EQ(ParseLines(AtServer({"export"}).out).size(), 1u);
  const Arguments queue = {"queue", feed, "--head", "topic", "--by", "margin"};
  const Finished here = AtFile(queue + Arguments{"--models", models()}), there = AtServer(queue);
  ASSERT_EQ(there.exit_code, 0) << there.err;
  EXPECT_EQ(there.out, here.out);
  EXPECT_THAT(there.out, Not(HasSubstr("\"k\""))) << "corrected before";
}

TEST_F(FeedbackServerTest, AnArticleIsLabelledThereAndCorrectedOnce) {
  StartWithStore({});
  const std::string article = folder_.Write("a.txt", "فاز المنتخب على ضيفه بهدفين في مباراة");
  const Arguments add = {"add", article, "--head", "topic", "--label", "health", "--by", "layla"};
  const Finished first = AtServer(add);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, StartsWith("stored "));
  EXPECT_EQ(AtServer(add).out, "already " + first.out);
  const std::vector<Json> lines = ParseLines(AtServer({"list", "--json"}).out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["model"], "topic@1");
  EXPECT_EQ(lines[0]["predicted"], "sport");
  // The server keeps hashes only; who has the texts finds them.
  const Finished without = AtServer({"export"});
  EXPECT_EQ(without.exit_code, 1);
  EXPECT_THAT(without.err, HasSubstr("--articles"));
  const std::string archive =
      folder_.Write("x.jsonl", ModelsFixture::Line("x", ReadWholeFile(article)));
  const Finished with = AtServer({"export", "--articles", archive});
  EXPECT_EQ(with.exit_code, 0) << with.err;
  EXPECT_EQ(ParseLines(with.out).size(), 1u);
}

TEST_F(FeedbackServerTest, ABadLineKeepsNoOtherOut) {
  StartWithStore();
  const Finished added =
      AtServer({"add", "--lines", "-"},
               Line("نص", "health", "layla", "1") + "{}\n" + Line("آخر", "helth", "layla", "2") +
                   Line("other", "health", "layla", "1") + Line("ثالث", "politics", "omar", "3"));
  EXPECT_EQ(added.exit_code, 1);
  EXPECT_EQ(added.out, "stored 1\nstored 3\n");
  EXPECT_THAT(added.err, AllOf(HasSubstr("-:2"), HasSubstr("did you mean 'health'"),
                               HasSubstr("-:4"), HasSubstr("ALREADY_EXISTS")));
}

TEST_F(FeedbackServerTest, AServerWithoutCorrectionsSaysHowToKeepSome) {
  Start({});
  const std::string lines = Line("نص", "health", "layla") + Line("آخر", "health", "layla");
  for (const Arguments& action : {Arguments{"list"}, Arguments{"list", "--conflicts"},
                                  Arguments{"export"}, Arguments{"add", "--lines", "-"}}) {
    const Finished done = AtServer(action, lines);
    EXPECT_EQ(done.exit_code, 3) << action[0];
    EXPECT_EQ(done.out.find("stored"), std::string::npos);
    EXPECT_THAT(done.err, HasSubstr("tasnif serve --feedback"));
    EXPECT_THAT(done.err, Not(HasSubstr("-:2"))) << "the next line would fare no better";
  }
  const std::string feed = folder_.Write("feed.jsonl", TinyLines());
  const Finished queue = AtServer({"queue", feed, "--head", "topic", "--limit", "2"});
  EXPECT_EQ(queue.exit_code, 0) << queue.err;
  EXPECT_EQ(ParseLines(queue.out).size(), 2u);
}

TEST_F(FeedbackServerTest, TokensSayWhoMayAndWhoItWas) {
  std::string access;
  const auto token = [&](const std::string& role, const std::string& name) {
    const std::string path = folder_.Path(name + ".token");
    access += RunTasnif({"token", "new", "--role", role, "--name", name, "--out", path}).out;
    return path;
  };
  const std::string layla = token("feedback", "layla"), crawler = token("classify", "crawler");
  StartWithStore({"--access", folder_.Write("access", access)});
  const struct {
    Arguments token;
    int exit_code;
    const char* says;
  } kRows[] = {
      {{"--token-file", layla}, 0, ""},
      {{"--token-file", crawler}, 3, "'crawler' has the role classify"},
      {{"--token-file", folder_.Write("wrong.token", "tsf_wrong\n")}, 3, "UNAUTHENTICATED"},
      {{}, 3, "--token-file"},
  };
  for (const auto& row : kRows) {
    const std::string line = Line("نص", "health", /*annotator=*/"");
    for (const Arguments& action : {Arguments{"add", "--lines", "-"}, Arguments{"list"},
                                    Arguments{"list", "--conflicts"}, Arguments{"export"}}) {
      const Finished done = AtServer(action + row.token, line);
      if (action[0] != "export") EXPECT_EQ(done.exit_code, row.exit_code) << done.err;
      EXPECT_THAT(done.err, HasSubstr(row.says)) << action[0];
    }
  }
  const auto lines = ParseLines(AtServer({"list", "--json", "--token-file", layla}).out);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["annotator"], "layla") << "whose token it is";
}

TEST_F(FeedbackServerTest, AServerThatIsGoneIsToldAtOnce) {
  StartWithStore();
  const std::string article = folder_.Write("a.txt", "نص");
  const std::string feed = folder_.Write("feed.jsonl", TinyLines());
  server_->Stop(SIGTERM);
  for (const Arguments& action :
       {Arguments{"list"}, Arguments{"export"}, Arguments{"add", "--lines", "-"},
        Arguments{"add", article, "--head", "topic", "--label", "health"},
        Arguments{"queue", feed, "--head", "topic"}}) {
    const Finished done = AtServer(action, Line("نص", "health", "layla"));
    EXPECT_EQ(done.exit_code, 3) << action[0];
    EXPECT_EQ(done.out, "") << action[0];
    EXPECT_THAT(done.err, AllOf(HasSubstr(server_->address()), HasSubstr("is it running there")));
  }
}

TEST_F(FeedbackServerTest, WrongUseIsRefusedWithAWayOut) {
  StartWithStore();
  const struct {
    Arguments arguments;
    const char* says;
  } kRows[] = {
      {{"list", "--store", store()}, "--store"},
      {{"export", "--store", store()}, "--store"},
      {{"add", "a.txt", "--models", models()}, "--models"},
      {{"queue", "a.jsonl", "--head", "topic", "--models", models()}, "--models"},
      {{"add", "--lines", "-", "--keep-text"}, "tasnif serve --feedback FILE --keep-text"},
      {{"add", "--lines", "-", "--unchecked"}, "--store FILE"},
      {{"add"}, "--lines FILE"},
      {{"add", folder_.Write("a.txt", "نص")}, "--head and --label"},
      {{"list", "--timeout", "0"}, "--timeout"},
  };
  for (const auto& row : kRows) {
    const Finished done = AtServer(row.arguments);
    EXPECT_EQ(done.exit_code, 2) << row.says << done.err;
    EXPECT_THAT(done.err, HasSubstr(row.says));
  }
  EXPECT_EQ(RunTasnif({"feedback", "list", "--tls"}).exit_code, 2) << "without a server";
  const Finished unnamed = RunTasnif({"feedback", "list", "--server", ""});
  EXPECT_EQ(unnamed.exit_code, 2) << "an empty variable of a script must not mean the file";
  EXPECT_THAT(unnamed.err, HasSubstr("HOST:PORT"));
  const Finished nobody =
      AtServer({"add", folder_.Write("b.txt", "نص آخر"), "--head", "topic", "--label", "health"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_THAT(nobody.err, AllOf(HasSubstr("--by"), HasSubstr("token")));
}

}  // namespace
}  // namespace tasnif
