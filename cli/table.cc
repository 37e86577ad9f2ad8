#include "cli/table.h"

#include <algorithm>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/console.h"
#include "cli/marked_text.h"
#include "labels/json_lines.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kSentenceCharacters = 160;
constexpr size_t kReasonWords = 6;
constexpr size_t kMarkedCharacters = 1200;
constexpr char kRow[] = "%-38s  %-28s  %-4s  %s\n";
constexpr char kDetail[] = "  %-13s %s\n";

// The words that speak for the label, strongest first, each once.
std::string Reasons(const google::protobuf::RepeatedPtrField<v1::Contribution>& explanation) {
  std::vector<std::string> words;
  for (const v1::Contribution& word : explanation) {
    if (words.size() == kReasonWords) break;
    // Marks of attribution stand nowhere; the credits say what they stand for.
    const bool is_in_text = word.end_byte() > word.begin_byte();
    if (word.logit() <= 0 || !is_in_text) continue;
    std::string text = Shortened(word.text(), 40);
    if (!absl::c_linear_search(words, text)) words.push_back(std::move(text));
  }
  return words.empty() ? "" : absl::StrCat("because: ", absl::StrJoin(words, ", "));
}

std::string LabelCell(const v1::LabelPrediction& label) {
  if (label.label().empty())
    return label.reason().empty() ? "-" : absl::StrCat("? ", label.reason());
  return absl::StrFormat("%s%s %.2f", label.label(), label.abstained() ? "?" : "",
                         label.probability());
}

// Everything about a label besides the label.
std::vector<std::string> LabelNotes(const v1::LabelPrediction& label) {
  std::vector<std::string> notes;
  if (label.abstained()) notes.push_back(absl::StrCat("not sure (", label.reason(), ")"));
  if (!label.decided_by().empty()) {
    notes.push_back(absl::StrCat("decided by the ", label.decided_by()));
  }
  return notes;
}

std::string OutletNote(const v1::Outlet& outlet) {
  std::string note = absl::StrCat("outlet: ", Printable(outlet.domain()));
  if (!outlet.country().empty()) absl::StrAppend(&note, " ", outlet.country());
  if (outlet.has_state_media() && outlet.state_media()) absl::StrAppend(&note, " state media");
  return note;
}

std::string AttributionNote(const v1::LabelPrediction& label) {
  std::vector<std::string> agencies;
  for (const v1::Attribution& found : label.attribution()) {
    std::string text = absl::StrCat(Printable(found.agency()), " (", found.place(), ")");
    if (!absl::c_linear_search(agencies, text)) agencies.push_back(std::move(text));
  }
  return agencies.empty() ? "" : absl::StrCat("credits: ", absl::StrJoin(agencies, ", "));
}

void AppendDetail(std::string_view name, std::vector<std::string> notes, std::string* out) {
  notes.erase(std::remove(notes.begin(), notes.end(), ""), notes.end());
  if (!notes.empty()) absl::StrAppendFormat(out, kDetail, name, absl::StrJoin(notes, "; "));
}

void AppendTopic(const v1::LabelPrediction& topic, std::string* out) {
  std::vector<std::string> notes = LabelNotes(topic);
  notes.push_back(Reasons(topic.explanation()));
  AppendDetail("topic", std::move(notes), out);
}

void AppendSourceType(const v1::LabelPrediction& source_type, std::string* out) {
  std::vector<std::string> notes = LabelNotes(source_type);
  if (source_type.has_outlet()) notes.push_back(OutletNote(source_type.outlet()));
  notes.push_back(AttributionNote(source_type));
  notes.push_back(Reasons(source_type.explanation()));
  AppendDetail("source type", std::move(notes), out);
}

void AppendOtherHead(const std::string& head, const v1::LabelPrediction& label, std::string* out) {
  std::vector<std::string> notes = {LabelCell(label)};
  for (std::string& note : LabelNotes(label)) notes.push_back(std::move(note));
  notes.push_back(Reasons(label.explanation()));
  AppendDetail(head, std::move(notes), out);
}

std::string StanceText(const v1::StancePrediction& stance) {
  std::string text = absl::StrCat(stance.label());
  if (stance.has_probabilities()) absl::StrAppendFormat(&text, " %.2f", stance.probability());
  if (!stance.reason().empty()) absl::StrAppend(&text, " (", stance.reason(), ")");
  absl::StrAppend(&text, " towards ", Printable(stance.target()));
  if (!stance.evidence().empty()) {
    absl::StrAppend(&text, ": \"", Shortened(stance.evidence(0).text(), kSentenceCharacters), "\"");
  }
  return text;
}

void AppendPrediction(const std::string& id, const v1::Prediction& prediction, std::string* out) {
  absl::StrAppendFormat(out, kRow, LabelCell(prediction.topic()),
                        LabelCell(prediction.source_type()), prediction.language(), Printable(id));
  if (prediction.has_topic()) AppendTopic(prediction.topic(), out);
  if (prediction.has_source_type()) AppendSourceType(prediction.source_type(), out);
  // A protobuf map has no order of its own.
  std::vector<std::string> heads;
  for (const auto& [head, label] : prediction.heads()) heads.push_back(head);
  std::sort(heads.begin(), heads.end());
  for (const std::string& head : heads) AppendOtherHead(head, prediction.heads().at(head), out);
  for (const v1::StancePrediction& stance : prediction.stance()) {
    AppendDetail("stance", {StanceText(stance)}, out);
  }
  for (const std::string& warning : prediction.warnings()) {
    AppendDetail("warning", {Printable(warning)}, out);
  }
}

}  // namespace

std::string TableHeader() {
  return absl::StrFormat(kRow, "TOPIC", "SOURCE TYPE", "LANG", "ARTICLE");
}

std::string FormatTableEntry(const v1::ArticleResult& result) {
  std::string out;
  if (result.has_prediction()) {
    AppendPrediction(result.id(), result.prediction(), &out);
    return out;
  }
  absl::StrAppendFormat(&out, kRow, "error", ErrorCodeName(result.error().code()), "-",
                        Printable(result.id()));
  AppendDetail("error", {Printable(result.error().message())}, &out);
  return out;
}

std::string FormatMarkedText(const v1::Prediction& prediction, std::string_view text) {
  const auto* words = &prediction.topic().explanation();
  if (words->empty()) words = &prediction.source_type().explanation();
  for (const auto& [head, label] : prediction.heads()) {
    if (words->empty()) words = &label.explanation();
  }
  if (words->empty() || text.empty()) return "";
  return absl::StrFormat(kDetail, "text", MarkedText(text, *words, kMarkedCharacters));
}

std::string Shortened(std::string_view text, size_t max_characters) {
  const std::string line = Printable(text);
  size_t position = 0;
  for (size_t count = 0; position < line.size(); ++count) {
    if (count == max_characters) return line.substr(0, position) + "…";
    NextCodePoint(line, &position);
  }
  return line;
}

}  // namespace tasnif
