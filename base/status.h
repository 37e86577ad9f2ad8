// base/status.h
//
// Macros that pass an absl::Status or absl::StatusOr upwards. Abseil 20220623 has no
// status_macros.h; these have the same shape as the later ones.
//
//   absl::StatusOr<Bundle> Load(const std::string& dir) {
//     TASNIF_ASSIGN_OR_RETURN(std::string json, files.Read(dir + "/bundle.json"));
//     TASNIF_RETURN_IF_ERROR(Verify(json));
//     return Parse(json);
//   }
//
// An error message names what, where, found against expected, and the way out.
#ifndef TASNIF_BASE_STATUS_H_
#define TASNIF_BASE_STATUS_H_

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace tasnif {

// Puts `context` in front of the message and keeps the code: "context: message". OK stays OK.
inline absl::Status Annotate(const absl::Status& status, std::string_view context) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(std::string(context), ": ", status.message()));
}

}  // namespace tasnif

#define TASNIF_RETURN_IF_ERROR(expression)                                                    \
  do {                                                                                        \
    if (absl::Status tasnif_status = (expression); !tasnif_status.ok()) return tasnif_status; \
  } while (false)

#define TASNIF_CONCAT_INNER_(a, b) a##b
#define TASNIF_CONCAT_(a, b) TASNIF_CONCAT_INNER_(a, b)

// `lhs` may declare a variable: TASNIF_ASSIGN_OR_RETURN(auto model, Open(path)).
#define TASNIF_ASSIGN_OR_RETURN(lhs, expression) \
  TASNIF_ASSIGN_OR_RETURN_IMPL_(TASNIF_CONCAT_(status_or_, __LINE__), lhs, expression)

#define TASNIF_ASSIGN_OR_RETURN_IMPL_(temporary, lhs, expression) \
  auto temporary = (expression);                                  \
  if (!temporary.ok()) return std::move(temporary).status();      \
  lhs = std::move(temporary).value()

#endif  // TASNIF_BASE_STATUS_H_
