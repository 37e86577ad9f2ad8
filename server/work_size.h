// server/work_size.h
//
// How much work something is, in the two units that admission counts, and as one number for
// whoever has to compare.
//
//   WorkSize size = {.articles = 8, .bytes = 30000};
//   CostOf(size);   // 38192
#ifndef TASNIF_SERVER_WORK_SIZE_H_
#define TASNIF_SERVER_WORK_SIZE_H_

#include <cstddef>

namespace tasnif {

struct WorkSize {
  size_t articles = 0;
  size_t bytes = 0;  // As they came over the wire.

  bool operator==(const WorkSize&) const = default;
};

// An article costs about as much to label as so many bytes of text, besides its own.
inline constexpr size_t kBytesPerArticle = 1024;

// In bytes of text that take as long to label.
inline size_t CostOf(const WorkSize& size) { return size.bytes + kBytesPerArticle * size.articles; }

}  // namespace tasnif

#endif  // TASNIF_SERVER_WORK_SIZE_H_
