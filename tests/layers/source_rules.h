// tests/layers/source_rules.h
//
// The rules of ARCHITECTURE.md that a compiler does not check, as functions over the text of one
// file. Each returns what is wrong, one line a finding, "text/a.cc:12: …".
//
//   CheckIncludes("text/a.cc", "#include \"server/b.h\"\n")
//     // {"text/a.cc:1: text/ may not include server/: it may include base/"}
//
// Threads: safe.
#ifndef TASNIF_TESTS_LAYERS_SOURCE_RULES_H_
#define TASNIF_TESTS_LAYERS_SOURCE_RULES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

using Findings = std::vector<std::string>;

inline constexpr size_t kMaxLines = 400;

// A folder includes only the folders it may know; nobody includes cli/ or tests/, and only cli/
// includes bench/.
Findings CheckIncludes(std::string_view path, std::string_view text);

// Each third-party header is known to one place. tests/ is free.
Findings CheckThirdParty(std::string_view path, std::string_view text);

// Only cli/main.cc ends the process, and bench/child_process.cc the one that it started.
Findings CheckExits(std::string_view path, std::string_view text);

// No code file is longer than kMaxLines.
Findings CheckLength(std::string_view path, std::string_view text);

// No paths of the machine it was written on.
Findings CheckMachinePaths(std::string_view path, std::string_view text);

// No notes to oneself: what is missing stands in the issue tracker.
Findings CheckNotes(std::string_view path, std::string_view text);

// A header begins with its path and has the guard that belongs to it.
Findings CheckHeader(std::string_view path, std::string_view text);

// All of the above that apply to `path`.
Findings CheckSource(std::string_view path, std::string_view text);

// What is left of C++ text without comments and without the insides of string and character
// literals; line breaks stay, so line numbers do too.
std::string WithoutCommentsAndStrings(std::string_view text);

}  // namespace tasnif

#endif  // TASNIF_TESTS_LAYERS_SOURCE_RULES_H_
