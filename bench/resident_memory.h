// bench/resident_memory.h
//
// How much memory a model takes while it answers, for both engines, each in a process of its own.
//
//   TASNIF_ASSIGN_OR_RETURN(MemoryResult memory, MeasureMemory(files, lines));
//
// Counted is what the process gained between before opening the model and after answering all
// lines: RssAnon is its own; RssFile are pages of the mapped file, which all processes that map it
// share. Threads: see RunInChild.
#ifndef TASNIF_BENCH_RESIDENT_MEMORY_H_
#define TASNIF_BENCH_RESIDENT_MEMORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

// The same model for both engines.
struct ModelFiles {
  std::string name;           // Of the model, in names of cases.
  std::string fasttext_path;  // .bin or .ftz
  std::string tsf_path;
};

struct Resident {
  int64_t own_bytes = 0;
  int64_t shared_bytes = 0;
  int64_t bytes() const { return own_bytes + shared_bytes; }
};

struct MemoryResult {
  std::string model;
  Resident libfasttext;
  Resident tasnif;
  double ratio() const {
    return static_cast<double>(libfasttext.bytes()) / static_cast<double>(tasnif.bytes());
  }
};

// Errors of RunInChild, FastTextRunner::Load and TasnifRunner::Open; INTERNAL where the system does
// not tell the resident memory (it needs /proc/self/status).
absl::StatusOr<MemoryResult> MeasureMemory(const ModelFiles& files,
                                           const std::vector<std::string>& lines);

// From the text of /proc/self/status: "RssAnon:  1234 kB". INTERNAL where a line is missing.
absl::StatusOr<Resident> ParseResident(std::string_view proc_status);

}  // namespace tasnif

#endif  // TASNIF_BENCH_RESIDENT_MEMORY_H_
