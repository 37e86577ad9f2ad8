#include "tests/soak/mixed_traffic.h"

#include <chrono>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tasnif {
namespace {

constexpr size_t kMaxFindings = 20;
constexpr std::chrono::seconds kPatience{60};

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void SetPatience(grpc::ClientContext* context) {
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
}

std::chrono::microseconds Micros(size_t count) {
  return std::chrono::microseconds(static_cast<int64_t>(count));
}

}  // namespace

MixedTraffic::MixedTraffic(const std::string& address, const AnswerBook& book)
    : book_(book),
      classifier_(v1::Classifier::NewStub(Connect(address))),
      inference_(inference::GRPCInferenceService::NewStub(Connect(address))) {}

void MixedTraffic::Start() {
  const std::pair<Round, int> kClients[] = {
      {&MixedTraffic::Call, 3},        {&MixedTraffic::Stream, 1},
      {&MixedTraffic::ReadSlowly, 2},  {&MixedTraffic::AbortCall, 1},
      {&MixedTraffic::AbortStream, 1}, {&MixedTraffic::Infer, 1}};
  for (const auto& [round, count] : kClients) {
    for (int i = 0; i < count; ++i) {
      clients_.emplace_back(&MixedTraffic::Run, this, round,
                            static_cast<unsigned>(clients_.size()));
    }
  }
}

void MixedTraffic::Stop() {
  is_over_ = true;
  for (std::thread& client : clients_) client.join();
  clients_.clear();
}

void MixedTraffic::Run(Round round, unsigned seed) {
  std::mt19937 random(seed);
  while (!is_over_) {
    (this->*round)(&random);
    // Leaves the machine some time for others: this is a mixture, not an overload.
    absl::SleepFor(absl::Microseconds(random() % 4000));
  }
}

void MixedTraffic::Call(std::mt19937* random) {
  v1::ClassifyRequest request;
  std::vector<size_t> indices(1 + (*random)() % 64);
  for (size_t& index : indices) {
    index = (*random)() % book_.size();
    *request.add_articles() = book_.article(index);
  }
  if ((*random)() % 3 == 0) request.mutable_options()->set_priority(v1::PRIORITY_BULK);
  grpc::ClientContext context;
  SetPatience(&context);
  v1::ClassifyResponse response;
  const grpc::Status status = classifier_->Classify(&context, request, &response);
  CheckStatus(status, "a call");
  if (!status.ok()) return;
  if (static_cast<size_t>(response.results_size()) != indices.size()) {
    return Complain(
        absl::StrCat(indices.size(), " articles, ", response.results_size(), " results"));
  }
  for (size_t i = 0; i < indices.size(); ++i) {
    Check(indices[i], response.results(static_cast<int>(i)));
  }
}

