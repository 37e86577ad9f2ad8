#include "engine/model_verifier.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "engine/checksum.h"
#include "engine/fasttext_model.h"
#include "engine/row_writer.h"

namespace tasnif {
namespace {

constexpr const char* kSectionNames[] = {"records", "index", "rows", "buckets", "output", "tree"};
constexpr uint64_t kTableEnd = sizeof(tsf::Header) + tsf::kSectionCount * sizeof(tsf::SectionEntry);
constexpr uint64_t kFirstSection = tsf::AlignUp(kTableEnd);

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

template <typename T>
absl::Span<const T> As(std::string_view bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

}  // namespace

bool ReadRecord(std::string_view records, uint64_t place, tsf::Record* record, tsf::LongTail* sizes,
                std::string_view* text) {
  if (place > records.size() || records.size() - place < sizeof(*record)) return false;
  std::memcpy(record, records.data() + place, sizeof(*record));
  place += sizeof(*record);
  *sizes = {record->rows, record->text_bytes};
  if (record->rows == tsf::kLongRecord) {
    if (records.size() - place < sizeof(*sizes)) return false;
    std::memcpy(sizes, records.data() + place, sizeof(*sizes));
    place += sizeof(*sizes);
  }
  if (records.size() - place < sizes->text_bytes) return false;
  *text = records.substr(place, sizes->text_bytes);
  return true;
}

absl::Status ModelVerifier::Run(const OpenOptions& options) {
  TASNIF_RETURN_IF_ERROR(ReadHeader());
  TASNIF_RETURN_IF_ERROR(CheckHeaderChecksum());
  TASNIF_RETURN_IF_ERROR(ReadTable());
  if (options.verifies_checksums) TASNIF_RETURN_IF_ERROR(CheckSectionChecksums());
  TASNIF_RETURN_IF_ERROR(CheckNumbers());
  TASNIF_RETURN_IF_ERROR(CheckSizes());
  PointModel();
  TASNIF_RETURN_IF_ERROR(CheckRecords());
  TASNIF_RETURN_IF_ERROR(CheckIndex());
  TASNIF_RETURN_IF_ERROR(CheckBuckets());
  return CheckTree();
}

absl::Status ModelVerifier::Corrupt(std::string_view section, std::string_view problem) const {
  return absl::DataLossError(absl::StrCat(View(name_), ": section '", View(section),
                                          "': ", View(problem),
                                          "; copy the model again or compile it anew"));
}

absl::Status ModelVerifier::ReadHeader() {
  const size_t known = std::min(bytes_.size(), sizeof(tsf::kMagic));
  if (known == 0 || std::memcmp(bytes_.data(), tsf::kMagic, known) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(View(name_),
                     ": section 'header': the first bytes are not those of a "
                     "compiled model; compile fastText models first"));
  }
  if (bytes_.size() < kFirstSection) {
    return Corrupt("header", absl::StrCat("expected ", kFirstSection, " bytes or more, found ",
                                          bytes_.size()));
  }
  std::memcpy(&header_, bytes_.data(), sizeof(header_));
  if (header_.version != tsf::kVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat(View(name_), ": section 'header': format version is ", header_.version,
                     ", expected ", tsf::kVersion, "; compile the model with this program"));
  }
  return absl::OkStatus();
}

absl::Status ModelVerifier::CheckHeaderChecksum() const {
  tsf::Header blank = header_;
  blank.checksum = 0;
  const std::string_view start(reinterpret_cast<const char*>(&blank), sizeof(blank));
  const uint32_t found =
      Crc32c(bytes_.substr(sizeof(blank), kFirstSection - sizeof(blank)), Crc32c(start));
  if (found == header_.checksum) return absl::OkStatus();
  return Corrupt("header", absl::StrCat("checksum is ", absl::Hex(found), ", expected ",
                                        absl::Hex(header_.checksum)));
}

