#include "train/row_file.h"

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

absl::Status NoRoom(const std::string& path) {
  return absl::ResourceExhaustedError(
      absl::StrCat("cannot write '", path, "'; free some space, or set another work folder"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowWriter>> RowWriter::Create(const std::string& path) {
  std::unique_ptr<RowWriter> writer(new RowWriter(path));
  errno = 0;
  writer->stream_.open(path, std::ios::binary | std::ios::trunc);
  if (!writer->stream_.is_open()) return ErrnoStatus(errno, "create", path);
  return writer;
}

absl::Status RowWriter::Add(std::string_view row) {
  stream_ << row << '\n';
  if (!stream_.good()) return NoRoom(path_);
  ends_.push_back((ends_.empty() ? 0 : ends_.back()) + row.size() + 1);
  return absl::OkStatus();
}

absl::StatusOr<RowFile> RowWriter::Finish() {
  stream_.close();
  if (stream_.fail()) return NoRoom(path_);
  TASNIF_ASSIGN_OR_RETURN(auto file, MappedFile::Open(path_));
  return RowFile(std::move(file), std::move(ends_));
}

absl::Status WriteRows(const RowFile& rows, const std::vector<uint32_t>& plan,
                       const std::string& path) {
  errno = 0;
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  if (!stream.is_open()) return ErrnoStatus(errno, "create", path);
  for (const uint32_t number : plan) stream << rows.row(number);
  stream.close();
  return stream.fail() ? NoRoom(path) : absl::OkStatus();
}

}  // namespace tasnif
