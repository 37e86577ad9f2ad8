#include "labels/target_list.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"
#include "labels/country_forms.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

std::vector<std::string> SplitAtTabs(std::string_view line) {
  std::vector<std::string> fields;
  while (!line.empty()) {
    const size_t end = std::min(line.find('\t'), line.size());
    if (end > 0) fields.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return fields;
}

absl::StatusOr<TargetEntry> ParseListLine(std::string_view line) {
  if (!IsValidUtf8(line)) return absl::InvalidArgumentError("not UTF-8; convert the file");
  TargetEntry entry;
  entry.source = "list";
  for (std::string& field : SplitAtTabs(line)) entry.aliases.push_back({.text = std::move(field)});
  if (entry.aliases.empty()) return absl::InvalidArgumentError("only tabs; a name is missing");
  entry.name = entry.aliases[0].text;
  return entry;
}

absl::StatusOr<std::vector<TargetEntry>> ParseList(std::string_view text, Tokenizer* tokenizer) {
  std::vector<TargetEntry> entries;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    absl::StatusOr<TargetEntry> entry = ParseListLine(line);
    if (!entry.ok()) return Annotate(entry.status(), absl::StrCat("line ", number));
    for (const TargetAlias& alias : entry->aliases) {
      if (!NameKey(alias.text, tokenizer).empty()) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": '", alias.text, "' holds no word"));
    }
    entry->key = NameKey(entry->name, tokenizer);
    entries.push_back(*std::move(entry));
  }
  return entries;
}

// An entry of the user's list that names a country adds its aliases to it.
void AddList(std::vector<TargetEntry> list, Tokenizer* tokenizer,
             std::vector<TargetEntry>* entries) {
  absl::flat_hash_map<std::string, size_t> numbers;
  for (size_t i = 0; i < entries->size(); ++i) {
    for (const auto& [language, name] : (*entries)[i].names) {
      numbers.emplace(NameKey(name, tokenizer), i);
    }
  }
  for (TargetEntry& entry : list) {
    const auto [known, is_new] = numbers.emplace(entry.key, entries->size());
    if (is_new) {
      entries->push_back(std::move(entry));
      continue;
    }
    std::vector<TargetAlias>& aliases = (*entries)[known->second].aliases;
    aliases.insert(aliases.end(), entry.aliases.begin(), entry.aliases.end());
  }
}

// A web address or a smiley names somebody, but is never found in a text.
void DropWordless(Tokenizer* tokenizer, TargetEntry* entry) {
  std::vector<TargetAlias>& aliases = entry->aliases;
  aliases.erase(std::remove_if(aliases.begin(), aliases.end(),
                               [&](const TargetAlias& alias) {
                                 return NameKey(alias.text, tokenizer).empty();
                               }),
                aliases.end());
}

bool Overlap(const Mention& a, const Mention& b) {
  return a.first_token < b.last_token && b.first_token < a.last_token;
}

// Adds mentions of `more` that touch none of `mentions`; keeps the order of the text.
void Merge(const std::vector<Mention>& more, std::vector<Mention>* mentions) {
  const std::vector<Mention> old = *mentions;
  for (const Mention& mention : more) {
    const bool is_known =
        std::any_of(old.begin(), old.end(), [&](const Mention& m) { return Overlap(m, mention); });
    if (!is_known) mentions->push_back(mention);
  }
  std::sort(mentions->begin(), mentions->end(),
            [](const Mention& a, const Mention& b) { return a.first_token < b.first_token; });
}

// Byte at which each of two code point numbers stands; text.size() where the text is shorter.
ByteRange BytesOfCodePoints(std::string_view text, uint32_t begin, uint32_t end) {
  const uint32_t size = static_cast<uint32_t>(text.size());
  ByteRange range = {size, size};
  size_t at = 0;
  for (uint32_t number = 0; at < text.size() && number < end; ++number) {
    if (number == begin) range.begin_byte = static_cast<uint32_t>(at);
    NextCodePoint(text, &at);
  }
  range.end_byte = static_cast<uint32_t>(at);
  return range;
}

}  // namespace