absl::Status ModelVerifier::ReadTable() {
  if (header_.section_count != tsf::kSectionCount || header_.file_bytes != bytes_.size()) {
    return Corrupt("header", absl::StrCat("expected ", header_.file_bytes, " bytes in ",
                                          tsf::kSectionCount, " sections, found ", bytes_.size(),
                                          " bytes in ", header_.section_count));
  }
  std::memcpy(table_.data(), bytes_.data() + sizeof(header_), sizeof(table_));
  uint64_t expected = kFirstSection;
  for (uint32_t kind = 0; kind < tsf::kSectionCount; ++kind) {
    const tsf::SectionEntry& entry = table_[kind];
    if (entry.kind != kind || entry.offset != expected || entry.bytes > bytes_.size() - expected) {
      return Corrupt(kSectionNames[kind], "its place in the table of sections is wrong");
    }
    expected = tsf::AlignUp(expected + entry.bytes);
    if (expected > bytes_.size()) return Corrupt(kSectionNames[kind], "it ends behind the file");
  }
  if (expected == bytes_.size()) return absl::OkStatus();
  return Corrupt("header",
                 absl::StrCat("the sections end at byte ", expected, " of ", bytes_.size()));
}

absl::Status ModelVerifier::CheckSectionChecksums() const {
  // Only here it is sure that this is a model, all of which will be read.
  if (model_->file_ != nullptr) model_->file_->Populate();
  for (uint32_t kind = 0; kind < tsf::kSectionCount; ++kind) {
    const tsf::SectionEntry& entry = table_[kind];
    const uint32_t found = Crc32c(bytes_.substr(entry.offset, tsf::AlignUp(entry.bytes)));
    if (found == entry.checksum) continue;
    return Corrupt(kSectionNames[kind], absl::StrCat("checksum is ", absl::Hex(found),
                                                     ", expected ", absl::Hex(entry.checksum)));
  }
  return absl::OkStatus();
}

absl::Status ModelVerifier::CheckNumbers() const {
  const tsf::Header& h = header_;
  const bool is_tree = h.loss == static_cast<uint32_t>(LossKind::kHierarchical);
  const bool is_hidden = (h.flags & tsf::kHiddenForm) != 0;
  const bool uses_buckets = h.word_ngrams > 1 || h.max_subword_chars > 0;
  const bool is_sane =
      h.loss >= 1 && h.loss <= 4 && h.precision >= 1 && h.precision <= 3 && h.flags <= 7 &&
      h.dim >= 1 && h.dim <= 65536 && h.label_count >= 1 && h.label_count < (1u << 31) &&
      h.word_count < (1u << 31) && h.bucket_count < (1u << 31) &&
      h.logit_count == (is_tree ? std::max(h.label_count, 2u) - 1 : h.label_count) &&
      h.columns == (is_hidden ? h.dim : h.logit_count) && h.columns <= 65536 &&
      h.row_count >= h.word_count && h.row_count - h.word_count <= h.bucket_count &&
      h.row_stride == RowStride(static_cast<Precision>(h.precision), h.columns) &&
      h.word_ngrams <= FastTextModel::kMaxWordNgrams && h.min_subword_chars < (1u << 31) &&
      h.max_subword_chars <= FastTextModel::kMaxSubwordChars &&
      uses_buckets == (h.bucket_count > 0) && h.slot_count >= 1 && h.max_probe >= 1 &&
      h.max_probe <= tsf::kMaxProbe;
  return is_sane ? absl::OkStatus() : Corrupt("header", "its numbers contradict each other");
}

absl::Status ModelVerifier::CheckSizes() const {
  const tsf::Header& h = header_;
  const bool stores_all = (h.flags & tsf::kAllBucketsStored) != 0;
  const bool is_tree = h.loss == static_cast<uint32_t>(LossKind::kHierarchical);
  const uint64_t expected[tsf::kSectionCount] = {
      table_[tsf::kRecords].bytes,
      uint64_t{h.slot_count} * sizeof(tsf::Slot),
      uint64_t{h.row_count} * h.row_stride + tsf::kRowSlack,
      stores_all ? 0 : (uint64_t{h.bucket_count} + 63) / 64 * sizeof(tsf::BucketBlock),
      (h.flags & tsf::kHiddenForm) == 0 ? 0 : uint64_t{h.logit_count} * h.dim * sizeof(float),
      is_tree ? (uint64_t{h.label_count} - 1) * sizeof(LabelTree::Inner) : 0};
  for (uint32_t kind = 0; kind < tsf::kSectionCount; ++kind) {
    if (table_[kind].bytes == expected[kind]) continue;
    return Corrupt(kSectionNames[kind],
                   absl::StrCat("expected ", expected[kind], " bytes, found ", table_[kind].bytes));
  }
  if (stores_all && h.row_count - h.word_count != h.bucket_count) {
    return Corrupt("rows", "some buckets have no row though the header says all do");
  }
  return absl::OkStatus();
}

