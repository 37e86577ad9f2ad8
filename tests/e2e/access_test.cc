// Tokens, roles and TLS as an operator and a caller use them, and changes of models on a running
// server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "client/client.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"
#include "tests/e2e/steady_callers.h"
#include "tests/testing/test_certificates.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class AccessTest : public ModelsFixture {
 protected:
  // A token in a file of its name; its line goes to the access file.
  std::string NewToken(const std::string& role, const std::string& name) {
    const std::string path = folder_.Path(name + ".token");
    const Finished made =
        RunTasnif({"token", "new", "--role", role, "--name", name, "--out", path});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    access_lines_ += made.out;
    folder_.Write("access", access_lines_);
    return path;
  }
  std::string AccessFile() const { return folder_.Path("access"); }

  // Models of its own with topic@1 as champion and topic@2 beside it.
  std::string OwnModels() {
    const std::string path = folder_.Path("models");
    std::filesystem::copy(models(), path, std::filesystem::copy_options::recursive);
    WriteTinyModel(path, "topic", "2");
    return path;
  }

  std::string access_lines_;
};

TEST_F(AccessTest, ATokenIsMadeOnceForItsOwner) {
  const std::string path = NewToken("classify", "crawler");
  const std::string token = ReadWholeFile(path);
  EXPECT_THAT(token, ContainsRegex("^tsf_[A-Za-z0-9_-]+\n$"));
  EXPECT_THAT(access_lines_, ContainsRegex("^classify crawler sha256:[0-9a-f]+\n$"));
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const Finished again =
      RunTasnif({"token", "new", "--role", "classify", "--name", "crawler", "--out", path});
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(again.out, "") << "no line for a token that was not kept";
  EXPECT_EQ(ReadWholeFile(path), token);
  const Finished shown =
      RunTasnif({"token", "new", "--role", "admin", "--name", "a", "--days", "1"});
  EXPECT_THAT(shown.err, HasSubstr("tsf_"));
  EXPECT_THAT(shown.out,
              AllOf(StartsWith("admin a sha256:"), HasSubstr("until:"), Not(HasSubstr("tsf_"))));
  EXPECT_EQ(RunTasnif({"token", "new", "--role", "root", "--name", "a"}).exit_code, 2);
  EXPECT_EQ(RunTasnif({"token", "new", "--role", "admin", "--name", "a b"}).exit_code, 2);
}

TEST_F(AccessTest, RightTokenWrongTokenNoTokenWrongRole) {
  const std::string crawler = NewToken("classify", "crawler");
  const std::string wrong = folder_.Write("wrong.token", "tsf_wrong\n");
  BackgroundServer server({"--models", models(), "--access", AccessFile()});
  ASSERT_THAT(server.address(), Not(IsEmpty()));
  const Arguments list = {"models", "list", "--server", server.address()};
  const Arguments promote = {"models", "promote",  "topic@1",       "--why",
                             "test",   "--server", server.address()};
  const struct {
    Arguments command;
    std::string token;
    int exit_code;
    const char* says;
  } kRows[] = {
      {list, crawler, 0, ""},
      {list, wrong, 3, "UNAUTHENTICATED"},
      {list, "", 3, "--token-file"},
      {promote, crawler, 3, "'crawler' has the role classify"},
      {{"health", "--server", server.address()}, "", 0, ""},
      {list, folder_.Write("empty.token", "\n"), 2, "holds no token"},
      {list, folder_.Write("two.token", "one two\n"), 2, "not one word"},
      {list, folder_.Path("none.token"), 3, "none.token"},
  };
  for (const auto& row : kRows) {
    const Arguments token = row.token.empty() ? Arguments() : Arguments{"--token-file", row.token};
    const Finished done = RunTasnif(row.command + token);
    EXPECT_EQ(done.exit_code, row.exit_code) << row.token << done.err;
    EXPECT_THAT(done.err, HasSubstr(row.says));
    EXPECT_THAT(done.err, Not(HasSubstr("tsf_")));
  }
  const Finished labelled = RunTasnif(
      {"classify", "-", "--server", server.address(), "--token-file", crawler}, TinyLines());
  EXPECT_EQ(labelled.exit_code, 0) << labelled.err;
  EXPECT_THAT(server.Stop(SIGTERM).out, HasSubstr("--token-file"));
}

