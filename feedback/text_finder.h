// feedback/text_finder.h
//
// Where only the hash of a corrected article was kept: its text, out of files that have it.
//
//   TextFinder finder;
//   TASNIF_RETURN_IF_ERROR(finder.Search(*store, {.head = "topic"}, "archive.jsonl.xz"));
//   v1::Article article = finder.Find(sha256);
//
// Threads: not safe. Memory: the texts that are wanted and found; the file is streamed.
#ifndef TASNIF_FEEDBACK_TEXT_FINDER_H_
#define TASNIF_FEEDBACK_TEXT_FINDER_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "feedback/correction_source.h"

namespace tasnif {

class TextFinder {
 public:
  // Looks in `path` (JSON lines) for every article of the filter that the source has no text of.
  // Lines that are no articles are passed over. Errors of LineReader and
  // CorrectionSource::Articles.
  absl::Status Search(const CorrectionSource& source, const CorrectionFilter& filter,
                      const std::string& path);

  // Empty where it was not found.
  v1::Article Find(const std::string& article_sha256) const;

 private:
  absl::flat_hash_map<std::string, v1::Article> wanted_;
};

}  // namespace tasnif

#endif  // TASNIF_FEEDBACK_TEXT_FINDER_H_
