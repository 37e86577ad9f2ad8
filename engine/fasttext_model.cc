#include "engine/fasttext_model.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "engine/word_hash.h"

namespace tasnif {
namespace {

constexpr int32_t kMagic = 793712314;
constexpr int32_t kOldestVersion = 11;
constexpr int32_t kNewestVersion = 12;
constexpr int32_t kSupervised = 3;
constexpr int32_t kMaxDim = 1 << 16;
constexpr int kMinEntryBytes = 10;  // zero byte, count, type

// One int32 of the arguments, by position in the file.
enum Argument {
  kDim,
  kWs,
  kEpoch,
  kMinCount,
  kNeg,
  kWordNgrams,
  kLoss,
  kModel,
  kBucket,
  kMinn,
  kMaxn,
  kLrUpdateRate,
  kArgumentCount
};

}  // namespace

absl::StatusOr<std::unique_ptr<const FastTextModel>> FastTextModel::Open(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(std::unique_ptr<MappedFile> file, MappedFile::Open(path));
  std::unique_ptr<FastTextModel> model(new FastTextModel);
  model->file_ = std::move(file);
  ByteCursor cursor(model->file_->bytes(), path);
  TASNIF_RETURN_IF_ERROR(model->ParseAll(cursor));
  return std::unique_ptr<const FastTextModel>(std::move(model));
}

absl::StatusOr<std::unique_ptr<const FastTextModel>> FastTextModel::Parse(std::string_view bytes,
                                                                          std::string name) {
  std::unique_ptr<FastTextModel> model(new FastTextModel);
  ByteCursor cursor(bytes, std::move(name));
  TASNIF_RETURN_IF_ERROR(model->ParseAll(cursor));
  return std::unique_ptr<const FastTextModel>(std::move(model));
}

absl::Status FastTextModel::ParseAll(ByteCursor& cursor) {
  TASNIF_RETURN_IF_ERROR(ParseHeader(cursor));
  TASNIF_RETURN_IF_ERROR(ParseDictionary(cursor));
  TASNIF_RETURN_IF_ERROR(ParseMatrices(cursor));
  if (cursor.remaining() > 0) {
    return cursor.Corrupt(
        absl::StrCat("expected the end of the file, found ", cursor.remaining(), " more bytes"));
  }
  return absl::OkStatus();
}

absl::Status FastTextModel::ParseHeader(ByteCursor& cursor) {
  TASNIF_ASSIGN_OR_RETURN(const int32_t magic, cursor.Read<int32_t>("magic number"));
  if (magic != kMagic) {
    return cursor.Unsupported(absl::StrCat("magic number is ", magic, ", expected ", kMagic,
                                           "; this is not a fastText model"));
  }
  TASNIF_ASSIGN_OR_RETURN(const int32_t version, cursor.Read<int32_t>("version"));
  if (version < kOldestVersion || version > kNewestVersion) {
    return cursor.Unsupported(absl::StrCat("version is ", version, ", expected ", kOldestVersion,
                                           " or ", kNewestVersion,
                                           "; save the model anew with fastText 0.9.2"));
  }
  return ParseArguments(cursor, version);
}

absl::Status FastTextModel::ParseArguments(ByteCursor& cursor, int32_t version) {
  cursor.EnterSection("arguments");
  int32_t values[kArgumentCount];
  for (int32_t& value : values) {
    TASNIF_ASSIGN_OR_RETURN(value, cursor.Read<int32_t>("an argument"));
  }
  TASNIF_RETURN_IF_ERROR(cursor.Read<double>("sampling threshold").status());
  if (values[kModel] != kSupervised) {
    return cursor.Unsupported(absl::StrCat(
        "model kind is ", values[kModel], ", expected ", kSupervised,
        " (supervised); word vectors cannot label, train with 'tasnif train' or 'fasttext "
        "supervised'"));
  }
  if (values[kLoss] < 1 || values[kLoss] > 4) {
    return cursor.Unsupported(absl::StrCat("loss is ", values[kLoss],
                                           ", expected 1 (hs), 2 (ns), 3 (softmax) or 4 (ova)"));
  }
  dim_ = values[kDim];
  word_ngrams_ = values[kWordNgrams];
  loss_ = static_cast<LossKind>(values[kLoss]);
  bucket_ = values[kBucket];
  min_subword_chars_ = values[kMinn];
  // Supervised models of version 11 never used character n-grams, whatever they say.
  max_subword_chars_ = version == kOldestVersion ? 0 : values[kMaxn];
  TASNIF_RETURN_IF_ERROR(CheckArguments(cursor));
  const bool uses_buckets = word_ngrams_ > 1 || max_subword_chars_ > 0;
  bucket_count_ = uses_buckets ? static_cast<uint32_t>(bucket_) : 0;
  return absl::OkStatus();
}

absl::Status FastTextModel::CheckArguments(const ByteCursor& cursor) const {
  if (dim_ < 1 || dim_ > kMaxDim) {
    return cursor.Unsupported(absl::StrCat("dim is ", dim_, ", expected 1 to ", kMaxDim));
  }
  if (word_ngrams_ < 0 || word_ngrams_ > kMaxWordNgrams) {
    return cursor.Unsupported(
        absl::StrCat("wordNgrams is ", word_ngrams_, ", expected 0 to ", kMaxWordNgrams));
  }
  if (min_subword_chars_ < 0 || max_subword_chars_ < 0 || max_subword_chars_ > kMaxSubwordChars) {
    return cursor.Unsupported(absl::StrCat("minn and maxn are ", min_subword_chars_, " and ",
                                           max_subword_chars_, ", expected 0 to ",
                                           kMaxSubwordChars));
  }
  if (bucket_ > kMaxBuckets) {
    return cursor.Unsupported(
        absl::StrCat("bucket is ", bucket_, ", expected at most ", kMaxBuckets));
  }
  const bool uses_buckets = word_ngrams_ > 1 || max_subword_chars_ > 0;
  if (bucket_ < 0 || (uses_buckets && bucket_ == 0)) {
    return cursor.Corrupt(absl::StrCat("bucket is ", bucket_, ", expected 1 or more"));
  }
  return absl::OkStatus();
}

absl::Status FastTextModel::ParseDictionary(ByteCursor& cursor) {
  cursor.EnterSection("dictionary");
  TASNIF_ASSIGN_OR_RETURN(const int32_t size, cursor.Read<int32_t>("entry count"));
  TASNIF_ASSIGN_OR_RETURN(const int32_t words, cursor.Read<int32_t>("word count"));
  TASNIF_ASSIGN_OR_RETURN(const int32_t labels, cursor.Read<int32_t>("label count"));
  TASNIF_ASSIGN_OR_RETURN(const int64_t tokens, cursor.Read<int64_t>("token count"));
  TASNIF_ASSIGN_OR_RETURN(const int64_t pruned, cursor.Read<int64_t>("pruning size"));
  if (words < 0 || labels < 1 || size != int64_t{words} + labels || tokens < 0 || pruned < -1) {
    return cursor.Corrupt(absl::StrCat(size, " entries with ", words, " words and ", labels,
                                       " labels, ", tokens, " tokens, pruning size ", pruned,
                                       " contradict each other"));
  }
  if (static_cast<uint64_t>(size) > cursor.remaining() / kMinEntryBytes) {
    return cursor.Corrupt(
        absl::StrCat("expected ", size, " entries, found only ", cursor.remaining(), " bytes"));
  }
  word_count_ = static_cast<uint32_t>(words);
  entries_.reserve(size);
  ids_.reserve(size);
  label_counts_.reserve(labels);
  for (int32_t id = 0; id < size; ++id) TASNIF_RETURN_IF_ERROR(ParseEntry(cursor, id));
  return ParsePruning(cursor, pruned);
}

absl::Status FastTextModel::ParseEntry(ByteCursor& cursor, uint32_t id) {
  TASNIF_ASSIGN_OR_RETURN(const std::string_view text, cursor.TakeUntilZero("an entry"));
  TASNIF_ASSIGN_OR_RETURN(const int64_t count, cursor.Read<int64_t>("entry's count"));
  TASNIF_ASSIGN_OR_RETURN(const uint8_t type, cursor.Read<uint8_t>("entry's type"));
  const uint8_t expected = id < word_count_ ? 0 : 1;
  if (type != expected || count < 0) {
    return cursor.Corrupt(absl::StrCat("entry ", id, " has type ", type, " and count ", count,
                                       ", expected type ", expected, " and a count of 0 or more"));
  }
  if (!ids_.emplace(text, id).second) {
    return cursor.Corrupt(absl::StrCat("entry ", id, " repeats an earlier one"));
  }
  entries_.push_back(text);
  if (expected == 1) label_counts_.push_back(count);
  return absl::OkStatus();
}

absl::Status FastTextModel::ParsePruning(ByteCursor& cursor, int64_t size) {
  is_pruned_ = size >= 0;
  if (size > 0 && static_cast<uint64_t>(size) > cursor.remaining() / (2 * sizeof(int32_t))) {
    return cursor.Corrupt(absl::StrCat("expected ", size, " pruning pairs, found only ",
                                       cursor.remaining(), " bytes"));
  }
  for (int64_t i = 0; i < size; ++i) {
    TASNIF_ASSIGN_OR_RETURN(const int32_t bucket, cursor.Read<int32_t>("pruned bucket"));
    TASNIF_ASSIGN_OR_RETURN(const int32_t row, cursor.Read<int32_t>("pruned row"));
    const bool is_sane = bucket >= 0 && bucket < bucket_ && row >= 0 && row < size;
    if (!is_sane || !pruned_rows_.emplace(bucket, row).second) {
      return cursor.Corrupt(absl::StrCat("pruning pair ", i, " sends bucket ", bucket, " of ",
                                         bucket_, " to row ", row, " of ", size));
    }
  }
  return absl::OkStatus();
}

absl::Status FastTextModel::ParseMatrices(ByteCursor& cursor) {
  cursor.EnterSection("input matrix");
  TASNIF_ASSIGN_OR_RETURN(const uint8_t is_quantized, cursor.Read<uint8_t>("quantised flag"));
  if (is_quantized > 1 || (is_quantized == 0 && is_pruned_)) {
    return cursor.Corrupt(
        absl::StrCat("quantised flag is ", is_quantized,
                     is_pruned_ ? ", expected 1 in a pruned model" : ", expected 0 or 1"));
  }
  TASNIF_ASSIGN_OR_RETURN(
      input_, is_quantized == 1 ? Matrix::ReadQuantized(cursor) : Matrix::ReadDense(cursor));
  cursor.EnterSection("output matrix");
  TASNIF_ASSIGN_OR_RETURN(const uint8_t is_output_quantized, cursor.Read<uint8_t>("qout flag"));
  if (is_output_quantized > 1) {
    return cursor.Corrupt(absl::StrCat("qout flag is ", is_output_quantized, ", expected 0 or 1"));
  }
  // fastText obeys the flag of the output only where the input is quantised as well.
  const bool reads_codes = is_quantized == 1 && is_output_quantized == 1;
  TASNIF_ASSIGN_OR_RETURN(output_,
                          reads_codes ? Matrix::ReadQuantized(cursor) : Matrix::ReadDense(cursor));
  TASNIF_RETURN_IF_ERROR(CheckShapes(cursor));
  if (loss_ != LossKind::kHierarchical) return absl::OkStatus();
  absl::StatusOr<LabelTree> tree = BuildLabelTree(label_counts_);
  if (!tree.ok()) return cursor.Corrupt(std::string(tree.status().message()));
  tree_ = *std::move(tree);
  return absl::OkStatus();
}

absl::Status FastTextModel::CheckShapes(const ByteCursor& cursor) const {
  const uint64_t rows = uint64_t{word_count_} + (is_pruned_ ? pruned_rows_.size() : bucket_);
  if (input_.rows() != rows || input_.cols() != dim()) {
    return cursor.Corrupt(absl::StrCat("the input matrix is ", input_.rows(), " x ", input_.cols(),
                                       ", expected ", rows, " x ", dim_));
  }
  if (output_.rows() != label_count() || output_.cols() != dim()) {
    return cursor.Corrupt(absl::StrCat("the output matrix is ", output_.rows(), " x ",
                                       output_.cols(), ", expected ", label_count(), " x ", dim_));
  }
  return absl::OkStatus();
}

std::string_view FastTextModel::label(uint32_t index) const {
  std::string_view name = entries_[word_count_ + index];
  if (name.starts_with(kLabelPrefix)) name.remove_prefix(kLabelPrefix.size());
  return name;
}

int32_t FastTextModel::FindEntry(std::string_view token) const {
  const auto found = ids_.find(token);
  return found == ids_.end() ? -1 : static_cast<int32_t>(found->second);
}

std::vector<uint32_t> FastTextModel::StoredBuckets() const {
  std::vector<uint32_t> buckets;
  if (bucket_count_ == 0) return buckets;
  if (is_pruned_) {
    for (const auto& [bucket, row] : pruned_rows_) buckets.push_back(bucket);
    std::sort(buckets.begin(), buckets.end());
  } else {
    buckets.resize(bucket_count_);
    std::iota(buckets.begin(), buckets.end(), 0u);
  }
  return buckets;
}

int64_t FastTextModel::BucketRow(uint32_t bucket) const {
  if (!is_pruned_) return int64_t{word_count_} + bucket;
  const auto found = pruned_rows_.find(bucket);
  return found == pruned_rows_.end() ? -1 : int64_t{word_count_} + found->second;
}

}  // namespace tasnif
