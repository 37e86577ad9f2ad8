#include "server/wire_bytes.h"

#include <utility>

namespace tasnif {

absl::AnyInvocable<bool(google::protobuf::MessageLite*) &&> ParserOf(
    const grpc::ByteBuffer& buffer) {
  return [held = buffer](google::protobuf::MessageLite* message) mutable {
    grpc::ProtoBufferReader reader(&held);
    return reader.status().ok() && message->ParseFromZeroCopyStream(&reader);
  };
}

grpc::ByteBuffer BufferOf(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(), [](void* string) { delete static_cast<std::string*>(string); },
      owned);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace tasnif
