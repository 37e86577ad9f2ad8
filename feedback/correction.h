// feedback/correction.h
//
// What makes a correction one that can be kept: its form, its model, its fingerprints. Pure.
//
//   TASNIF_RETURN_IF_ERROR(CheckCorrection(correction));
//   TASNIF_RETURN_IF_ERROR(CheckAgainstModels(correction, registry.List()));
//   v1::Correction sealed = Seal(correction, TextPolicy::kHashOnly, clock.Now());
//
// Threads: pure functions.
#ifndef TASNIF_FEEDBACK_CORRECTION_H_
#define TASNIF_FEEDBACK_CORRECTION_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tasnif/v1/feedback.pb.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

inline constexpr size_t kMaxFieldBytes = 256;
inline constexpr size_t kMaxCommentBytes = 4096;

// What is kept of the article.
enum class TextPolicy {
  kKeep,
  // Id, address, publisher and language only; the hash finds the text again where the operator has
  // it (CorrectionExport).
  kHashOnly,
};

// SHA-256 of the text, or of the content where there is no text; "" where there is neither.
std::string ArticleSha256(const v1::Article& article);

// "topic@3" → "topic" and "3"; false for anything else, aliases included.
bool SplitReference(std::string_view reference, std::string_view* head, std::string_view* version);

// INVALID_ARGUMENT names the field: no article and no hash, a hash that is not the article's, no
// annotator, no label, a model that is not HEAD@VERSION of this head, a stance without its target
// or with another label than favor, against and neutral, a field that is too long.
absl::Status CheckCorrection(const v1::Correction& correction);

// models: every version that is known (Registry::List). NOT_FOUND: no such head or version.
// INVALID_ARGUMENT: the head has no such label, in words with near ones. Versions whose labels are
// not known, because they are not in memory, borrow those of the others of the head.
absl::Status CheckAgainstModels(const v1::Correction& correction,
                                const std::vector<v1::Model>& models);

// With hash, time and, where it had none, a key made from the content; the article's text is kept
// or dropped.
v1::Correction Seal(v1::Correction correction, TextPolicy policy, absl::Time now);

// SHA-256 over everything that makes two corrections the same: not the key, not the time, and of
// the article its hash only.
std::string ContentDigest(const v1::Correction& correction);

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTION_H_
