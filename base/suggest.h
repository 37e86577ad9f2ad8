// base/suggest.h
//
// "Did you mean" for names that were typed wrong.
//
//   NearestNames("topci", {"topic", "stance"})        // {"topic"}
//   absl::StrCat("no model 'topci'", DidYouMean("topci", names))
//                                                      // "no model 'topci'; did you mean 'topic'?"
//
// Threads: safe. Cost: O(candidates x length squared).
// Source: optimal string alignment, the restricted form of Damerau's distance ("A technique for
// computer detection and correction of spelling errors", 1964).
#ifndef TASNIF_BASE_SUGGEST_H_
#define TASNIF_BASE_SUGGEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tasnif {

// Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`, in bytes.
size_t EditDistance(std::string_view a, std::string_view b);

// At most `limit` of `candidates`, nearest first, equally near ones by name. A candidate counts as
// near where at most a third of the letters (and always one) differ, or where `wanted` begins it.
std::vector<std::string> NearestNames(std::string_view wanted,
                                      const std::vector<std::string>& candidates, size_t limit = 3);

// "; did you mean 'topic' or 'topics'?", or "" where nothing is near.
std::string DidYouMean(std::string_view wanted, const std::vector<std::string>& candidates);

}  // namespace tasnif

#endif  // TASNIF_BASE_SUGGEST_H_
