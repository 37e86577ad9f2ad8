// registry/self_tests.h
//
// The proof that a loaded model answers as it did when it was made: words with the label and
// probability that they must give, before calibration.
//
//   bundle.mutable_self_tests()->Add(MakeSelfTest(*model, "عاجل فاز المنتخب"));
//   TASNIF_RETURN_IF_ERROR(RunSelfTests(head_model));
//
// Threads: safe. Cost: one scoring for each test.
#ifndef TASNIF_REGISTRY_SELF_TESTS_H_
#define TASNIF_REGISTRY_SELF_TESTS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "labels/head_model.h"

namespace tasnif {

inline constexpr float kSelfTestTolerance = 1e-3f;

// What the model says of `words` (separated by one blank) now.
v1::SelfTest MakeSelfTest(const HeadModel& model, std::string_view words);

// FAILED_PRECONDITION names the first that fails, found against expected.
absl::Status RunSelfTests(const HeadModel& model);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_SELF_TESTS_H_
