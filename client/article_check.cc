#include "client/article_check.h"

#include <google/protobuf/stubs/common.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

// The very check that the other side's parser makes.
bool IsUtf8(const std::string& text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(text.data(),
                                                             static_cast<int>(text.size()));
}

absl::Status CheckField(const char* name, const std::string& value) {
  if (IsUtf8(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the field ", name, " is not UTF-8; send text in another charset as content"));
}

template <typename Targets>
absl::Status CheckTargets(const Targets& targets) {
  for (const v1::Target& target : targets) {
    TASNIF_RETURN_IF_ERROR(CheckField("targets.name", target.name()));
    for (const std::string& alias : target.aliases()) {
      TASNIF_RETURN_IF_ERROR(CheckField("targets.aliases", alias));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckArticle(const v1::Article& article) {
  TASNIF_RETURN_IF_ERROR(CheckField("id", article.id()));
  TASNIF_RETURN_IF_ERROR(CheckField("title", article.title()));
  TASNIF_RETURN_IF_ERROR(CheckField("text", article.text()));
  TASNIF_RETURN_IF_ERROR(CheckField("charset", article.charset()));
  TASNIF_RETURN_IF_ERROR(CheckField("media_type", article.media_type()));
  TASNIF_RETURN_IF_ERROR(CheckField("language", article.language()));
  TASNIF_RETURN_IF_ERROR(CheckField("url", article.url()));
  TASNIF_RETURN_IF_ERROR(CheckField("publisher", article.publisher()));
  TASNIF_RETURN_IF_ERROR(CheckField("byline", article.byline()));
  for (const auto& [key, value] : article.metadata()) {
    TASNIF_RETURN_IF_ERROR(CheckField("metadata", key));
    TASNIF_RETURN_IF_ERROR(CheckField("metadata", value));
  }
  return CheckTargets(article.targets());
}

absl::Status CheckOptions(const v1::ClassifyOptions& options) {
  for (const std::string& head : options.heads()) {
    TASNIF_RETURN_IF_ERROR(CheckField("options.heads", head));
  }
  for (const std::string& model : options.models()) {
    TASNIF_RETURN_IF_ERROR(CheckField("options.models", model));
  }
  return CheckTargets(options.targets());
}

}  // namespace tasnif
