// The Feedback service over real connections.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "feedback/correction_store.h"
#include "labels/json_lines.h"
#include "server/server.h"
#include "tasnif/v1/feedback.grpc.pb.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class FeedbackServiceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_ = new TemporaryFolder;
    WriteTinyModels(models_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(models_, nullptr); }

  void Start(bool has_store = true) {
    auto registry = Registry::Open(models_->path(), PosixFiles());
    ASSERT_EQ(registry.status(), absl::OkStatus());
    registry_ = *std::move(registry);
    ServerOptions options;
    options.address = "127.0.0.1:0";
    if (has_store) {
      auto store = CorrectionStore::Open(folder_.Path("f.db"), TextPolicy::kKeep, clock_);
      ASSERT_EQ(store.status(), absl::OkStatus());
      store_ = *std::move(store);
      options.feedback = store_.get();
    }
    auto server = Server::Create(options, *registry_, executor_, clock_);
    ASSERT_EQ(server.status(), absl::OkStatus());
    server_ = *std::move(server);
    stub_ = v1::Feedback::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  static v1::SubmitCorrectionRequest Request(const std::string& key, const std::string& text) {
    v1::SubmitCorrectionRequest request;
    v1::Correction& correction = *request.mutable_correction();
    correction.set_key(key);
    correction.mutable_article()->set_text(text);
    correction.set_head("topic");
    correction.set_model("topic@1");
    correction.set_predicted_label("sport");
    correction.set_correct_label("health");
    correction.set_annotator("layla");
    return request;
  }

  grpc::Status Submit(const v1::SubmitCorrectionRequest& request,
                      v1::SubmitCorrectionResponse* response) {
    grpc::ClientContext context;
    return stub_->SubmitCorrection(&context, request, response);
  }

  std::pair<grpc::Status, std::vector<std::string>> Export(
      const v1::ExportCorrectionsRequest& request) {
    grpc::ClientContext context;
    const auto reader = stub_->ExportCorrections(&context, request);
    std::vector<std::string> lines;
    v1::ExportCorrectionsResponse response;
    while (reader->Read(&response)) lines.push_back(response.json_line());
    return {reader->Finish(), std::move(lines)};
  }

  static inline TemporaryFolder* models_ = nullptr;
  TemporaryFolder folder_;
  FakeClock clock_{absl::FromUnixSeconds(1700000000)};
  ThreadPool executor_{2};
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<CorrectionStore> store_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::Feedback::Stub> stub_;
};

TEST_F(FeedbackServiceTest, ARepeatedSubmissionIsStoredOnce) {
  Start();
  v1::SubmitCorrectionResponse response;
  ASSERT_TRUE(Submit(Request("k", "تعافى المريض"), &response).ok());
  EXPECT_FALSE(response.already_stored());
  EXPECT_EQ(response.correction().article_sha256().size(), 64u);
  EXPECT_EQ(response.correction().submitted().seconds(), 1700000000);
  ASSERT_TRUE(Submit(Request("k", "تعافى المريض"), &response).ok());
  EXPECT_TRUE(response.already_stored());
  EXPECT_EQ(Submit(Request("k", "another text"), &response).error_code(),
            grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(FeedbackServiceTest, LabelsHeadsAndVersionsMustExist) {
  Start();
  v1::SubmitCorrectionResponse response;
  v1::SubmitCorrectionRequest label = Request("k", "text");
  label.mutable_correction()->set_correct_label("helth");
  const grpc::Status status = Submit(label, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("did you mean 'health'"));
  v1::SubmitCorrectionRequest version = Request("k", "text");
  version.mutable_correction()->set_model("topic@9");
  EXPECT_EQ(Submit(version, &response).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Submit({}, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(FeedbackServiceTest, PagesCanBeWalked) {
  Start();
  v1::SubmitCorrectionResponse response;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(Submit(Request(std::to_string(i), "text " + std::to_string(i)), &response).ok());
  }
  v1::ListCorrectionsRequest request;
  request.set_page_size(2);
  v1::ListCorrectionsResponse page;
  grpc::ClientContext first;
  ASSERT_TRUE(stub_->ListCorrections(&first, request, &page).ok());
  EXPECT_EQ(page.corrections_size(), 2);
  request.set_page_token(page.next_page_token());
  grpc::ClientContext second;
  ASSERT_TRUE(stub_->ListCorrections(&second, request, &page).ok());
  ASSERT_EQ(page.corrections_size(), 1);
  EXPECT_EQ(page.corrections(0).key(), "0");
  request.set_page_token("nonsense");
  grpc::ClientContext third;
  EXPECT_EQ(stub_->ListCorrections(&third, request, &page).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(FeedbackServiceTest, CorrectedArticlesComeTogetherPageByPage) {
  Start();
  v1::SubmitCorrectionResponse stored;
  for (const char* label : {"health", "politics"}) {
    for (int i = 0; i < 3; ++i) {
      v1::SubmitCorrectionRequest request = Request("", "text " + std::to_string(i));
      request.mutable_correction()->set_correct_label(label);
      ASSERT_TRUE(Submit(request, &stored).ok());
    }
  }
  v1::ListCorrectedArticlesRequest request;
  request.set_page_size(2);
  v1::ListCorrectedArticlesResponse page;
  std::vector<int> sizes;
  do {
    grpc::ClientContext context;
    const grpc::Status status = stub_->ListCorrectedArticles(&context, request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const v1::CorrectedArticle& article : page.articles()) {
      sizes.push_back(article.corrections_size());
    }
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty() && sizes.size() < 9);
  EXPECT_EQ(sizes, (std::vector<int>{2, 2, 2}));
  request.set_page_token("nonsense");
  grpc::ClientContext context;
  EXPECT_EQ(stub_->ListCorrectedArticles(&context, request, &page).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(FeedbackServiceTest, TheExportGivesEveryLineOverManySteps) {
  Start();
  constexpr int kArticles = 150;
  v1::SubmitCorrectionResponse response;
  for (int i = 0; i < kArticles; ++i) {
    ASSERT_TRUE(Submit(Request("", "text " + std::to_string(i)), &response).ok());
  }
  const auto [status, lines] = Export({});
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(lines.size(), static_cast<size_t>(kArticles));
  for (const std::string& line : lines) {
    const auto article = ParseArticle(line);
    ASSERT_EQ(article.status(), absl::OkStatus());
    EXPECT_EQ(article->labels.at("topic"), "health");
  }
  v1::ExportCorrectionsRequest later;
  later.mutable_since()->set_seconds(1700000001);
  EXPECT_TRUE(Export(later).second.empty());
}

TEST_F(FeedbackServiceTest, AReaderThatLeavesEndsTheExport) {
  Start();
  v1::SubmitCorrectionResponse response;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Submit(Request("", "text " + std::to_string(i)), &response).ok());
  }
  grpc::ClientContext context;
  const auto reader = stub_->ExportCorrections(&context, {});
  v1::ExportCorrectionsResponse line;
  ASSERT_TRUE(reader->Read(&line));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  server_->Shutdown(absl::Seconds(10));  // Does not wait for a call that is gone.
}

TEST_F(FeedbackServiceTest, WithoutAStoreEveryCallSaysHowToGetOne) {
  Start(/*has_store=*/false);
  v1::SubmitCorrectionResponse response;
  const grpc::Status submit = Submit(Request("k", "text"), &response);
  EXPECT_EQ(submit.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(submit.error_message(), HasSubstr("--feedback"));
  v1::ListCorrectionsResponse page;
  grpc::ClientContext context;
  EXPECT_EQ(stub_->ListCorrections(&context, {}, &page).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Export({}).first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace tasnif
