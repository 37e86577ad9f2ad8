// labels/outlets.h
//
// What is known of a publisher by its domain: name, country, whether a state controls it, and the
// source type where the domain settles it.
//
//   const OutletEntry* entry = outlets.Find("https://www.bbc.co.uk/news/1");
//
// The list is models/lists/outlets.csv: domain,name,country,state_media,source_type; the sources of
// its facts stand beside it. A sub-domain takes the entry of its nearest listed parent.
#ifndef TASNIF_LABELS_OUTLETS_H_
#define TASNIF_LABELS_OUTLETS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace tasnif {

struct OutletEntry {
  std::string domain;  // As listed, lower case.
  std::string name;
  std::string country;  // ISO 3166-1 alpha-2, or empty.
  std::optional<bool> state_media;
  std::string source_type;  // Empty where the domain does not settle it.
  // False: such hosts publish other things as well, so that the text goes first.
  bool is_certain = true;
};

// Immutable once made; thread-safe.
class OutletList {
 public:
  // csv: the header above, then one outlet a line; "…" quotes a field; lines that begin with # are
  // comments. state_media is `yes`, `no` or empty for unknown.
  // INVALID_ARGUMENT names the line.
  static absl::StatusOr<OutletList> Parse(std::string_view csv);
  // The same from a file. Also NOT_FOUND and PERMISSION_DENIED.
  static absl::StatusOr<OutletList> Open(const std::string& path);

  // url_or_host: with or without scheme and path. Null where nothing is known.
  const OutletEntry* Find(std::string_view url_or_host) const;
  size_t size() const { return entries_.size(); }

 private:
  absl::flat_hash_map<std::string, OutletEntry> entries_;
};

// "www.BBC.co.uk:443" of "https://www.BBC.co.uk:443/x" → "bbc.co.uk"; "" where there is no host.
std::string HostOf(std::string_view url_or_host);

}  // namespace tasnif

#endif  // TASNIF_LABELS_OUTLETS_H_
