// cli/message_json.h
//
// A message as JSON, with the field names of the .proto files; what --json prints.
//
//   std::puts(MessageJson(response, /*is_pretty=*/false).c_str());
//
// Threads: pure.
#ifndef TASNIF_CLI_MESSAGE_JSON_H_
#define TASNIF_CLI_MESSAGE_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace tasnif {

// One line without its end, or several where it is pretty. Fields that are not set are left out.
std::string MessageJson(const google::protobuf::Message& message, bool is_pretty);

}  // namespace tasnif

#endif  // TASNIF_CLI_MESSAGE_JSON_H_
