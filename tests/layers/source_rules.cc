#include "tests/layers/source_rules.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace tasnif {
namespace {

using Names = std::vector<std::string>;

// What each folder may include besides itself. `protos` stands for the generated messages.
struct Layer {
  std::string_view folder;
  Names may_include;
};

const Layer kLayers[] = {
    {"protos", {}},
    {"base", {}},
    {"text", {"base"}},
    {"engine", {"base", "text"}},
    {"labels", {"protos", "base", "text", "engine"}},
    {"registry", {"protos", "base", "text", "engine", "labels"}},
    {"feedback", {"protos", "base", "text", "engine", "labels", "registry"}},
    {"train", {"protos", "base", "text", "engine", "labels", "registry", "feedback"}},
    {"server", {"protos", "base", "text", "engine", "labels", "registry", "feedback", "train"}},
    {"client", {"protos", "base"}},
    {"bench", {"protos", "base", "text", "engine", "labels", "registry", "feedback", "train"}},
    {"cli",
     {"protos", "base", "text", "engine", "labels", "registry", "feedback", "train", "server",
      "client", "bench"}},
};

// A header whose path begins with (or, for a suffix, ends with) `header` is known only to files
// whose path begins with one of `places`.
struct Confinement {
  std::string_view name;
  Names prefixes;
  Names suffixes;
  Names places;
};

const Confinement kConfinements[] = {
    {"ICU", {"unicode/"}, {}, {"text/"}},
    {"RE2", {"re2/"}, {}, {"text/"}},
    {"gumbo", {"gumbo.h"}, {}, {"text/"}},
    {"libfasttext", {"fasttext/"}, {}, {"train/", "engine/compiler", "bench/fasttext_runner"}},
    {"gRPC", {"grpc/", "grpcpp/", "grpc++/"}, {".grpc.pb.h"}, {"server/", "client/"}},
    {"nlohmann-json", {"nlohmann/"}, {}, {"base/json.h"}},
    {"spdlog", {"spdlog/"}, {}, {"base/log.cc"}},
    {"SQLite", {"sqlite3.h"}, {}, {"feedback/"}},
    {"prometheus-cpp", {"prometheus/"}, {}, {"server/metrics_text.cc"}},
    {"Boost", {"boost/"}, {}, {"server/http_listener"}},
    {"a compressor",
     {"lzma.h", "zstd", "zlib.h"},
     {},
     {"base/byte_sink.cc", "base/byte_source.cc"}},
    {"OpenSSL", {"openssl/"}, {}, {"base/", "server/"}},
    {"CLI11", {"CLI/"}, {}, {"cli/"}},
};

std::string_view FolderOf(std::string_view path) {
  const size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool StartsWithAny(std::string_view text, const Names& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& b) { return text.substr(0, b.size()) == b; });
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool EndsWithAny(std::string_view text, const Names& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](const std::string& end) { return EndsWith(text, end); });
}

bool IsFree(std::string_view path) { return StartsWithAny(path, {"tests/"}); }

// The end of a process that was started for one measurement is no end of the program.
bool MayEndProcess(std::string_view path) {
  return path == "cli/main.cc" || path == "bench/child_process.cc" || IsFree(path);
}

bool IsCpp(std::string_view path) { return EndsWithAny(path, {".h", ".cc", ".inc"}); }

bool IsCode(std::string_view path) {
  return EndsWithAny(path, {".h", ".cc", ".proto", ".cmake", ".sh", ".py", "CMakeLists.txt"});
}

std::string At(std::string_view path, size_t line, std::string_view what) {
  return absl::StrCat(std::string(path), ":", line, ": ", std::string(what));
}

std::vector<std::string> Lines(std::string_view text) {
  return absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
}

struct Include {
  size_t line;
  std::string header;
};

