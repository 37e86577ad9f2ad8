#include "train/row_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"
#include "train/work_folder.h"

namespace tasnif {
namespace {

// Of the index: where the row ends, and what is known of it. In the order of this machine, for the
// file does not outlive the training.
struct Entry {
  uint64_t end = 0;
  uint64_t article_hash = 0;
  uint64_t group = 0;
};

std::string IndexPath(const std::string& path) { return path + ".index"; }

absl::Status Create(const std::string& path, std::ofstream* stream) {
  errno = 0;
  stream->open(path, std::ios::binary | std::ios::trunc);
  return stream->is_open() ? absl::OkStatus() : ErrnoStatus(errno, "create", path);
}

absl::StatusOr<int> OpenToRead(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(errno, "open", path);
  return file;
}

// Bytes read: fewer than `size` at the end of the file only.
absl::StatusOr<size_t> ReadAt(int file, uint64_t offset, char* out, size_t size,
                              const std::string& path) {
  size_t done = 0;
  while (done < size) {
    const ssize_t read = pread(file, out + done, size - done, static_cast<off_t>(offset + done));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return ErrnoStatus(errno, "read", path);
    if (read == 0) break;
    done += static_cast<size_t>(read);
  }
  return done;
}

absl::Status Cut(const std::string& path) {
  return absl::DataLossError(absl::StrCat("'", path, "' is shorter than it was written"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowFile>> RowFile::Open(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const int rows, OpenToRead(path));
  const absl::StatusOr<int> index = OpenToRead(IndexPath(path));
  if (!index.ok()) {
    close(rows);
    return index.status();
  }
  return std::unique_ptr<RowFile>(new RowFile(path, rows, *index));
}

RowFile::~RowFile() {
  close(rows_);
  close(index_);
}

absl::Status RowFile::Read(uint32_t number, std::string* row, RowInfo* info) const {
  std::array<Entry, 2> entries;  // The one before, for where the row begins.
  const size_t skipped = number == 0 ? 1 : 0;
  const size_t bytes = (2 - skipped) * sizeof(Entry);
  const uint64_t offset = (uint64_t{number} + skipped - 1) * sizeof(Entry);
  TASNIF_ASSIGN_OR_RETURN(
      const size_t read,
      ReadAt(index_, offset, reinterpret_cast<char*>(&entries[skipped]), bytes, IndexPath(path_)));
  if (read < bytes) return Cut(IndexPath(path_));
  row->resize(entries[1].end - entries[0].end);
  *info = {static_cast<uint32_t>(entries[1].group), entries[1].article_hash};
  TASNIF_ASSIGN_OR_RETURN(const size_t found,
                          ReadAt(rows_, entries[0].end, row->data(), row->size(), path_));
  return found == row->size() ? absl::OkStatus() : Cut(path_);
}

absl::Status RowFile::ForEachInfo(
    const std::function<void(uint32_t, const RowInfo&)>& action) const {
  constexpr size_t kBlock = 4096;
  std::vector<Entry> block(kBlock);
  uint32_t number = 0;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const size_t read, ReadAt(index_, uint64_t{number} * sizeof(Entry),
                                                      reinterpret_cast<char*>(block.data()),
                                                      kBlock * sizeof(Entry), IndexPath(path_)));
    if (read % sizeof(Entry) != 0) return Cut(IndexPath(path_));
    for (size_t i = 0; i < read / sizeof(Entry); ++i) {
      action(number++, {static_cast<uint32_t>(block[i].group), block[i].article_hash});
    }
    if (read < kBlock * sizeof(Entry)) return absl::OkStatus();
  }
}

absl::StatusOr<std::unique_ptr<RowWriter>> RowWriter::Create(const std::string& path) {
  std::unique_ptr<RowWriter> writer(new RowWriter(path));
  TASNIF_RETURN_IF_ERROR(tasnif::Create(path, &writer->rows_));
  TASNIF_RETURN_IF_ERROR(tasnif::Create(IndexPath(path), &writer->index_));
  return writer;
}

absl::Status RowWriter::Add(std::string_view row, const RowInfo& info) {
  rows_ << row << '\n';
  end_ += row.size() + 1;
  const Entry entry{end_, info.article_hash, info.group};
  index_.write(reinterpret_cast<const char*>(&entry), sizeof(entry));
  return rows_.good() && index_.good() ? absl::OkStatus() : NoRoom(path_);
}

absl::StatusOr<std::unique_ptr<RowFile>> RowWriter::Finish() {
  rows_.close();
  index_.close();
  if (rows_.fail() || index_.fail()) return NoRoom(path_);
  return RowFile::Open(path_);
}

absl::Status WriteRows(const RowFile& rows, const std::vector<uint32_t>& plan,
                       const std::string& path,
                       const std::function<void(const RowInfo&)>& written) {
  std::ofstream stream;
  TASNIF_RETURN_IF_ERROR(Create(path, &stream));
  std::string row;
  RowInfo info;
  for (const uint32_t number : plan) {
    TASNIF_RETURN_IF_ERROR(rows.Read(number, &row, &info));
    stream << row;
    written(info);
  }
  stream.close();
  return stream.fail() ? NoRoom(path) : absl::OkStatus();
}

}  // namespace tasnif
