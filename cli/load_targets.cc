#include "cli/load_targets.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"

namespace tasnif {
namespace {

// Requests that are made beforehand; more differ in nothing that matters.
constexpr size_t kRequests = 64;

class UnaryTarget : public LoadTarget {
 public:
  UnaryTarget(DirectCalls& calls, const std::vector<v1::Article>& articles, size_t batch,
              absl::Duration timeout)
      : calls_(calls), batch_(batch), timeout_(timeout) {
    size_t next = 0;
    for (size_t i = 0; i < kRequests; ++i) {
      auto request = std::make_shared<v1::ClassifyRequest>();
      for (size_t j = 0; j < batch; ++j) {
        *request->add_articles() = articles[next++ % articles.size()];
      }
      requests_.push_back(std::move(request));
    }
  }

  void Send(size_t number, Done done) override {
    calls_.Classify(
        requests_[number % kRequests], timeout_,
        [batch = batch_, done = std::move(done)](
            const absl::StatusOr<v1::ClassifyResponse>& answer) { done(Errors(answer, batch)); });
  }

 private:
  static size_t Errors(const absl::StatusOr<v1::ClassifyResponse>& answer, size_t batch) {
    if (!answer.ok()) return batch;
    size_t labelled = 0;
    for (const v1::ArticleResult& result : answer->results()) {
      labelled += result.has_prediction() ? 1 : 0;
    }
    return batch - std::min(labelled, batch);
  }

  // Constant after construction.
  DirectCalls& calls_;
  const size_t batch_;
  const absl::Duration timeout_;
  std::vector<std::shared_ptr<const v1::ClassifyRequest>> requests_;
};

// Batches that are not answered in full; shared with answers that may come late.
class OpenBatches {
 public:
  void Add(size_t number, size_t articles, LoadTarget::Done done) {
    MutexLock lock(mu_);
    batches_.emplace(number, Batch{articles, 0, std::move(done)});
  }

  void Answer(size_t number, bool is_labelled) {
    Batch whole;
    {
      MutexLock lock(mu_);
      const auto found = batches_.find(number);
      if (found == batches_.end()) return;
      if (!is_labelled) ++found->second.errors;
      if (--found->second.missing > 0) return;
      whole = std::move(found->second);
      batches_.erase(found);
    }
    whole.done(whole.errors);
  }

  // No answer will come any more for what was sent on a stream that ended: all are failed, for a
  // stream never ends while a load lasts.
  void FailAll() {
    std::unordered_map<size_t, Batch> failed;
    {
      MutexLock lock(mu_);
      failed.swap(batches_);
    }
    for (auto& [number, batch] : failed) batch.done(batch.errors + batch.missing);
  }

 private:
  struct Batch {
    size_t missing = 0;
    size_t errors = 0;
    LoadTarget::Done done;
  };

  Mutex mu_;
  std::unordered_map<size_t, Batch> batches_ ABSL_GUARDED_BY(mu_);
};

class StreamTarget : public LoadTarget {
 public:
  StreamTarget(DirectCalls& calls, const std::vector<v1::Article>& articles, size_t batch,
               size_t streams)
      : articles_(articles), batch_(batch), open_(std::make_shared<OpenBatches>()) {
    for (size_t i = 0; i < streams; ++i) {
      streams_.push_back(calls.OpenStream(
          {},
          [open = open_](const v1::ArticleResult& result) {
            size_t number = 0;
            if (absl::SimpleAtoi(result.id(), &number)) {
              open->Answer(number, result.has_prediction());
            }
          },
          [open = open_](const absl::Status&) { open->FailAll(); }));
    }
  }

  void Send(size_t number, Done done) override {
    open_->Add(number, batch_, std::move(done));
    DirectStream& stream = *streams_[number % streams_.size()];
    for (size_t i = 0; i < batch_; ++i) {
      v1::Article article = articles_[next_++ % articles_.size()];
      // A stream has no rule about ids: those of a batch are its number.
      article.set_id(absl::StrCat(number));
      stream.Send(std::move(article));
    }
  }

 private:
  // Constant after construction.
  const std::vector<v1::Article>& articles_;
  const size_t batch_;
  const std::shared_ptr<OpenBatches> open_;
  std::vector<std::unique_ptr<DirectStream>> streams_;

  // Used by the sending thread only.
  size_t next_ = 0;
};

}  // namespace

std::unique_ptr<LoadTarget> MakeUnaryTarget(DirectCalls& calls,
                                            const std::vector<v1::Article>& articles, size_t batch,
                                            absl::Duration timeout) {
  return std::make_unique<UnaryTarget>(calls, articles, batch, timeout);
}

std::unique_ptr<LoadTarget> MakeStreamTarget(DirectCalls& calls,
                                             const std::vector<v1::Article>& articles, size_t batch,
                                             size_t streams) {
  return std::make_unique<StreamTarget>(calls, articles, batch, streams);
}

}  // namespace tasnif
