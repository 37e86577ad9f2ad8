#include "cli/message_json.h"

#include <google/protobuf/util/json_util.h>

namespace tasnif {

std::string MessageJson(const google::protobuf::Message& message, bool is_pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = is_pretty;
  std::string json;
  // Fails for unknown Any types only, and there are none.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace tasnif