void MixedTraffic::RunStream(std::mt19937* random, size_t articles, absl::Duration pause) {
  grpc::ClientContext context;
  SetPatience(&context);
  const auto stream = classifier_->ClassifyStream(&context);
  const size_t first = (*random)() % book_.size();
  std::thread writer([&] {
    for (size_t i = 0; i < articles; ++i) {
      v1::ClassifyStreamRequest message;
      *message.mutable_article() = book_.article((first + i) % book_.size());
      message.mutable_article()->set_id(absl::StrCat(i));
      if (!stream->Write(message)) break;
    }
    stream->WritesDone();
  });
  std::set<size_t> seen;
  v1::ClassifyStreamResponse response;
  while (stream->Read(&response)) {
    size_t id = 0;
    // What cannot be read has no id; which one it was shows when one is missing.
    const bool is_known = absl::SimpleAtoi(response.result().id(), &id) && seen.insert(id).second;
    if (is_known) {
      Check((first + id) % book_.size(), response.result());
    } else {
      Complain("an unknown or repeated id: " + response.ShortDebugString());
    }
    absl::SleepFor(pause);
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  CheckStatus(status, "a stream");
  if (status.ok() && seen.size() != articles) {
    Complain(absl::StrCat("a stream of ", articles, " articles had ", seen.size(), " answers"));
  }
}

void MixedTraffic::AbortCall(std::mt19937* random) {
  v1::ClassifyRequest request;
  for (size_t i = 0; i < 200; ++i) {
    *request.add_articles() = book_.article((*random)() % book_.size());
  }
  grpc::ClientContext context;
  // By its own deadline, or by leaving.
  const auto patience = Micros((*random)() % 20000);
  const bool has_deadline = (*random)() % 2 == 0;
  context.set_deadline(std::chrono::system_clock::now() +
                       (has_deadline ? patience : std::chrono::microseconds(kPatience)));
  std::thread canceller;
  if (!has_deadline) {
    canceller = std::thread([&] {
      std::this_thread::sleep_for(patience);
      context.TryCancel();
    });
  }
  v1::ClassifyResponse response;
  const grpc::Status status = classifier_->Classify(&context, request, &response);
  if (canceller.joinable()) canceller.join();
  ++aborted_;
  const bool is_expected = status.ok() ||
                           status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
                           status.error_code() == grpc::StatusCode::CANCELLED;
  if (!is_expected) CheckStatus(status, "a call that was aborted");
}

void MixedTraffic::AbortStream(std::mt19937* random) {
  grpc::ClientContext context;
  SetPatience(&context);
  const auto stream = classifier_->ClassifyStream(&context);
  // At least one: who has asked nothing would wait for an answer until the deadline.
  const size_t articles = 1 + (*random)() % 40;
  for (size_t i = 0; i < articles; ++i) {
    v1::ClassifyStreamRequest message;
    *message.mutable_article() = book_.article(i);
    if (!stream->Write(message)) break;
  }
  v1::ClassifyStreamResponse response;
  if ((*random)() % 2 == 0) stream->Read(&response);
  context.TryCancel();
  while (stream->Read(&response)) {
  }
  stream->Finish();
  ++aborted_;
}

void MixedTraffic::Infer(std::mt19937* random) {
  inference::ModelInferRequest request;
  request.set_model_name("article");
  auto* text = request.add_inputs();
  text->set_name("text");
  text->set_datatype("BYTES");
  std::vector<size_t> indices(1 + (*random)() % 16);
  text->add_shape(static_cast<int64_t>(indices.size()));
  for (size_t& index : indices) {
    index = (*random)() % book_.size();
    text->mutable_contents()->add_bytes_contents(book_.article(index).text());
  }
  request.add_outputs()->set_name("error");
  request.add_outputs()->set_name("topic.labels");
  grpc::ClientContext context;
  SetPatience(&context);
  inference::ModelInferResponse response;
  const grpc::Status status = inference_->ModelInfer(&context, request, &response);
  CheckStatus(status, "tensors");
  if (!status.ok()) return;
  const auto& errors = response.outputs(0).contents().bytes_contents();
  if (static_cast<size_t>(errors.size()) != indices.size()) Complain("tensors of another length");
  answered_ += indices.size();
}

void MixedTraffic::Check(size_t index, const v1::ArticleResult& result) {
  ++answered_;
  {
    MutexLock lock(mu_);
    models_.insert(result.prediction().topic().model());
  }
  const std::string finding = book_.Check(index, result);
  if (!finding.empty()) Complain(finding);
}

void MixedTraffic::CheckStatus(const grpc::Status& status, const std::string& what) {
  if (status.ok()) return;
  Complain(absl::StrCat(what, " failed with code ", static_cast<int>(status.error_code()), ": ",
                        status.error_message()));
}

void MixedTraffic::Complain(const std::string& finding) {
  MutexLock lock(mu_);
  if (findings_.size() < kMaxFindings) findings_.push_back(finding);
}

std::set<std::string> MixedTraffic::models() const {
  MutexLock lock(mu_);
  return models_;
}

std::vector<std::string> MixedTraffic::findings() const {
  MutexLock lock(mu_);
  return findings_;
}

}  // namespace tasnif
