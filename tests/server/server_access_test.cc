// Who may call what, over real connections with and without TLS.
#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "base/sha256.h"
#include "feedback/correction_store.h"
#include "inference/grpc_service.grpc.pb.h"
#include "server/access_control.h"
#include "tasnif/v1/feedback.grpc.pb.h"
#include "tasnif/v1/models.grpc.pb.h"
#include "tests/server/server_fixture.h"
#include "tests/testing/test_certificates.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using Call = std::function<grpc::Status(const std::shared_ptr<grpc::Channel>& channel,
                                        grpc::ClientContext* context)>;

template <typename Service, typename Request, typename Response>
Call Unary(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           Request request = {}) {
  return [=](const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
    Response response;
    return ((*Service::NewStub(channel)).*method)(context, request, &response);
  };
}

grpc::Status OpenStream(const std::shared_ptr<grpc::Channel>& channel,
                        grpc::ClientContext* context) {
  const auto stub = v1::Classifier::NewStub(channel);
  const auto stream = stub->ClassifyStream(context);
  stream->WritesDone();
  v1::ClassifyStreamResponse response;
  while (stream->Read(&response)) continue;
  return stream->Finish();
}

// Ends with its first list.
grpc::Status Watch(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
  const auto stub = v1::Models::NewStub(channel);
  const auto stream = stub->WatchModels(context, {});
  v1::WatchModelsResponse response;
  const bool has_list = stream->Read(&response);
  if (has_list) context->TryCancel();
  const grpc::Status status = stream->Finish();
  return has_list ? grpc::Status::OK : status;
}

grpc::Status Export(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
  const auto stub = v1::Feedback::NewStub(channel);
  const auto stream = stub->ExportCorrections(context, {});
  v1::ExportCorrectionsResponse response;
  while (stream->Read(&response)) continue;
  return stream->Finish();
}

using Inference = inference::GRPCInferenceService;

template <typename Request, typename Response>
Call Infer(grpc::Status (Inference::Stub::*method)(grpc::ClientContext*, const Request&,
                                                   Response*)) {
  return Unary<Inference>(method);
}

grpc::Status OpenInferStream(const std::shared_ptr<grpc::Channel>& channel,
                             grpc::ClientContext* context) {
  const auto stub = Inference::NewStub(channel);
  const auto stream = stub->ModelStreamInfer(context);
  stream->WritesDone();
  inference::ModelStreamInferResponse response;
  while (stream->Read(&response)) continue;
  return stream->Finish();
}

v1::ClassifyRequest OneArticle() {
  v1::ClassifyRequest request;
  request.add_articles()->set_text("The striker scored twice.");
  return request;
}

// Every method of the contract.
struct Method {
  const char* name;
  Role role;
  Call call;
};

std::vector<Method> Methods() {
  return {
      {"Classify", Role::kClassify,
       Unary<v1::Classifier>(&v1::Classifier::Stub::Classify, OneArticle())},
      {"ClassifyStream", Role::kClassify, OpenStream},
      {"ListModels", Role::kClassify, Unary<v1::Models>(&v1::Models::Stub::ListModels)},
      {"GetModel", Role::kClassify, Unary<v1::Models>(&v1::Models::Stub::GetModel)},
      {"WatchModels", Role::kClassify, Watch},
      {"LoadModel", Role::kAdmin, Unary<v1::Models>(&v1::Models::Stub::LoadModel)},
      {"SetAlias", Role::kAdmin, Unary<v1::Models>(&v1::Models::Stub::SetAlias)},
      {"Rollback", Role::kAdmin, Unary<v1::Models>(&v1::Models::Stub::Rollback)},
      {"SetTraffic", Role::kAdmin, Unary<v1::Models>(&v1::Models::Stub::SetTraffic)},
      {"GetShadowReport", Role::kAdmin, Unary<v1::Models>(&v1::Models::Stub::GetShadowReport)},
      {"SubmitCorrection", Role::kFeedback,
       Unary<v1::Feedback>(&v1::Feedback::Stub::SubmitCorrection)},
      {"ListCorrections", Role::kFeedback,
       Unary<v1::Feedback>(&v1::Feedback::Stub::ListCorrections)},
      {"ListCorrectedArticles", Role::kFeedback,
       Unary<v1::Feedback>(&v1::Feedback::Stub::ListCorrectedArticles)},
      {"ExportCorrections", Role::kFeedback, Export},
      {"ServerMetadata", Role::kClassify, Infer(&Inference::Stub::ServerMetadata)},
      {"ModelMetadata", Role::kClassify, Infer(&Inference::Stub::ModelMetadata)},
      {"ModelConfig", Role::kClassify, Infer(&Inference::Stub::ModelConfig)},
      {"ModelStatistics", Role::kClassify, Infer(&Inference::Stub::ModelStatistics)},
      {"ModelInfer", Role::kClassify, Infer(&Inference::Stub::ModelInfer)},
      {"ModelStreamInfer", Role::kClassify, OpenInferStream},
      {"RepositoryIndex", Role::kClassify, Infer(&Inference::Stub::RepositoryIndex)},
      {"RepositoryModelLoad", Role::kAdmin, Infer(&Inference::Stub::RepositoryModelLoad)},
      {"RepositoryModelUnload", Role::kAdmin, Infer(&Inference::Stub::RepositoryModelUnload)},
  };
}

