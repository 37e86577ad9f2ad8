#include "engine/compiler.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "engine/checksum.h"
#include "engine/features.h"
#include "engine/row_writer.h"
#include "engine/vocabulary_writer.h"

namespace tasnif {
namespace {

uint32_t LogitCount(const FastTextModel& model) {
  const uint32_t labels = model.label_count();
  return model.loss() == LossKind::kHierarchical ? std::max(labels, 2u) - 1 : labels;
}

template <typename T>
std::string BytesOf(const std::vector<T>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

// One compilation; the members are the parts of the file as they grow.
class Compilation {
 public:
  Compilation(const FastTextModel& model, const CompileOptions& options)
      : model_(model),
        options_(options),
        logit_count_(LogitCount(model)),
        is_hidden_(logit_count_ > model.dim()),
        rows_(options.precision, is_hidden_ ? model.dim() : logit_count_),
        hidden_(model.dim()),
        folded_(logit_count_),
        output_(size_t{logit_count_} * model.dim()) {}

  absl::StatusOr<std::string> Run();

 private:
  absl::Status CheckOptions() const;
  void LoadOutput();
  absl::Status AddVocabulary();
  absl::Status AddBuckets();
  bool LoadBucket(uint32_t bucket);
  absl::Status AppendFolded();
  std::string OutputSection() const;
  tsf::Header MakeHeader() const;
  std::string Assemble();

  const FastTextModel& model_;
  const CompileOptions& options_;
  const uint32_t logit_count_;
  const bool is_hidden_;
  RowWriter rows_;
  VocabularyWriter vocabulary_;
  uint32_t labels_begin_ = 0;
  std::vector<tsf::BucketBlock> blocks_;
  std::vector<double> hidden_;  // the row at hand, [dim]
  std::vector<double> folded_;  // W * hidden_, [logit_count]
  std::vector<double> output_;  // W, [logit_count x dim]
};

absl::StatusOr<std::string> Compilation::Run() {
  TASNIF_RETURN_IF_ERROR(CheckOptions());
  LoadOutput();
  TASNIF_RETURN_IF_ERROR(AddVocabulary());
  TASNIF_RETURN_IF_ERROR(AddBuckets());
  if (rows_.count() > std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the model has ", rows_.count(), " rows, expected less than 2^32"));
  }
  return Assemble();
}

absl::Status Compilation::CheckOptions() const {
  const size_t touched = options_.touched_buckets.size();
  if (touched == 0) return absl::OkStatus();
  if (model_.is_pruned() || touched != model_.bucket_count()) {
    return absl::InvalidArgumentError(
        absl::StrCat("touched_buckets has ", touched, " entries, expected ", model_.bucket_count(),
                     " in a model that is not pruned, found ",
                     model_.is_pruned() ? "a pruned" : "such a", " model; leave it empty"));
  }
  return absl::OkStatus();
}

void Compilation::LoadOutput() {
  for (uint32_t i = 0; i < logit_count_; ++i) {
    model_.output().AddRow(i, 1.0, output_.data() + size_t{i} * model_.dim());
  }
}

absl::Status Compilation::AddVocabulary() {
  std::vector<uint32_t> summed;
  for (uint32_t id = 0; id < model_.word_count(); ++id) {
    summed.clear();
    AppendWordRows(model_, model_.entry(id), static_cast<int32_t>(id), &summed);
    std::fill(hidden_.begin(), hidden_.end(), 0.0);
    for (uint32_t row : summed) model_.input().AddRow(row, 1.0, hidden_.data());
    TASNIF_RETURN_IF_ERROR(AppendFolded());
    vocabulary_.Add(model_.entry(id), static_cast<uint32_t>(summed.size()));
  }
  labels_begin_ = static_cast<uint32_t>(vocabulary_.records().size());
  for (uint32_t id = model_.word_count(); id < model_.entry_count(); ++id) {
    vocabulary_.Add(model_.entry(id), 0);
  }
  return vocabulary_.Finish();
}

absl::Status Compilation::AddBuckets() {
  const uint32_t buckets = model_.bucket_count();
  blocks_.assign((size_t{buckets} + 63) / 64, {});
  for (const uint32_t bucket : model_.StoredBuckets()) {
    if (!LoadBucket(bucket)) continue;
    TASNIF_RETURN_IF_ERROR(AppendFolded());
    blocks_[bucket / 64].stored |= uint64_t{1} << (bucket % 64);
  }
  uint32_t rank = 0;
  for (tsf::BucketBlock& block : blocks_) {
    block.rank = rank;
    rank += static_cast<uint32_t>(std::popcount(block.stored));
  }
  if (rank == buckets) blocks_.clear();
  return absl::OkStatus();
}

// Loads the bucket's row into hidden_. False if it needs no row in the file.
bool Compilation::LoadBucket(uint32_t bucket) {
  const int64_t row = model_.BucketRow(bucket);
  std::fill(hidden_.begin(), hidden_.end(), 0.0);
  const bool is_touched = options_.touched_buckets.empty() || options_.touched_buckets[bucket] != 0;
  if (is_touched) model_.input().AddRow(static_cast<uint32_t>(row), 1.0, hidden_.data());
  // In a pruned model an absent bucket does not count in the mean, so a row of zeros must stay.
  if (model_.is_pruned() || !options_.drop_zero_buckets) return true;
  return std::any_of(hidden_.begin(), hidden_.end(), [](double value) { return value != 0; });
}

absl::Status Compilation::AppendFolded() {
  if (is_hidden_) return rows_.Append(hidden_);
  const size_t dim = hidden_.size();
  for (uint32_t i = 0; i < logit_count_; ++i) {
    const double* weights = output_.data() + i * dim;
    double sum = 0;
    for (size_t d = 0; d < dim; ++d) sum += weights[d] * hidden_[d];
    folded_[i] = sum;
  }
  return rows_.Append(folded_);
}

std::string Compilation::OutputSection() const {
  if (!is_hidden_) return "";
  return BytesOf(std::vector<float>(output_.begin(), output_.end()));
}

tsf::Header Compilation::MakeHeader() const {
  tsf::Header header = {};
  std::memcpy(header.magic, tsf::kMagic, sizeof(tsf::kMagic));
  header.version = tsf::kVersion;
  header.section_count = tsf::kSectionCount;
  header.flags = (is_hidden_ ? tsf::kHiddenForm : 0u) |
                 (model_.is_pruned() ? 0u : tsf::kAbsentBucketsCount) |
                 (blocks_.empty() ? tsf::kAllBucketsStored : 0u);
  header.loss = static_cast<uint32_t>(model_.loss());
  header.precision = static_cast<uint32_t>(options_.precision);
  header.dim = model_.dim();
  header.columns = is_hidden_ ? model_.dim() : logit_count_;
  header.logit_count = logit_count_;
  header.label_count = model_.label_count();
  header.word_count = model_.word_count();
  header.row_count = static_cast<uint32_t>(rows_.count());
  header.row_stride = rows_.stride();
  header.bucket_count = model_.bucket_count();
  header.word_ngrams = static_cast<uint32_t>(model_.word_ngrams());
  header.min_subword_chars = static_cast<uint32_t>(model_.min_subword_chars());
  header.max_subword_chars = static_cast<uint32_t>(model_.max_subword_chars());
  header.slot_count = static_cast<uint32_t>(vocabulary_.index().size());
  header.max_probe = vocabulary_.max_probe();
  header.labels_begin = labels_begin_;
  return header;
}

std::string Compilation::Assemble() {
  tsf::Header header = MakeHeader();
  const std::array<std::string, tsf::kSectionCount> sections = {
      vocabulary_.records(),     BytesOf(vocabulary_.index()),
      std::move(rows_).Finish(), BytesOf(blocks_),
      OutputSection(),           BytesOf(model_.tree().inner)};
  std::array<tsf::SectionEntry, tsf::kSectionCount> table = {};
  uint64_t offset = tsf::AlignUp(sizeof(header) + sizeof(table));
  for (uint32_t kind = 0; kind < tsf::kSectionCount; ++kind) {
    table[kind] = {kind, 0, offset, sections[kind].size()};
    offset = tsf::AlignUp(offset + sections[kind].size());
  }
  header.file_bytes = offset;
  std::string file(offset, '\0');
  for (uint32_t kind = 0; kind < tsf::kSectionCount; ++kind) {
    tsf::SectionEntry& entry = table[kind];
    std::memcpy(file.data() + entry.offset, sections[kind].data(), entry.bytes);
    const uint64_t padded = tsf::AlignUp(entry.bytes);
    entry.checksum = Crc32c(std::string_view(file).substr(entry.offset, padded));
  }
  std::memcpy(file.data() + sizeof(header), table.data(), sizeof(table));
  std::memcpy(file.data(), &header, sizeof(header));
  header.checksum = Crc32c(std::string_view(file).substr(0, table[0].offset));
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

}  // namespace

absl::StatusOr<std::string> CompileModel(const FastTextModel& model,
                                         const CompileOptions& options) {
  return Compilation(model, options).Run();
}

}  // namespace tasnif
