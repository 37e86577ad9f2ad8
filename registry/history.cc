#include "registry/history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/status.h"
#include "labels/model_set.h"

namespace tasnif {
namespace {

constexpr std::string_view kHashField = ",\"hash\":\"";
constexpr size_t kHashDigits = 64;

struct Field {
  const char* name;
  std::string HistoryEntry::*member;
};

constexpr Field kFields[] = {
    {"time", &HistoryEntry::time},
    {"who", &HistoryEntry::who},
    {"action", &HistoryEntry::action},
    {"version", &HistoryEntry::version},
    {"alias", &HistoryEntry::alias},
    {"from", &HistoryEntry::from},
    {"use", &HistoryEntry::use},
    {"percent", &HistoryEntry::percent},
    {"why", &HistoryEntry::why},
    {"data", &HistoryEntry::data},
    {"gate", &HistoryEntry::gate},
    {"gate_sha256", &HistoryEntry::gate_sha256},
    {"manifest_sha256", &HistoryEntry::manifest_sha256},
};

std::string PathOf(const std::string& models_folder, const std::string& head,
                   std::string_view file = kHistoryFile) {
  return absl::StrCat(models_folder, "/", head, "/", std::string(file));
}

absl::Status Broken(size_t line, std::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "line ", line, ": ", std::string(what),
      "; the history was changed after it was written: restore it from a backup, and find out who "
      "changed it"));
}

// The bytes that the hash stands for, and the hash; false where the line does not end in one.
bool SplitHash(std::string_view line, std::string_view* body, std::string_view* hash) {
  const size_t tail = kHashField.size() + kHashDigits + 2;
  if (line.size() < tail || line.substr(line.size() - 2) != "\"}") return false;
  *body = line.substr(0, line.size() - tail);
  *hash = line.substr(line.size() - 2 - kHashDigits, kHashDigits);
  return line.substr(body->size(), kHashField.size()) == kHashField;
}

// Of a line that FormatEntry wrote.
std::string HashOf(std::string_view line) {
  std::string_view body;
  std::string_view hash;
  SplitHash(line, &body, &hash);
  return std::string(hash);
}

absl::StatusOr<HistoryEntry> ParseFields(std::string_view line, std::string* previous) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(line));
  HistoryEntry entry;
  TASNIF_ASSIGN_OR_RETURN(const int64_t number, GetInteger(json, "number"));
  entry.number = static_cast<uint64_t>(number);
  for (const Field& field : kFields) {
    TASNIF_ASSIGN_OR_RETURN(entry.*field.member, GetString(json, field.name));
  }
  TASNIF_ASSIGN_OR_RETURN(*previous, GetString(json, "previous"));
  return entry;
}

// line: its number, from 1.
absl::StatusOr<HistoryEntry> ParseLine(std::string_view text, size_t line,
                                       const std::string& expected_previous) {
  std::string_view body;
  std::string_view hash;
  if (!SplitHash(text, &body, &hash)) return Broken(line, "it does not end in a hash");
  if (Sha256Hex(body) != hash) return Broken(line, "its hash is not that of its bytes");
  std::string previous;
  absl::StatusOr<HistoryEntry> entry = ParseFields(text, &previous);
  if (!entry.ok()) return Broken(line, std::string(entry.status().message()));
  if (entry->number != line) {
    return Broken(line, absl::StrCat("it has number ", entry->number));
  }
  if (previous != expected_previous) return Broken(line, "it does not follow the line before");
  entry->hash = std::string(hash);
  return entry;
}

bool ChangesAlias(const HistoryEntry& entry) { return !entry.alias.empty(); }

}  // namespace

std::string FormatEntry(const HistoryEntry& entry, std::string_view previous) {
  Json json = {{"number", entry.number}};
  for (const Field& field : kFields) {
    if (!(entry.*field.member).empty()) json[field.name] = entry.*field.member;
  }
  json["previous"] = std::string(previous);
  std::string body = DumpJson(json);
  body.pop_back();  // The closing bracket.
  return absl::StrCat(body, std::string(kHashField), Sha256Hex(body), "\"}");
}

absl::StatusOr<History> ParseHistory(std::string_view text) {
  History history;
  std::string previous;
  while (!text.empty()) {
    const size_t line = history.size() + 1;
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return Broken(line, "it has no end");
    TASNIF_ASSIGN_OR_RETURN(HistoryEntry entry, ParseLine(text.substr(0, end), line, previous));
    previous = entry.hash;
    history.push_back(std::move(entry));
    text.remove_prefix(end + 1);
  }
  return history;
}

HistoryEnd EndOf(const History& history) {
  return {.entries = history.size(), .hash = history.empty() ? "" : history.back().hash};
}

std::string FormatHistoryEnd(const HistoryEnd& end) {
  return DumpJson(Json{{"entries", end.entries}, {"hash", end.hash}}) + "\n";
}

