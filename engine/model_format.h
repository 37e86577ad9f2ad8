// engine/model_format.h
//
// The layout of a compiled model file (`model.tsf`), version 1, for the writer (compiler.h) and the
// reader (compiled_model.h). docs/model_format.md says the same for people.
//
//   bytes 0..127     Header
//   then             kSectionCount SectionEntry, zeros up to a multiple of 64
//   then             the sections, in the order of SectionKind, each padded with zeros to 64
//
// Everything is little endian; every section starts at a multiple of 64 bytes.
#ifndef TASNIF_ENGINE_MODEL_FORMAT_H_
#define TASNIF_ENGINE_MODEL_FORMAT_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace tasnif {

// How the numbers of a row are stored.
enum class Precision : uint32_t {
  kFloat32 = 1,
  kFloat16 = 2,
  kInt8 = 3,  // a float32 scale, then signed bytes
};

namespace tsf {

static_assert(std::endian::native == std::endian::little, "model files are used in place");

inline constexpr char kMagic[8] = {'\x89', 'T', 'S', 'F', '\r', '\n', '\x1a', '\n'};
inline constexpr uint32_t kVersion = 1;
inline constexpr size_t kAlignment = 64;
// Zero bytes behind the last row, inside the section, so that a kernel may load whole vectors.
inline constexpr size_t kRowSlack = 64;
// A lookup visits at most this many slots.
inline constexpr uint32_t kMaxProbe = 4096;

constexpr uint64_t AlignUp(uint64_t n) { return (n + kAlignment - 1) / kAlignment * kAlignment; }

enum Flag : uint32_t {
  kHiddenForm = 1,          // rows have `dim` columns; the output section turns them into logits
  kAbsentBucketsCount = 2,  // a bucket without a row stands for a row of zeros, and is counted
  kAllBucketsStored = 4,    // bucket b has the row word_count + b; the bucket section is empty
};

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t checksum;  // CRC-32C of all bytes before the first section, with this field zero
  uint64_t file_bytes;
  uint32_t section_count;
  uint32_t flags;
  uint32_t loss;       // LossKind
  uint32_t precision;  // Precision
  uint32_t dim;        // of the fastText model
  uint32_t columns;    // numbers in a row
  uint32_t logit_count;
  uint32_t label_count;
  uint32_t word_count;
  uint32_t row_count;   // words, then buckets with a row
  uint32_t row_stride;  // bytes from one row to the next
  uint32_t bucket_count;
  uint32_t word_ngrams;
  uint32_t min_subword_chars;
  uint32_t max_subword_chars;
  uint32_t slot_count;
  uint32_t max_probe;
  uint32_t labels_begin;  // place of the first label in the records section
  uint32_t reserved[8];
};
static_assert(sizeof(Header) == 128);

enum SectionKind : uint32_t {
  kRecords,  // words, then labels: Record, then the text
  kIndex,    // slot_count Slot
  kRows,     // row_count rows of row_stride bytes, then kRowSlack
  kBuckets,  // a BucketBlock for every 64 buckets
  kOutput,   // hidden form only: logit_count x dim float32
  kTree,     // hierarchical softmax only: LabelTree::Inner for each inner node
  kSectionCount,
};

struct SectionEntry {
  uint32_t kind;
  uint32_t checksum;  // CRC-32C up to the start of the next section
  uint64_t offset;
  uint64_t bytes;  // without padding
};

// One vocabulary entry. Unaligned; the text follows.
struct Record {
  uint32_t entry;       // row of the word; labels are numbered behind the words
  uint16_t rows;        // rows of the fastText model summed in this one; kLongRecord: see LongTail
  uint16_t text_bytes;  // of the text
};
inline constexpr uint16_t kLongRecord = 0xFFFF;
// Stands between Record and text where either number does not fit.
struct LongTail {
  uint32_t rows;
  uint32_t text_bytes;
};

// Open addressing with linear probing, at most about 70 % full.
struct Slot {
  uint32_t hash;
  uint32_t record;  // place in the records section; kFreeSlot
};
inline constexpr uint32_t kFreeSlot = 0xFFFFFFFF;

// Where the search for a hash starts.
constexpr uint32_t HomeSlot(uint32_t hash, uint32_t slot_count) {
  const uint64_t mixed = hash * 0x9E3779B1u;  // FNV's upper bits alone are poorly mixed
  return static_cast<uint32_t>((mixed * slot_count) >> 32);
}

struct BucketBlock {
  uint64_t stored;  // bit i: bucket 64 * block + i has a row
  uint32_t rank;    // rows of buckets before this block
  uint32_t unused;
};

}  // namespace tsf
}  // namespace tasnif

#endif  // TASNIF_ENGINE_MODEL_FORMAT_H_
