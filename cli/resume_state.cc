#include "cli/resume_state.h"

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr char kKind[] = "tasnif-classify-state";

absl::Status NotOne(const std::string& path, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", path, "' ", std::string(why),
                                                 "; remove it to begin anew, or name another"));
}

bool IsSameRun(const ResumeState& a, const ResumeState& b) {
  return a.inputs == b.inputs && a.output == b.output && a.errors == b.errors;
}

bool HasFields(const Json& json) {
  if (!json.is_object() || json.value("kind", Json()) != kKind) return false;
  for (const char* name : {"articles", "failed", "output_bytes", "errors_bytes"}) {
    if (!json.contains(name) || !json[name].is_number_unsigned()) return false;
  }
  for (const char* name : {"output", "errors"}) {
    if (!json.contains(name) || !json[name].is_string()) return false;
  }
  if (!json.contains("inputs") || !json["inputs"].is_array()) return false;
  for (const Json& input : json["inputs"]) {
    if (!input.is_string()) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<ResumeState> LoadResumeState(const Files& files, const std::string& path,
                                            const ResumeState& fresh) {
  const auto bytes = files.Read(path);
  if (absl::IsNotFound(bytes.status())) return fresh;
  TASNIF_RETURN_IF_ERROR(bytes.status());
  const auto json = ParseJson(*bytes);
  if (!json.ok() || !HasFields(*json)) return NotOne(path, "is no state of 'tasnif classify'");
  ResumeState state;
  state.inputs = (*json)["inputs"].get<std::vector<std::string>>();
  state.output = (*json)["output"].get<std::string>();
  state.errors = (*json)["errors"].get<std::string>();
  if (!IsSameRun(state, fresh)) {
    return NotOne(path,
                  absl::StrCat("tells of a run with other files (output '", state.output, "')"));
  }
  state.articles = (*json)["articles"].get<uint64_t>();
  state.failed = (*json)["failed"].get<uint64_t>();
  state.output_bytes = (*json)["output_bytes"].get<uint64_t>();
  state.errors_bytes = (*json)["errors_bytes"].get<uint64_t>();
  return state;
}

absl::Status SaveResumeState(Files& files, const std::string& path, const ResumeState& state) {
  const Json json = {{"kind", kKind},
                     {"inputs", state.inputs},
                     {"output", state.output},
                     {"errors", state.errors},
                     {"articles", state.articles},
                     {"failed", state.failed},
                     {"output_bytes", state.output_bytes},
                     {"errors_bytes", state.errors_bytes}};
  return WriteAtomically(files, path, DumpJson(json) + "\n");
}

}  // namespace tasnif
