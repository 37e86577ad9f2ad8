// engine/row_writer.h
//
// Writes the rows of a compiled model in one of the three precisions.
//
//   RowWriter writer(Precision::kInt8, /*columns=*/17);
//   TASNIF_RETURN_IF_ERROR(writer.Append(row));
//   std::string section = std::move(writer).Finish();
//
// Threads: one owner.
#ifndef TASNIF_ENGINE_ROW_WRITER_H_
#define TASNIF_ENGINE_ROW_WRITER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "engine/model_format.h"

namespace tasnif {

// Bytes from one row to the next: the numbers, rounded up to 16 bytes for float32, 8 for float16
// and 4 for int8 with its scale, so that no number lies across a boundary of its own size.
uint32_t RowStride(Precision precision, uint32_t columns);

class RowWriter {
 public:
  RowWriter(Precision precision, uint32_t columns)
      : precision_(precision), stride_(RowStride(precision, columns)) {}

  // INVALID_ARGUMENT if a value does not fit the precision or is not finite.
  absl::Status Append(absl::Span<const double> row);

  uint64_t count() const { return count_; }
  uint32_t stride() const { return stride_; }

  // The rows and kRowSlack zeros.
  std::string Finish() &&;

 private:
  void AppendFloats(absl::Span<const double> row, char* out) const;
  void AppendHalves(absl::Span<const double> row, char* out) const;
  void AppendBytes(absl::Span<const double> row, double largest, char* out) const;

  Precision precision_;
  uint32_t stride_;
  uint64_t count_ = 0;
  std::string rows_;
};

}  // namespace tasnif

#endif  // TASNIF_ENGINE_ROW_WRITER_H_
