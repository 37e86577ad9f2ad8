#include "labels/host_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace tasnif {
namespace {

using Labels = std::vector<std::string>;

// Names that registries keep, below .xx or at the top; the country of a name at the top.
constexpr std::string_view kGovernmentNames[] = {"gov", "gob", "gouv", "govt",
                                                 "gub", "go",  "gc",   "mil"};
constexpr std::string_view kUniversityNames[] = {"edu", "ac"};
constexpr std::string_view kTopNames[] = {"gov", "mil", "edu"};

constexpr std::string_view kForumHosts[] = {"forum", "forums", "vb"};
constexpr std::string_view kForumFolders[] = {"/forum/", "/forums/", "/vb/"};
constexpr std::string_view kForumPages[] = {"/showthread.php", "/viewtopic.php",
                                            "/forumdisplay.php"};
constexpr std::string_view kMemberHosts[] = {"blog", "blogs", "community"};
constexpr std::string_view kBlogspot = "blogspot";

template <size_t kCount>
bool IsOneOf(std::string_view name, const std::string_view (&names)[kCount]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// "co.uk" is British, though the country's code is GB.
std::string CountryOf(const std::string& top) {
  if (top.size() != 2) return "";
  return top == "uk" ? "GB" : absl::AsciiStrToUpper(top);
}

OutletEntry MakeEntry(std::string domain, std::string country, std::string_view source_type,
                      bool is_certain) {
  OutletEntry entry;
  entry.domain = std::move(domain);
  entry.country = std::move(country);
  entry.source_type = std::string(source_type);
  entry.is_certain = is_certain;
  return entry;
}

// Hosts below a name that a registry keeps. How many of the last labels that is; 0: none.
template <size_t kCount>
size_t SuffixLabels(const Labels& labels, const std::string_view (&names)[kCount]) {
  const std::string& top = labels.back();
  if (IsOneOf(top, kTopNames)) return IsOneOf(top, names) ? 1 : 0;
  return top.size() == 2 && IsOneOf(labels[labels.size() - 2], names) ? 2 : 0;
}

template <size_t kCount>
std::optional<OutletEntry> EntryBySuffix(const Labels& labels,
                                         const std::string_view (&names)[kCount], bool is_certain) {
  const size_t suffix = SuffixLabels(labels, names);
  if (suffix == 0) return std::nullopt;
  const size_t kept = std::min(suffix + 1, labels.size());  // www.gov.uk is a site itself.
  return MakeEntry(absl::StrJoin(labels.end() - static_cast<ptrdiff_t>(kept), labels.end(), "."),
                   suffix == 1 ? "US" : CountryOf(labels.back()), kOfficialSourceType, is_certain);
}

// name.blogspot.com, name.blogspot.com.eg: the labels from the name on.
std::optional<OutletEntry> EntryOfBlogspot(const Labels& labels) {
  const auto found = std::find(labels.begin(), labels.end(), kBlogspot);
  if (found == labels.end() || found + 1 == labels.end()) return std::nullopt;
  const auto first = found == labels.begin() ? found : found - 1;
  return MakeEntry(absl::StrJoin(first, labels.end(), "."), "", kUserSourceType, true);
}

// The path in lower case, from its first slash on, without query; "" where there is none.
std::string PathOf(std::string_view url) {
  const size_t scheme = url.find("//");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 2);
  const size_t begin = url.find('/');
  if (begin == std::string_view::npos) return "";
  url = url.substr(begin);
  url = url.substr(0, url.find_first_of("?#"));
  return absl::AsciiStrToLower({url.data(), url.size()});
}

bool IsForum(const Labels& labels, const std::string& path) {
  if (IsOneOf(labels.front(), kForumHosts)) return true;
  const auto begins = [&path](std::string_view folder) { return path.rfind(folder, 0) == 0; };
  const auto holds = [&path](std::string_view page) {
    return path.find(page) != std::string::npos;
  };
  return std::any_of(std::begin(kForumFolders), std::end(kForumFolders), begins) ||
         std::any_of(std::begin(kForumPages), std::end(kForumPages), holds);
}

}  // namespace

std::optional<OutletEntry> EntryByRule(std::string_view url_or_host) {
  const std::string host = HostOf(url_or_host);
  const Labels labels = absl::StrSplit(host, '.');
  if (labels.size() < 2) return std::nullopt;
  if (auto entry = EntryBySuffix(labels, kGovernmentNames, true)) return entry;
  if (auto entry = EntryOfBlogspot(labels)) return entry;
  if (IsForum(labels, PathOf(url_or_host))) return MakeEntry(host, "", kUserSourceType, true);
  if (auto entry = EntryBySuffix(labels, kUniversityNames, false)) return entry;
  const bool is_members = labels.size() > 2 && IsOneOf(labels.front(), kMemberHosts);
  if (is_members) return MakeEntry(host, "", kUserSourceType, false);
  return std::nullopt;
}

}  // namespace tasnif
