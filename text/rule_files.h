// text/rule_files.h
//
// The files of text/rules/, embedded in the library at build time.
//
// Threads: pure function.
#ifndef TASNIF_TEXT_RULE_FILES_H_
#define TASNIF_TEXT_RULE_FILES_H_

#include <string_view>
#include <vector>

namespace tasnif {

struct RuleFile {
  std::string_view name;  // "agencies.json", "segments_ar.json", …
  std::string_view text;  // JSON; lives as long as the program.
};

// All files, sorted by name.
std::vector<RuleFile> EmbeddedRuleFiles();

}  // namespace tasnif

#endif  // TASNIF_TEXT_RULE_FILES_H_