TEST_F(AccessTest, ATokenThatIsTakenOutOfTheFileIsRefusedSoon) {
  const std::string crawler = NewToken("classify", "crawler");
  const std::string kept = access_lines_;
  const std::string lost = NewToken("admin", "lost");
  const BackgroundServer server({"--models", models(), "--access", AccessFile()});
  const auto exit_code = [&](const std::string& token) {
    return RunTasnif({"models", "list", "--server", server.address(), "--token-file", token})
        .exit_code;
  };
  EXPECT_EQ(exit_code(lost), 0);
  folder_.Write("access", kept);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (exit_code(lost) == 0 && std::chrono::steady_clock::now() < deadline) continue;
  EXPECT_EQ(exit_code(lost), 3);
  EXPECT_EQ(exit_code(crawler), 0);
}

TEST_F(AccessTest, ATokenGoesOverNoNetworkInTheClear) {
  const std::string token = folder_.Write("a.token", "tsf_secret");
  const Finished done = RunTasnif(
      {"health", "--server", "198.51.100.7:8500", "--timeout", "1", "--token-file", token});
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_THAT(done.err, AllOf(HasSubstr("--ca"), Not(HasSubstr("tsf_"))));
}

TEST_F(AccessTest, TheServerRefusesWhatIsNotSafe) {
  NewToken("admin", "ops");
  const PemPair authority = MakeAuthority("authority");
  const PemPair pair = MakeCertificate({}, authority);
  const std::string certificate = folder_.Write("server.pem", pair.certificate);
  const std::string key = folder_.Write("server.key", pair.key);
  const std::string other_key = folder_.Write("other.key", authority.key);
  const struct {
    Arguments arguments;
    int exit_code;
    const char* says;
  } kRows[] = {
      {{"--address", "0.0.0.0:0"}, 2, "--allow-remote"},
      {{"--address", "0.0.0.0:0", "--allow-remote", "--access", AccessFile()}, 2, "--tls-cert"},
      {{"--access", folder_.Path("none")}, 3, "none"},
      {{"--access", folder_.Write("empty", "")}, 2, "tasnif token new"},
      {{"--tls-cert", certificate}, 2, "--tls-key"},
      {{"--tls-cert", certificate, "--tls-key", other_key}, 2, "does not belong"},
      {{"--tls-cert", folder_.Path("none"), "--tls-key", key}, 3, "none"},
      {{"--client-ca", certificate}, 2, "--tls-cert"},
  };
  for (const auto& row : kRows) {
    const Finished done = RunTasnif(Arguments{"serve", "--models", models()} + row.arguments);
    EXPECT_EQ(done.exit_code, row.exit_code) << row.says << done.err;
    EXPECT_THAT(done.err, HasSubstr(row.says));
  }
}

