#include "labels/inflection.h"

#include <algorithm>

namespace tasnif {
namespace {

struct Rule {
  std::string_view language;
  std::string_view ending;   // Replaced; empty: any name that no rule before has taken.
  std::string_view endings;  // Separated by blanks; `-` is none.
};

// The first rule that fits is taken.
constexpr Rule kRules[] = {
    {"ru", "ия", "ии ию ией"},
    {"ru", "а", "ы и е у ой"},
    {"ru", "ь", "и ью я ю ем е"},
    {"ru", "й", "я ю ем е"},
    {"ru", "ы", "ов ам ами ах"},
    {"ru", "о", ""},
    {"ru", "и", ""},
    {"ru", "у", ""},
    {"ru", "", "а у ом е"},
    {"uk", "ія", "ії ію ією"},
    {"uk", "а", "и і у ою"},
    {"uk", "о", ""},
    {"uk", "і", ""},
    {"uk", "й", "ю єм ї"},
    {"uk", "", "у а ом і"},
    {"pl", "ja", "ji ję ją"},
    {"pl", "ia", "ii ię ią"},
    {"pl", "a", "y ie ę ą"},
    {"pl", "y", "- om ami ech"},
    {"pl", "", "u em ie owi"},
    {"de", "", "s"},
};

constexpr std::string_view kAdjectiveEndings = "ий ая ое ие ого ому им ом ой ую их ими";

void AppendForms(std::string_view stem, std::string_view endings, std::vector<std::string>* forms) {
  while (!endings.empty()) {
    const size_t blank = std::min(endings.find(' '), endings.size());
    const std::string_view ending = endings.substr(0, blank);
    forms->push_back(std::string(stem));
    if (ending != "-") forms->back() += ending;
    endings.remove_prefix(std::min(blank + 1, endings.size()));
  }
}

bool EndsWith(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

std::vector<std::string> InflectName(std::string_view language, std::string_view name) {
  std::vector<std::string> forms = {std::string(name)};
  if (name.find(' ') != name.npos) return forms;
  for (const Rule& rule : kRules) {
    if (rule.language != language || !EndsWith(name, rule.ending)) continue;
    AppendForms(name.substr(0, name.size() - rule.ending.size()), rule.endings, &forms);
    break;
  }
  return forms;
}

std::vector<std::string> InflectAdjective(std::string_view stem) {
  std::vector<std::string> forms;
  AppendForms(stem, kAdjectiveEndings, &forms);
  return forms;
}

}  // namespace tasnif
