#include "registry/model_changes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status.h"
#include "labels/model_set.h"
#include "registry/bundle_folder.h"
#include "registry/folder_lock.h"
#include "registry/folder_scan.h"
#include "registry/history.h"
#include "registry/manifest.h"
#include "registry/traffic_file.h"

namespace tasnif {
namespace {

absl::Status CheckChange(const Change& change) {
  if (!change.who.empty() && !change.why.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a change of models needs who makes it and why, for the history");
}

HistoryEntry EntryFor(const Change& change, std::string_view action) {
  HistoryEntry entry;
  entry.time = absl::FormatTime(absl::RFC3339_full, change.when, absl::UTCTimeZone());
  entry.who = change.who;
  entry.why = change.why;
  entry.action = std::string(action);
  return entry;
}

// One head under its lock.
class HeadChange {
 public:
  static absl::StatusOr<HeadChange> Begin(Files& files, const std::string& models_folder,
                                          const std::string& head, const Change& change) {
    TASNIF_RETURN_IF_ERROR(CheckChange(change));
    TASNIF_ASSIGN_OR_RETURN(FolderLock lock, FolderLock::Take(models_folder + "/" + head));
    HeadChange out(files, models_folder, head, change, std::move(lock));
    TASNIF_RETURN_IF_ERROR(out.ReadTheAliases());
    TASNIF_ASSIGN_OR_RETURN(out.traffic_, ReadTraffic(files, models_folder + "/" + head));
    TASNIF_RETURN_IF_ERROR(out.NoteDifferences());
    return out;
  }

  const Traffic& traffic() const { return traffic_; }

  std::string Folder(const std::string& version) const {
    return absl::StrCat(models_folder_, "/", head_, "/", version);
  }

  absl::StatusOr<History> Read() const { return ReadHistory(files_, models_folder_, head_); }

  absl::Status Append(HistoryEntry entry) {
    return AppendHistory(files_, models_folder_, head_, std::move(entry));
  }

  absl::Status CheckExpected(const std::string& alias, const std::string& expected) const {
    const std::string found = PointsAt(alias);
    if (expected.empty() || found == expected) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat(
        "alias '", head_, "@", alias, "' points at ", found.empty() ? "nothing" : found,
        ", expected ", expected, "; somebody else has changed it: read it again, then decide"));
  }

  // Only what loads may answer.
  absl::Status CheckVersion(const std::string& version) const {
    if (!IsVersion(version) || !files_.IsFolder(Folder(version))) {
      return absl::NotFoundError(absl::StrCat("no model '", head_, "@", version,
                                              "'; see 'tasnif models list ", head_, "'"));
    }
    const absl::Status status = LoadBundle(Folder(version), files_).status();
    if (status.ok()) return status;
    return absl::FailedPreconditionError(status.message());
  }

  // action: kSetAlias or kRollback.
  absl::Status Point(const std::string& alias, const std::string& version,
                     std::string_view action) {
    HistoryEntry entry = EntryFor(change_, action);
    entry.alias = alias;
    entry.version = version;
    entry.from = PointsAt(alias);
    TASNIF_RETURN_IF_ERROR(Append(std::move(entry)));
    TASNIF_RETURN_IF_ERROR(WriteAlias(files_, models_folder_, head_, alias, version));
    // With another champion the trial is over, whichever way it ended.
    if (alias != kChampion || traffic_.erase(std::string(kCanary)) == 0) return absl::OkStatus();
    return WriteTraffic();
  }

  // share.hundredths == 0 ends it.
  absl::Status Share(const std::string& use, const TrafficShare& share) {
    TASNIF_RETURN_IF_ERROR(Append(ShareEntry(kSetTraffic, use, share)));
    traffic_.erase(use);
    if (share.hundredths > 0) traffic_[use] = share;
    return WriteTraffic();
  }

  // A number, or an alias that names one. NOT_FOUND.
  absl::StatusOr<std::string> Resolve(const std::string& version) const {
    if (IsVersion(version)) return version;
    const std::string number = PointsAt(version);
    if (!number.empty()) return number;
    return absl::NotFoundError(absl::StrCat("head '", head_, "' has no version or alias '", version,
                                            "'; see 'tasnif models list ", head_, "'"));
  }

  std::string PointsAt(const std::string& alias) const {
    const auto found = aliases_.find(alias);
    return found == aliases_.end() ? "" : found->second;
  }

 private:
  HeadChange(Files& files, const std::string& models_folder, const std::string& head,
             const Change& change, FolderLock lock)
      : files_(files),
        models_folder_(models_folder),
        head_(head),
        change_(change),
        lock_(std::move(lock)) {}

  absl::Status WriteTraffic() {
    return WriteAtomically(files_,
                           absl::StrCat(models_folder_, "/", head_, "/", std::string(kTrafficFile)),
                           FormatTraffic(traffic_));
  }

  HistoryEntry ShareEntry(std::string_view action, const std::string& use,
                          const TrafficShare& share) const {
    HistoryEntry entry = EntryFor(change_, action);
    entry.use = use;
    entry.version = share.version;
    entry.percent = FormatPercent(share.hundredths);
    return entry;
  }

  absl::Status ReadTheAliases() {
    TASNIF_ASSIGN_OR_RETURN(aliases_,
                            ReadAliases(files_, absl::StrCat(models_folder_, "/", head_)));
    return absl::OkStatus();
  }

  // What the disk has and the history has not is written down before anything is built on it.
  absl::Status NoteDifferences() {
    TASNIF_ASSIGN_OR_RETURN(const History history, Read());
    for (const auto& [alias, version] : AliasesAfter(history)) {
      if (PointsAt(alias) == version) continue;
      HistoryEntry entry = EntryFor(change_, kFound);
      entry.why = "aliases.json was changed by hand, or a change did not finish";
      entry.alias = alias;
      entry.version = PointsAt(alias);
      entry.from = version;
      TASNIF_RETURN_IF_ERROR(Append(std::move(entry)));
    }
    const Traffic expected = TrafficAfter(history);
    for (const std::string_view use : {kShadow, kCanary}) {
      const auto was = expected.find(use);
      const auto is = traffic_.find(use);
      const TrafficShare before = was == expected.end() ? TrafficShare() : was->second;
      const TrafficShare now = is == traffic_.end() ? TrafficShare() : is->second;
      if (now == before) continue;
      HistoryEntry entry =
          ShareEntry(kFound, std::string(use),
                     {is == traffic_.end() ? before.version : now.version, now.hundredths});
      entry.why = "traffic.json was changed by hand, or a change did not finish";
      TASNIF_RETURN_IF_ERROR(Append(std::move(entry)));
    }
    return absl::OkStatus();
  }

  Files& files_;
  const std::string models_folder_;
  const std::string head_;
  const Change& change_;
  FolderLock lock_;
  AliasMap aliases_;
  Traffic traffic_;
};

// Versions that are gone keep their number: the history names them.
std::string NextFreeVersion(const Files& files, const std::string& models_folder,
                            const std::string& head, const History& history) {
  std::vector<std::string> names;
  if (const auto listed = files.List(models_folder + "/" + head); listed.ok()) names = *listed;
  for (const HistoryEntry& entry : history) names.push_back(entry.version);
  return VersionAfter(names);
}

// A card is written where the model was trained, under the number that it had there.
std::string WithTitle(const v1::Bundle& bundle, const std::string& card) {
  const size_t end = card.find('\n');
  if (card.rfind(absl::StrCat("# ", bundle.head(), "@"), 0) != 0 || end == std::string::npos) {
    return card;
  }
  return absl::StrCat("# ", bundle.head(), "@", bundle.version(), card.substr(end));
}

absl::StatusOr<std::string> WriteNewVersion(Files& files, const std::string& models_folder,
                                            v1::Bundle bundle,
                                            std::map<std::string, std::string> contents,
                                            const HeadChange& head) {
  TASNIF_ASSIGN_OR_RETURN(const History history, head.Read());
  bundle.set_version(NextFreeVersion(files, models_folder, bundle.head(), history));
  if (const auto card = contents.find(std::string(kCardFile)); card != contents.end()) {
    card->second = WithTitle(bundle, card->second);
  }
  TASNIF_RETURN_IF_ERROR(WriteBundle(files, models_folder, bundle, contents));
  TASNIF_RETURN_IF_ERROR(head.CheckVersion(bundle.version()));
  return bundle.version();
}

}  // namespace

absl::StatusOr<std::string> PublishVersion(Files& files, const std::string& models_folder,
                                           v1::Bundle bundle,
                                           const std::map<std::string, std::string>& contents,
                                           std::string_view alias, const GateRecord& gate,
                                           const Change& change) {
  if (!IsModelName(bundle.head())) {
    return absl::InvalidArgumentError(absl::StrCat("head '", bundle.head(), "' is no name"));
  }
  TASNIF_RETURN_IF_ERROR(files.CreateFolder(models_folder + "/" + bundle.head()));
  TASNIF_ASSIGN_OR_RETURN(HeadChange head,
                          HeadChange::Begin(files, models_folder, bundle.head(), change));
  TASNIF_ASSIGN_OR_RETURN(const std::string version,
                          WriteNewVersion(files, models_folder, bundle, contents, head));
  TASNIF_ASSIGN_OR_RETURN(const std::string manifest,
                          files.Read(head.Folder(version) + "/" + std::string(kBundleFile)));
  HistoryEntry entry = EntryFor(change, kPublish);
  entry.version = version;
  entry.data = DataOf(bundle);
  entry.gate = gate.outcome;
  entry.gate_sha256 = gate.report_sha256;
  entry.manifest_sha256 = Sha256Hex(manifest);
  TASNIF_RETURN_IF_ERROR(head.Append(std::move(entry)));
  const bool is_first = head.PointsAt(std::string(kChampion)).empty();
  const std::string name(is_first ? kChampion : alias);
  if (!name.empty()) TASNIF_RETURN_IF_ERROR(head.Point(name, version, kSetAlias));
  return version;
}

absl::Status SetModelAlias(Files& files, const std::string& models_folder, const std::string& head,
                           const std::string& alias, const std::string& version,
                           const std::string& expected, const Change& change) {
  if (!IsModelName(alias)) {
    return absl::InvalidArgumentError(
        absl::StrCat("alias '", alias, "': expected a name like [a-z][a-z0-9_]*"));
  }
  TASNIF_ASSIGN_OR_RETURN(HeadChange head_change,
                          HeadChange::Begin(files, models_folder, head, change));
  TASNIF_RETURN_IF_ERROR(head_change.CheckExpected(alias, expected));
  TASNIF_RETURN_IF_ERROR(head_change.CheckVersion(version));
  return head_change.Point(alias, version, kSetAlias);
}

absl::Status Promote(Files& files, const std::string& models_folder, const std::string& head,
                     const std::string& version, const std::string& expected,
                     const Change& change) {
  TASNIF_ASSIGN_OR_RETURN(HeadChange head_change,
                          HeadChange::Begin(files, models_folder, head, change));
  const std::string champion(kChampion);
  TASNIF_RETURN_IF_ERROR(head_change.CheckExpected(champion, expected));
  TASNIF_ASSIGN_OR_RETURN(const std::string number, head_change.Resolve(version));
  TASNIF_RETURN_IF_ERROR(head_change.CheckVersion(number));
  return head_change.Point(champion, number, kSetAlias);
}

absl::StatusOr<std::string> Rollback(Files& files, const std::string& models_folder,
                                     const std::string& head, const std::string& expected,
                                     const Change& change) {
  TASNIF_ASSIGN_OR_RETURN(HeadChange head_change,
                          HeadChange::Begin(files, models_folder, head, change));
  const std::string champion(kChampion);
  TASNIF_RETURN_IF_ERROR(head_change.CheckExpected(champion, expected));
  TASNIF_ASSIGN_OR_RETURN(const History history, head_change.Read());
  const std::vector<std::string> champions = ChampionsOf(history);
  if (champions.size() < 2) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the history of '", head, "' knows no champion before ", head_change.PointsAt(champion),
        "; name a version with 'tasnif models promote ", head, "@VERSION'"));
  }
  const std::string& before = champions[champions.size() - 2];
  absl::Status status = head_change.CheckVersion(before);
  if (!status.ok()) return absl::FailedPreconditionError(status.message());
  TASNIF_RETURN_IF_ERROR(head_change.Point(champion, before, kRollback));
  return before;
}

