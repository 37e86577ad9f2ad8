#include "server/json_body.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

namespace util = google::protobuf::util;

// The parser shows the text around the place where it stopped in a second and third line.
std::string FirstLine(const std::string& message) { return message.substr(0, message.find('\n')); }

}  // namespace

absl::Status ReadJson(std::string_view json, google::protobuf::Message* message) {
  const auto status =
      util::JsonStringToMessage({json.data(), json.size()}, message, util::JsonParseOptions());
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the body is not a ", message->GetTypeName(),
      " in JSON: ", FirstLine(std::string(status.message().data(), status.message().size()))));
}

absl::StatusOr<std::string> WriteJson(const google::protobuf::Message& message) {
  util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = util::MessageToJsonString(message, &json, options);
  if (status.ok()) return json;
  return absl::InternalError("the answer could not be written as JSON");
}

}  // namespace tasnif