TEST_F(AccessTest, TlsAndMutualTls) {
  const PemPair authority = MakeAuthority("servers"), clients = MakeAuthority("clients");
  const PemPair pair = MakeCertificate({.names = {"IP:127.0.0.1"}}, authority);
  const PemPair client = MakeCertificate({.common_name = "deployer"}, clients);
  const std::string ca = folder_.Write("ca.pem", authority.certificate);
  const std::string other_ca = folder_.Write("other.pem", clients.certificate);
  const Arguments tls = {"--tls-cert", folder_.Write("server.pem", pair.certificate), "--tls-key",
                         folder_.Write("server.key", pair.key)};
  const Arguments own = {"--cert", folder_.Write("client.pem", client.certificate), "--key",
                         folder_.Write("client.key", client.key)};
  const std::string rules =
      folder_.Write("access", "admin deployer certificate:deployer\nclassify guest anyone\n");
  const BackgroundServer one(Arguments{"--models", models()} + tls);
  const BackgroundServer both(
      Arguments{"--models", models(), "--client-ca", other_ca, "--access", rules} + tls);
  const auto health = [](const BackgroundServer& server, const Arguments& more) {
    return RunTasnif(Arguments{"health", "--server", server.address()} + more);
  };
  EXPECT_EQ(health(one, {"--ca", ca}).exit_code, 0);
  const Finished unknown = health(one, {"--ca", other_ca});
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_THAT(unknown.err, HasSubstr("TLS failed"));
  const Finished plain = health(one, {});
  EXPECT_EQ(plain.exit_code, 3);
  EXPECT_THAT(plain.err, HasSubstr("without TLS"));
  EXPECT_EQ(health(one, {"--ca", ca, "--cert", ca}).exit_code, 2) << "without its key";
  EXPECT_EQ(health(both, Arguments{"--ca", ca} + own).exit_code, 0);
  EXPECT_EQ(health(both, {"--ca", ca}).exit_code, 3);
  const Finished promoted = RunTasnif(Arguments{"models", "promote", "topic@1", "--why", "x",
                                                "--server", both.address(), "--ca", ca} +
                                      own);
  EXPECT_EQ(promoted.exit_code, 0) << promoted.err;
}

TEST_F(AccessTest, AServerChangesItsModelsAndTheHistorySaysWho) {
  const std::string own = OwnModels();
  const std::string ops = NewToken("admin", "ops");
  const BackgroundServer server({"--models", own, "--access", AccessFile()});
  const Arguments as_ops = {"--server", server.address(), "--token-file", ops, "--why"};
  const Finished promoted = RunTasnif(Arguments{"models", "promote", "topic@2"} + as_ops +
                                      Arguments{"better on dialects"});
  EXPECT_EQ(promoted.exit_code, 0) << promoted.err;
  EXPECT_THAT(promoted.out, HasSubstr("topic@2 is the champion"));
  const Arguments rollback = Arguments{"models", "rollback", "topic"} + as_ops;
  const Finished other = RunTasnif(rollback + Arguments{"complaints", "--expected", "1"});
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.err, HasSubstr("FAILED_PRECONDITION"));
  const Finished back = RunTasnif(rollback + Arguments{"complaints about sport"});
  EXPECT_EQ(back.exit_code, 0) << back.err;
  EXPECT_EQ(back.out, "topic@1 is the champion again\n");
  const Finished history = RunTasnif({"models", "history", "topic", "--models", own});
  EXPECT_THAT(history.out, AllOf(ContainsRegex("ops +alias 2 as champion.*: better on dialects"),
                                 ContainsRegex("ops +rollback 1.*: complaints about sport")));
  EXPECT_EQ(RunTasnif({"models", "verify", "--models", own}).exit_code, 0);
}

// Calls while the champion goes back and forth.
TEST_F(AccessTest, RollbackUnderLoadFailsNoCall) {
  const BackgroundServer server({"--models", OwnModels(), "--workers", "2"});
  SteadyCallers callers(server.address());
  const auto admin = Client::Connect({.addresses = {server.address()}});
  ASSERT_TRUE(admin.ok()) << admin.status();
  v1::SetAliasRequest promotion;
  promotion.set_head("topic");
  promotion.set_alias("champion");
  promotion.set_version("2");
  promotion.set_reason("test");
  v1::RollbackRequest rollback;
  rollback.set_head("topic");
  rollback.set_reason("test");
  for (int round = 0; round < 10; ++round) {
    const auto promoted = (*admin)->SetAlias(promotion);
    EXPECT_TRUE(promoted.ok()) << promoted.status();
    const auto back = (*admin)->Rollback(rollback);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(back->version(), "1");
    // What was told is so from then on.
    const auto results = (*admin)->Classify(TinyArticles(), {});
    ASSERT_TRUE(results.ok()) << results.status();
    EXPECT_EQ(results->front().prediction().topic().model(), "topic@1");
  }
  callers.Stop();
  EXPECT_GT(callers.answers("topic@1"), 0);
  RecordProperty("answers_by_1", callers.answers("topic@1"));
  RecordProperty("answers_by_2", callers.answers("topic@2"));
}

}  // namespace
}  // namespace tasnif
