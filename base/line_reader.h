// base/line_reader.h
//
// Reads a file, a pipe or a compressed file line by line, in bounded memory.
//
//   TASNIF_ASSIGN_OR_RETURN(auto reader, LineReader::Open("articles.jsonl.xz"));
//   std::string line;
//   while (true) {
//     TASNIF_ASSIGN_OR_RETURN(bool more, reader->Next(&line));
//     if (!more) break;
//   }
//
// .xz, .zst and .gz are recognised by their first bytes, never by the name (base/byte_source.h).
// Threads: not safe. Cost: 64 KiB, the decompressor's window, and the longest line.
#ifndef TASNIF_BASE_LINE_READER_H_
#define TASNIF_BASE_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace tasnif {

class ByteSource;  // base/byte_source.h

class LineReader {
 public:
  // 64 MiB: far above any article, far below the memory of the machine.
  static constexpr size_t kDefaultMaxLineBytes = 64u << 20;

  // path: a file, a named pipe, or "-" for standard input.
  // NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT for a folder.
  static absl::StatusOr<std::unique_ptr<LineReader>> Open(
      const std::string& path, size_t max_line_bytes = kDefaultMaxLineBytes);
  // The same over bytes that were opened, and perhaps looked into, elsewhere. name: stands in
  // messages in place of the path.
  static std::unique_ptr<LineReader> Over(std::string name, std::unique_ptr<ByteSource> source,
                                          size_t max_line_bytes = kDefaultMaxLineBytes);
  ~LineReader();

  // The next line without its '\n' (or "\r\n"); false at the end. The last line needs no '\n'.
  // `line` is empty where an error is returned. Errors name the file and the line:
  // RESOURCE_EXHAUSTED where the line is longer than allowed: it is passed over, call again;
  // DATA_LOSS and the other errors of ByteSource::Read() after the last whole line that could be
  // read; the next call returns false. A line that the damage cuts in two is not returned.
  absl::StatusOr<bool> Next(std::string* line);

  // Next() will not have to wait for another process to write more.
  bool IsReady() const;

  // 1-based number of the line that Next() returned last; 0 before the first.
  uint64_t line_number() const { return line_number_; }
  // Bytes consumed of the file itself (compressed), for progress against its size.
  uint64_t consumed_bytes() const;
  // Size of the file in bytes, or 0 where it is a pipe.
  uint64_t total_bytes() const;

 private:
  LineReader(std::string path, std::unique_ptr<ByteSource> source, size_t max_line_bytes);

  absl::StatusOr<bool> Finish(std::string* line, bool is_too_long);
  absl::Status FillChunk();

  // Constant after construction.
  std::string path_;
  std::unique_ptr<ByteSource> source_;
  size_t max_line_bytes_;

  std::string chunk_;  // Bytes [begin_, end_) wait to be split.
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t line_number_ = 0;
  bool is_at_end_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_LINE_READER_H_
