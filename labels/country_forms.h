// labels/country_forms.h
//
// Every name of every country that the target list knows: ICU's region names in 34 languages and
// the forms of country_forms.inc (nisba forms, demonyms, capitals as metonyms, ambiguous names).
//
//   TASNIF_ASSIGN_OR_RETURN(std::vector<TargetEntry> countries, CountryEntries());
//
// Capitals count as mentions of the state: news writes "طوكيو" or "Moscow" for a government.
//
// Threads: pure. Cost: about 20 ms.
// Source: Unicode CLDR (see text/region_names.h) and country_forms.inc.
#ifndef TASNIF_LABELS_COUNTRY_FORMS_H_
#define TASNIF_LABELS_COUNTRY_FORMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "labels/target_matcher.h"

namespace tasnif {

// One line of country_forms.inc, which describes the fields.
struct CountryForm {
  std::string region;
  std::string language;
  std::string kind;
  std::vector<std::string> forms;
};

// INVALID_ARGUMENT names the line. `tsv` begins with a line break.
absl::StatusOr<std::vector<CountryForm>> ParseCountryForms(std::string_view tsv);

// Entries of source `country`, and nameless ones for phrases that only look like a country.
// INTERNAL: ICU's names or the built-in forms cannot be read.
absl::StatusOr<std::vector<TargetEntry>> CountryEntries();

}  // namespace tasnif

#endif  // TASNIF_LABELS_COUNTRY_FORMS_H_
