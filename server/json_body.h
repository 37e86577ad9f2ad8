// server/json_body.h
//
// Messages as JSON, by protobuf's own mapping. Names are written as they stand in the .proto files
// (`source_type`); read are those and lowerCamelCase ones (`sourceType`).
//
//   v1::ClassifyRequest request;
//   TASNIF_RETURN_IF_ERROR(ReadJson(R"({"articles":[{"text":"…"}]})", &request));
//   TASNIF_ASSIGN_OR_RETURN(std::string body, WriteJson(response));
//
// Every field without presence is written, so that a reader need not know the defaults.
// Source: protobuf.dev, "ProtoJSON format". Threads: pure functions.
#ifndef TASNIF_SERVER_JSON_BODY_H_
#define TASNIF_SERVER_JSON_BODY_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace tasnif {

// INVALID_ARGUMENT: not JSON, a field that `message` does not have, or a value of the wrong type.
// The error may quote a value: it is for the client and not for a log.
absl::Status ReadJson(std::string_view json, google::protobuf::Message* message);

// One line, without its end. INTERNAL: it could not be written.
absl::StatusOr<std::string> WriteJson(const google::protobuf::Message& message);

}  // namespace tasnif

#endif  // TASNIF_SERVER_JSON_BODY_H_
