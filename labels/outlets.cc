#include "labels/outlets.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr std::string_view kHeader = "domain,name,country,state_media,source_type";
constexpr size_t kColumns = 5;

absl::Status LineError(size_t number, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", std::string(what)));
}

// Fields of one line; a field in double quotes may hold commas, and "" for a quote.
std::vector<std::string> SplitCsv(std::string_view line) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      const bool is_escaped = is_quoted && i + 1 < line.size() && line[i + 1] == '"';
      if (is_escaped) fields.back() += line[++i];
      if (!is_escaped) is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

bool IsCountry(std::string_view text) {
  return text.empty() ||
         (text.size() == 2 && absl::ascii_isupper(text[0]) && absl::ascii_isupper(text[1]));
}

bool IsLabel(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_islower(c) || c == '_'; });
}

absl::StatusOr<std::optional<bool>> ParseFlag(std::string_view text, size_t number) {
  if (text.empty()) return std::nullopt;
  if (text == "yes") return true;
  if (text == "no") return false;
  return LineError(number, absl::StrCat("state_media is '", std::string(text),
                                        "', expected 'yes', 'no' or nothing"));
}

absl::StatusOr<OutletEntry> ParseLine(std::string_view line, size_t number) {
  std::vector<std::string> fields = SplitCsv(line);
  if (fields.size() != kColumns) {
    return LineError(number, absl::StrCat(fields.size(), " fields, expected ", kColumns, ": ",
                                          std::string(kHeader)));
  }
  OutletEntry entry;
  if (fields[0].empty() || HostOf(fields[0]) != fields[0]) {
    return LineError(number, absl::StrCat("'", fields[0],
                                          "' is no domain; write it in lower case without scheme, "
                                          "path and 'www.'"));
  }
  if (!IsCountry(fields[2])) {
    return LineError(number, absl::StrCat("country '", fields[2],
                                          "', expected two capital letters (ISO 3166-1)"));
  }
  if (!IsLabel(fields[4])) {
    return LineError(number, absl::StrCat("source_type '", fields[4], "' is no label"));
  }
  TASNIF_ASSIGN_OR_RETURN(entry.state_media, ParseFlag(fields[3], number));
  entry.domain = std::move(fields[0]);
  entry.name = std::move(fields[1]);
  entry.country = std::move(fields[2]);
  entry.source_type = std::move(fields[4]);
  return entry;
}

// The line that begins at *position, without its end; moves *position to the next one.
std::string_view TakeLine(std::string_view text, size_t* position) {
  const size_t end = std::min(text.find('\n', *position), text.size());
  const std::string_view line = text.substr(*position, end - *position);
  *position = end + 1;
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

// What stands between scheme and path, without user and port.
std::string_view Authority(std::string_view url) {
  const size_t scheme = url.find("//");
  const bool has_scheme =
      scheme != std::string_view::npos && (scheme == 0 || url[scheme - 1] == ':');
  if (has_scheme) url.remove_prefix(scheme + 2);
  url = url.substr(0, url.find_first_of("/?#\\"));
  url = url.substr(url.rfind('@') + 1);  // npos + 1 is 0: all of it.
  return url.substr(0, url.find(':'));
}

// Letters of other scripts are let through: international domains may come undecoded.
bool IsHost(std::string_view host) {
  if (host.find('.') == std::string_view::npos || host.front() == '.') return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_' || c >= 0x80;
  });
}

}  // namespace

std::string HostOf(std::string_view url_or_host) {
  const absl::string_view trimmed =
      absl::StripAsciiWhitespace({url_or_host.data(), url_or_host.size()});
  std::string_view authority = Authority({trimmed.data(), trimmed.size()});
  if (!authority.empty() && authority.back() == '.') authority.remove_suffix(1);
  std::string host = absl::AsciiStrToLower({authority.data(), authority.size()});
  if (host.rfind("www.", 0) == 0) host.erase(0, 4);
  return !host.empty() && IsHost(host) ? host : "";
}

absl::StatusOr<OutletList> OutletList::Parse(std::string_view csv) {
  OutletList list;
  size_t position = 0, number = 0;
  bool has_header = false;
  while (position < csv.size()) {
    const std::string_view line = TakeLine(csv, &position);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (!has_header) {
      if (line != kHeader) {
        return LineError(number, absl::StrCat("header '", std::string(line), "', expected '",
                                              std::string(kHeader), "'"));
      }
      has_header = true;
      continue;
    }
    TASNIF_ASSIGN_OR_RETURN(OutletEntry entry, ParseLine(line, number));
    std::string domain = entry.domain;
    if (!list.entries_.emplace(domain, std::move(entry)).second) {
      return LineError(number, absl::StrCat("'", domain, "' is listed twice; keep one line"));
    }
  }
  return list;
}

absl::StatusOr<OutletList> OutletList::Open(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const std::string csv, PosixFiles().Read(path));
  absl::StatusOr<OutletList> list = Parse(csv);
  if (!list.ok()) return Annotate(list.status(), absl::StrCat("outlet list '", path, "'"));
  return list;
}

const OutletEntry* OutletList::Find(std::string_view url_or_host) const {
  const std::string host = HostOf(url_or_host);
  std::string_view domain = host;
  while (!domain.empty()) {
    const auto found = entries_.find(absl::string_view(domain.data(), domain.size()));
    if (found != entries_.end()) return &found->second;
    const size_t dot = domain.find('.');
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace tasnif