absl::StatusOr<TargetList> TargetList::Create(const std::string& user_list_path) {
  TASNIF_ASSIGN_OR_RETURN(std::vector<TargetEntry> entries, CountryEntries());
  TASNIF_ASSIGN_OR_RETURN(std::unique_ptr<Tokenizer> tokenizer, Tokenizer::Create());
  if (!user_list_path.empty()) {
    TASNIF_ASSIGN_OR_RETURN(const std::string text, PosixFiles().Read(user_list_path));
    absl::StatusOr<std::vector<TargetEntry>> parsed = ParseList(text, tokenizer.get());
    if (!parsed.ok()) return Annotate(parsed.status(), user_list_path);
    AddList(*std::move(parsed), tokenizer.get(), &entries);
  }
  TargetList list;
  TASNIF_ASSIGN_OR_RETURN(list.matcher_,
                          TargetMatcher::Create(std::move(entries), tokenizer.get()));
  list.tokenizer_ = std::move(tokenizer);
  return list;
}

std::vector<TargetMentions> TargetList::Find(const ArticleText& text, size_t at_most) const {
  std::vector<TargetMentions> found = matcher_->Find(text);
  if (found.size() > at_most) found.resize(at_most);
  return found;
}

absl::StatusOr<std::shared_ptr<const RequestedTargets>> TargetList::Prepare(
    absl::Span<const v1::Target> targets) const {
  TASNIF_ASSIGN_OR_RETURN(std::unique_ptr<Tokenizer> tokenizer, tokenizer_->Clone());
  auto requested = std::make_shared<RequestedTargets>();
  std::vector<TargetEntry> entries;
  for (const v1::Target& target : targets) {
    TargetEntry& entry = entries.emplace_back(MakeTargetEntry(target));
    entry.key = NameKey(target.name(), tokenizer.get());
    DropWordless(tokenizer.get(), &entry);
    Tokens name;
    tokenizer->Tokenize(target.name(), &name);
    requested->listed.push_back(matcher_->EntryNamed(name));
  }
  TASNIF_ASSIGN_OR_RETURN(requested->matcher,
                          TargetMatcher::Create(std::move(entries), tokenizer.get()));
  return requested;
}

std::vector<TargetMentions> TargetList::FindPrepared(const RequestedTargets& requested,
                                                     const ArticleText& text) const {
  std::vector<TargetMentions> found = requested.matcher->FindAll(text);
  std::vector<TargetMentions> listed;  // Looked up once, for the first target that needs it.
  for (size_t i = 0; i < found.size(); ++i) {
    const std::optional<size_t> entry = requested.listed[i];
    if (!entry.has_value()) continue;
    if (listed.empty()) listed = matcher_->FindAll(text);
    Merge(listed[*entry].mentions, &found[i].mentions);
    found[i].english_name = listed[*entry].english_name;
  }
  return found;
}

absl::StatusOr<std::vector<TargetMentions>> TargetList::FindRequested(
    absl::Span<const v1::Target> targets, const ArticleText& text) const {
  TASNIF_ASSIGN_OR_RETURN(const auto requested, Prepare(targets));
  return FindPrepared(*requested, text);
}

absl::StatusOr<TargetMentions> TargetList::MentionsFor(const LabelledTarget& labelled,
                                                       const v1::Target& target,
                                                       const ArticleText& text) const {
  TASNIF_ASSIGN_OR_RETURN(std::vector<TargetMentions> found, FindRequested({&target, 1}, text));
  if (!labelled.has_mention) return std::move(found[0]);
  const Mention given = MentionFromCodePoints(labelled.mention_begin, labelled.mention_end, text);
  if (given.first_token == given.last_token) return std::move(found[0]);
  std::vector<Mention> mentions = {given};
  Merge(found[0].mentions, &mentions);
  found[0].mentions = std::move(mentions);
  return std::move(found[0]);
}

Mention MentionFromCodePoints(uint32_t begin, uint32_t end, const ArticleText& text) {
  const ByteRange bytes = BytesOfCodePoints(text.text, begin, end);
  const auto first =
      std::partition_point(text.tokens.begin(), text.tokens.end(),
                           [&](const Token& token) { return token.end_byte <= bytes.begin_byte; });
  const auto last = std::partition_point(first, text.tokens.end(), [&](const Token& token) {
    return token.begin_byte < bytes.end_byte;
  });
  return {static_cast<uint32_t>(first - text.tokens.begin()),
          static_cast<uint32_t>(last - text.tokens.begin())};
}

}  // namespace tasnif
