#include "train/trial_log.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/json.h"
#include "base/status.h"
#include "train/strict_json.h"

namespace tasnif {
namespace {

std::string HeaderLine(const std::string& about) {
  return DumpJson(Json{{"search", about}}) + "\n";
}

Json TrialJson(const ScoredTrial& scored, absl::Duration taken) {
  Json json;
  json["trial"] = scored.trial.number;
  json["bracket"] = scored.trial.bracket;
  json["share"] = scored.trial.share;
  json["values"] = Json::object();
  for (const auto& [name, value] : scored.trial.values) json["values"][name] = value;
  json["score"] = scored.score;
  json["seconds"] = absl::ToDoubleSeconds(taken);
  return json;
}

}  // namespace

absl::StatusOr<TrialLog> TrialLog::Open(Files& files, std::string path, std::string about) {
  TrialLog log(files, std::move(path));
  if (!files.Exists(log.path_)) {
    TASNIF_RETURN_IF_ERROR(log.Append(HeaderLine(about)));
    return log;
  }
  TASNIF_ASSIGN_OR_RETURN(log.content_, files.Read(log.path_));
  if (!log.content_.starts_with(HeaderLine(about))) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", log.path_, "' holds the trials of another recipe, of other data or of ",
                     "another program; remove it, or name another work folder"));
  }
  const std::vector<std::string> lines = absl::StrSplit(log.content_, '\n');
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty() && i + 1 == lines.size()) break;
    const absl::Status read = log.ReadLine(lines[i]);
    if (read.ok()) continue;
    return absl::DataLossError(absl::StrCat(log.path_, ":", i + 1, ": ", read.message(),
                                            "; remove this line and those after it"));
  }
  return log;
}

absl::Status TrialLog::ReadLine(const std::string& line) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(line));
  StrictObject object(json, "");
  ScoredTrial scored;
  double seconds = 0;
  bool is_stopped = false;
  object.Read("trial", &scored.trial.number);
  object.Read("bracket", &scored.trial.bracket);
  object.Read("share", &scored.trial.share);
  object.Read("values", &scored.trial.values);
  object.Read("score", &scored.score);
  object.Read("seconds", &seconds);
  object.Read("stopped", &is_stopped);
  TASNIF_RETURN_IF_ERROR(object.Finish());
  spent_ += absl::Seconds(seconds);
  if (!is_stopped) trials_.push_back(std::move(scored));
  return absl::OkStatus();
}

absl::Status TrialLog::Append(const std::string& line) {
  TASNIF_RETURN_IF_ERROR(WriteAtomically(*files_, path_, content_ + line));
  content_ += line;
  return absl::OkStatus();
}

absl::Status TrialLog::Add(const ScoredTrial& trial, absl::Duration taken) {
  TASNIF_RETURN_IF_ERROR(Append(DumpJson(TrialJson(trial, taken)) + "\n"));
  trials_.push_back(trial);
  spent_ += taken;
  return absl::OkStatus();
}

absl::Status TrialLog::AddStopped(absl::Duration taken) {
  const Json json = {{"stopped", true}, {"seconds", absl::ToDoubleSeconds(taken)}};
  TASNIF_RETURN_IF_ERROR(Append(DumpJson(json) + "\n"));
  spent_ += taken;
  return absl::OkStatus();
}

}  // namespace tasnif
