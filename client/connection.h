// client/connection.h
//
// One server: a channel for everything but the labelling (client/grpc_transport.h), and what these
// calls have in common: deadline, clear errors.
#ifndef TASNIF_CLIENT_CONNECTION_H_
#define TASNIF_CLIENT_CONNECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/client.h"
#include "client/options.h"
#include "tasnif/v1/feedback.grpc.pb.h"
#include "tasnif/v1/models.grpc.pb.h"

namespace tasnif {

// Thread-safe.
class Client::Connection {
 public:
  Connection(const ClientOptions& options, const std::string& address);

  // Each method is one call. Codes: those of the contract; the message begins with the address.
  absl::Status Check(std::string_view service, absl::Duration timeout);
  absl::StatusOr<v1::ListModelsResponse> ListModels(const v1::ListModelsRequest& request);
  absl::StatusOr<v1::GetModelResponse> GetModel(const v1::GetModelRequest& request);
  absl::StatusOr<v1::SetAliasResponse> SetAlias(const v1::SetAliasRequest& request);
  absl::StatusOr<v1::RollbackResponse> Rollback(const v1::RollbackRequest& request);
  absl::StatusOr<v1::SetTrafficResponse> SetTraffic(const v1::SetTrafficRequest& request);
  absl::StatusOr<v1::GetShadowReportResponse> GetShadowReport(
      const v1::GetShadowReportRequest& request);
  absl::StatusOr<v1::SubmitCorrectionResponse> SubmitCorrection(
      const v1::SubmitCorrectionRequest& request);
  absl::StatusOr<v1::ListCorrectionsResponse> ListCorrections(
      const v1::ListCorrectionsRequest& request);
  absl::StatusOr<v1::ListCorrectedArticlesResponse> ListCorrectedArticles(
      const v1::ListCorrectedArticlesRequest& request);

 private:
  // Calls stub->*method with a deadline.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request);
  absl::Status Explain(const absl::Status& status) const;

  // Constant after construction.
  const ClientOptions options_;
  const std::string address_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::Models::Stub> models_;
  const std::unique_ptr<v1::Feedback::Stub> feedback_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_CONNECTION_H_
