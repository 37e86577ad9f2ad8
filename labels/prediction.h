// labels/prediction.h
//
// Finds the answer of one head in a prediction, wherever the message keeps it.
//
//   const v1::LabelPrediction* label = FindLabel(prediction, "topic");
//
// Threads: pure function.
#ifndef TASNIF_LABELS_PREDICTION_H_
#define TASNIF_LABELS_PREDICTION_H_

#include <string>

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

}  // namespace tasnif

#endif  // TASNIF_LABELS_PREDICTION_H_
