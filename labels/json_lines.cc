#include "labels/json_lines.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "base/json.h"
#include "base/status.h"
#include "labels/language_codes.h"
#include "labels/timestamp.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// UTF-16 never is JSON; the message would otherwise only name its first byte.
bool LooksLikeUtf16(std::string_view line) {
  const std::string_view start = line.substr(0, 2);
  return start == "\xFF\xFE" || start == "\xFE\xFF" ||
         (start.size() == 2 && (start[0] == '\0' || start[1] == '\0'));
}

absl::Status ReadInto(const Json& object, std::string_view key, std::string* out) {
  TASNIF_ASSIGN_OR_RETURN(*out, GetString(object, key));
  return absl::OkStatus();
}

// Many archives number their articles.
absl::Status ReadId(const Json& object, std::string* id) {
  const auto found = object.find("id");
  if (found == object.end() || !found->is_number_integer()) return ReadInto(object, "id", id);
  *id = DumpJson(*found);
  return absl::OkStatus();
}

absl::Status ReadText(const Json& object, v1::Article* article) {
  TASNIF_ASSIGN_OR_RETURN(std::string text, GetString(object, "text"));
  if (object.contains("text")) article->set_text(std::move(text));
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "title", article->mutable_title()));
  return ReadInto(object, "byline", article->mutable_byline());
}

// The data sets give a domain where they have no address.
absl::Status ReadOrigin(const Json& object, v1::Article* article) {
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "language", article->mutable_language()));
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "url", article->mutable_url()));
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "publisher", article->mutable_publisher()));
  TASNIF_ASSIGN_OR_RETURN(std::string domain, GetString(object, "domain"));
  if (article->url().empty() && !domain.empty()) article->set_publisher(std::move(domain));
  return absl::OkStatus();
}

// RFC 3339, or a plain date, which then is midnight UTC.
bool ParsePublished(const std::string& text, absl::Time* time) {
  for (const char* format :
       {absl::RFC3339_full, "%Y-%m-%d%ET%H:%M:%E*S", "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d"}) {
    std::string error;
    if (absl::ParseTime(format, text, absl::UTCTimeZone(), time, &error)) return true;
  }
  return false;
}

absl::Status ReadPublished(const Json& object, LabelledArticle* out) {
  TASNIF_ASSIGN_OR_RETURN(const std::string text, GetString(object, "published"));
  if (text.empty()) return absl::OkStatus();
  absl::Time time;
  // protobuf timestamps hold the years 1 to 9999; "infinite-past" is a time to Abseil.
  if (!ParsePublished(text, &time) || time < absl::FromUnixSeconds(-62135596800) ||
      time >= absl::FromUnixSeconds(253402300800)) {
    out->warnings.push_back(absl::StrCat("field 'published' is '", text,
                                         "', no RFC 3339 time such as 2024-02-13T10:00:00Z; left "
                                         "out"));
    return absl::OkStatus();
  }
  *out->article.mutable_published() = TimestampOf(time);
  return absl::OkStatus();
}

// The language is a label like any other; where only the article has it, it is the same as said.
void ReadLanguageLabel(LabelledArticle* out) {
  std::string& label = out->labels[std::string(kLanguageHead)];
  label = LanguageLabel(label.empty() ? out->article.language() : label);
  if (label.empty() || label == kUnknownLanguage) out->labels.erase(std::string(kLanguageHead));
}

absl::Status ReadLabels(const Json& object, LabelledArticle* out) {
  TASNIF_ASSIGN_OR_RETURN(const Json* labels, GetObject(object, "labels"));
  if (labels == nullptr) return absl::OkStatus();
  for (const auto& [head, unused] : labels->items()) {
    absl::StatusOr<std::string> label = GetString(*labels, head);
    if (!label.ok()) return Annotate(label.status(), "field 'labels'");
    if (!label->empty()) out->labels[head] = *std::move(label);
  }
  return absl::OkStatus();
}

bool IsCodePointOffset(const Json& number) {
  return number.is_number_unsigned() &&
         number.get<uint64_t>() <= std::numeric_limits<uint32_t>::max();
}

absl::Status ReadMention(const Json& object, LabelledTarget* target) {
  TASNIF_ASSIGN_OR_RETURN(const Json* mention, GetArray(object, "mention"));
  if (mention == nullptr) return absl::OkStatus();
  const bool is_range =
      mention->size() == 2 && IsCodePointOffset((*mention)[0]) && IsCodePointOffset((*mention)[1]);
  if (!is_range || (*mention)[0].get<uint32_t>() > (*mention)[1].get<uint32_t>()) {
    return absl::InvalidArgumentError(
        absl::StrCat("field 'mention' is ", DumpJson(*mention),
                     ", expected [begin, end] in code points with begin <= end"));
  }
  target->has_mention = true;
  target->mention_begin = (*mention)[0].get<uint32_t>();
  target->mention_end = (*mention)[1].get<uint32_t>();
  return absl::OkStatus();
}

