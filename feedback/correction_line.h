// feedback/correction_line.h
//
// Corrections as JSON lines: what `tasnif feedback add` reads and `list --json` writes.
//
//   {"key":"7f","head":"topic","model":"topic@3","predicted":"sport","label":"health",
//    "annotator":"layla","article":{"id":"42","text":"…"}}
//
// `article` is a line of the JSON-lines schema. In its place `article_sha256` will do. `key`,
// `target` (of a stance) and `comment` may be absent.
// Threads: pure functions.
#ifndef TASNIF_FEEDBACK_CORRECTION_LINE_H_
#define TASNIF_FEEDBACK_CORRECTION_LINE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "base/json.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

// INVALID_ARGUMENT: not JSON, not an object, an unknown field (with near ones) or one of the wrong
// type. Whether the correction can be kept is CheckCorrection's question.
absl::StatusOr<v1::Correction> ParseCorrection(std::string_view line);

// Fields that are empty are left out.
Json CorrectionToJson(const v1::Correction& correction);

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTION_LINE_H_
