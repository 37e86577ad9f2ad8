// `tasnif serve` as an operator uses it, and the commands that talk to it.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tasnif/v1/classifier.grpc.pb.h"
#include "tests/base/temporary_folder.h"
#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ServeTest : public ModelsFixture {
 protected:
  static std::unique_ptr<v1::Classifier::Stub> StubFor(const std::string& address) {
    return v1::Classifier::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }
};

TEST_F(ServeTest, TellsWhereItListensAndHowToCallIt) {
  BackgroundServer server({"--models", models()});
  ASSERT_THAT(server.address(), Not(IsEmpty()));
  const Finished done = server.Stop(SIGTERM);
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("listening on " + server.address()), HasSubstr("topic@1"),
                              HasSubstr("--server " + server.address()), HasSubstr("grpcurl")));
}

TEST_F(ServeTest, AModelFileThatIsShortenedDoesNotEndTheServer) {
  TemporaryFolder folder;
  std::filesystem::copy(models(), folder.Path("m"), std::filesystem::copy_options::recursive);
  BackgroundServer server({"--models", folder.Path("m")});
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.Path("m"))) {
    if (entry.path().filename() == "model.tsf") std::filesystem::resize_file(entry.path(), 10);
  }
  v1::ClassifyRequest request;
  *request.add_articles() = TinyArticles()[0];
  v1::ClassifyResponse response;
  grpc::ClientContext context;
  const auto status = StubFor(server.address())->Classify(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.results_size(), 1);
  EXPECT_TRUE(response.results(0).has_prediction());
  EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
}

TEST_F(ServeTest, InterruptStopsItLikeSigterm) {
  BackgroundServer server({"--models", models()});
  EXPECT_EQ(server.Stop(SIGINT).exit_code, 0);
}

TEST_F(ServeTest, HealthIsServingWhileItRunsAndUnavailableAfterwards) {
  BackgroundServer server({"--models", models()});
  const Finished healthy = RunTasnif({"health", "--server", server.address()});
  EXPECT_EQ(healthy.exit_code, 0) << healthy.err;
  EXPECT_EQ(healthy.out, "SERVING\n");
  const Finished unknown =
      RunTasnif({"health", "--server", server.address(), "--service", "tasnif.v1.Nobody"});
  EXPECT_EQ(unknown.exit_code, 3);
  EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
  const Finished gone = RunTasnif({"health", "--server", server.address()});
  EXPECT_EQ(gone.exit_code, 3);
  EXPECT_THAT(gone.err, HasSubstr(server.address()));
}

TEST_F(ServeTest, PortInUseIsAnError) {
  BackgroundServer server({"--models", models()});
  const Finished second = RunTasnif({"serve", "--models", models(), "--address", server.address()});
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_THAT(second.err, AllOf(HasSubstr(server.address()), HasSubstr("--address")));
}

TEST_F(ServeTest, SigtermFinishesTheCallInFlight) {
  BackgroundServer server({"--models", models(), "--grace", "50", "--workers", "1"});
  const auto stub = StubFor(server.address());
  const v1::ClassifyRequest request = LargeRequest();
  v1::ClassifyResponse response;
  grpc::Status status;
  // The call is in the server once a second, small one behind it on the only worker is answered
  // after its first turn; then it is far from finished.
  std::thread caller([&] {
    grpc::ClientContext context;
    status = stub->Classify(&context, request, &response);
  });
  grpc::ClientContext context;
  v1::ClassifyRequest small;
  small.add_articles()->set_text("x");
  v1::ClassifyResponse ignored;
  EXPECT_TRUE(stub->Classify(&context, small, &ignored).ok());
  const Finished done = server.Stop(SIGTERM);
  caller.join();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  // Either it was accepted and is answered in full, or the signal came first and it was refused.
  if (status.ok()) {
    EXPECT_EQ(response.results_size(), request.articles_size());
  } else {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  }
}

TEST_F(ServeTest, ExpiredAndCancelledCallsLeaveItWhole) {
  BackgroundServer server({"--models", models(), "--workers", "1"});
  const auto stub = StubFor(server.address());
  const v1::ClassifyRequest request = LargeRequest();
  v1::ClassifyResponse response;
  {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(5));
    EXPECT_EQ(stub->Classify(&context, request, &response).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  {
    grpc::ClientContext context;
    context.TryCancel();
    EXPECT_EQ(stub->Classify(&context, request, &response).error_code(),
              grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(RunTasnif({"health", "--server", server.address()}).exit_code, 0);
  EXPECT_EQ(server.Stop(SIGTERM).exit_code, 0);
}

TEST_F(ServeTest, ModelsAreTheSameFromFolderAndServer) {
  const BackgroundServer server({"--models", models()});
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"models", "list"},
                                             {"models", "list", "topic", "--json"},
                                             {"models", "show", "topic@champion"}}) {
    std::vector<std::string> local = command, remote = command;
    local.insert(local.end(), {"--models", models()});
    remote.insert(remote.end(), {"--server", server.address()});
    const Finished here = RunTasnif(local);
    EXPECT_EQ(here.exit_code, 0) << here.err;
    EXPECT_THAT(here.out, HasSubstr("topic"));
    EXPECT_EQ(RunTasnif(remote).out, here.out);
  }
  // The folder has a history to verify, which a server does not show.
  for (const std::vector<std::string>& where : std::vector<std::vector<std::string>>{
           {"--models", models()}, {"--server", server.address()}}) {
    const Finished verified = RunTasnif({"models", "verify", where[0], where[1]});
    EXPECT_EQ(verified.exit_code, 0) << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("topic@1"));
  }
}

TEST_F(ServeTest, EveryCommandHasHelpWithAnExample) {
  for (const char* command :
       {"classify", "serve", "train", "evaluate", "models", "health", "version"}) {
    const Finished done = RunTasnif({command, "--help"});
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_THAT(done.out, AllOf(HasSubstr("Example"), HasSubstr(std::string("tasnif ") + command)));
  }
  EXPECT_THAT(RunTasnif({"--help"}).out, HasSubstr("Exit codes"));
}

TEST_F(ServeTest, VersionNamesTheProgramAndItsLibraries) {
  const Finished done = RunTasnif({"version"});
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_THAT(done.out,
              AllOf(HasSubstr("tasnif 0."), HasSubstr("grpc 1."), HasSubstr("protobuf ")));
}

}  // namespace
}  // namespace tasnif