std::vector<Include> IncludesOf(std::string_view text) {
  std::vector<Include> includes;
  const std::vector<std::string> lines = Lines(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::string_view line = absl::StripLeadingAsciiWhitespace(lines[i]);
    if (!absl::ConsumePrefix(&line, "#")) continue;
    line = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&line, "include")) continue;
    line = absl::StripLeadingAsciiWhitespace(line);
    if (line.empty() || (line[0] != '"' && line[0] != '<')) continue;
    const size_t end = line.find(line[0] == '<' ? '>' : '"', 1);
    if (end != absl::string_view::npos)
      includes.push_back({i + 1, std::string(line.substr(1, end - 1))});
  }
  return includes;
}

// The generated messages are included by the path they have under protos/.
std::string_view FolderOfHeader(std::string_view header) {
  if (EndsWith(header, ".pb.h")) return "protos";
  return FolderOf(header);
}

const Layer* LayerOf(std::string_view folder) {
  const auto* found = std::find_if(std::begin(kLayers), std::end(kLayers),
                                   [&](const Layer& layer) { return layer.folder == folder; });
  return found == std::end(kLayers) ? nullptr : found;
}

bool IsKnownFolder(std::string_view folder) {
  return LayerOf(folder) != nullptr || folder == "tests";
}

bool IsWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Positions of calls of `name`: a whole word before an opening bracket.
std::vector<size_t> CallsOf(std::string_view name, std::string_view code) {
  std::vector<size_t> calls;
  for (size_t at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
    size_t after = at + name.size();
    while (after < code.size() && code[after] == ' ') ++after;
    const bool begins = at == 0 || !IsWord(code[at - 1]);
    if (begins && after < code.size() && code[after] == '(') calls.push_back(at);
  }
  return calls;
}

// A finding for each line that holds one of `words`.
Findings CheckWords(std::string_view path, std::string_view text,
                    const std::vector<std::string>& words, std::string_view what) {
  Findings findings;
  const std::vector<std::string> lines = Lines(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    for (const std::string& word : words) {
      if (absl::StrContains(lines[i], word)) {
        findings.push_back(At(path, i + 1, absl::StrCat("'", word, "': ", std::string(what))));
      }
    }
  }
  return findings;
}

void Append(Findings more, Findings* findings) {
  findings->insert(findings->end(), more.begin(), more.end());
}

}  // namespace

Findings CheckIncludes(std::string_view path, std::string_view text) {
  Findings findings;
  const std::string_view folder = FolderOf(path);
  const Layer* layer = LayerOf(folder);
  if (layer == nullptr) return findings;
  for (const Include& include : IncludesOf(text)) {
    const std::string_view target = FolderOfHeader(include.header);
    if (target == folder || !IsKnownFolder(target)) continue;
    const Names& allowed = layer->may_include;
    if (std::find(allowed.begin(), allowed.end(), target) != allowed.end()) continue;
    findings.push_back(At(path, include.line,
                          absl::StrCat(std::string(folder), "/ may not include ",
                                       std::string(target), "/: it may include ",
                                       allowed.empty() ? "none" : absl::StrJoin(allowed, ", "))));
  }
  return findings;
}

Findings CheckThirdParty(std::string_view path, std::string_view text) {
  Findings findings;
  if (IsFree(path)) return findings;
  for (const Include& include : IncludesOf(text)) {
    for (const Confinement& confinement : kConfinements) {
      const bool is_it = StartsWithAny(include.header, confinement.prefixes) ||
                         EndsWithAny(include.header, confinement.suffixes);
      if (!is_it || StartsWithAny(path, confinement.places)) continue;
      findings.push_back(
          At(path, include.line,
             absl::StrCat("<", include.header, ">: ", std::string(confinement.name),
                          " is known only to ", absl::StrJoin(confinement.places, ", "))));
    }
  }
  return findings;
}

