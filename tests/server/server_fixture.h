// tests/server/server_fixture.h
//
// A server on a free port with tiny models, and an executor that can be held.
#ifndef TASNIF_TESTS_SERVER_SERVER_FIXTURE_H_
#define TASNIF_TESTS_SERVER_SERVER_FIXTURE_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/server.h"
#include "tasnif/v1/classifier.grpc.pb.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {

// An executor that can be held: tasks wait until Release().
class GatedExecutor : public Executor {
 public:
  void Run(Task task) override {
    MutexLock lock(mu_);
    if (is_open_) {
      pool_.Run(std::move(task));
      return;
    }
    waiting_.push_back(std::move(task));
    changed_.SignalAll();
  }
  size_t worker_count() const override { return pool_.worker_count(); }

  void Hold() {
    MutexLock lock(mu_);
    is_open_ = false;
  }
  void WaitForTasks(size_t count) {
    MutexLock lock(mu_);
    while (waiting_.size() < count) changed_.Wait(mu_);
  }
  void Release() {
    MutexLock lock(mu_);
    is_open_ = true;
    for (Task& task : waiting_) pool_.Run(std::move(task));
    waiting_.clear();
  }

 private:
  Mutex mu_;
  CondVar changed_;
  bool is_open_ ABSL_GUARDED_BY(mu_) = true;
  std::vector<Task> waiting_ ABSL_GUARDED_BY(mu_);
  ThreadPool pool_{2};
};

class ServerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteTinyModels(folder_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(folder_, nullptr); }

  ServerTest() {
    auto registry = Registry::Open(folder_->path(), PosixFiles());
    EXPECT_TRUE(registry.ok()) << registry.status();
    registry_ = *std::move(registry);
    options_.address = "127.0.0.1:0";
  }

  void Start() {
    auto server = Server::Create(options_, *registry_, executor_, clock_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    classifier_ = v1::Classifier::NewStub(channel_);
  }

  grpc::Status Classify(const v1::ClassifyRequest& request, v1::ClassifyResponse* response) {
    grpc::ClientContext context;
    return classifier_->Classify(&context, request, response);
  }

  // Bytes to a method, for services that have no generated code here.
  std::pair<grpc::Status, std::string> RawCall(const char* method, const std::string& bytes) {
    const grpc::internal::RpcMethod rpc(method, grpc::internal::RpcMethod::NORMAL_RPC);
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    grpc::Status status = grpc::internal::BlockingUnaryCall(channel_.get(), rpc, &context,
                                                            ToBuffer(bytes), &response);
    return {std::move(status), ToString(response)};
  }

  static grpc::ByteBuffer ToBuffer(const std::string& bytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  static std::string ToString(const grpc::ByteBuffer& buffer) {
    std::vector<grpc::Slice> slices;
    if (!buffer.Dump(&slices).ok()) return "";
    std::string bytes;
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return bytes;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  SystemClock clock_;
  std::unique_ptr<Registry> registry_;
  GatedExecutor executor_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Classifier::Stub> classifier_;
};

inline v1::ClassifyRequest TinyRequest() {
  v1::ClassifyRequest request;
  for (const v1::Article& article : TinyArticles()) {
    *request.add_articles() = article;
    request.mutable_articles()->rbegin()->set_id(std::to_string(request.articles_size()));
  }
  return request;
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_SERVER_SERVER_FIXTURE_H_
