// server/shadow_book.h
//
// What versions in the shadow would have answered, against what was answered: counts by label, and
// a sample of the articles on which they differ.
//
//   book.Compare(article, answer, shadow_answer, "topic", now);
//   v1::GetShadowReportResponse report = book.Report("topic", "4");
//
// A head's outcome is its label, or `abstained`; a stance has one for each target. The sample is a
// reservoir: each disagreement since the version came into the shadow is as likely to be in it as
// another. Never article text: ids and hashes only.
// Threads: safe. Cost: a lock for each comparison.
// Source: Vitter 1985, "Random sampling with a reservoir", ACM TOMS 11(1), algorithm R.
#ifndef TASNIF_SERVER_SHADOW_BOOK_H_
#define TASNIF_SERVER_SHADOW_BOOK_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "tasnif/v1/classifier.pb.h"
#include "tasnif/v1/models.pb.h"

namespace tasnif {

inline constexpr size_t kMaxDisagreements = 200;
inline constexpr std::string_view kAbstainedOutcome = "abstained";

// What one head said of one article.
struct ShadowOutcome {
  std::string model;    // `head@version`.
  std::string outcome;  // A label, or kAbstainedOutcome.
};
// By stance target; "" for heads that label the article as a whole. Pure.
std::map<std::string, ShadowOutcome> OutcomesOf(const v1::Prediction& prediction,
                                                std::string_view head);

// Why an article of a share was not scored.
enum class ShadowDrop { kBusy, kFailed };

// Everything that was counted since the start.
struct ShadowCounts {
  uint64_t compared = 0;
  uint64_t disagreements = 0;
  // (What was answered, what it would have been) → how often.
  std::map<std::pair<std::string, std::string>, uint64_t> pairs;
};
struct ShadowReading {
  std::map<std::string, ShadowCounts> versions;  // By `head@version` in the shadow.
  std::map<ShadowDrop, uint64_t> dropped;
};

class ShadowBook {
 public:
  // head: one that `shadow` has an answer of. Targets that only one of them has are passed over.
  void Compare(const v1::Article& article, const v1::Prediction& answer,
               const v1::Prediction& shadow, std::string_view head, absl::Time now);
  void CountDrop(ShadowDrop why);

  ShadowReading Read() const;
  // Empty counts where nothing was compared yet.
  v1::GetShadowReportResponse Report(std::string_view head, std::string_view version) const;

 private:
  struct Version {
    ShadowCounts counts;
    std::vector<v1::Disagreement> sample;
  };
  void Sample(v1::Disagreement disagreement, Version* version) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  std::map<std::string, Version> versions_ ABSL_GUARDED_BY(mu_);
  std::map<ShadowDrop, uint64_t> dropped_ ABSL_GUARDED_BY(mu_);
  uint64_t random_ ABSL_GUARDED_BY(mu_) = 0x9e3779b97f4a7c15u;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_SHADOW_BOOK_H_
