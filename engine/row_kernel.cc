#include "engine/row_kernel.h"

#include <algorithm>

#include "engine/half.h"
#include "engine/load.h"
#include "engine/processor.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tasnif {
namespace {

void AddFloats(const char* row, uint32_t columns, float* sums) {
  for (uint32_t i = 0; i < columns; ++i) sums[i] += Load<float>(row + 4 * i);
}

void AddHalves(const char* row, uint32_t columns, float* sums) {
  for (uint32_t i = 0; i < columns; ++i) sums[i] += HalfToFloat(Load<uint16_t>(row + 2 * i));
}

void AddBytes(const char* row, uint32_t columns, float* sums) {
  const float scale = Load<float>(row);
  for (uint32_t i = 0; i < columns; ++i) {
    sums[i] += scale * static_cast<float>(static_cast<int8_t>(row[4 + i]));
  }
}

#if defined(__x86_64__)
// `kVectors` * 8 columns, from `column` on, of all rows, kept in registers.
template <Precision kPrecision, int kVectors>
TASNIF_AVX2 void AddColumns(const RowTable& table, absl::Span<const uint32_t> rows, uint32_t column,
                            float* sums) {
  __m256 total[kVectors];
  for (int v = 0; v < kVectors; ++v) total[v] = _mm256_loadu_ps(sums + 8 * v);
  for (const uint32_t index : rows) {
    const char* row = table.row(index);
    if constexpr (kPrecision == Precision::kFloat32) {
      const float* from = reinterpret_cast<const float*>(row) + column;
      for (int v = 0; v < kVectors; ++v) {
        total[v] = _mm256_add_ps(total[v], _mm256_loadu_ps(from + 8 * v));
      }
    } else if constexpr (kPrecision == Precision::kFloat16) {
      const char* from = row + 2 * size_t{column};
      for (int v = 0; v < kVectors; ++v) {
        const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 16 * v));
        total[v] = _mm256_add_ps(total[v], _mm256_cvtph_ps(halves));
      }
    } else {
      const __m256 scale = _mm256_set1_ps(Load<float>(row));
      const char* from = row + 4 + column;
      for (int v = 0; v < kVectors; ++v) {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from + 8 * v));
        const __m256 steps = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes));
        total[v] = _mm256_fmadd_ps(scale, steps, total[v]);
      }
    }
  }
  for (int v = 0; v < kVectors; ++v) _mm256_storeu_ps(sums + 8 * v, total[v]);
}

template <Precision kPrecision>
void AddRowsAvx2(const RowTable& table, absl::Span<const uint32_t> rows, float* sums) {
  for (uint32_t column = 0; column < table.columns; column += 32, sums += 32) {
    switch (std::min((table.columns - column + 7) / 8, 4u)) {
      case 1:
        AddColumns<kPrecision, 1>(table, rows, column, sums);
        break;
      case 2:
        AddColumns<kPrecision, 2>(table, rows, column, sums);
        break;
      case 3:
        AddColumns<kPrecision, 3>(table, rows, column, sums);
        break;
      default:
        AddColumns<kPrecision, 4>(table, rows, column, sums);
    }
  }
}
#endif  // __x86_64__

}  // namespace

void AddRowsPortably(const RowTable& table, absl::Span<const uint32_t> rows, float* sums) {
  for (const uint32_t index : rows) {
    const char* row = table.row(index);
    switch (table.precision) {
      case Precision::kFloat32:
        AddFloats(row, table.columns, sums);
        break;
      case Precision::kFloat16:
        AddHalves(row, table.columns, sums);
        break;
      case Precision::kInt8:
        AddBytes(row, table.columns, sums);
        break;
    }
  }
}

void AddRows(const RowTable& table, absl::Span<const uint32_t> rows, float* sums) {
#if defined(__x86_64__)
  if (HasAvx2()) {
    switch (table.precision) {
      case Precision::kFloat32:
        return AddRowsAvx2<Precision::kFloat32>(table, rows, sums);
      case Precision::kFloat16:
        return AddRowsAvx2<Precision::kFloat16>(table, rows, sums);
      case Precision::kInt8:
        return AddRowsAvx2<Precision::kInt8>(table, rows, sums);
    }
  }
#endif
  AddRowsPortably(table, rows, sums);
}

}  // namespace tasnif
