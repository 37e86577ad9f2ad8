#include "labels/country_forms.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "labels/arabic_words.h"
#include "labels/false_friends.h"
#include "labels/inflection.h"
#include "text/region_names.h"

namespace tasnif {
namespace {

// What news is read in; each language costs about 260 names.
constexpr std::string_view kLanguages[] = {
    "ar", "en", "fr", "de", "es", "pt", "it", "nl", "ru", "uk", "pl", "cs", "ro",  "el", "bg",
    "sr", "hr", "hu", "sv", "nb", "da", "fi", "tr", "az", "fa", "ur", "ps", "ckb", "he", "hi",
    "bn", "ta", "id", "ms", "sw", "so", "am", "ha", "yo", "zh", "ja", "ko", "vi",  "th"};

constexpr char kForms[] =
#include "labels/country_forms.inc"
    ;

constexpr std::string_view kKinds[] = {"name", "nisba", "folk", "capital",
                                       "weak", "given", "drop", "stop"};

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// "Myanmar (Burma)" → "Myanmar": nobody writes the bracket.
std::string WithoutBracket(std::string_view name) {
  const size_t bracket = std::min(name.find('('), name.find("（"));
  std::string_view outer = name.substr(0, bracket);
  while (!outer.empty() && outer.back() == ' ') outer.remove_suffix(1);
  return std::string(outer.empty() ? name : outer);
}

// The standard names of these carry their legal status, which no headline does.
bool PrefersShortName(std::string_view region) {
  return region == "HK" || region == "MO" || region == "PS";
}

// Collects everything known of each region, language after language.
class EntryMaker {
 public:
  explicit EntryMaker(const std::vector<CountryForm>& forms) : forms_(forms) {
    for (const CountryForm& form : forms_) IndexForm(form);
  }

  absl::Status AddLanguage(std::string_view language) {
    TASNIF_ASSIGN_OR_RETURN(const std::vector<RegionName> names, RegionNames(language));
    for (const RegionName& name : names) AddIcuName(std::string(language), name);
    return absl::OkStatus();
  }

  void AddFalseFriends(const std::vector<FalseFriend>& friends) {
    for (const FalseFriend& group : friends) {
      for (const std::string& phrase : group.phrases) {
        stops().aliases.push_back({.text = phrase, .language = group.language});
      }
    }
  }

  void AddForms() {
    for (const CountryForm& form : forms_) AddForm(form);
  }

  std::vector<TargetEntry> Take() && {
    std::vector<TargetEntry> entries;
    for (auto& [region, entry] : entries_) {
      if (!entry.aliases.empty()) entries.push_back(std::move(entry));
    }
    return entries;
  }

 private:
  using Key = std::pair<std::string, std::string>;  // Region, language.

  void IndexForm(const CountryForm& form) {
    if (form.kind == "nisba") has_nisba_.insert({form.region, form.language});
    if (form.kind != "drop") return;
    dropped_[{form.region, form.language}].insert(form.forms.begin(), form.forms.end());
  }

  bool IsDropped(const std::string& region, const std::string& language,
                 const std::string& name) const {
    for (const std::string& code : {language, std::string("*")}) {
      const auto found = dropped_.find({region, code});
      if (found == dropped_.end()) continue;
      if (found->second.count("") > 0) return true;  // "drop" of all names.
      // ICU vowels some names: "عُمان"; a listed "عمان" means it, too.
      if (found->second.count(WithoutArabicMarks(name)) > 0) return true;
    }
    return false;
  }

  void AddIcuName(const std::string& language, const RegionName& icu) {
    const std::string name = WithoutBracket(icu.name);
    TargetEntry& entry = Entry(icu.region);
    const bool is_better = icu.kind == RegionNameKind::kShort && PrefersShortName(icu.region);
    if (icu.kind == RegionNameKind::kStandard) entry.names.emplace_back(language, name);
    if (is_better) SetName(language, name, &entry);
    if (language == "en" && (icu.kind == RegionNameKind::kStandard || is_better)) {
      entry.name = name;
    }
    if (!IsDropped(icu.region, language, name)) AddName(icu.region, language, name);
  }

  static void SetName(const std::string& language, const std::string& name, TargetEntry* entry) {
    for (auto& [code, known] : entry->names) {
      if (code == language) known = name;
    }
  }

