#include "labels/false_friends.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tasnif {
namespace {

constexpr char kList[] =
#include "labels/false_friends.inc"
    ;

constexpr size_t kFields = 3;

}  // namespace

absl::StatusOr<std::vector<FalseFriend>> ParseFalseFriends(std::string_view tsv) {
  std::vector<FalseFriend> friends;
  const std::vector<std::string> lines =
      absl::StrSplit(absl::string_view(tsv.data(), tsv.size()), '\n', absl::SkipEmpty());
  for (const std::string& line : lines) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != kFields || fields[0].empty() || fields[2].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "false friend '", line, "': expected language, phrases and example, separated by tabs"));
    }
    friends.push_back({fields[0], absl::StrSplit(fields[1], ';'), fields[2]});
  }
  return friends;
}

absl::StatusOr<std::vector<FalseFriend>> FalseFriends() {
  absl::StatusOr<std::vector<FalseFriend>> friends = ParseFalseFriends(kList);
  if (friends.ok()) return friends;
  return absl::InternalError(friends.status().message());
}

}  // namespace tasnif
