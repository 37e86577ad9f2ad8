#include "engine/matrix.h"

#include <cmath>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr uint32_t kCentroids = 256;
constexpr int64_t kMaxRows = int64_t{1} << 31;
constexpr int64_t kMaxCols = int64_t{1} << 16;

// The file gives no alignment.
float LoadFloat(std::string_view floats, size_t index) {
  float value;
  std::memcpy(&value, floats.data() + index * sizeof(float), sizeof(float));
  return value;
}

// Exponent bits all set mean NaN or infinity; on integers the loop vectorises.
bool AllFinite(std::string_view floats) {
  constexpr uint32_t kExponent = 0x7F800000u;
  uint32_t bad = 0;
  for (size_t at = 0; at + sizeof(uint32_t) <= floats.size(); at += sizeof(uint32_t)) {
    uint32_t bits;
    std::memcpy(&bits, floats.data() + at, sizeof(bits));
    bad |= static_cast<uint32_t>((bits & kExponent) == kExponent);
  }
  return bad == 0;
}

absl::StatusOr<std::string_view> TakeFloats(ByteCursor& cursor, uint64_t count,
                                            std::string_view what) {
  TASNIF_ASSIGN_OR_RETURN(std::string_view floats, cursor.Take(count * sizeof(float), what));
  if (!AllFinite(floats)) return cursor.Corrupt("the values before it hold NaN or infinity");
  return floats;
}

}  // namespace

absl::StatusOr<Matrix> Matrix::ReadShape(ByteCursor& cursor) {
  TASNIF_ASSIGN_OR_RETURN(const int64_t rows, cursor.Read<int64_t>("row count"));
  TASNIF_ASSIGN_OR_RETURN(const int64_t cols, cursor.Read<int64_t>("column count"));
  if (rows < 0 || rows >= kMaxRows || cols < 1 || cols > kMaxCols) {
    return cursor.Corrupt(
        absl::StrCat("impossible matrix of ", rows, " rows and ", cols, " columns"));
  }
  Matrix matrix;
  matrix.rows_ = static_cast<uint32_t>(rows);
  matrix.cols_ = static_cast<uint32_t>(cols);
  return matrix;
}

absl::StatusOr<Matrix> Matrix::ReadDense(ByteCursor& cursor) {
  TASNIF_ASSIGN_OR_RETURN(Matrix matrix, ReadShape(cursor));
  // At most 2^31 * 2^16: no overflow.
  TASNIF_ASSIGN_OR_RETURN(
      matrix.data_, TakeFloats(cursor, uint64_t{matrix.rows_} * matrix.cols_, "matrix values"));
  return matrix;
}

absl::StatusOr<Matrix::Quantizer> Matrix::ReadQuantizer(ByteCursor& cursor, uint32_t dim) {
  TASNIF_ASSIGN_OR_RETURN(const int32_t found_dim, cursor.Read<int32_t>("quantiser dimension"));
  TASNIF_ASSIGN_OR_RETURN(const int32_t parts, cursor.Read<int32_t>("quantiser part count"));
  TASNIF_ASSIGN_OR_RETURN(const int32_t width, cursor.Read<int32_t>("quantiser part width"));
  TASNIF_ASSIGN_OR_RETURN(const int32_t last, cursor.Read<int32_t>("quantiser last width"));
  const bool is_sane = found_dim == static_cast<int64_t>(dim) && width >= 1 && last >= 1 &&
                       last <= width && parts >= 1 && parts <= found_dim &&
                       (int64_t{parts} - 1) * width + last == found_dim;
  if (!is_sane) {
    return cursor.Corrupt(absl::StrCat("quantiser of dimension ", found_dim, " in ", parts,
                                       " parts of ", width, " (last ", last,
                                       ") does not fit a matrix of ", dim, " columns"));
  }
  Quantizer quantizer{dim,
                      static_cast<uint32_t>(parts),
                      static_cast<uint32_t>(width),
                      static_cast<uint32_t>(last),
                      {}};
  TASNIF_ASSIGN_OR_RETURN(quantizer.centroids,
                          TakeFloats(cursor, uint64_t{dim} * kCentroids, "centroids"));
  return quantizer;
}

absl::StatusOr<Matrix> Matrix::ReadQuantized(ByteCursor& cursor) {
  TASNIF_ASSIGN_OR_RETURN(const uint8_t has_norms, cursor.Read<uint8_t>("norm flag"));
  if (has_norms > 1) {
    return cursor.Corrupt(absl::StrCat("norm flag is ", has_norms, ", expected 0 or 1"));
  }
  TASNIF_ASSIGN_OR_RETURN(Matrix matrix, ReadShape(cursor));
  matrix.is_dense_ = false;
  TASNIF_ASSIGN_OR_RETURN(const int32_t code_bytes, cursor.Read<int32_t>("code size"));
  if (code_bytes < 0) return cursor.Corrupt(absl::StrCat("code size is ", code_bytes));
  TASNIF_ASSIGN_OR_RETURN(matrix.data_, cursor.Take(code_bytes, "codes"));
  TASNIF_ASSIGN_OR_RETURN(matrix.quantizer_, ReadQuantizer(cursor, matrix.cols_));
  const uint64_t expected = uint64_t{matrix.rows_} * matrix.quantizer_.parts;
  if (expected != static_cast<uint64_t>(code_bytes)) {
    return cursor.Corrupt(absl::StrCat("code size is ", code_bytes, ", expected ", expected));
  }
  if (has_norms == 0) return matrix;
  TASNIF_ASSIGN_OR_RETURN(matrix.norm_codes_, cursor.Take(matrix.rows_, "norm codes"));
  TASNIF_ASSIGN_OR_RETURN(matrix.norm_quantizer_, ReadQuantizer(cursor, 1));
  return matrix;
}

void Matrix::AddRow(uint32_t row, double weight, double* sum) const {
  if (!is_dense_) return AddQuantizedRow(row, weight, sum);
  const size_t begin = size_t{row} * cols_;
  for (uint32_t col = 0; col < cols_; ++col) sum[col] += weight * LoadFloat(data_, begin + col);
}

void Matrix::AddQuantizedRow(uint32_t row, double weight, double* sum) const {
  if (!norm_codes_.empty()) {
    weight *= LoadFloat(norm_quantizer_.centroids, static_cast<uint8_t>(norm_codes_[row]));
  }
  const char* codes = data_.data() + size_t{row} * quantizer_.parts;
  for (uint32_t part = 0; part < quantizer_.parts; ++part) {
    const bool is_last = part + 1 == quantizer_.parts;
    const uint32_t width = is_last ? quantizer_.last_width : quantizer_.part_width;
    const size_t group = size_t{part} * kCentroids * quantizer_.part_width;
    const size_t begin = group + size_t{static_cast<uint8_t>(codes[part])} * width;
    double* out = sum + size_t{part} * quantizer_.part_width;
    for (uint32_t i = 0; i < width; ++i) {
      out[i] += weight * LoadFloat(quantizer_.centroids, begin + i);
    }
  }
}

}  // namespace tasnif
