#include "server/http_classify.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "base/suggest.h"
#include "server/json_body.h"

namespace tasnif {
namespace {

constexpr char kJson[] = "application/json";

bool IsText(const std::string& type) { return type == "text/plain" || type == "text/html"; }

absl::Status NotA(const std::string& name, const std::string& value, const std::string& kind) {
  return absl::InvalidArgumentError(
      absl::StrCat("query parameter ", name, "=", value, " is not ", kind));
}

// "?explain" alone means true.
absl::Status SetFlag(const std::string& name, const std::string& value, bool* out) {
  if (value.empty()) *out = true;
  if (value.empty() || absl::SimpleAtob(value, out)) return absl::OkStatus();
  return NotA(name, value, "true or false");
}

template <typename Add>
absl::Status AddAll(const std::string& value, Add add) {
  for (const absl::string_view item : absl::StrSplit(value, ',', absl::SkipEmpty())) {
    add(std::string(item));
  }
  return absl::OkStatus();
}

absl::Status SetPriority(const std::string& value, v1::ClassifyOptions* options) {
  if (value == "bulk") {
    options->set_priority(v1::PRIORITY_BULK);
  } else if (value == "interactive") {
    options->set_priority(v1::PRIORITY_INTERACTIVE);
  } else {
    return NotA("priority", value, "interactive or bulk");
  }
  return absl::OkStatus();
}

absl::Status SetTopK(const std::string& value, v1::ClassifyOptions* options) {
  uint32_t top_k = 0;
  if (!absl::SimpleAtoi(value, &top_k)) return NotA("top_k", value, "a number of labels");
  options->set_top_k(top_k);
  return absl::OkStatus();
}

struct Parameter {
  const char* name;
  absl::Status (*set)(const std::string& value, v1::ClassifyOptions* options, v1::Article* article);
};

// A parameter that is a string of the article.
template <std::string* (v1::Article::*field)()>
absl::Status SetString(const std::string& value, v1::ClassifyOptions*, v1::Article* article) {
  *(article->*field)() = value;
  return absl::OkStatus();
}

const Parameter kParameters[] = {
    {"heads",
     [](const std::string& value, v1::ClassifyOptions* options, v1::Article*) {
       return AddAll(value, [options](std::string head) { options->add_heads(std::move(head)); });
     }},
    {"models",
     [](const std::string& value, v1::ClassifyOptions* options, v1::Article*) {
       return AddAll(value,
                     [options](std::string model) { options->add_models(std::move(model)); });
     }},
    {"top_k", [](const std::string& value, v1::ClassifyOptions* options,
                 v1::Article*) { return SetTopK(value, options); }},
    {"explain",
     [](const std::string& value, v1::ClassifyOptions* options, v1::Article*) {
       bool on = false;
       const absl::Status status = SetFlag("explain", value, &on);
       options->set_explain(on);
       return status;
     }},
    {"return_text",
     [](const std::string& value, v1::ClassifyOptions* options, v1::Article*) {
       bool on = false;
       const absl::Status status = SetFlag("return_text", value, &on);
       options->set_return_text(on);
       return status;
     }},
    {"priority", [](const std::string& value, v1::ClassifyOptions* options,
                    v1::Article*) { return SetPriority(value, options); }},
    // A name may hold a comma.
    {"target",
     [](const std::string& value, v1::ClassifyOptions* options, v1::Article*) {
       options->add_targets()->set_name(value);
       return absl::OkStatus();
     }},
    {"id", SetString<&v1::Article::mutable_id>},
    {"title", SetString<&v1::Article::mutable_title>},
    {"language", SetString<&v1::Article::mutable_language>},
    {"url", SetString<&v1::Article::mutable_url>},
    {"publisher", SetString<&v1::Article::mutable_publisher>},
    {"byline", SetString<&v1::Article::mutable_byline>},
};

absl::Status Set(const std::string& name, const std::string& value, v1::ClassifyRequest* request) {
  const auto* parameter =
      std::find_if(std::begin(kParameters), std::end(kParameters),
                   [&](const Parameter& candidate) { return candidate.name == name; });
  if (parameter != std::end(kParameters)) {
    return parameter->set(value, request->mutable_options(), request->mutable_articles(0));
  }
  std::vector<std::string> names;
  for (const Parameter& candidate : kParameters) names.emplace_back(candidate.name);
  return absl::InvalidArgumentError(
      absl::StrCat("no query parameter '", name, "'", DidYouMean(name, names)));
}

absl::StatusOr<v1::ClassifyRequest> ReadText(const HttpRequest& http) {
  v1::ClassifyRequest request;
  v1::Article* article = request.add_articles();
  const std::string_view type = http.Header("content-type");
  article->set_media_type(MediaType(type));
  article->set_charset(CharsetOf(type));
  for (const auto& [name, value] : http.query) {
    TASNIF_RETURN_IF_ERROR(Set(name, value, &request));
  }
  article->set_content(http.body);
  return request;
}

}  // namespace

absl::Status CheckClassifyBody(const HttpRequest& request) {
  const std::string_view encoding = request.Header("content-encoding");
  if (!encoding.empty() && encoding != "identity") {
    return absl::UnimplementedError(
        absl::StrCat("Content-Encoding ", std::string(encoding), " is not read; send it plain"));
  }
  const std::string type = MediaType(request.Header("content-type"));
  if (type == kJson || IsText(type)) return absl::OkStatus();
  return absl::UnimplementedError(
      absl::StrCat("Content-Type is '", type,
                   "', expected application/json (a request), text/plain or text/html (one "
                   "article); with curl: -H 'Content-Type: application/json'"));
}

absl::StatusOr<v1::ClassifyRequest> ReadClassifyBody(const HttpRequest& request) {
  if (MediaType(request.Header("content-type")) != kJson) return ReadText(request);
  if (!request.query.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("query parameter ", request.query.front().first,
                     " does not go with a JSON body; put it into `options`"));
  }
  v1::ClassifyRequest classify;
  TASNIF_RETURN_IF_ERROR(ReadJson(request.body, &classify));
  return classify;
}

}  // namespace tasnif
