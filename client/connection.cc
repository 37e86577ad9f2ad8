#include "client/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/convert.h"
#include "client/health_check.h"

namespace tasnif {
namespace {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);  // We asked for it.
  arguments.SetMaxSendMessageSize(-1);     // Calls are cut before they are sent.
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Client::Connection::Connection(const ClientOptions& options, const std::string& address)
    : address_(address),
      timeout_(options.timeout),
      channel_(MakeChannel(address)),
      classifier_(v1::Classifier::NewStub(channel_)),
      models_(v1::Models::NewStub(channel_)) {}

absl::Status Client::Connection::Check(std::string_view service) {
  return Explain(CheckHealth(channel_, service, timeout_));
}

absl::StatusOr<v1::ClassifyResponse> Client::Connection::Classify(
    const v1::ClassifyRequest& request) {
  return Call(*classifier_, &v1::Classifier::Stub::Classify, request);
}

absl::StatusOr<v1::ListModelsResponse> Client::Connection::ListModels(
    const v1::ListModelsRequest& request) {
  return Call(*models_, &v1::Models::Stub::ListModels, request);
}

absl::StatusOr<v1::GetModelResponse> Client::Connection::GetModel(
    const v1::GetModelRequest& request) {
  return Call(*models_, &v1::Models::Stub::GetModel, request);
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Client::Connection::Call(
    Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  Response response;
  const absl::Status status = FromGrpcStatus((stub.*method)(&context, request, &response));
  if (!status.ok()) return Explain(status);
  return response;
}

absl::Status Client::Connection::Explain(const absl::Status& status) const {
  if (status.ok()) return status;
  std::string message = absl::StrCat("server ", address_, ": ", status.message());
  if (absl::IsUnavailable(status)) {
    absl::StrAppend(&message, "; is it running there? Start one with 'tasnif serve --address ",
                    address_, "'");
  }
  if (absl::IsDeadlineExceeded(status)) {
    absl::StrAppend(&message, " (timeout ", absl::FormatDuration(timeout_),
                    "); allow more time, or send fewer articles a call");
  }
  return absl::Status(status.code(), message);
}

}  // namespace tasnif
