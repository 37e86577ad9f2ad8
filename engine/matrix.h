// engine/matrix.h
//
// A matrix of a fastText file, in place: dense float32 rows, or product-quantised ones.
//
//   TASNIF_ASSIGN_OR_RETURN(Matrix input, Matrix::ReadDense(cursor));
//   std::vector<double> sum(input.cols());
//   input.AddRow(7, 1.0, sum.data());
//
// Threads: immutable. Memory: a view of the file's bytes, plus the centroids' positions.
// Source: Joulin et al. 2016, "FastText.zip: Compressing text classification models", section 3;
// Jegou et al. 2011, "Product Quantization for Nearest Neighbor Search".
#ifndef TASNIF_ENGINE_MATRIX_H_
#define TASNIF_ENGINE_MATRIX_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/byte_cursor.h"

namespace tasnif {

class Matrix {
 public:
  // Both read rows, columns and data at the cursor and borrow the bytes.
  // DATA_LOSS if the shape is impossible, bytes are missing, or a value is NaN or infinite.
  static absl::StatusOr<Matrix> ReadDense(ByteCursor& cursor);
  static absl::StatusOr<Matrix> ReadQuantized(ByteCursor& cursor);

  uint32_t rows() const { return rows_; }
  uint32_t cols() const { return cols_; }
  bool is_quantized() const { return !is_dense_; }

  // sum[0..cols) += weight * row. row < rows().
  void AddRow(uint32_t row, double weight, double* sum) const;

 private:
  // One product quantiser: `parts` groups of 256 centroids, the last group possibly narrower.
  struct Quantizer {
    uint32_t dim = 0;
    uint32_t parts = 0;
    uint32_t part_width = 0;
    uint32_t last_width = 0;
    std::string_view centroids;  // dim * 256 float32, part after part
  };

  static absl::StatusOr<Quantizer> ReadQuantizer(ByteCursor& cursor, uint32_t dim);
  static absl::StatusOr<Matrix> ReadShape(ByteCursor& cursor);
  void AddQuantizedRow(uint32_t row, double weight, double* sum) const;

  bool is_dense_ = true;
  uint32_t rows_ = 0;
  uint32_t cols_ = 0;
  std::string_view data_;        // dense: rows * cols float32; else rows * parts codes
  std::string_view norm_codes_;  // rows codes, empty if norms are not quantised apart
  Quantizer quantizer_;
  Quantizer norm_quantizer_;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_MATRIX_H_