absl::Status ReadStance(const Json& object, LabelledTarget* target) {
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "stance", &target->stance));
  const std::string& stance = target->stance;
  if (stance.empty() || stance == "favor" || stance == "against" || stance == "neutral") {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("field 'stance' is '", stance, "', expected 'favor', 'against' or 'neutral'"));
}

absl::Status ReadTarget(const Json& object, LabelledArticle* out) {
  if (!object.is_object()) {
    return absl::InvalidArgumentError(
        "expected an object such as {\"name\":\"Egypt\",\"aliases\":[\"Cairo\"]}");
  }
  LabelledTarget target;
  TASNIF_RETURN_IF_ERROR(ReadInto(object, "name", &target.name));
  TASNIF_RETURN_IF_ERROR(ReadStance(object, &target));
  TASNIF_RETURN_IF_ERROR(ReadMention(object, &target));
  TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> aliases, GetStrings(object, "aliases"));
  v1::Target* added = out->article.add_targets();
  added->set_name(target.name);
  for (const std::string& alias : aliases) added->add_aliases(alias);
  out->targets.push_back(std::move(target));
  return absl::OkStatus();
}

absl::Status ReadTargets(const Json& object, LabelledArticle* out) {
  TASNIF_ASSIGN_OR_RETURN(const Json* targets, GetArray(object, "targets"));
  if (targets == nullptr) return absl::OkStatus();
  for (size_t i = 0; i < targets->size(); ++i) {
    const absl::Status status = ReadTarget((*targets)[i], out);
    if (!status.ok()) return Annotate(status, absl::StrCat("targets[", i, "]"));
  }
  return absl::OkStatus();
}

// A mention behind the end of the text would cut nothing and train on noise.
void CheckMentions(LabelledArticle* out) {
  size_t length = 0;
  for (size_t i = 0; i < out->targets.size(); ++i) {
    LabelledTarget& target = out->targets[i];
    if (!target.has_mention) continue;
    if (length == 0) length = CountCodePoints(out->article.text());
    if (target.mention_end <= length) continue;
    target.has_mention = false;
    out->warnings.push_back(absl::StrCat("targets[", i, "]: mention ends at ", target.mention_end,
                                         ", but the text has ", length, " code points; left out"));
  }
}

absl::Status ReadArticle(const Json& json, LabelledArticle* out) {
  TASNIF_RETURN_IF_ERROR(ReadId(json, out->article.mutable_id()));
  TASNIF_RETURN_IF_ERROR(ReadText(json, &out->article));
  TASNIF_RETURN_IF_ERROR(ReadOrigin(json, &out->article));
  TASNIF_RETURN_IF_ERROR(ReadPublished(json, out));
  TASNIF_RETURN_IF_ERROR(ReadTargets(json, out));
  TASNIF_RETURN_IF_ERROR(ReadLabels(json, out));
  ReadLanguageLabel(out);
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "source", &out->source));
  TASNIF_RETURN_IF_ERROR(ReadInto(json, "split", &out->split));
  TASNIF_ASSIGN_OR_RETURN(out->is_weak, GetBool(json, "weak"));
  CheckMentions(out);
  return absl::OkStatus();
}

absl::StatusOr<LabelledArticle> ParseRepaired(std::string_view line, LabelledArticle out) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(line));
  if (!json.is_object()) {
    return absl::InvalidArgumentError(
        "not a JSON object; expected one article a line: {\"id\":\"1\",\"text\":\"…\"}");
  }
  TASNIF_RETURN_IF_ERROR(ReadArticle(json, &out));
  return out;
}

}  // namespace

absl::StatusOr<LabelledArticle> ParseArticle(std::string_view line) {
  if (line.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (LooksLikeUtf16(line)) {
    return absl::InvalidArgumentError(
        "not JSON: the line looks like UTF-16; convert the file to UTF-8, e.g. with "
        "'iconv -f UTF-16 -t UTF-8'");
  }
  LabelledArticle out;
  const RepairedText repaired = RepairUtf8(line);
  if (repaired.replaced > 0) {
    out.warnings.push_back(
        absl::StrCat(repaired.replaced, " places are not valid UTF-8; replaced by U+FFFD"));
  }
  return ParseRepaired(repaired.text, std::move(out));
}

}  // namespace tasnif
