// engine/row_kernel.h
//
// The inner loop of scoring: adds up rows of a compiled model.
//
//   RowTable table{data, stride, columns, Precision::kFloat16};
//   std::vector<float> sums(PaddedColumns(columns));
//   AddRows(table, rows, sums.data());
//
// The fastest variant the processor has is chosen at run time: AVX2 with F16C and FMA, or portable
// code that the compiler vectorises (SSE2, NEON).
//
// Threads: pure functions. Cost: one pass over the rows, 32 columns at a time.
#ifndef TASNIF_ENGINE_ROW_KERNEL_H_
#define TASNIF_ENGINE_ROW_KERNEL_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "engine/model_format.h"

namespace tasnif {

// Rows as they stand in a model file, followed by kRowSlack readable bytes.
struct RowTable {
  const char* data = nullptr;
  size_t stride = 0;
  uint32_t columns = 0;
  Precision precision = Precision::kFloat32;

  const char* row(uint32_t index) const { return data + index * stride; }
};

// Length of a buffer of sums: whole vectors of 16 floats.
constexpr size_t PaddedColumns(uint32_t columns) { return (size_t{columns} + 15) / 16 * 16; }

// sums[0..columns) += the sum of the rows. Numbers behind `columns`, up to PaddedColumns, are
// overwritten with anything.
void AddRows(const RowTable& table, absl::Span<const uint32_t> rows, float* sums);

// The same without special instructions; for the test that compares both.
void AddRowsPortably(const RowTable& table, absl::Span<const uint32_t> rows, float* sums);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_ROW_KERNEL_H_
