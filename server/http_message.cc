#include "server/http_message.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status.h"

namespace tasnif {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string_view Find(const HttpFields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? std::string_view() : found->second;
}

bool IsHex(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }

absl::StatusOr<std::string> Decode(absl::string_view text, bool is_query) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && is_query) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else if (i + 2 < text.size() && IsHex(text[i + 1]) && IsHex(text[i + 2])) {
      out += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      return absl::InvalidArgumentError(
          "the request target has a '%' without two hexadecimal digits behind it; write '%25'");
    }
  }
  if (absl::StrContains(out, absl::string_view("\0", 1))) {
    return absl::InvalidArgumentError("the request target has a NUL");
  }
  return out;
}

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const { return Find(headers, name); }

std::string_view HttpRequest::Query(std::string_view name) const { return Find(query, name); }

absl::Status ParseTarget(std::string_view target, HttpRequest* request) {
  if (target.empty() || target.front() != '/') {
    return absl::InvalidArgumentError("the request target does not begin with '/'");
  }
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(View(target), absl::MaxSplits('?', 1));
  TASNIF_ASSIGN_OR_RETURN(request->path, Decode(parts.first, /*is_query=*/false));
  request->query.clear();
  for (const absl::string_view field : absl::StrSplit(parts.second, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    TASNIF_ASSIGN_OR_RETURN(std::string name, Decode(pair.first, /*is_query=*/true));
    TASNIF_ASSIGN_OR_RETURN(std::string value, Decode(pair.second, /*is_query=*/true));
    request->query.emplace_back(std::move(name), std::move(value));
  }
  return absl::OkStatus();
}

std::string MediaType(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(View(type)));
}

std::string CharsetOf(std::string_view content_type) {
  for (absl::string_view parameter : absl::StrSplit(View(content_type), ';')) {
    parameter = absl::StripAsciiWhitespace(parameter);
    if (!absl::StartsWithIgnoreCase(parameter, "charset=")) continue;
    parameter.remove_prefix(sizeof("charset=") - 1);
    if (absl::ConsumePrefix(&parameter, "\"")) absl::ConsumeSuffix(&parameter, "\"");
    return std::string(parameter);
  }
  return "";
}

}  // namespace tasnif
