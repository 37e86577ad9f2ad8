#include "train/data_merge.h"

#include <algorithm>

#include "base/status.h"
#include "train/data_lines.h"

namespace tasnif {
namespace {

bool IsIn(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

class Merge {
 public:
  using Write = std::function<absl::Status(const std::string& line)>;

  Merge(const MergeOptions& options, const Write& write)
      : options_(options),
        write_(write),
        protected_(options.duplicates),
        unprotected_(options.duplicates) {}

  absl::Status Protect(const DataLine& line) {
    if (!line.status.ok() || !IsProtected(line)) return absl::OkStatus();
    return protected_.FindOrAdd(line.text_hash, line.min_hash).status();
  }

  absl::Status Add(const DataLine& line) {
    counts_.Count(line.status, options_.inputs[line.file], line.number);
    if (!line.status.ok()) return absl::OkStatus();
    if (IsProtected(line)) {
      ++counts_.protected_articles;
      return Keep(line);
    }
    if (IsRepeat(protected_.Find(line.text_hash, line.min_hash))) {
      ++counts_.leaks;
      return absl::OkStatus();
    }
    TASNIF_ASSIGN_OR_RETURN(const bool is_repeat, IsRepeatOfEarlier(line));
    if (!is_repeat) return Keep(line);
    ++counts_.repeats;
    return absl::OkStatus();
  }

  const MergeCounts& counts() const { return counts_; }

 private:
  static bool IsRepeat(const DuplicateIndex::Match& match) {
    return match.kind != DuplicateKind::kNone;
  }

  bool IsProtected(const DataLine& line) const {
    return IsIn(options_.protected_splits, line.article.split);
  }

  // Repeats of the own file stay where asked; nothing comes after the last one, so that it is not
  // remembered then.
  absl::StatusOr<bool> IsRepeatOfEarlier(const DataLine& line) {
    const DuplicateIndex::Match match = unprotected_.Find(line.text_hash, line.min_hash);
    if (IsRepeat(match)) {
      return !options_.keeps_own_repeats || file_of_[match.id] != line.file;
    }
    const bool is_last = line.file + 1 == options_.inputs.size();
    if (options_.keeps_own_repeats && is_last) return false;
    TASNIF_RETURN_IF_ERROR(unprotected_.FindOrAdd(line.text_hash, line.min_hash).status());
    file_of_.push_back(static_cast<uint32_t>(line.file));
    return false;
  }

  absl::Status Keep(const DataLine& line) {
    ++counts_.written;
    return write_(line.text);
  }

  // Constant after construction.
  const MergeOptions& options_;
  const Write& write_;

  DuplicateIndex protected_;
  DuplicateIndex unprotected_;
  std::vector<uint32_t> file_of_;  // By number of unprotected_.
  MergeCounts counts_;
};

absl::Status CheckInputs(const MergeOptions& options) {
  if (options.inputs.empty()) return absl::InvalidArgumentError("nothing to merge: name a file");
  if (options.protected_splits.empty() || !IsIn(options.inputs, "-")) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a pipe cannot be read twice, which protecting splits needs; write it to a file, or allow "
      "every split to change (--protect none)");
}

}  // namespace

absl::StatusOr<MergeCounts> MergeData(
    const MergeOptions& options, Executor& executor, Progress* progress,
    const std::function<absl::Status(const std::string& line)>& write) {
  TASNIF_RETURN_IF_ERROR(CheckInputs(options));
  Merge merge(options, write);
  if (!options.protected_splits.empty()) {
    TASNIF_RETURN_IF_ERROR(
        ForEachDataLine(options.inputs, executor, progress,
                        [&merge](const DataLine& line) { return merge.Protect(line); }));
  }
  TASNIF_RETURN_IF_ERROR(
      ForEachDataLine(options.inputs, executor, progress,
                      [&merge](const DataLine& line) { return merge.Add(line); }));
  return merge.counts();
}

}  // namespace tasnif
