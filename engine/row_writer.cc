#include "engine/row_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/half.h"

namespace tasnif {
namespace {

uint32_t RoundUp(uint32_t n, uint32_t unit) { return (n + unit - 1) / unit * unit; }

template <typename T>
void Store(const T& value, char* out) {
  std::memcpy(out, &value, sizeof(value));
}

}  // namespace

uint32_t RowStride(Precision precision, uint32_t columns) {
  switch (precision) {
    case Precision::kFloat32:
      return RoundUp(columns * 4, 16);
    case Precision::kFloat16:
      return RoundUp(columns * 2, 8);
    case Precision::kInt8:
      return RoundUp(columns + 4, 4);
  }
  return 0;
}

absl::Status RowWriter::Append(absl::Span<const double> row) {
  double largest = 0;
  for (double value : row) largest = std::max(largest, std::abs(value));
  const double limit = precision_ == Precision::kFloat16
                           ? double{kLargestHalf}
                           : double{std::numeric_limits<float>::max()};
  if (!(largest <= limit)) {
    return absl::InvalidArgumentError(absl::StrCat("row ", count_, " holds ", largest,
                                                   ", expected at most ", limit,
                                                   "; compile with float32"));
  }
  rows_.resize(rows_.size() + stride_);
  char* out = rows_.data() + rows_.size() - stride_;
  ++count_;
  if (precision_ == Precision::kFloat32) AppendFloats(row, out);
  if (precision_ == Precision::kFloat16) AppendHalves(row, out);
  if (precision_ == Precision::kInt8) AppendBytes(row, largest, out);
  return absl::OkStatus();
}

void RowWriter::AppendFloats(absl::Span<const double> row, char* out) const {
  for (size_t i = 0; i < row.size(); ++i) Store(static_cast<float>(row[i]), out + 4 * i);
}

void RowWriter::AppendHalves(absl::Span<const double> row, char* out) const {
  for (size_t i = 0; i < row.size(); ++i) {
    Store(FloatToHalf(static_cast<float>(row[i])), out + 2 * i);
  }
}

void RowWriter::AppendBytes(absl::Span<const double> row, double largest, char* out) const {
  const float scale = static_cast<float>(largest / 127);
  Store(scale, out);
  if (scale == 0) return;
  for (size_t i = 0; i < row.size(); ++i) {
    const double step = std::clamp(std::nearbyint(row[i] / scale), -127.0, 127.0);
    Store(static_cast<int8_t>(step), out + 4 + i);
  }
}

std::string RowWriter::Finish() && {
  rows_.append(tsf::kRowSlack, '\0');
  return std::move(rows_);
}

}  // namespace tasnif
