// server/shadow_scorer.h
//
// Asks the models in the shadow about articles that were answered, on a thread of its own, and
// writes down where they differ.
//
//   ShadowScorer scorer(labeller, std::move(scratch), idle, admission, clock);
//   scorer.Offer(article, prediction, choice, models);   // on the way of the answer: a copy
//   scorer.book().Read();
//
// An article waits as bulk work of a client of its own in the server's admission: it counts like
// any other, and where there is no room for it, or kMaxWaiting wait, it is dropped and counted.
// A drop is no loss of an answer, but of a comparison: a busy server compares fewer.
//
// Threads: safe. Offer() never waits. Labelling happens on the executor only.
#ifndef TASNIF_SERVER_SHADOW_SCORER_H_
#define TASNIF_SERVER_SHADOW_SCORER_H_

#include <memory>

#include "base/clock.h"
#include "base/executor.h"
#include "labels/labeller.h"
#include "server/admission.h"
#include "server/shadow_book.h"
#include "server/traffic_plan.h"

namespace tasnif {

class ShadowScorer {
 public:
  // Articles that may wait.
  static constexpr size_t kMaxWaiting = 256;
  // As whom the articles are admitted; no client can have that name (server/client_name.h).
  static constexpr char kClient[] = "(shadow)";

  // executor: with one worker. All must outlive the scorer; the executor's tasks may outlive it.
  ShadowScorer(const Labeller& labeller, std::unique_ptr<LabelScratch> scratch, Executor& executor,
               Admission& admission, const Clock& clock);
  // Drops what waits, and returns when nothing is under way.
  ~ShadowScorer();

  // answer: what the caller gets. choice.shadow: present; it points into `models`.
  void Offer(const v1::Article& article, const v1::Prediction& answer, TrafficChoice choice,
             std::shared_ptr<const ModelSet> models);

  const ShadowBook& book() const { return *book_; }

 private:
  class Queue;

  // Thread-safe.
  const std::shared_ptr<ShadowBook> book_;
  const std::shared_ptr<Queue> queue_;
  Executor& executor_;
  Admission& admission_;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_SHADOW_SCORER_H_
