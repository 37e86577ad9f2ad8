// labels/false_friends.h
//
// Phrases that contain a country's name or adjective and speak of no country: diseases, foods,
// breeds, things. "الحصبة الألمانية" is rubella and takes no side towards Germany.
//
//   for (const FalseFriend& friend : FalseFriends()) ...   // each with a sentence that shows it
//
// The list is labels/false_friends.inc; labels/country_forms.cc hides its phrases from the matcher.
// Threads: pure. Cost: under a millisecond.
#ifndef TASNIF_LABELS_FALSE_FRIENDS_H_
#define TASNIF_LABELS_FALSE_FRIENDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tasnif {

// One line of false_friends.inc, which describes the fields.
struct FalseFriend {
  std::string language;
  std::vector<std::string> phrases;
  std::string example;
};

// INVALID_ARGUMENT names the line. `tsv` begins with a line break.
absl::StatusOr<std::vector<FalseFriend>> ParseFalseFriends(std::string_view tsv);

// The built-in list. INTERNAL: it cannot be read.
absl::StatusOr<std::vector<FalseFriend>> FalseFriends();

}  // namespace tasnif

#endif  // TASNIF_LABELS_FALSE_FRIENDS_H_