bool IsRefusal(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAUTHENTICATED ||
         status.error_code() == grpc::StatusCode::PERMISSION_DENIED;
}

class ServerAccessTest : public ServerTest {
 protected:
  void StartWith(const std::string& rules) {
    if (!rules.empty()) {
      auto access = AccessControl::Open(scratch_.Write("access", rules), PosixFiles(), clock_);
      ASSERT_TRUE(access.ok()) << access.status();
      access_ = *std::move(access);
      options_.access = access_.get();
    }
    Start();
  }

  grpc::Status Run(const Call& call, const std::string& token = "",
                   const std::shared_ptr<grpc::Channel>& channel = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    return call(channel == nullptr ? channel_ : channel, &context);
  }

  TemporaryFolder scratch_;
  std::unique_ptr<AccessControl> access_;
};

std::string TokenLines() {
  std::string lines;
  for (const Role role : {Role::kClassify, Role::kFeedback, Role::kAdmin}) {
    const std::string name(RoleName(role));
    lines += name + " " + name + " sha256:" + Sha256Hex(name + "-token") + "\n";
  }
  return lines;
}

TEST_F(ServerAccessTest, EveryMethodAsksForItsRole) {
  StartWith(TokenLines());
  for (const Method& method : Methods()) {
    EXPECT_EQ(Run(method.call).error_code(), grpc::StatusCode::UNAUTHENTICATED) << method.name;
    EXPECT_EQ(Run(method.call, "wrong").error_code(), grpc::StatusCode::UNAUTHENTICATED)
        << method.name;
    for (const Role role : {Role::kClassify, Role::kFeedback, Role::kAdmin}) {
      const std::string token = std::string(RoleName(role)) + "-token";
      const grpc::Status status = Run(method.call, token);
      EXPECT_EQ(status.error_code() == grpc::StatusCode::PERMISSION_DENIED, role < method.role)
          << method.name << " with " << token << ": " << status.error_message();
      EXPECT_NE(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << method.name;
    }
  }
}

TEST_F(ServerAccessTest, HealthStaysOpen) {
  StartWith(TokenLines());
  EXPECT_TRUE(RawCall("/grpc.health.v1.Health/Check", "").first.ok());
}

TEST_F(ServerAccessTest, WithoutRulesLoopbackMayDoAll) {
  StartWith("");
  for (const Method& method : Methods()) EXPECT_FALSE(IsRefusal(Run(method.call))) << method.name;
}

// The caller itself is on this machine: what counts is who could be.
TEST_F(ServerAccessTest, WithoutRulesOthersMayClassifyOnly) {
  options_.address = "0.0.0.0:0";
  options_.allow_remote = true;
  StartWith("");
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()),
                                           grpc::InsecureChannelCredentials());
  for (const Method& method : Methods()) {
    const grpc::Status status = Run(method.call, "", channel);
    EXPECT_EQ(IsRefusal(status), method.role != Role::kClassify) << method.name;
    if (!IsRefusal(status)) continue;
    EXPECT_THAT(status.error_message(), HasSubstr("--access FILE")) << method.name;
  }
}

