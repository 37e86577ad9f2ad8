// train/row_file.h
//
// Rows on disk while their order is decided: written one after the other, read by number.
//
//   TASNIF_ASSIGN_OR_RETURN(auto writer, RowWriter::Create("work/rows.txt"));
//   TASNIF_RETURN_IF_ERROR(writer->Add("__label__sport فاز المنتخب"));
//   TASNIF_ASSIGN_OR_RETURN(RowFile rows, writer->Finish());
//   TASNIF_RETURN_IF_ERROR(WriteRows(rows, plan, "work/train.txt"));
//
// Memory: 8 bytes a row. Threads: one owner.
#ifndef TASNIF_TRAIN_ROW_FILE_H_
#define TASNIF_TRAIN_ROW_FILE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/mapped_file.h"

namespace tasnif {

class RowFile {
 public:
  RowFile(std::unique_ptr<MappedFile> file, std::vector<uint64_t> ends)
      : file_(std::move(file)), ends_(std::move(ends)) {}

  size_t size() const { return ends_.size(); }
  // With its '\n'. number < size().
  std::string_view row(uint32_t number) const {
    const uint64_t begin = number == 0 ? 0 : ends_[number - 1];
    return file_->bytes().substr(begin, ends_[number] - begin);
  }

 private:
  std::unique_ptr<MappedFile> file_;
  std::vector<uint64_t> ends_;
};

class RowWriter {
 public:
  // INTERNAL, or what errno says: the file cannot be created.
  static absl::StatusOr<std::unique_ptr<RowWriter>> Create(const std::string& path);

  // row: one line without its end. RESOURCE_EXHAUSTED: no room on disk.
  absl::Status Add(std::string_view row);
  size_t size() const { return ends_.size(); }
  // Closes the file and opens it for reading. Call once.
  absl::StatusOr<RowFile> Finish();

 private:
  explicit RowWriter(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::ofstream stream_;
  std::vector<uint64_t> ends_;
};

// Writes the rows of `plan`, in its order. RESOURCE_EXHAUSTED: no room on disk.
absl::Status WriteRows(const RowFile& rows, const std::vector<uint32_t>& plan,
                       const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_ROW_FILE_H_
