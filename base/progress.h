// base/progress.h
//
// Tells a person at a terminal how far long work is, how fast, and how long it will take.
//
//   SystemClock clock;
//   Progress progress({.label = "train", .unit = "articles", .total = count}, clock,
//                     StderrProgressOutput());
//   for (...) { ...; progress.Advance(1); }
//   progress.Finish();
//
//   train  [#############.........]   61%  12,210/20,000 articles  3,053/s  0:03 left
//
// Where standard error is not a terminal nothing is written, unless asked: then whole lines, with
// longer pauses, fit for a log file.
// Threads: Advance and MoveTo may be called from any thread. Cost: one clock read a call; a line
// is drawn at most ten times a second.
#ifndef TASNIF_BASE_PROGRESS_H_
#define TASNIF_BASE_PROGRESS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"

namespace tasnif {

// Where the bar goes. Without `write` the progress is silent.
struct ProgressOutput {
  std::function<void(std::string_view bytes)> write = nullptr;
  // true: the line is redrawn in place; false: each state is a line of its own.
  bool is_terminal = true;
};

// Standard error if it is a terminal or `is_asked_for`; silent otherwise.
ProgressOutput StderrProgressOutput(bool is_asked_for = false);

struct ProgressOptions {
  std::string label;   // "train"
  std::string unit;    // "articles"; may be empty.
  uint64_t total = 0;  // 0 where unknown: count and rate only.
};

class Progress {
 public:
  // clock: must outlive the progress.
  Progress(ProgressOptions options, const Clock& clock, ProgressOutput output);
  // Finishes, if that was not done.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `by` more units are done. More than `total` is shown as `total`.
  void Advance(uint64_t by);
  // `done` units are done altogether, for work that counts itself.
  void MoveTo(uint64_t done);
  // A short text behind the bar, such as "loss 0.231". At most one line; shown at the next redraw.
  void SetNote(std::string note);

  // Draws the last state with the time taken and ends the line. Further calls do nothing.
  void Finish();

 private:
  void DrawIfDue();
  void Draw(absl::Time now, bool is_last) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::string Line(absl::Time now, bool is_last) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  // Constant after construction.
  const ProgressOptions options_;
  const Clock& clock_;
  const ProgressOutput output_;
  const absl::Time start_;

  // Thread-safe.
  std::atomic<uint64_t> done_ = 0;
  std::atomic<int64_t> next_draw_nanos_;

  Mutex mu_;
  std::string note_ ABSL_GUARDED_BY(mu_);
  bool is_finished_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_PROGRESS_H_
