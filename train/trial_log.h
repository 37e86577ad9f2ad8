// train/trial_log.h
//
// The finished trials of a search, one JSON object a line, so that a search that was killed goes on
// where it was.
//
//   TASNIF_ASSIGN_OR_RETURN(TrialLog log, TrialLog::Open(files, "work/topic.trials.jsonl", about));
//   for (const ScoredTrial& trial : log.trials()) ...
//   TASNIF_RETURN_IF_ERROR(log.Add({trial, score}, seconds));
//
// The first line says what is searched (recipe, data, program); the file of another search is
// refused. Each line is on the disk before Add() returns, and no line is ever changed.
// Threads: one owner.
#ifndef TASNIF_TRAIN_TRIAL_LOG_H_
#define TASNIF_TRAIN_TRIAL_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "train/halving_search.h"

namespace tasnif {

class TrialLog {
 public:
  // Reads the file, where there is one. about: a checksum of everything that scores depend on.
  // files: must outlive the log. FAILED_PRECONDITION: the file is of another search. DATA_LOSS: a
  // line is damaged; the message names it. Errors of Files.
  static absl::StatusOr<TrialLog> Open(Files& files, std::string path, std::string about);

  // Errors of WriteAtomically; the file then is as it was.
  absl::Status Add(const ScoredTrial& trial, absl::Duration taken);
  // Time that went into a trial which the budget ended.
  absl::Status AddStopped(absl::Duration taken);

  const std::vector<ScoredTrial>& trials() const { return trials_; }
  absl::Duration spent() const { return spent_; }
  const std::string& path() const { return path_; }

 private:
  TrialLog(Files& files, std::string path) : files_(&files), path_(std::move(path)) {}

  absl::Status ReadLine(const std::string& line);
  absl::Status Append(const std::string& line);

  Files* files_;
  std::string path_;
  std::string content_;
  std::vector<ScoredTrial> trials_;
  absl::Duration spent_;
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_TRIAL_LOG_H_