Findings CheckExits(std::string_view path, std::string_view text) {
  Findings findings;
  if (MayEndProcess(path)) return findings;
  const std::string code = WithoutCommentsAndStrings(text);
  for (const std::string_view name : {"exit", "_exit", "_Exit", "quick_exit"}) {
    for (const size_t at : CallsOf(name, code)) {
      const size_t line = 1 + std::count(code.begin(), code.begin() + at, '\n');
      findings.push_back(
          At(path, line, "exit: only cli/main.cc ends the process; return a status"));
    }
  }
  return findings;
}

Findings CheckLength(std::string_view path, std::string_view text) {
  const size_t lines = std::count(text.begin(), text.end(), '\n');
  if (lines <= kMaxLines) return {};
  return {At(path, lines, absl::StrCat("longer than ", kMaxLines, " lines; one noun a file"))};
}

Findings CheckMachinePaths(std::string_view path, std::string_view text) {
  // Put together here, so that this file passes its own check.
  const std::string slash = "/";
  return CheckWords(path, text,
                    {slash + "work/", slash + "tmp/build", slash + "home/", slash + "tmp/roots"},
                    "a path of one machine; take it as an argument");
}

Findings CheckNotes(std::string_view path, std::string_view text) {
  const std::string_view what = "do it, or file it";
  return CheckWords(path, text, {std::string("TO") + "DO", std::string("FIX") + "ME"}, what);
}

Findings CheckHeader(std::string_view path, std::string_view text) {
  Findings findings;
  const std::string name(path);
  const std::vector<std::string> lines = Lines(text);
  if (lines.front() != absl::StrCat("// ", name)) {
    findings.push_back(At(path, 1, absl::StrCat("a header begins with '// ", name, "'")));
  }
  const std::string guard = absl::StrCat(
      "TASNIF_", absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"/", "_"}, {".", "_"}})), "_");
  if (!absl::StrContains(absl::string_view(text.data(), text.size()),
                         absl::StrCat("#ifndef ", guard, "\n#define ", guard, "\n"))) {
    findings.push_back(At(path, 1, absl::StrCat("the include guard is not ", guard)));
  }
  return findings;
}

Findings CheckSource(std::string_view path, std::string_view text) {
  Findings findings = CheckMachinePaths(path, text);
  if (IsCpp(path)) {
    Append(CheckIncludes(path, text), &findings);
    Append(CheckThirdParty(path, text), &findings);
    Append(CheckExits(path, text), &findings);
  }
  if (IsCode(path)) {
    Append(CheckLength(path, text), &findings);
    Append(CheckNotes(path, text), &findings);
  }
  if (EndsWith(path, ".h")) Append(CheckHeader(path, text), &findings);
  return findings;
}

std::string WithoutCommentsAndStrings(std::string_view text) {
  std::string out;
  size_t at = 0;
  const auto starts = [&](std::string_view mark) { return text.substr(at, mark.size()) == mark; };
  // Skips to behind `end`, keeping line breaks.
  const auto skip_to = [&](std::string_view end) {
    const size_t found = std::min(text.find(end, at), text.size());
    out.append(std::count(text.begin() + at, text.begin() + found, '\n'), '\n');
    at = std::min(found + end.size(), text.size());
  };
  const auto skip_literal = [&](char quote) {
    out += quote;
    for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at) {
      if (text[at] == '\\') ++at;
    }
    ++at;
    out += quote;
  };
  while (at < text.size()) {
    const bool after_word = at > 0 && IsWord(text[at - 1]);
    if (starts("//")) {
      skip_to("\n");
      out += '\n';
    } else if (starts("/*")) {
      skip_to("*/");
    } else if (!after_word && starts("R\"")) {
      const size_t bracket = std::min(text.find('(', at), text.size());
      const std::string end =
          absl::StrCat(")", std::string(text.substr(at + 2, bracket - at - 2)), "\"");
      skip_to(end);
    } else if (text[at] == '"') {
      skip_literal('"');
    } else if (text[at] == '\'' && !after_word) {
      skip_literal('\'');  // After a word character it separates digits: 1'000.
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace tasnif