  void AddForm(const CountryForm& form) {
    if (form.kind == "drop") return;
    for (const std::string& text : form.forms) {
      if (form.kind == "stop") {
        stops().aliases.push_back({.text = text, .language = form.language});
      } else if (form.kind == "nisba") {
        AddNisba(form.region, form.language, text);
      } else if (form.kind == "name") {
        AddName(form.region, form.language, text);
      } else {
        AddSpecial(form, text);
      }
    }
  }

  void AddSpecial(const CountryForm& form, const std::string& text) {
    TargetAlias alias = NameAlias(form.language, text);
    alias.needs_article = form.kind != "folk";
    alias.is_weak = form.kind == "weak";
    alias.is_surname = alias.is_given_name = form.kind == "given";
    alias.is_name = IsDropped(form.region, form.language, text);  // ICU's name, counted with care.
    AddInflected(alias, form.region);
  }

  void AddName(const std::string& region, const std::string& language, const std::string& name) {
    TargetAlias alias = NameAlias(language, name);
    alias.is_name = true;
    AddInflected(std::move(alias), region);
    if (language == "ar" && has_nisba_.count({region, language}) == 0) {
      const std::string nisba = NisbaOf(WithoutArabicMarks(name));
      if (!nisba.empty()) AddNisba(region, language, nisba);
    }
    const size_t ampersand = name.find(" & ");
    if (language == "en" && ampersand != std::string::npos) {
      AddName(region, language, std::string(name).replace(ampersand, 3, " and "));
    }
  }

  static TargetAlias NameAlias(const std::string& language, const std::string& text) {
    return {.text = text, .language = language, .needs_capital = true, .needs_article = true};
  }

  void AddInflected(TargetAlias alias, const std::string& region) {
    for (std::string& form : InflectName(alias.language, alias.text)) {
      alias.text = std::move(form);
      Entry(region).aliases.push_back(alias);
    }
  }

  void AddNisba(const std::string& region, const std::string& language, const std::string& text) {
    if (text == "-") return;
    std::vector<std::string> forms = {text};
    if (language == "ar") forms = NisbaForms(text);
    if (language == "ru") forms = InflectAdjective(text);
    for (std::string& form : forms) {
      Entry(region).aliases.push_back(
          {.text = std::move(form), .language = language, .needs_capital = language == "en"});
    }
  }

  TargetEntry& Entry(const std::string& region) {
    TargetEntry& entry = entries_[region];
    entry.source = "country";
    return entry;
  }
  TargetEntry& stops() { return entries_["--"]; }

  const std::vector<CountryForm>& forms_;
  std::map<Key, std::set<std::string>> dropped_;
  std::set<Key> has_nisba_;
  std::map<std::string, TargetEntry> entries_;
};

absl::Status CheckFields(const std::vector<std::string>& fields, std::string_view line) {
  const bool is_good =
      fields.size() == 4 && fields[0].size() == 2 && !fields[1].empty() &&
      std::find(std::begin(kKinds), std::end(kKinds), fields[2]) != std::end(kKinds);
  if (is_good) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("country form '", std::string(line),
                   "': expected region, language, kind and forms, separated by tabs"));
}

}  // namespace

absl::StatusOr<std::vector<CountryForm>> ParseCountryForms(std::string_view tsv) {
  std::vector<CountryForm> forms;
  for (const std::string& line : Split(tsv, '\n')) {
    if (line.empty()) continue;
    std::vector<std::string> fields = Split(line, '\t');
    TASNIF_RETURN_IF_ERROR(CheckFields(fields, line));
    forms.push_back({fields[0], fields[1], fields[2], Split(fields[3], ';')});
  }
  return forms;
}

absl::StatusOr<std::vector<TargetEntry>> CountryEntries() {
  TASNIF_ASSIGN_OR_RETURN(const std::vector<CountryForm> forms, ParseCountryForms(kForms));
  TASNIF_ASSIGN_OR_RETURN(const std::vector<FalseFriend> friends, FalseFriends());
  EntryMaker maker(forms);
  for (std::string_view language : kLanguages) {
    TASNIF_RETURN_IF_ERROR(maker.AddLanguage(language));
  }
  maker.AddForms();
  maker.AddFalseFriends(friends);
  return std::move(maker).Take();
}

}  // namespace tasnif
