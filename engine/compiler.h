// engine/compiler.h
//
// Turns a fastText model into a compiled one: a single file that is mapped, not parsed, and holds
// W * row for each input row instead of the row, because logits = W * mean(rows) = mean(W * rows).
//
//   TASNIF_ASSIGN_OR_RETURN(auto source, FastTextModel::Open("topic.bin"));
//   TASNIF_ASSIGN_OR_RETURN(std::string bytes, CompileModel(*source, {Precision::kFloat16}));
//   TASNIF_RETURN_IF_ERROR(WriteAtomically(PosixFiles(), "model.tsf", bytes));
//
// The rows of a vocabulary word and of its sub-words are summed once, with their number, so that
// the mean stays exact. Where there are more logits than dimensions, rows keep `dim` columns and
// the output matrix stands beside them (the hidden form).
//
// Threads: pure function. Cost: O(rows * dim * columns); memory: the result, twice.
// Source: our own; see docs/model_format.md for the file.
#ifndef TASNIF_ENGINE_COMPILER_H_
#define TASNIF_ENGINE_COMPILER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/fasttext_model.h"
#include "engine/model_format.h"

namespace tasnif {

struct CompileOptions {
  Precision precision = Precision::kFloat32;
  // Buckets whose row is all zeros take no space. It changes no result.
  bool drop_zero_buckets = true;
  // Empty, or [bucket_count] with 0 for each bucket that no training text touched (see
  // MarkTouchedBuckets in engine/features.h): their rows still hold fastText's random start values
  // and are compiled as zeros. Not for pruned models. This does change results a little, for the
  // better: noise is gone. Borrowed for the call.
  absl::Span<const uint8_t> touched_buckets = {};
};

// The bytes of a compiled model; the same for the same model and options.
// INVALID_ARGUMENT     touched_buckets of the wrong length or with a pruned model; a value beyond
//                      float16; more than kMaxProbe words with neighbouring hashes.
// RESOURCE_EXHAUSTED   the vocabulary's text or the number of rows exceeds 32 bits.
absl::StatusOr<std::string> CompileModel(const FastTextModel& model,
                                         const CompileOptions& options = {});

}  // namespace tasnif

#endif  // TASNIF_ENGINE_COMPILER_H_
