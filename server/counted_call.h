// server/counted_call.h
//
// Unary calls that do their work on an executor, and that a drain waits for.
//
//   return AnswerOn(executor, drain, context, response, [this, request] {
//     return tasnif::ListModels(registry_, request->head());      // StatusOr<ListModelsResponse>
//   });
//
// A call counts until gRPC has nothing to do for it: a server that stops once none counts cuts
// nobody off. While the server drains the call is refused with UNAVAILABLE.
// Threads: the reactor owns itself.
#ifndef TASNIF_SERVER_COUNTED_CALL_H_
#define TASNIF_SERVER_COUNTED_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/executor.h"
#include "server/drain.h"

namespace tasnif {

// Runs `answer`, which fills the response, and ends the call with its status.
grpc::ServerUnaryReactor* RunOn(Executor& executor, Drain& drain,
                                grpc::CallbackServerContext* context,
                                absl::AnyInvocable<absl::Status()> answer);

// The same for an answer that returns the response.
template <typename Response, typename Answer>
grpc::ServerUnaryReactor* AnswerOn(Executor& executor, Drain& drain,
                                   grpc::CallbackServerContext* context, Response* response,
                                   Answer answer) {
  return RunOn(executor, drain, context, [response, answer = std::move(answer)]() mutable {
    absl::StatusOr<Response> result = answer();
    if (result.ok()) *response = *std::move(result);
    return result.status();
  });
}

}  // namespace tasnif

#endif  // TASNIF_SERVER_COUNTED_CALL_H_
