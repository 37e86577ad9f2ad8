// labels/inflection.h
//
// Case endings of country names, for the languages where a name rarely stands in the nominative.
//
//   InflectName("ru", "Россия")  → Россия, России, Россию, Россией
//   InflectAdjective("российск") → российский, российского, …
//
// Approximate on purpose: a form that does not exist is never met.
//
// Threads: pure functions.
#ifndef TASNIF_LABELS_INFLECTION_H_
#define TASNIF_LABELS_INFLECTION_H_

#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

// Forms of a name, itself first. Names of several words and languages without a rule have only
// themselves. Rules: Russian, Ukrainian, Polish, German.
std::vector<std::string> InflectName(std::string_view language, std::string_view name);

// Russian: every form of an adjective in -ск- from its stem.
std::vector<std::string> InflectAdjective(std::string_view stem);

}  // namespace tasnif

#endif  // TASNIF_LABELS_INFLECTION_H_