TEST_F(ServerAccessTest, ACorrectionWithoutAnnotatorGetsTheNameOfItsToken) {
  const auto store = CorrectionStore::Open(scratch_.Path("f.db"), TextPolicy::kKeep, clock_);
  ASSERT_TRUE(store.ok()) << store.status();
  options_.feedback = store->get();
  StartWith(TokenLines());
  for (const auto& [given, kept] :
       std::map<std::string, std::string>{{"", "feedback"}, {"layla", "layla"}}) {
    v1::SubmitCorrectionRequest request;
    v1::Correction& correction = *request.mutable_correction();
    correction.mutable_article()->set_text("The striker scored twice.");
    correction.set_head("topic");
    correction.set_model("topic@1");
    correction.set_predicted_label("sport");
    correction.set_correct_label("health");
    correction.set_annotator(given);
    v1::SubmitCorrectionResponse response;
    const grpc::Status status = Run(
        [&](const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
          return v1::Feedback::NewStub(channel)->SubmitCorrection(context, request, &response);
        },
        "feedback-token");
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.correction().annotator(), kept);
  }
}

TEST_F(ServerAccessTest, ChannelzTellsOtherMachinesNothing) {
  options_.address = "0.0.0.0:0";
  options_.allow_remote = true;
  Start();
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()),
                                 grpc::InsecureChannelCredentials());
  const auto [status, response] = RawCall("/grpc.channelz.v1.Channelz/GetServers", "");
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_LE(response.size(), 2u) << "GetServersResponse { end: true }";
}

TEST_F(ServerAccessTest, ARevokedTokenIsRefusedFromTheNextLookOn) {
  StartWith(TokenLines());
  const Call list = Unary<v1::Models>(&v1::Models::Stub::ListModels);
  EXPECT_TRUE(Run(list, "admin-token").ok());
  scratch_.Write("access", "classify classify sha256:" + Sha256Hex("classify-token"));
  ASSERT_EQ(access_->Refresh(), absl::OkStatus());
  EXPECT_EQ(Run(list, "admin-token").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(Run(list, "classify-token").ok());
}

TEST_F(ServerAccessTest, TokensOnAnOpenAddressNeedTls) {
  options_.address = "0.0.0.0:0";
  options_.allow_remote = true;
  const auto access =
      AccessControl::Open(scratch_.Write("access", TokenLines()), PosixFiles(), clock_);
  ASSERT_TRUE(access.ok()) << access.status();
  options_.access = access->get();
  const auto refused = Server::Create(options_, *registry_, executor_, clock_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.status().message()),
              AllOf(HasSubstr("--tls-cert"), HasSubstr("--allow-plaintext-tokens")));
  options_.allow_plaintext_tokens = true;
  EXPECT_TRUE(Server::Create(options_, *registry_, executor_, clock_).ok());
}

class ServerTlsTest : public ServerAccessTest {
 protected:
  ServerTlsTest() {
    WriteServerPair(server_pair_);
    options_.tls = {.certificate_path = scratch_.Path("server.pem"),
                    .key_path = scratch_.Path("server.key"),
                    .refresh = absl::Seconds(1)};
  }
  void WriteServerPair(const PemPair& pair) {
    for (const auto& [name, text] : std::map<std::string, std::string>{
             {"server.pem", pair.certificate}, {"server.key", pair.key}}) {
      ASSERT_EQ(WriteAtomically(PosixFiles(), scratch_.Path(name), text), absl::OkStatus());
    }
  }
  void AskForCertificates() {
    options_.tls.client_authorities_path = scratch_.Write("clients.pem", clients_.certificate);
  }
  // A connection of its own, whatever connections there are.
  std::shared_ptr<grpc::Channel> Connect(const PemPair& authority, const PemPair& client = {}) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(server_->address(),
                                     grpc::SslCredentials({.pem_root_certs = authority.certificate,
                                                           .pem_private_key = client.key,
                                                           .pem_cert_chain = client.certificate}),
                                     arguments);
  }
  grpc::Status List(const std::shared_ptr<grpc::Channel>& channel) {
    return Run(Unary<v1::Models>(&v1::Models::Stub::ListModels), "", channel);
  }

  const PemPair authority_ = MakeAuthority("servers");
  const PemPair clients_ = MakeAuthority("clients");
  const PemPair server_pair_ = MakeCertificate({.names = {"IP:127.0.0.1"}}, authority_);
};

