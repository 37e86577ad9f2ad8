// labels/prediction.h
//
// Reads what came of an article: the answer of one head, wherever the message keeps it, or why
// there is none.
//
//   TASNIF_RETURN_IF_ERROR(ErrorOf(result));
//   const v1::LabelPrediction* label = FindLabel(result.prediction(), "topic");
//
// Threads: pure function.
#ifndef TASNIF_LABELS_PREDICTION_H_
#define TASNIF_LABELS_PREDICTION_H_

#include <string>

#include "absl/status/status.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// Null where the head did not answer, and for a stance, which has an answer for each target.
inline const v1::LabelPrediction* FindLabel(const v1::Prediction& prediction,
                                            const std::string& head) {
  if (head == "topic") return prediction.has_topic() ? &prediction.topic() : nullptr;
  if (head == "source_type") {
    return prediction.has_source_type() ? &prediction.source_type() : nullptr;
  }
  const auto found = prediction.heads().find(head);
  return found == prediction.heads().end() ? nullptr : &found->second;
}

// OK where the article was labelled. The numbers of ErrorCode are those of the status codes.
inline absl::Status ErrorOf(const v1::ArticleResult& result) {
  if (!result.has_error()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(result.error().code()),
                      result.error().message());
}

}  // namespace tasnif

#endif  // TASNIF_LABELS_PREDICTION_H_
