// registry/history.h
//
// What was done to the models of a head, by whom and why: MODELS/<head>/history.jsonl, one entry a
// line, each with the hash of the one before, so that no byte can change unseen.
//
//   TASNIF_ASSIGN_OR_RETURN(History history, ReadHistory(files, "models", "topic"));
//   TASNIF_RETURN_IF_ERROR(AppendHistory(files, "models", "topic", entry));
//
// A line is {"number","time","who","action",…,"previous":H,"hash":H}; `hash` is the SHA-256 of the
// bytes of the line before `,"hash"`. Lines cut off at the end leave a chain that holds, so a file
// of its own, history_end.json, has number and hash of the last one. It is written after the
// history: a crash leaves it one entry behind, which is allowed, never ahead, which is loss.
//
// The chain has no key. Whoever may write the folder can make both files anew, from any entry on;
// this is noticed where the hash of the last entry was written down elsewhere.
// Threads: pure functions but for the two that touch files; hold the FolderLock of the head.
// Source: Haber and Stornetta 1991, "How to Time-Stamp a Digital Document", section 5.1.
#ifndef TASNIF_REGISTRY_HISTORY_H_
#define TASNIF_REGISTRY_HISTORY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "registry/folder_scan.h"

namespace tasnif {

inline constexpr std::string_view kHistoryFile = "history.jsonl";
inline constexpr std::string_view kHistoryEndFile = "history_end.json";

// Actions.
inline constexpr std::string_view kPublish = "publish";    // A version came onto the disk.
inline constexpr std::string_view kSetAlias = "alias";     // An alias points at a version from now.
inline constexpr std::string_view kRollback = "rollback";  // The champion is the one before again.
inline constexpr std::string_view kRefuse = "refuse";      // The gate said no; nothing changed.
// A version takes part in the traffic, or no longer (percent 0); see labels/traffic.h.
inline constexpr std::string_view kSetTraffic = "traffic";
// An alias or a share was found where the history does not have it: changed by hand, or by a change
// that did not finish.
inline constexpr std::string_view kFound = "found";

// Fields that do not fit an action are empty.
struct HistoryEntry {
  uint64_t number = 0;  // From 1; set by AppendHistory.
  std::string time;     // RFC 3339, UTC.
  std::string who;
  std::string action;
  std::string version;
  std::string alias;
  std::string from;     // The version that `alias` pointed at before.
  std::string use;      // kShadow or kCanary.
  std::string percent;  // Of the traffic, for `use`; "0": it ends.
  std::string why;
  std::string data;             // Name and SHA-256 of each data set, separated by blanks.
  std::string gate;             // "passed", "failed", "forced"; empty where none was run.
  std::string gate_sha256;      // Of the gate's report.
  std::string manifest_sha256;  // Of bundle.json.
  std::string hash;             // Set by AppendHistory.
};

using History = std::vector<HistoryEntry>;  // Oldest first.

// A line without its end. previous: hash of the entry before; empty for the first. Pure.
std::string FormatEntry(const HistoryEntry& entry, std::string_view previous);

// DATA_LOSS names the first line whose bytes, number or predecessor are not what they were. Pure.
absl::StatusOr<History> ParseHistory(std::string_view text);

// How far a history went when it was last written.
struct HistoryEnd {
  uint64_t entries = 0;
  std::string hash;  // Of the last one; empty for none.
};

HistoryEnd EndOf(const History& history);  // Pure.
// One line; it reads back. INVALID_ARGUMENT: not of that form. Pure.
std::string FormatHistoryEnd(const HistoryEnd& end);
absl::StatusOr<HistoryEnd> ParseHistoryEnd(std::string_view json);
// DATA_LOSS: `history` is shorter than it was, or another one. Pure.
absl::Status CheckHistoryEnd(const History& history, const HistoryEnd& end);

// Empty where there is no history yet. Errors of ParseHistory, Files::Read and, where its end was
// written down, of CheckHistoryEnd; DATA_LOSS where that cannot be read.
absl::StatusOr<History> ReadHistory(const Files& files, const std::string& models_folder,
                                    const std::string& head);

// Adds an entry, then writes its end down; the file has the old entries or all of them, never half
// a line. Errors of ReadHistory and WriteAtomically.
absl::Status AppendHistory(Files& files, const std::string& models_folder, const std::string& head,
                           HistoryEntry entry);

// Where the aliases of the head point at if the last entry of each took effect. Pure.
AliasMap AliasesAfter(const History& history);

// Who takes part in the traffic if the last entry of each use took effect. A promotion and a
// rollback end the canary. Pure.
Traffic TrafficAfter(const History& history);

// Champions, the present one last; a rollback takes the last one away. Pure.
std::vector<std::string> ChampionsOf(const History& history);

}  // namespace tasnif

#endif  // TASNIF_REGISTRY_HISTORY_H_