std::string_view ModelVerifier::SectionBytes(tsf::SectionKind kind) const {
  return bytes_.substr(table_[kind].offset, table_[kind].bytes);
}

void ModelVerifier::PointModel() {
  model_->bytes_ = bytes_;
  model_->records_ = SectionBytes(tsf::kRecords);
  model_->slots_ = As<tsf::Slot>(SectionBytes(tsf::kIndex));
  model_->buckets_ = As<tsf::BucketBlock>(SectionBytes(tsf::kBuckets));
  model_->output_ = As<float>(SectionBytes(tsf::kOutput));
  model_->tree_ = As<LabelTree::Inner>(SectionBytes(tsf::kTree));
  model_->rows_ = {SectionBytes(tsf::kRows).data(), header_.row_stride, header_.columns,
                   static_cast<Precision>(header_.precision)};
  model_->bucket_modulus_ = Modulus(std::max(header_.bucket_count, 1u));
}

// Walks the section from its beginning: words, then labels. The index may point at nothing else.
absl::Status ModelVerifier::CheckRecords() {
  const uint32_t entries = header_.word_count + header_.label_count;
  record_starts_.assign(model_->records_.size(), false);
  model_->labels_.clear();
  uint64_t place = 0;
  for (uint32_t entry = 0; entry < entries; ++entry) {
    const bool is_first_label = entry == header_.word_count;
    tsf::Record record;
    tsf::LongTail sizes;
    std::string_view text;
    if ((is_first_label && place != header_.labels_begin) ||
        !ReadRecord(model_->records_, place, &record, &sizes, &text) || record.entry != entry) {
      return Corrupt("records", absl::StrCat("entry ", entry, " is not at byte ", place));
    }
    record_starts_[place] = true;
    place = static_cast<uint64_t>(text.data() + text.size() - model_->records_.data());
    if (entry < header_.word_count) continue;
    if (text.starts_with(kLabelPrefix)) text.remove_prefix(kLabelPrefix.size());
    model_->labels_.push_back(text);
  }
  return absl::OkStatus();
}

absl::Status ModelVerifier::CheckIndex() const {
  for (const tsf::Slot& slot : model_->slots_) {
    if (slot.record == tsf::kFreeSlot) continue;
    if (slot.record < record_starts_.size() && record_starts_[slot.record]) continue;
    return Corrupt("index", absl::StrCat("it points at byte ", slot.record,
                                         " of the records, where no entry stands"));
  }
  return absl::OkStatus();
}

absl::Status ModelVerifier::CheckBuckets() const {
  uint64_t rank = 0;
  for (const tsf::BucketBlock& block : model_->buckets_) {
    if (block.rank != rank) return Corrupt("buckets", "a rank is wrong");
    rank += static_cast<uint64_t>(std::popcount(block.stored));
  }
  if (!model_->buckets_.empty() && rank != header_.row_count - header_.word_count) {
    return Corrupt("buckets", absl::StrCat("they need ", rank, " rows, found ",
                                           header_.row_count - header_.word_count));
  }
  return absl::OkStatus();
}

absl::Status ModelVerifier::CheckTree() const {
  std::vector<bool> is_child(size_t{2} * model_->tree_.size() + 1);
  for (size_t column = 0; column < model_->tree_.size(); ++column) {
    for (uint32_t child : {model_->tree_[column].left, model_->tree_[column].right}) {
      if (child >= header_.label_count + column || is_child[child]) {
        return Corrupt("tree", absl::StrCat("inner node ", column, " has the child ", child));
      }
      is_child[child] = true;
    }
  }
  return absl::OkStatus();
}

}  // namespace tasnif
