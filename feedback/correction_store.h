// feedback/correction_store.h
//
// Corrections on disk. What Add() has acknowledged survives a kill and a power cut; nothing is ever
// changed or removed, so that annotators who disagree both stay on record.
//
//   SystemClock clock;
//   TASNIF_ASSIGN_OR_RETURN(auto store, CorrectionStore::Open("feedback.db", {}, clock));
//   TASNIF_ASSIGN_OR_RETURN(AddedCorrection added, store->Add(correction));
//
// Threads: safe; one call at a time reaches the disk. Several processes may share the file.
// Cost: Add() waits for one sync of the disk. Memory is bounded by a page.
#ifndef TASNIF_FEEDBACK_CORRECTION_STORE_H_
#define TASNIF_FEEDBACK_CORRECTION_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "feedback/correction.h"
#include "feedback/correction_source.h"
#include "feedback/database.h"
#include "tasnif/v1/feedback.pb.h"

namespace tasnif {

struct AddedCorrection {
  v1::Correction correction;  // As it is kept, with hash, time and key.
  bool already_stored = false;
};

// Thread-safe.
class CorrectionStore : public CorrectionSource {
 public:
  // Creates the file where it is absent. clock must outlive the store.
  // Errors of Database::Open; FAILED_PRECONDITION: the file belongs to another program or to a
  // newer version of this one, or lies where no write-ahead log can be kept.
  static absl::StatusOr<std::unique_ptr<CorrectionStore>> Open(const std::string& path,
                                                               TextPolicy policy,
                                                               const Clock& clock);

  // On disk when it returns OK. The same key with the same content is stored once.
  // INVALID_ARGUMENT: CheckCorrection refuses it. ALREADY_EXISTS: the key was used for another
  // correction. RESOURCE_EXHAUSTED, UNAVAILABLE, DATA_LOSS: see Database::Open; nothing was stored.
  absl::StatusOr<AddedCorrection> Add(const v1::Correction& correction);

  absl::StatusOr<v1::ListCorrectionsResponse> List(
      const v1::ListCorrectionsRequest& request) const override;
  absl::StatusOr<CorrectedPage> Articles(const CorrectionFilter& filter,
                                         const CorrectionCursor& from, size_t limit) const override;

  // How many there are.
  absl::StatusOr<int64_t> Count() const;

 private:
  CorrectionStore(std::unique_ptr<Database> database, TextPolicy policy, const Clock& clock)
      : policy_(policy), clock_(clock), database_(std::move(database)) {}

  absl::Status Insert(const v1::Correction& correction, const std::string& digest)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<AddedCorrection> FindSame(const std::string& key, const std::string& digest)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  const TextPolicy policy_;
  const Clock& clock_;

  mutable Mutex mu_;
  const std::unique_ptr<Database> database_ ABSL_PT_GUARDED_BY(mu_);
};

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_CORRECTION_STORE_H_
