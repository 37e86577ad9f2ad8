#include "train/memory_estimate.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "engine/word_hash.h"
#include "train/selection.h"

namespace tasnif {
namespace {

// libfasttext 0.9.2, dictionary.h: MAX_VOCAB_SIZE places of four bytes.
constexpr uint64_t kHashTableBytes = uint64_t{30000000} * 4;
// An entry of its dictionary: text, count, kind, list of n-grams.
constexpr uint64_t kEntryBytes = 72;
// What a small allocation takes.
constexpr uint64_t kAllocationBytes = 32;
constexpr uint64_t kNumberBytes = 4;
// An allowance, not measured: text path, rules, ICU's data and a block of lines.
constexpr uint64_t kProgramBytes = uint64_t{64} << 20;
constexpr size_t kInlineTextBytes = 15;

// What is known of a word.
struct Seen {
  uint32_t count = 0;
  uint32_t bytes = 0;
};

struct Counter {
  absl::flat_hash_map<uint64_t, Seen> words;
  absl::flat_hash_set<uint64_t> labels;

  void Add(std::string_view word) {
    if (word.empty()) return;
    const uint64_t hash = HashBytes(word);
    if (word.starts_with(kLabelPrefix)) {
      labels.insert(hash);
      return;
    }
    Seen& seen = words[hash];
    ++seen.count;
    seen.bytes = static_cast<uint32_t>(word.size());
  }
};

// n-grams of a word of `chars` letters between the marks of its ends.
uint64_t Subwords(const FastTextArgs& args, uint64_t chars) {
  uint64_t count = 0;
  for (uint64_t n = std::max(1u, args.minn); n <= args.maxn; ++n) {
    if (chars + 2 >= n) count += chars + 3 - n;
  }
  return count;
}

uint64_t DictionaryBytes(const FastTextArgs& args, const VocabularySize& words) {
  const uint64_t average = words.kept_words == 0 ? 0 : words.kept_bytes / words.kept_words;
  // Entries lie in one array that grows by doubling: what it has room for, and the half of it that
  // is being moved.
  const uint64_t entries = words.distinct_words * kEntryBytes * 9 / 4;
  const uint64_t subwords = words.kept_words * Subwords(args, average) * kNumberBytes * 3 / 2;
  return kHashTableBytes + entries + words.long_words * kAllocationBytes * 3 / 2 +
         words.kept_words * kAllocationBytes + subwords;
}

std::string Megabytes(uint64_t bytes) { return absl::StrFormat("%.0f MB", bytes / 1e6); }

}  // namespace

absl::StatusOr<VocabularySize> CountVocabulary(const std::string& rows_path, uint32_t min_count) {
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(rows_path));
  Counter counter;
  std::string line;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) break;
    std::string_view rest = line;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(' '), rest.size());
      counter.Add(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  VocabularySize size;
  size.labels = counter.labels.size();
  size.distinct_words = counter.words.size();
  for (const auto& [hash, seen] : counter.words) {
    if (seen.bytes > kInlineTextBytes) ++size.long_words;
    if (seen.count < min_count) continue;
    ++size.kept_words;
    size.kept_bytes += seen.bytes;
  }
  return size;
}

uint64_t MemoryEstimate::total() const {
  return program + std::max(dictionary + input + output + vectors, input + output + compiling);
}

MemoryEstimate EstimateMemory(const Recipe& recipe, const VocabularySize& words,
                              bool has_starting_vectors) {
  const FastTextArgs& args = recipe.fasttext;
  // Words with a starting vector stay, however rare they are.
  const uint64_t kept = has_starting_vectors ? words.distinct_words : words.kept_words;
  const uint64_t rows = kept + (args.needs_buckets() ? args.bucket : 0);
  const uint64_t row_bytes = args.dim * kNumberBytes;
  MemoryEstimate estimate;
  estimate.program = kProgramBytes;
  estimate.dictionary = DictionaryBytes(args, words);
  estimate.input = rows * row_bytes;
  estimate.output = words.labels * row_bytes;
  if (has_starting_vectors) estimate.vectors = kept * row_bytes;
  const uint64_t columns = std::min<uint64_t>(args.dim, words.labels);
  const uint64_t column_bytes = recipe.precision == "float32" ? 4
                                : recipe.precision == "int8"  ? 1
                                                              : 2;
  estimate.compiling = 2 * (rows * columns * column_bytes + words.kept_bytes);
  return estimate;
}

std::string DescribeMemory(const MemoryEstimate& estimate) {
  return absl::StrCat("about ", Megabytes(estimate.total()), " of memory: input matrix ",
                      Megabytes(estimate.input), ", output matrix ", Megabytes(estimate.output),
                      ", dictionary ", Megabytes(estimate.dictionary), ", starting vectors ",
                      Megabytes(estimate.vectors), ", program ", Megabytes(estimate.program));
}

absl::Status CheckMemory(const MemoryEstimate& estimate, uint64_t max_bytes) {
  if (max_bytes == 0 || estimate.total() <= max_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("training needs ", DescribeMemory(estimate), "; allowed are ",
                   Megabytes(max_bytes), " (--max-memory; by default what the machine has free). ",
                   "Lower fasttext.dim or fasttext.bucket, raise fasttext.min_count, or train on "
                   "fewer articles (sources: max_per_label)"));
}

}  // namespace tasnif
