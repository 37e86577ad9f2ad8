// server/wire_bytes.h
//
// Messages as the bytes that gRPC moves, for methods that are registered as raw.
//
//   absl::AnyInvocable<bool(MessageLite*) &&> parse = ParserOf(buffer);   // for a worker
//   grpc::ByteBuffer out = BufferOf(message.SerializeAsString());
//
// Threads: pure functions.
#ifndef TASNIF_SERVER_WIRE_BYTES_H_
#define TASNIF_SERVER_WIRE_BYTES_H_

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"

namespace tasnif {

// Shares the memory of `buffer`. False where the bytes are not such a message.
absl::AnyInvocable<bool(google::protobuf::MessageLite*) &&> ParserOf(
    const grpc::ByteBuffer& buffer);

// Takes the string over, without a copy.
grpc::ByteBuffer BufferOf(std::string bytes);

// Overwrites `out`. INTERNAL: it cannot be written, such as over 2 GiB.
template <typename Message>
absl::Status WriteTo(const Message& message, grpc::ByteBuffer* out) {
  bool owns_buffer = false;
  const grpc::Status status =
      grpc::SerializationTraits<Message>::Serialize(message, out, &owns_buffer);
  if (status.ok()) return absl::OkStatus();
  return absl::InternalError("the response could not be written: " + status.error_message());
}

}  // namespace tasnif

#endif  // TASNIF_SERVER_WIRE_BYTES_H_
