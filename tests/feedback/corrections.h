// tests/feedback/corrections.h
//
// Corrections as annotators would make them, on articles of our own.
#ifndef TASNIF_TESTS_FEEDBACK_CORRECTIONS_H_
#define TASNIF_TESTS_FEEDBACK_CORRECTIONS_H_

#include <string>

#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

// Of topic@1, from sport to `label`. key: may be empty.
v1::Correction TopicCorrection(const std::string& key, const std::string& text,
                               const std::string& label = "health",
                               const std::string& annotator = "layla");

// Of stance@2 towards Egypt, from neutral to `label`.
v1::Correction StanceCorrection(const std::string& key, const std::string& text,
                                const std::string& label = "favor");

}  // namespace tasnif

#endif  // TASNIF_TESTS_FEEDBACK_CORRECTIONS_H_
