#include "train/model_card.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "labels/language_codes.h"

namespace tasnif {
namespace {

constexpr uint64_t kMinSliceArticles = 20;

std::string SummaryRow(const std::string& name, const Summary& summary) {
  return absl::StrFormat("| %s | %d | %.3f | %.3f | %.3f | %.0f %% |\n", name, summary.articles,
                         summary.accuracy, summary.macro_f1, summary.ece,
                         100 * summary.answered_share);
}

std::string SummaryTable(const std::string& first_column,
                         const std::map<std::string, Summary>& rows) {
  std::string out = absl::StrCat("| ", first_column,
                                 " | articles | accuracy | macro F1 | ECE | answered |\n"
                                 "|---|--:|--:|--:|--:|--:|\n");
  for (const auto& [name, summary] : rows) {
    if (summary.articles >= kMinSliceArticles) out += SummaryRow(name, summary);
  }
  return out + "\n";
}

std::string LabelTable(const Evaluation& evaluation) {
  std::string out =
      "| label | articles | precision | recall | F1 |\n"
      "|---|--:|--:|--:|--:|\n";
  for (const auto& [label, metrics] : evaluation.labels) {
    if (metrics.support == 0) continue;
    absl::StrAppendFormat(&out, "| %s | %d | %.3f | %.3f | %.3f |\n", label, metrics.support,
                          metrics.precision, metrics.recall, metrics.f1);
  }
  return out + "\n";
}

// One part of the data: by data set, language and label.
std::string PartSection(const std::string& title, const std::string& what,
                        const std::string& slice_name, const Evaluation& evaluation,
                        bool has_languages) {
  if (evaluation.overall.articles == 0) return "";
  std::string out = absl::StrCat("### ", title, "\n\n", what, "\n\n");
  out += SummaryTable("data", evaluation.slices.at(slice_name));
  const auto groups = evaluation.slices.find("labels");
  if (groups != evaluation.slices.end()) out += SummaryTable("labels", groups->second);
  if (has_languages) out += SummaryTable("language", evaluation.slices.at("language"));
  return out + LabelTable(evaluation);
}

std::string DataRow(const DataSources& sources, const std::string& source, uint64_t articles) {
  const auto known = sources.find(source);
  const DataSource about = known == sources.end() ? DataSource() : known->second;
  return absl::StrCat("| ", about.title.empty() ? source : about.title, " | ", articles, " | ",
                      about.licence.empty() ? "not recorded" : about.licence, " | ", about.note,
                      " |\n");
}

// By data set.
std::string DataTable(const DataSources& sources, const std::string& what,
                      const std::map<std::string, uint64_t>& articles) {
  std::string out = absl::StrCat("| data set | ", what, " | licence | what |\n|---|--:|---|---|\n");
  for (const auto& [source, count] : articles) out += DataRow(sources, source, count);
  return out + "\n";
}

std::string PretrainingSection(const ModelCardFacts& facts) {
  if (facts.pretraining.empty()) return "";
  return absl::StrCat(
      "Before that, the words learned what they mean from text whose labels were not read:\n\n",
      DataTable(facts.sources, "articles", facts.pretraining));
}

// How it was trained, where that is more than what the recipe says.
std::string TrainingLines(const ModelCardFacts& facts) {
  const auto& tools = facts.bundle.tools();
  std::string out;
  if (const auto search = tools.find("search"); search != tools.end()) {
    absl::StrAppend(&out, "- Search: ", search->second, ", which it was chosen by\n");
  }
  if (const auto warm_start = tools.find("warm_start"); warm_start != tools.end()) {
    absl::StrAppend(&out, "- Warm start: ", warm_start->second, "\n");
  }
  if (facts.recipe.fasttext.threads > 1) {
    absl::StrAppend(&out, "- Trained with ", facts.recipe.fasttext.threads,
                    " threads: the same recipe and data give another model next time\n");
  }
  return out;
}

std::string DataSection(const ModelCardFacts& facts) {
  std::map<std::string, uint64_t> articles;
  for (const auto& [source, labels] : facts.counts.articles) {
    for (const auto& [label, count] : labels) articles[source] += count;
  }
  std::vector<std::string> rows;
  for (const auto& [label, count] : facts.counts.rows) {
    rows.push_back(absl::StrCat(label, " ", count));
  }
  return absl::StrCat("## Data\n\n", DataTable(facts.sources, "training articles", articles),
                      "Rows after balancing, by label: ", absl::StrJoin(rows, ", "), ".\n\n",
                      PretrainingSection(facts));
}

std::string NumbersSection(const ModelCardFacts& facts) {
  // Languages that are the labels would be listed twice.
  const bool has_languages = facts.recipe.head != kLanguageHead;
  std::string out =
      "## Numbers\n\nMeasured through the path that serves. Macro F1 is over the labels that the "
      "set has. ECE is the expected calibration error over 15 bins. Answered: not abstained; "
      "accuracy and F1 count every article, also those.\n\n";
  out += PartSection("Test", "Never used to make the model.", "split", facts.test, has_languages);
  out += PartSection("Held-out publishers", "Publishers that the model was not trained on.",
                     "publisher", facts.holdout, has_languages);
  return out + PartSection("Dev", "Used to choose temperature and threshold.", "split", facts.dev,
                           has_languages);
}

std::string LimitsSection(const Recipe& recipe) {
  if (recipe.known_limits.empty()) return "";
  std::string out = "## Known limits\n\n";
  for (const std::string& limit : recipe.known_limits) absl::StrAppend(&out, "- ", limit, "\n");
  return out;
}

}  // namespace

std::string MakeModelCard(const ModelCardFacts& facts) {
  const v1::Bundle& bundle = facts.bundle;
  return absl::StrCat(
      "# ", bundle.head(), "@", bundle.version(), "\n\n", facts.recipe.description, "\n\n",
      "- Labels: ", absl::StrJoin(bundle.labels(), ", "), "\n",
      "- Languages: ", absl::StrJoin(bundle.languages(), ", "), "\n",
      "- Size: ", absl::StrFormat("%.1f MB, %s", facts.model_bytes / 1e6, facts.recipe.precision),
      "\n- Temperature: ", absl::StrFormat("%.3f", bundle.calibration().temperature()),
      ", threshold: ", absl::StrFormat("%.3f", bundle.abstention().min_probability()), "\n",
      TrainingLines(facts), "\n", DataSection(facts), NumbersSection(facts),
      LimitsSection(facts.recipe));
}

}  // namespace tasnif
