// text/agencies.h
//
// The agencies and outlets that articles are attributed to, from text/rules/agencies.json, and a
// matcher for their names.
//
//   TASNIF_ASSIGN_OR_RETURN(auto agencies, Agencies::Create());
//   agencies->Find(folded, &matches);
//
// Aliases are matched in folded spelling, without case, as whole words, the longest first. A weak
// alias is also an everyday word or too short ("واس", "AP"): it counts only where nothing but an
// attribution can stand.
//
// Threads: immutable, shared freely. Cost: one look at each word (name_scan.h), RE2 where
// two names may be meant.
#ifndef TASNIF_TEXT_AGENCIES_H_
#define TASNIF_TEXT_AGENCIES_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "text/byte_range.h"
#include "text/name_scan.h"

namespace re2 {
class RE2;
}

namespace tasnif {

struct Agency {
  std::string name;     // Canonical: "Reuters".
  std::string kind;     // "wire" or "outlet".
  std::string country;  // ISO 3166 alpha-2.
  std::vector<std::string> aliases;
  std::vector<std::string> weak_aliases;
};

struct AgencyMatch {
  const Agency* agency;  // Owned by Agencies.
  ByteRange range;       // Of the alias in the folded text.
  bool is_weak;
};

class Agencies {
 public:
  // FAILED_PRECONDITION where the embedded list breaks its own rules: a field is missing, or an
  // alias is given to two agencies or does not begin with a letter or digit.
  static absl::StatusOr<std::unique_ptr<const Agencies>> Create();
  static absl::StatusOr<std::unique_ptr<const Agencies>> Parse(std::string_view json);
  ~Agencies();

  const std::vector<Agency>& list() const { return list_; }

  // RE2, for texts in folded spelling: a name is its first group, with what stands around it.
  const std::string& pattern() const { return pattern_; }

  // Appends every name in `folded` (FoldedText::text), in order, without overlaps.
  void Find(std::string_view folded, std::vector<AgencyMatch>* matches) const;

 private:
  struct Alias {
    std::string folded;  // Lower case.
    size_t agency;
    bool is_weak;
  };

  Agencies();
  absl::Status AddAliases();
  absl::Status CompileNames();
  const Alias* FindAlias(std::string_view matched) const;

  // The name that begins at `place`, which is unsure, or nothing; `searched` is the end of the name
  // before it.
  std::optional<ByteRange> Decide(std::string_view folded, size_t place, size_t searched) const;

  std::vector<Agency> list_;
  std::vector<Alias> aliases_;  // Sorted by `folded`.
  std::unique_ptr<const NameScan> scan_;
  std::string pattern_;
  std::unique_ptr<re2::RE2> matcher_;
};

}  // namespace tasnif

#endif  // TASNIF_TEXT_AGENCIES_H_
