// train/row_file.h
//
// Rows on disk while their order is decided: written one after the other, read by number.
//
//   TASNIF_ASSIGN_OR_RETURN(auto writer, RowWriter::Create("work/rows.txt"));
//   TASNIF_RETURN_IF_ERROR(writer->Add("__label__sport فاز المنتخب", {group, hash}));
//   TASNIF_ASSIGN_OR_RETURN(const auto rows, writer->Finish());
//   TASNIF_RETURN_IF_ERROR(WriteRows(*rows, plan, "work/train.txt", count));
//
// Where a row begins and what is known of it stands in a second file, PATH.index. Both are read,
// not mapped: what was mapped counts as memory of the process as long as the machine has room.
// Memory: constant. Threads: one owner.
#ifndef TASNIF_TRAIN_ROW_FILE_H_
#define TASNIF_TRAIN_ROW_FILE_H_

#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "train/balance.h"

namespace tasnif {

class RowFile {
 public:
  // PATH and PATH.index, as RowWriter left them. As errno says.
  static absl::StatusOr<std::unique_ptr<RowFile>> Open(const std::string& path);
  ~RowFile();
  RowFile(const RowFile&) = delete;
  RowFile& operator=(const RowFile&) = delete;

  // The row with its '\n', and what is known of it. As errno says; DATA_LOSS: there is no such row,
  // or the file was cut.
  absl::Status Read(uint32_t number, std::string* row, RowInfo* info) const;
  // A RowInfoPass. DATA_LOSS: the file was cut.
  absl::Status ForEachInfo(const std::function<void(uint32_t, const RowInfo&)>& action) const;

 private:
  RowFile(std::string path, int rows, int index)
      : path_(std::move(path)), rows_(rows), index_(index) {}

  const std::string path_;
  const int rows_;
  const int index_;
};

class RowWriter {
 public:
  // What errno says: the files cannot be created.
  static absl::StatusOr<std::unique_ptr<RowWriter>> Create(const std::string& path);

  // row: one line without its end. RESOURCE_EXHAUSTED: no room on disk.
  absl::Status Add(std::string_view row, const RowInfo& info = {});
  // Closes the files and opens them for reading. Call once.
  absl::StatusOr<std::unique_ptr<RowFile>> Finish();

 private:
  explicit RowWriter(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::ofstream rows_;
  std::ofstream index_;
  uint64_t end_ = 0;
};

// Writes the rows of `plan`, in its order, and tells `written` of each. RESOURCE_EXHAUSTED: no room
// on disk; errors of Read.
absl::Status WriteRows(const RowFile& rows, const std::vector<uint32_t>& plan,
                       const std::string& path, const std::function<void(const RowInfo&)>& written);

}  // namespace tasnif

#endif  // TASNIF_TRAIN_ROW_FILE_H_