TEST_F(ServerTlsTest, ServesThoseWhoKnowItsAuthority) {
  Start();
  EXPECT_TRUE(List(Connect(authority_)).ok()) << List(Connect(authority_)).error_message();
  EXPECT_EQ(List(Connect(clients_)).error_code(), grpc::StatusCode::UNAVAILABLE)
      << "a certificate of somebody else";
  EXPECT_EQ(List(channel_).error_code(), grpc::StatusCode::UNAVAILABLE) << "without TLS";
}

TEST_F(ServerTlsTest, MutualTlsLetsInItsClientsOnly) {
  AskForCertificates();
  Start();
  const PemPair good = MakeCertificate({.common_name = "importer"}, clients_);
  const PemPair foreign = MakeCertificate({.common_name = "importer"}, authority_);
  const PemPair expired =
      MakeCertificate({.valid_from = -absl::Hours(48), .valid_to = -absl::Hours(24)}, clients_);
  EXPECT_TRUE(List(Connect(authority_, good)).ok());
  EXPECT_FALSE(List(Connect(authority_)).ok()) << "none";
  EXPECT_FALSE(List(Connect(authority_, foreign)).ok()) << "signed by somebody else";
  EXPECT_FALSE(List(Connect(authority_, expired)).ok()) << "expired";
}

TEST_F(ServerTlsTest, NamesInCertificatesHaveRoles) {
  AskForCertificates();
  StartWith(
      "classify importer certificate:importer\n"
      "admin deployer certificate:deployer.example.org\n"
      "admin spire certificate:spiffe://example.org/ops\n" +
      TokenLines());
  const Call load = Unary<v1::Models>(&v1::Models::Stub::LoadModel);
  const struct {
    CertificateSpec spec;
    const char* token;
    grpc::StatusCode code;  // Of LoadModel; NOT_FOUND: it was let through.
  } kRows[] = {
      {{.common_name = "importer"}, "", grpc::StatusCode::PERMISSION_DENIED},
      {{.common_name = "nobody"}, "", grpc::StatusCode::UNAUTHENTICATED},
      {{.common_name = "x", .names = {"DNS:deployer.example.org"}},
       "",
       grpc::StatusCode::NOT_FOUND},
      {{.common_name = "x", .names = {"URI:spiffe://example.org/ops"}},
       "",
       grpc::StatusCode::NOT_FOUND},
      {{.common_name = "importer"}, "admin-token", grpc::StatusCode::NOT_FOUND},
      {{.common_name = "x", .names = {"DNS:deployer.example.org"}},
       "wrong",
       grpc::StatusCode::UNAUTHENTICATED},
  };
  for (const auto& row : kRows) {
    const auto channel = Connect(authority_, MakeCertificate(row.spec, clients_));
    const grpc::Status status = Run(load, row.token, channel);
    EXPECT_EQ(status.error_code(), row.code) << row.spec.common_name << status.error_message();
  }
}

TEST_F(ServerTlsTest, ACertificateThatIsReplacedIsUsedForNewConnections) {
  Start();
  const auto old_channel = Connect(authority_);
  EXPECT_TRUE(List(old_channel).ok());
  const PemPair new_authority = MakeAuthority("servers of tomorrow");
  WriteServerPair(MakeCertificate({.names = {"IP:127.0.0.1"}}, new_authority));
  // gRPC looks once a second; each try is a handshake.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  grpc::Status status = List(Connect(new_authority));
  while (!status.ok() && std::chrono::steady_clock::now() < deadline) {
    status = List(Connect(new_authority));
  }
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(List(Connect(authority_)).ok()) << "the old certificate is gone";
  EXPECT_TRUE(List(old_channel).ok()) << "an open connection stays";
}

TEST_F(ServerTlsTest, FilesThatDoNotFitAreRefusedAtTheStart) {
  options_.tls.key_path = scratch_.Write("other.key", MakeCertificate({}, authority_).key);
  const auto server = Server::Create(options_, *registry_, executor_, clock_);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("does not belong"));
}

}  // namespace
}  // namespace tasnif
