#include "registry/manifest.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "registry/bundle_folder.h"
#include "text/normalizer.h"
#include "text/segmenter.h"

namespace tasnif {
namespace {

namespace pb = google::protobuf;

constexpr char kTypeHost[] = "type.googleapis.com";

// The plain SerializeAsString writes maps in an order that changes from run to run.
std::string SerializeInFixedOrder(const v1::Bundle& bundle) {
  std::string bytes;
  {
    pb::io::StringOutputStream stream(&bytes);
    pb::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    bundle.SerializeToCodedStream(&coded);
  }
  return bytes;
}

absl::Status Missing(const std::string& field, const std::string& expected) {
  return absl::InvalidArgumentError(absl::StrCat("field '", field, "': expected ", expected));
}

absl::Status CheckVersionOf(const std::string& what, uint32_t found, int expected) {
  if (found == static_cast<uint32_t>(expected)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("made with ", what, " version ", found, ", this program has version ", expected,
                   "; train the model again with 'tasnif train', or use the release that made it"));
}

absl::Status CheckFormat(const v1::Bundle& bundle) {
  if (bundle.format_version() == 0) return Missing("format_version", "1 or more");
  if (bundle.format_version() <= kBundleFormatVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("format_version is ", bundle.format_version(), ", this program reads up to ",
                   kBundleFormatVersion, "; use a newer release of tasnif"));
}

absl::Status CheckLabels(const v1::Bundle& bundle) {
  const std::set<std::string> labels(bundle.labels().begin(), bundle.labels().end());
  if (labels.empty() || labels.count("") > 0) return Missing("labels", "names, none of them empty");
  if (static_cast<int>(labels.size()) != bundle.labels_size()) {
    return Missing("labels", "each label once");
  }
  const std::set<std::string> stances = {"favor", "against", "neutral"};
  if (bundle.kind() == v1::HEAD_KIND_STANCE && labels != stances) {
    return Missing("labels", "favor, against and neutral for a head of kind stance");
  }
  return absl::OkStatus();
}

absl::Status CheckFiles(const v1::Bundle& bundle) {
  bool has_model = false;
  for (const v1::FileChecksum& file : bundle.files()) {
    has_model |= file.name() == kModelFile;
    // A manifest from elsewhere must not make us read outside of its folder.
    const bool is_plain =
        !file.name().empty() && file.name()[0] != '.' && file.name().find('/') == std::string::npos;
    if (!is_plain) return Missing("files", "names without a folder, not '" + file.name() + "'");
  }
  return has_model ? absl::OkStatus() : Missing("files", "an entry for model.tsf");
}

}  // namespace

absl::StatusOr<v1::Bundle> ParseManifest(std::string_view json) {
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  v1::Bundle bundle;
  const auto status =
      pb::util::JsonStringToMessage(pb::StringPiece(json.data(), json.size()), &bundle, options);
  if (status.ok()) return bundle;
  return absl::InvalidArgumentError(
      absl::StrCat("not a manifest: ", std::string(status.message())));
}

std::string FormatManifest(const v1::Bundle& bundle) {
  pb::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  const std::unique_ptr<pb::util::TypeResolver> resolver(
      pb::util::NewTypeResolverForDescriptorPool(kTypeHost, pb::DescriptorPool::generated_pool()));
  const std::string type = absl::StrCat(kTypeHost, "/", v1::Bundle::descriptor()->full_name());
  std::string json;
  // Cannot fail: the bytes were just made from a message of this very type.
  (void)pb::util::BinaryToJsonString(resolver.get(), type, SerializeInFixedOrder(bundle), &json,
                                     options);
  return json;
}

absl::Status CheckManifest(const v1::Bundle& bundle) {
  TASNIF_RETURN_IF_ERROR(CheckFormat(bundle));
  if (!IsModelName(bundle.head())) return Missing("head", "a name like [a-z][a-z0-9_]*");
  if (!IsVersion(bundle.version())) return Missing("version", "a number such as 1");
  if (bundle.kind() != v1::HEAD_KIND_LABEL && bundle.kind() != v1::HEAD_KIND_STANCE) {
    return Missing("kind", "HEAD_KIND_LABEL or HEAD_KIND_STANCE");
  }
  TASNIF_RETURN_IF_ERROR(
      CheckVersionOf("normaliser", bundle.text().normalizer_version(), kNormalizerVersion));
  TASNIF_RETURN_IF_ERROR(
      CheckVersionOf("segmenter", bundle.text().segmenter_version(), kSegmenterVersion));
  TASNIF_RETURN_IF_ERROR(CheckLabels(bundle));
  return CheckFiles(bundle);
}

bool IsModelName(std::string_view name) {
  return !name.empty() && absl::ascii_islower(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

bool IsVersion(std::string_view name) {
  return !name.empty() && name.size() <= 9 && name[0] != '0' &&
         std::all_of(name.begin(), name.end(), absl::ascii_isdigit);
}

}  // namespace tasnif
