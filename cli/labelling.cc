#include "cli/labelling.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status.h"
#include "cli/console.h"
#include "cli/table.h"

namespace tasnif {
namespace {

// Small: a block is the work of one worker, and what a slow pipe holds back. The client joins
// blocks into calls of a good size.
constexpr size_t kBlockArticles = 32;
constexpr size_t kBlockBytes = 256u << 10;

constexpr absl::Duration kStateInterval = absl::Seconds(2);

// Ends early where the next article would have to be waited for.
std::vector<RawArticle> ReadBlock(ArticleInput* input) {
  std::vector<RawArticle> block;
  size_t bytes = 0;
  while (block.size() < kBlockArticles && bytes < kBlockBytes) {
    if (!block.empty() && !input->IsReady()) break;
    RawArticle raw;
    if (!input->Next(&raw)) break;
    bytes += raw.bytes.size();
    block.push_back(std::move(raw));
  }
  return block;
}

// Blocks on their way, between the reader, the workers and the writer.
class Pipeline {
 public:
  Pipeline(const LabellingOptions& options, const LabellingTools& tools)
      : options_(options),
        tools_(tools),
        max_blocks_(std::max<size_t>(tools.backend.articles_under_way() / kBlockArticles, 2)),
        state_(options.state),
        next_save_(tools.clock.Now() + kStateInterval) {}

  absl::StatusOr<Verdict> Run(ArticleInput* input) {
    if (options_.format != ResultFormat::kJsonLines) {
      TASNIF_RETURN_IF_ERROR(tools_.output.Write(TableHeader()));
    }
    RawArticle passed_over;
    for (uint64_t i = 0; i < options_.state.articles && input->Next(&passed_over); ++i) {
    }
    first_share_ = input->share();
    begin_ = tools_.clock.Now();
    std::thread writer([this] { WriteAll(); });
    ReadAll(input);
    writer.join();
    return Judge();
  }

 private:
  struct Entry {
    Entry(std::vector<RawArticle> raws, ResultFormat format) : block(std::move(raws), format) {}

    LabelBlock block;
    // Set under the lock by the worker that is done with the block.
    bool is_done = false;
    absl::Status status;
  };

  absl::StatusOr<Verdict> Judge() {
    MutexLock lock(mu_);
    if (!status_.ok()) return status_;
    return state_.failed > 0 ? Verdict::kSomeFailed : Verdict::kAllDone;
  }

  void ReadAll(ArticleInput* input) {
    while (true) {
      std::vector<RawArticle> raws = ReadBlock(input);
      if (raws.empty()) break;
      NoteTimeLeft(input->share());
      Entry* entry = Admit(std::make_unique<Entry>(std::move(raws), options_.format));
      if (entry == nullptr) break;
      tools_.executor.Run([this, entry](size_t worker) { Label(entry, worker); });
    }
    MutexLock lock(mu_);
    has_input_ended_ = true;
    changed_.SignalAll();
  }

  // The number of articles is not known, but how much of the input was read.
  void NoteTimeLeft(double share) {
    if (share <= first_share_) return;
    const absl::Duration spent = tools_.clock.Now() - begin_;
    const absl::Duration left = spent * ((1 - share) / (share - first_share_));
    tools_.progress.SetNote(absl::StrCat(static_cast<int>(100 * share), "%, ",
                                         absl::FormatDuration(absl::Trunc(left, absl::Seconds(1))),
                                         " left"));
  }

  // Waits for room; null where the work has failed meanwhile.
  Entry* Admit(std::unique_ptr<Entry> entry) {
    MutexLock lock(mu_);
    while (status_.ok() && entries_.size() >= max_blocks_) changed_.Wait(mu_);
    if (!status_.ok()) return nullptr;
    entries_.push_back(std::move(entry));
    return entries_.back().get();
  }

  void Label(Entry* entry, size_t worker) {
    std::vector<v1::Article> articles = entry->block.Parse();
    if (articles.empty()) return Format(entry, std::vector<v1::ArticleResult>());
    tools_.backend.Label(
        std::move(articles), worker,
        [this, entry](size_t, Backend::Results results) { Format(entry, std::move(results)); });
  }

  void Format(Entry* entry, Backend::Results results) {
    if (results.ok()) {
      entry->block.Format(*std::move(results), tools_.errors != nullptr);
    }
    MutexLock lock(mu_);
    entry->status = results.status();
    entry->is_done = true;
    changed_.SignalAll();
  }

  // The next block in order; null at the end.
  std::unique_ptr<Entry> TakeDone() {
    MutexLock lock(mu_);
    while (true) {
      if (!entries_.empty() && entries_.front()->is_done) {
        std::unique_ptr<Entry> entry = std::move(entries_.front());
        entries_.pop_front();
        changed_.SignalAll();
        return entry;
      }
      if (entries_.empty() && has_input_ended_) return nullptr;
      changed_.Wait(mu_);
    }
  }

  void WriteAll() {
    bool is_failed = false;
    while (const std::unique_ptr<Entry> entry = TakeDone()) {
      // After a failure blocks are only waited for: nothing may follow a gap.
      if (is_failed) continue;
      const absl::Status status = entry->status.ok() ? Write(entry->block) : entry->status;
      if (status.ok()) continue;
      is_failed = true;
      Fail(status);
    }
    if (const absl::Status status = Save(); !status.ok()) Fail(status);
  }

  absl::Status Write(const LabelBlock& block) {
    TASNIF_RETURN_IF_ERROR(tools_.output.Write(block.lines()));
    if (tools_.errors != nullptr) {
      TASNIF_RETURN_IF_ERROR(tools_.errors->Write(block.errors()));
    } else {
      for (const std::string& complaint : block.complaints()) Complain(complaint);
    }
    tools_.progress.Advance(block.size());
    {
      MutexLock lock(mu_);
      state_.articles += block.size();
      state_.failed += block.complaints().size();
    }
    if (options_.state_path.empty() || tools_.clock.Now() < next_save_) return absl::OkStatus();
    TASNIF_RETURN_IF_ERROR(Save());
    next_save_ = tools_.clock.Now() + kStateInterval;
    return absl::OkStatus();
  }

  // First what the state tells of, then the state.
  absl::Status Save() {
    if (options_.state_path.empty()) return absl::OkStatus();
    MutexLock lock(mu_);
    TASNIF_ASSIGN_OR_RETURN(state_.output_bytes, tools_.output.Checkpoint());
    if (tools_.errors != nullptr) {
      TASNIF_ASSIGN_OR_RETURN(state_.errors_bytes, tools_.errors->Checkpoint());
    }
    return SaveResumeState(PosixFiles(), options_.state_path, state_);
  }

  void Fail(const absl::Status& status) {
    {
      MutexLock lock(mu_);
      if (status_.ok()) status_ = status;
      changed_.SignalAll();
    }
    tools_.backend.Cancel();
  }

  // Constant after construction.
  const LabellingOptions& options_;
  const LabellingTools& tools_;
  const size_t max_blocks_;

  Mutex mu_;
  CondVar changed_;
  std::deque<std::unique_ptr<Entry>> entries_ ABSL_GUARDED_BY(mu_);
  bool has_input_ended_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  ResumeState state_ ABSL_GUARDED_BY(mu_);

  absl::Time next_save_;  // The writer's.
  absl::Time begin_;      // The reader's, as the next one.
  double first_share_ = 0;
};

}  // namespace

absl::StatusOr<Verdict> LabelInput(ArticleInput* input, const LabellingOptions& options,
                                   const LabellingTools& tools) {
  return Pipeline(options, tools).Run(input);
}

}  // namespace tasnif
