#include "text/agencies.h"

#include <re2/re2.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "base/status.h"
#include "text/folded_text.h"
#include "text/normalizer.h"
#include "text/rule_files.h"

namespace tasnif {
namespace {

// RE2 matches names without case: for the lookup both sides lose it.
std::string Key(std::string_view name) {
  std::string key;
  const auto normalizer = Normalizer::Create();
  if (normalizer.ok()) (*normalizer)->NormalizeToken(FoldedText(name).text(), &key);
  return key;
}

absl::Status Broken(std::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("agencies.json: ", std::string(what)));
}

absl::StatusOr<Agency> ParseAgency(const Json& json) {
  Agency agency;
  TASNIF_ASSIGN_OR_RETURN(agency.name, GetString(json, "name"));
  TASNIF_ASSIGN_OR_RETURN(agency.kind, GetString(json, "kind"));
  TASNIF_ASSIGN_OR_RETURN(agency.country, GetString(json, "country"));
  TASNIF_ASSIGN_OR_RETURN(agency.aliases, GetStrings(json, "aliases"));
  TASNIF_ASSIGN_OR_RETURN(agency.weak_aliases, GetStrings(json, "weak"));
  if (agency.name.empty()) return Broken("an agency without a name");
  if (agency.kind != "wire" && agency.kind != "outlet") {
    return Broken(absl::StrCat(agency.name, ": kind '", agency.kind, "', expected wire or outlet"));
  }
  if (agency.aliases.empty() && agency.weak_aliases.empty()) {
    return Broken(absl::StrCat(agency.name, ": no aliases"));
  }
  return agency;
}

}  // namespace

Agencies::Agencies() = default;
Agencies::~Agencies() = default;

absl::StatusOr<std::unique_ptr<const Agencies>> Agencies::Create() {
  for (const RuleFile& file : EmbeddedRuleFiles()) {
    if (file.name == "agencies.json") return Parse(file.text);
  }
  return Broken("not embedded in the library");
}

absl::StatusOr<std::unique_ptr<const Agencies>> Agencies::Parse(std::string_view json) {
  TASNIF_ASSIGN_OR_RETURN(const Json parsed, ParseJson(json));
  TASNIF_ASSIGN_OR_RETURN(const Json* list, GetArray(parsed, "agencies"));
  if (list == nullptr || list->empty()) return Broken("field 'agencies' is missing or empty");
  std::unique_ptr<Agencies> agencies(new Agencies);
  for (const Json& item : *list) {
    TASNIF_ASSIGN_OR_RETURN(Agency agency, ParseAgency(item));
    agencies->list_.push_back(std::move(agency));
  }
  TASNIF_RETURN_IF_ERROR(agencies->AddAliases());
  return agencies;
}

absl::Status Agencies::AddAliases() {
  for (size_t i = 0; i < list_.size(); ++i) {
    for (const auto& alias : list_[i].aliases) aliases_.push_back({Key(alias), i, false});
    for (const auto& alias : list_[i].weak_aliases) aliases_.push_back({Key(alias), i, true});
  }
  std::sort(aliases_.begin(), aliases_.end(),
            [](const Alias& a, const Alias& b) { return a.folded < b.folded; });
  for (size_t i = 0; i + 1 < aliases_.size(); ++i) {
    // Spellings of one agency that fold to the same are no contradiction.
    if (aliases_[i].folded != aliases_[i + 1].folded) continue;
    if (aliases_[i].agency == aliases_[i + 1].agency) continue;
    return Broken(absl::StrCat("alias '", aliases_[i].folded, "' stands for ",
                               list_[aliases_[i].agency].name, " and ",
                               list_[aliases_[i + 1].agency].name));
  }
  return CompileNames();
}

absl::Status Agencies::CompileNames() {
  std::vector<std::string> names;
  for (const Agency& agency : list_) {
    for (const auto* aliases : {&agency.aliases, &agency.weak_aliases}) {
      for (const std::string& alias : *aliases) {
        names.push_back(FoldedText(alias).text());
        if (NameScan::CanBegin(names.back())) continue;
        return Broken(absl::StrCat("alias '", alias, "' does not begin with a letter or digit"));
      }
    }
  }
  std::string any;
  for (const std::string& name : names) {
    absl::StrAppend(&any, any.empty() ? "" : "|", RE2::QuoteMeta(name));
  }
  scan_ = std::make_unique<NameScan>(std::move(names));
  pattern_ = absl::StrCat("(?i)(?:^|[^\\pL\\pN])(", any, ")(?:$|[^\\pL\\pN])");
  RE2::Options options;
  options.set_longest_match(true);
  options.set_log_errors(false);
  matcher_ = std::make_unique<RE2>(pattern_, options);
  return matcher_->ok() ? absl::OkStatus() : Broken(matcher_->error());
}

const Agencies::Alias* Agencies::FindAlias(std::string_view matched) const {
  const std::string key = Key(matched);
  const auto found =
      std::lower_bound(aliases_.begin(), aliases_.end(), key,
                       [](const Alias& a, const std::string& b) { return a.folded < b; });
  return found != aliases_.end() && found->folded == key ? &*found : nullptr;
}

std::optional<ByteRange> Agencies::Decide(std::string_view folded, size_t place,
                                          size_t searched) const {
  // The pattern wants to see the character before the name.
  size_t from = place;
  while (from > searched && (from == place || (folded[from] & 0xC0) == 0x80)) --from;
  // '^' stands for the end of the name before, not for any place where RE2 is sent to.
  const re2::StringPiece rest(folded.data() + searched, folded.size() - searched);
  re2::StringPiece groups[2];
  if (!matcher_->Match(rest, from - searched, rest.size(), RE2::ANCHOR_START, groups, 2)) {
    return std::nullopt;
  }
  const auto begin = static_cast<uint32_t>(groups[1].data() - folded.data());
  return ByteRange{begin, static_cast<uint32_t>(begin + groups[1].size())};
}

void Agencies::Find(std::string_view folded, std::vector<AgencyMatch>* matches) const {
  size_t searched = 0;
  for (size_t position = 0;;) {
    const NameScan::Place place = scan_->Next(folded, &position);
    if (place.begin == std::string_view::npos) return;
    std::optional<ByteRange> name =
        ByteRange{static_cast<uint32_t>(place.begin), static_cast<uint32_t>(place.end)};
    if (!place.is_sure) name = Decide(folded, place.begin, searched);
    if (!name) continue;
    if (const Alias* alias = FindAlias(Slice(folded, *name))) {
      matches->push_back({&list_[alias->agency], *name, alias->is_weak});
    }
    searched = position = name->end_byte;
  }
}

}  // namespace tasnif