absl::StatusOr<std::string> SetTraffic(Files& files, const std::string& models_folder,
                                       const std::string& head, std::string_view use,
                                       const TrafficShare& share, const Change& change) {
  if (!IsTrafficUse(use) || share.hundredths > kAllTraffic) {
    return absl::InvalidArgumentError(absl::StrCat("no share of ", FormatPercent(share.hundredths),
                                                   " % for '", std::string(use), "'"));
  }
  TASNIF_ASSIGN_OR_RETURN(HeadChange head_change,
                          HeadChange::Begin(files, models_folder, head, change));
  TrafficShare resolved = share;
  if (share.hundredths == 0) {
    const auto running = head_change.traffic().find(use);
    if (running == head_change.traffic().end()) {
      return absl::FailedPreconditionError(
          absl::StrCat("no version of '", head, "' is ", std::string(use), ": nothing to end"));
    }
    resolved.version = running->second.version;
  } else {
    TASNIF_ASSIGN_OR_RETURN(
        resolved.version,
        head_change.Resolve(share.version.empty() ? std::string(kChallenger) : share.version));
    TASNIF_RETURN_IF_ERROR(head_change.CheckVersion(resolved.version));
    if (resolved.version == head_change.PointsAt(std::string(kChampion))) {
      return absl::FailedPreconditionError(absl::StrCat(
          head, "@", resolved.version, " is the champion, which answers anyway; name another one"));
    }
  }
  TASNIF_RETURN_IF_ERROR(head_change.Share(std::string(use), resolved));
  return resolved.version;
}

absl::Status RecordRefusal(Files& files, const std::string& models_folder, const std::string& head,
                           const std::string& data, const GateRecord& gate, const Change& change) {
  TASNIF_RETURN_IF_ERROR(files.CreateFolder(models_folder + "/" + head));
  TASNIF_ASSIGN_OR_RETURN(HeadChange head_change,
                          HeadChange::Begin(files, models_folder, head, change));
  HistoryEntry entry = EntryFor(change, kRefuse);
  entry.data = data;
  entry.gate = gate.outcome;
  entry.gate_sha256 = gate.report_sha256;
  return head_change.Append(std::move(entry));
}

std::string DataOf(const v1::Bundle& bundle) {
  std::string out;
  for (const v1::DataSet& data : bundle.data_sets()) {
    absl::StrAppend(&out, out.empty() ? "" : " ", data.name(), " ", data.sha256());
  }
  return out;
}

}  // namespace tasnif
