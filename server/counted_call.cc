#include "server/counted_call.h"

#include <string>

#include "server/call_access.h"
#include "server/call_context.h"
#include "server/convert.h"

namespace tasnif {
namespace {

class CountedReactor : public grpc::ServerUnaryReactor {
 public:
  // The drain was entered.
  explicit CountedReactor(Drain& drain) : drain_(drain) {}

 private:
  void OnDone() override {
    drain_.Leave();
    delete this;
  }

  Drain& drain_;
};

}  // namespace

grpc::ServerUnaryReactor* RunOn(Executor& executor, Drain& drain,
                                grpc::CallbackServerContext* context,
                                absl::AnyInvocable<absl::Status()> answer) {
  if (!drain.Enter()) {
    return Refuse(context,
                  absl::UnavailableError("the server is draining; send the call to another one"));
  }
  auto* reactor = new CountedReactor(drain);
  executor.Run([reactor, request_id = RequestIdOf(*context), answer = std::move(answer)](
                   size_t) mutable { reactor->Finish(ToGrpcStatus(answer(), request_id)); });
  return reactor;
}

}  // namespace tasnif
