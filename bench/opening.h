// bench/opening.h
//
// How long it takes from a model's path to the label of a first text, for both engines.
//
//   TASNIF_ASSIGN_OR_RETURN(OpenResult open, MeasureOpening(files, lines[0], 5));
//
// Opening alone would flatter a mapped file, whose pages are read when they are first needed.
#ifndef TASNIF_BENCH_OPENING_H_
#define TASNIF_BENCH_OPENING_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "bench/resident_memory.h"

namespace tasnif {

// Medians, in milliseconds on the wall. Warm: the file is in the page cache. Cold: it was thrown
// out of it before each round. "verified": checksums of the whole file are checked, as serving
// does; "unverified": only the header's.
struct OpenResult {
  std::string model;
  double libfasttext_warm_ms = 0;
  double libfasttext_cold_ms = 0;
  double verified_warm_ms = 0;
  double verified_cold_ms = 0;
  double unverified_warm_ms = 0;
  double unverified_cold_ms = 0;
  // Share of the compiled file that was still in the page cache after it was thrown out; cold times
  // mean little where this is not near 0.
  double left_in_cache = 0;
};

// rounds >= 1 for each time. Errors of FastTextRunner::Load and TasnifRunner::Open; those of
// ErrnoStatus where a file cannot be synced.
absl::StatusOr<OpenResult> MeasureOpening(const ModelFiles& files, const std::string& line,
                                          size_t rounds);

// Asks the system to forget the file's pages; they must not be mapped by anyone.
// Errors of ErrnoStatus.
absl::Status DropFromPageCache(const std::string& path);

// In [0, 1]; errors of ErrnoStatus. 0 of an empty file.
absl::StatusOr<double> ShareInPageCache(const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_BENCH_OPENING_H_
