#include "client/connection.h"

#include "client/channel.h"
#include "client/convert.h"
#include "client/grpc_transport.h"
#include "client/health_check.h"

namespace tasnif {
Client::Connection::Connection(const ClientOptions& options, const std::string& address)
    : options_(options),
      address_(address),
      channel_(MakeChannel(options, address, Watch::kNothing)),
      models_(v1::Models::NewStub(channel_)),
      feedback_(v1::Feedback::NewStub(channel_)) {}

absl::Status Client::Connection::Check(std::string_view service, absl::Duration timeout) {
  ClientOptions options = options_;
  options.timeout = timeout;
  return Explain(CheckHealth(channel_, service, options));
}

absl::StatusOr<v1::ListModelsResponse> Client::Connection::ListModels(
    const v1::ListModelsRequest& request) {
  return Call(*models_, &v1::Models::Stub::ListModels, request);
}

absl::StatusOr<v1::GetModelResponse> Client::Connection::GetModel(
    const v1::GetModelRequest& request) {
  return Call(*models_, &v1::Models::Stub::GetModel, request);
}

absl::StatusOr<v1::SetAliasResponse> Client::Connection::SetAlias(
    const v1::SetAliasRequest& request) {
  return Call(*models_, &v1::Models::Stub::SetAlias, request);
}

absl::StatusOr<v1::RollbackResponse> Client::Connection::Rollback(
    const v1::RollbackRequest& request) {
  return Call(*models_, &v1::Models::Stub::Rollback, request);
}

absl::StatusOr<v1::SetTrafficResponse> Client::Connection::SetTraffic(
    const v1::SetTrafficRequest& request) {
  return Call(*models_, &v1::Models::Stub::SetTraffic, request);
}

absl::StatusOr<v1::GetShadowReportResponse> Client::Connection::GetShadowReport(
    const v1::GetShadowReportRequest& request) {
  return Call(*models_, &v1::Models::Stub::GetShadowReport, request);
}

absl::StatusOr<v1::SubmitCorrectionResponse> Client::Connection::SubmitCorrection(
    const v1::SubmitCorrectionRequest& request) {
  return Call(*feedback_, &v1::Feedback::Stub::SubmitCorrection, request);
}

absl::StatusOr<v1::ListCorrectionsResponse> Client::Connection::ListCorrections(
    const v1::ListCorrectionsRequest& request) {
  return Call(*feedback_, &v1::Feedback::Stub::ListCorrections, request);
}

absl::StatusOr<v1::ListCorrectedArticlesResponse> Client::Connection::ListCorrectedArticles(
    const v1::ListCorrectedArticlesRequest& request) {
  return Call(*feedback_, &v1::Feedback::Stub::ListCorrectedArticles, request);
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Client::Connection::Call(
    Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    const Request& request) {
  grpc::ClientContext context;
  PrepareContext(options_, options_.timeout, &context);
  Response response;
  const absl::Status status = FromGrpcStatus((stub.*method)(&context, request, &response));
  if (!status.ok()) return Explain(status);
  return response;
}

absl::Status Client::Connection::Explain(const absl::Status& status) const {
  return ExplainStatus(status, address_, options_);
}

}  // namespace tasnif
