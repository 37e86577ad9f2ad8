// tests/client/client_fixture.h
//
// A gRPC server made here, which keeps every request and answers as it is told.
#ifndef TASNIF_TESTS_CLIENT_CLIENT_FIXTURE_H_
#define TASNIF_TESTS_CLIENT_CLIENT_FIXTURE_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "client/client.h"
#include "tasnif/v1/classifier.grpc.pb.h"

namespace tasnif {

class FakeClassifier : public v1::Classifier::Service {
 public:
  using Answer = std::function<grpc::Status(const v1::ClassifyRequest&, v1::ClassifyResponse*)>;

  // Each article gets its own text as the language of its prediction.
  static grpc::Status Echo(const v1::ClassifyRequest& request, v1::ClassifyResponse* response) {
    for (const v1::Article& article : request.articles()) {
      v1::ArticleResult* result = response->add_results();
      result->set_id(article.id());
      result->mutable_prediction()->set_language(article.text());
    }
    return grpc::Status::OK;
  }

  grpc::Status Classify(grpc::ServerContext* context, const v1::ClassifyRequest* request,
                        v1::ClassifyResponse* response) override {
    const auto id = context->client_metadata().find("x-request-id");
    bool is_refused = false;
    {
      MutexLock lock(mu_);
      requests_.push_back(*request);
      if (id != context->client_metadata().end()) {
        request_ids_.emplace_back(id->second.data(), id->second.size());
      }
      if (refusals_ > 0) {
        --refusals_;
        is_refused = true;
      }
    }
    if (!is_refused) return answer(*request, response);
    context->AddTrailingMetadata("grpc-retry-pushback-ms", "30");
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "full");
  }

  // The next `count` calls are refused with a time to come back.
  void Refuse(int count) {
    MutexLock lock(mu_);
    refusals_ = count;
  }

  std::vector<std::string> request_ids() {
    MutexLock lock(mu_);
    return request_ids_;
  }

  std::vector<v1::ClassifyRequest> requests() {
    MutexLock lock(mu_);
    return requests_;
  }

  Answer answer = Echo;

 private:
  Mutex mu_;
  std::vector<v1::ClassifyRequest> requests_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> request_ids_ ABSL_GUARDED_BY(mu_);
  int refusals_ ABSL_GUARDED_BY(mu_) = 0;
};

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(64 << 20);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(std::string(kClassifierService), true);
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  std::unique_ptr<Client> Connect(const std::function<void(ClientOptions*)>& change = {}) const {
    ClientOptions options;
    options.addresses = {address()};
    if (change) change(&options);
    auto client = Client::Connect(options);
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }

  int port_ = 0;
  FakeClassifier service_;
  std::unique_ptr<grpc::Server> server_;
};

inline v1::Article MakeArticle(const std::string& id, const std::string& text) {
  v1::Article article;
  article.set_id(id);
  article.set_text(text);
  return article;
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_CLIENT_CLIENT_FIXTURE_H_