absl::StatusOr<HistoryEnd> ParseHistoryEnd(std::string_view text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  TASNIF_ASSIGN_OR_RETURN(const int64_t entries, GetInteger(json, "entries"));
  HistoryEnd end{.entries = static_cast<uint64_t>(std::max<int64_t>(entries, 0))};
  TASNIF_ASSIGN_OR_RETURN(end.hash, GetString(json, "hash"));
  // Its own form, byte for byte: no changed byte is passed over.
  if (end.entries > 0 && FormatHistoryEnd(end) == text) return end;
  return absl::InvalidArgumentError(R"(expected {"entries":NUMBER,"hash":HASH})");
}

absl::Status CheckHistoryEnd(const History& history, const HistoryEnd& end) {
  if (end.entries <= history.size() && history[end.entries - 1].hash == end.hash) {
    return absl::OkStatus();
  }
  constexpr char kWayOut[] = ": restore it from a backup, and find out who changed it";
  if (end.entries > history.size()) {
    return absl::DataLossError(absl::StrCat("the history ends after ", history.size(),
                                            " entries, but had ", end.entries,
                                            " when it was written; entries were cut off", kWayOut));
  }
  return absl::DataLossError(
      absl::StrCat("entry ", end.entries, " is another one than was written", kWayOut));
}

absl::StatusOr<History> ReadHistory(const Files& files, const std::string& models_folder,
                                    const std::string& head) {
  const std::string path = PathOf(models_folder, head);
  History history;
  if (files.Exists(path)) {
    TASNIF_ASSIGN_OR_RETURN(const std::string text, files.Read(path));
    absl::StatusOr<History> parsed = ParseHistory(text);
    if (!parsed.ok()) return Annotate(parsed.status(), path);
    history = *std::move(parsed);
  }
  const std::string end_path = PathOf(models_folder, head, kHistoryEndFile);
  if (!files.Exists(end_path)) return history;
  TASNIF_ASSIGN_OR_RETURN(const std::string text, files.Read(end_path));
  const absl::StatusOr<HistoryEnd> end = ParseHistoryEnd(text);
  if (!end.ok()) {
    return Annotate(absl::DataLossError(end.status().message()), end_path);
  }
  TASNIF_RETURN_IF_ERROR(Annotate(CheckHistoryEnd(history, *end), path));
  return history;
}

absl::Status AppendHistory(Files& files, const std::string& models_folder, const std::string& head,
                           HistoryEntry entry) {
  TASNIF_ASSIGN_OR_RETURN(const History history, ReadHistory(files, models_folder, head));
  const std::string path = PathOf(models_folder, head);
  std::string text;
  if (!history.empty()) {
    TASNIF_ASSIGN_OR_RETURN(text, files.Read(path));
  }
  entry.number = history.size() + 1;
  const std::string line = FormatEntry(entry, EndOf(history).hash);
  absl::StrAppend(&text, line, "\n");
  // The whole file again: it grows by a line a release, and nobody ever sees half of one.
  TASNIF_RETURN_IF_ERROR(WriteAtomically(files, path, text));
  const HistoryEnd end{.entries = entry.number, .hash = HashOf(line)};
  return WriteAtomically(files, PathOf(models_folder, head, kHistoryEndFile),
                         FormatHistoryEnd(end));
}

AliasMap AliasesAfter(const History& history) {
  AliasMap aliases;
  for (const HistoryEntry& entry : history) {
    if (ChangesAlias(entry)) aliases[entry.alias] = entry.version;
  }
  return aliases;
}

Traffic TrafficAfter(const History& history) {
  Traffic traffic;
  for (const HistoryEntry& entry : history) {
    const bool is_new_champion = entry.alias == kChampion && entry.action != kFound;
    if (is_new_champion) traffic.erase(std::string(kCanary));
    if (entry.use.empty()) continue;
    const absl::StatusOr<uint32_t> hundredths = ParsePercent(entry.percent);
    traffic.erase(entry.use);
    if (hundredths.ok() && *hundredths > 0) traffic[entry.use] = {entry.version, *hundredths};
  }
  return traffic;
}

std::vector<std::string> ChampionsOf(const History& history) {
  std::vector<std::string> champions;
  for (const HistoryEntry& entry : history) {
    if (entry.alias != kChampion || entry.version.empty()) continue;
    // What answered before the history began.
    if (champions.empty() && !entry.from.empty()) champions.push_back(entry.from);
    const bool is_one_back =
        champions.size() > 1 && champions[champions.size() - 2] == entry.version;
    if (is_one_back && (entry.action == kRollback || entry.action == kFound)) {
      champions.pop_back();
    } else if (champions.empty() || champions.back() != entry.version) {
      champions.push_back(entry.version);
    }
  }
  return champions;
}

}  // namespace tasnif
