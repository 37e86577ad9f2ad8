#include "base/line_reader.h"

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/byte_source.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kChunkBytes = 64u << 10;

}  // namespace

LineReader::LineReader(std::string path, std::unique_ptr<ByteSource> source, size_t max_line_bytes)
    : path_(std::move(path)),
      source_(std::move(source)),
      max_line_bytes_(max_line_bytes),
      chunk_(kChunkBytes, '\0') {}

LineReader::~LineReader() = default;

absl::StatusOr<std::unique_ptr<LineReader>> LineReader::Open(const std::string& path,
                                                             size_t max_line_bytes) {
  TASNIF_ASSIGN_OR_RETURN(auto source, OpenByteSource(path));
  return Over(path == "-" ? "standard input" : path, std::move(source), max_line_bytes);
}

std::unique_ptr<LineReader> LineReader::Over(std::string name, std::unique_ptr<ByteSource> source,
                                             size_t max_line_bytes) {
  return std::unique_ptr<LineReader>(
      new LineReader(std::move(name), std::move(source), max_line_bytes));
}

absl::StatusOr<bool> LineReader::Next(std::string* line) {
  line->clear();
  bool has_any = false;
  bool is_too_long = false;
  while (true) {
    if (begin_ == end_) {
      TASNIF_RETURN_IF_ERROR(FillChunk());
      if (begin_ == end_) break;
    }
    has_any = true;
    const char* start = chunk_.data() + begin_;
    const void* newline = std::memchr(start, '\n', end_ - begin_);
    const size_t length =
        newline != nullptr ? static_cast<const char*>(newline) - start : end_ - begin_;
    begin_ += length + (newline != nullptr ? 1 : 0);
    // One more than allowed may be the '\r' of "\r\n". Memory stays bounded: what is too long is
    // passed over, not kept.
    is_too_long |= line->size() + length > max_line_bytes_ + 1;
    if (is_too_long) {
      line->clear();
    } else {
      line->append(start, length);
    }
    if (newline != nullptr) break;
  }
  if (!has_any) return false;
  return Finish(line, is_too_long);
}

absl::StatusOr<bool> LineReader::Finish(std::string* line, bool is_too_long) {
  ++line_number_;
  if (!line->empty() && line->back() == '\r') line->pop_back();
  if (!is_too_long && line->size() <= max_line_bytes_) return true;
  line->clear();
  return absl::ResourceExhaustedError(absl::StrCat(path_, ": line ", line_number_,
                                                   ": longer than the limit of ", max_line_bytes_,
                                                   " bytes; it was skipped, split it"));
}

absl::Status LineReader::FillChunk() {
  begin_ = end_ = 0;
  if (is_at_end_) return absl::OkStatus();
  auto read = source_->Read(absl::MakeSpan(chunk_.data(), chunk_.size()));
  is_at_end_ = !read.ok() || *read == 0;
  if (!read.ok()) {
    return absl::Status(read.status().code(),
                        absl::StrCat("after line ", line_number_, ": ", read.status().message()));
  }
  end_ = *read;
  return absl::OkStatus();
}

bool LineReader::IsReady() const {
  return std::memchr(chunk_.data() + begin_, '\n', end_ - begin_) != nullptr || source_->IsReady();
}

uint64_t LineReader::consumed_bytes() const { return source_->consumed_bytes(); }
uint64_t LineReader::total_bytes() const { return source_->total_bytes(); }

}  // namespace tasnif
