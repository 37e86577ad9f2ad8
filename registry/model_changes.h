// registry/model_changes.h
//
// Every change to the models of a head: whole or not at all, and written to the history.
//
//   const Change change{.who = "layla", .why = "more dialects", .when = clock.Now()};
//   TASNIF_ASSIGN_OR_RETURN(std::string version,
//                           PublishVersion(files, "models", bundle, contents, {}, change));
//   TASNIF_RETURN_IF_ERROR(Promote(files, "models", "topic", version, {}, change));
//   TASNIF_ASSIGN_OR_RETURN(std::string back, Rollback(files, "models", "topic", {}, change));
//
// The history is written before an alias moves: an interrupted change can stand there without
// having happened, which CheckHead() tells and the next change notes, but none can happen without
// standing there. Threads: safe; changes of one head exclude each other (FolderLock), also between
// processes. Cost: a version is read and verified before it may answer; nothing else is large.
#ifndef TASNIF_REGISTRY_MODEL_CHANGES_H_
#define TASNIF_REGISTRY_MODEL_CHANGES_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/files.h"
#include "labels/traffic.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

inline constexpr std::string_view kChallenger = "challenger";

// For the history. who and why are required.
struct Change {
  std::string who;
  std::string why;
  absl::Time when;
};

// What the gate said of a version; empty where none was run.
struct GateRecord {
  std::string outcome;        // "passed", "failed" or "forced".
  std::string report_sha256;  // Of the JSON report.
};

// Publishes `bundle` under the next free version and points `alias` at it; the first version of a
// head becomes its champion instead. alias: empty for none. Returns the version.
// INVALID_ARGUMENT: no who or why, or the bundle is refused. UNAVAILABLE: another change is under
// way. FAILED_PRECONDITION, DATA_LOSS: what was written does not load, or the history is damaged.
// Errors of Files.
absl::StatusOr<std::string> PublishVersion(Files& files, const std::string& models_folder,
                                           v1::Bundle bundle,
                                           const std::map<std::string, std::string>& contents,
                                           std::string_view alias, const GateRecord& gate,
                                           const Change& change);

// Points `alias` at a version, after that was read and verified.
// expected: the version that it must point at now; empty: not checked.
// NOT_FOUND: no such version. FAILED_PRECONDITION: it does not load, or `alias` points elsewhere
// than expected. Otherwise as PublishVersion.
absl::Status SetModelAlias(Files& files, const std::string& models_folder, const std::string& head,
                           const std::string& alias, const std::string& version,
                           const std::string& expected, const Change& change);

// Makes a version the champion. version: a number, or an alias such as "challenger". Errors of
// SetModelAlias.
absl::Status Promote(Files& files, const std::string& models_folder, const std::string& head,
                     const std::string& version, const std::string& expected, const Change& change);

// Makes the champion before this one the champion again; twice goes two steps back. Returns it.
// FAILED_PRECONDITION: the history has none before, it does not load, or the champion is another
// one than expected. Otherwise as SetModelAlias.
absl::StatusOr<std::string> Rollback(Files& files, const std::string& models_folder,
                                     const std::string& head, const std::string& expected,
                                     const Change& change);

// Lets a version share the traffic of its head (labels/traffic.h), or ends that where
// share.hundredths is 0. use: kShadow or kCanary. share.version: a number or an alias; empty: the
// challenger; not read where it ends. Returns the version. A new champion, by promotion or
// rollback, ends the canary. FAILED_PRECONDITION: the version does not load, it is the champion, or
// there is nothing to end. Otherwise as SetModelAlias.
absl::StatusOr<std::string> SetTraffic(Files& files, const std::string& models_folder,
                                       const std::string& head, std::string_view use,
                                       const TrafficShare& share, const Change& change);

// Writes down that the gate refused a model, which leaves everything as it is. data: as
// HistoryEntry::data. Errors as PublishVersion.
absl::Status RecordRefusal(Files& files, const std::string& models_folder, const std::string& head,
                           const std::string& data, const GateRecord& gate, const Change& change);

// "topic.jsonl.xz 0f3a… corrections.jsonl 77c0…". Pure.
std::string DataOf(const v1::Bundle& bundle);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_MODEL_CHANGES_H_
