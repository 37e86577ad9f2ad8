// server/unimplemented.h
//
// The answer of RPCs that the contract names and this version does not have: UNIMPLEMENTED with
// the name of the call, instead of gRPC's empty message.
#ifndef TASNIF_SERVER_UNIMPLEMENTED_H_
#define TASNIF_SERVER_UNIMPLEMENTED_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <string_view>

namespace tasnif {

inline grpc::Status UnimplementedCall(std::string_view call) {
  return grpc::Status(grpc::StatusCode::UNIMPLEMENTED,
                      "tasnif.v1." + std::string(call) +
                          " is not in this version of the server; 'tasnif version' tells which");
}

inline grpc::ServerUnaryReactor* FinishUnimplemented(grpc::CallbackServerContext* context,
                                                     std::string_view call) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(UnimplementedCall(call));
  return reactor;
}

// For streaming calls. Reactor: one of gRPC's server reactors. Deletes itself.
template <typename Reactor>
class UnimplementedReactor : public Reactor {
 public:
  explicit UnimplementedReactor(std::string_view call) { this->Finish(UnimplementedCall(call)); }
  void OnDone() override { delete this; }
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_UNIMPLEMENTED_H_
