#include "train/data_check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "train/selection.h"

namespace tasnif {
namespace {

constexpr size_t kSplitBits = 32;

// 0 only where there is no label at all.
uint32_t HashLabels(const LabelledArticle& article) {
  std::string all;
  for (const auto& [head, label] : article.labels) absl::StrAppend(&all, head, "=", label, "\n");
  for (const LabelledTarget& target : article.targets) {
    if (!target.stance.empty()) absl::StrAppend(&all, target.name, "=", target.stance, "\n");
  }
  if (all.empty()) return 0;
  return static_cast<uint32_t>(HashBytes(all) >> 32) | 1;
}

struct ProblemText {
  const char* name;
  const char* text;
};

constexpr ProblemText kTexts[] = {
    {"bad_line", "lines that are no articles"},
    {"two_labels", "articles that repeat one with other labels"},
    {"leak", "articles that repeat one of another split"},
    {"publisher_leak", "publishers in more than one split"},
    {"same_text", "articles with the same words as one before"},
    {"near_text", "articles with nearly the same words as one before"},
    {"warning", "articles with warnings"},
};

}  // namespace

void DataCheck::Note(const std::string& problem, std::string example) {
  DataProblem& found = problems_[problem];
  ++found.count;
  if (found.examples.size() < options_.max_examples) found.examples.push_back(std::move(example));
}

uint64_t DataCheck::Count(const std::string& problem) const {
  const auto found = problems_.find(problem);
  return found == problems_.end() ? 0 : found->second.count;
}

bool DataCheck::is_sound() const {
  return Count("bad_line") == 0 && Count("two_labels") == 0 && Count("leak") == 0;
}

uint32_t DataCheck::SplitBit(const std::string& split) {
  auto found = std::find(splits_.begin(), splits_.end(), split);
  if (found == splits_.end() && splits_.size() < kSplitBits) {
    found = splits_.insert(splits_.end(), split);
  }
  const auto index = std::min<size_t>(found - splits_.begin(), kSplitBits - 1);
  return uint32_t{1} << index;
}

void DataCheck::LookForLeaks(const DataLine& line, const std::string& first_place, Kept* kept) {
  const uint32_t bit = SplitBit(line.article.split);
  if ((kept->splits & ~bit) != 0) {
    Note("leak", absl::StrCat(line.place, " (", line.article.split, ") repeats ", first_place));
    for (size_t i = 0; i < splits_.size(); ++i) {
      if ((kept->splits & ~bit & (uint32_t{1} << i)) != 0) ++leaks_[line.article.split][splits_[i]];
    }
  }
  kept->splits |= bit;
}

absl::Status DataCheck::LookForRepeats(const DataLine& line) {
  const absl::StatusOr<DuplicateIndex::Match> match =
      duplicates_.FindOrAdd(line.text_hash, line.min_hash);
  if (!match.ok()) return match.status();
  const uint32_t labels = HashLabels(line.article);
  if (match->kind == DuplicateKind::kNone) {
    kept_.push_back({static_cast<uint32_t>(line.file), static_cast<uint32_t>(line.number), labels,
                     SplitBit(line.article.split)});
    return absl::OkStatus();
  }
  Kept& first = kept_[match->id];
  const std::string first_place = absl::StrCat(files_[first.file], ":", first.line);
  const std::string repeat = absl::StrCat(line.place, " repeats ", first_place);
  Note(match->kind == DuplicateKind::kSame ? "same_text" : "near_text", repeat);
  // Nearly the same text may rightly have another label; the same text may not.
  const bool differs = labels != 0 && first.labels != 0 && labels != first.labels;
  if (differs && match->kind == DuplicateKind::kSame) Note("two_labels", repeat);
  LookForLeaks(line, first_place, &first);
  return absl::OkStatus();
}

void DataCheck::LookForPublisherLeak(const DataLine& line) {
  const std::string publisher = PublisherOf(line.article.article);
  if (publisher.empty()) return;
  const uint32_t bit = SplitBit(line.article.split);
  uint32_t& splits = publishers_[publisher];
  const bool was_in_one = (splits & (splits - 1)) == 0;
  if (splits != 0 && was_in_one && (splits & ~bit) != 0) Note("publisher_leak", publisher);
  splits |= bit;
}

absl::Status DataCheck::Add(const DataLine& line) {
  if (line.file >= files_.size()) {
    files_.resize(line.file + 1);
    files_[line.file] = line.place.substr(0, line.place.rfind(':'));
  }
  if (!line.status.ok()) {
    Note("bad_line", absl::StrCat(line.place, ": ", line.status.message()));
    return absl::OkStatus();
  }
  stats_.Add(line);
  for (const std::string& warning : line.article.warnings) {
    Note("warning", absl::StrCat(line.place, ": ", warning));
  }
  LookForPublisherLeak(line);
  return LookForRepeats(line);
}

Json CheckToJson(const DataCheck& check) {
  Json json = {{"sound", check.is_sound()}};
  json["problems"] = Json::object();
  for (const auto& [name, problem] : check.problems()) {
    json["problems"][name] = {{"count", problem.count}, {"examples", problem.examples}};
  }
  json["leaks"] = Json::object();
  for (const auto& [split, counts] : check.leaks()) json["leaks"][split] = counts;
  json["stats"] = StatsToJson(check.stats());
  return json;
}

std::string CheckTable(const DataCheck& check) {
  std::string out;
  for (const ProblemText& text : kTexts) {
    const auto found = check.problems().find(text.name);
    if (found == check.problems().end()) continue;
    absl::StrAppend(&out, found->second.count, " ", text.text, "\n");
    for (const std::string& example : found->second.examples) {
      absl::StrAppend(&out, "  ", example, "\n");
    }
    const size_t shown = found->second.examples.size();
    if (found->second.count > shown) {
      absl::StrAppend(&out, "  and ", found->second.count - shown, " more\n");
    }
  }
  for (const auto& [split, counts] : check.leaks()) {
    for (const auto& [other, count] : counts) {
      absl::StrAppendFormat(&out, "%d articles of '%s' repeat one of '%s'\n", count, split, other);
    }
  }
  absl::StrAppend(&out, check.is_sound() ? "sound\n\n" : "NOT SOUND\n\n",
                  StatsTable(check.stats()));
  return out;
}

}  // namespace tasnif
