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
// Compression is told by the first bytes (magic numbers), never by the name:
// .xz FD 37 7A 58 5A 00 (XZ format 1.1.0, section 2.1.1.1), .zst 28 B5 2F FD (RFC 8878),
// .gz 1F 8B (RFC 1952). Concatenated members are read as one.
// The only user of liblzma, zstd and zlib. Not thread-safe.
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
  // A longer line is skipped and reported as RESOURCE_EXHAUSTED by Next(), which can be called on.
  static constexpr size_t kDefaultMaxLineBytes = 64u << 20;

  // path: a file, or "-" for standard input. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT.
  static absl::StatusOr<std::unique_ptr<LineReader>> Open(
      const std::string& path, size_t max_line_bytes = kDefaultMaxLineBytes);
  ~LineReader();

  // The next line without its '\n' (or "\r\n"); false at the end. The last line needs no '\n'.
  // DATA_LOSS where the compressed stream is damaged or cut: "articles.jsonl.xz: line 812: …".
  absl::StatusOr<bool> Next(std::string* line);

  // 1-based number of the line that Next() returned last; 0 before the first.
  uint64_t line_number() const { return line_number_; }
  // Bytes consumed of the file itself (compressed), for progress against its size.
  uint64_t consumed_bytes() const;
  // Size of the file in bytes, or 0 where it is a pipe.
  uint64_t total_bytes() const { return total_bytes_; }

 private:
  LineReader(std::string path, std::unique_ptr<ByteSource> source, size_t max_line_bytes,
             uint64_t total_bytes);

  std::string path_;
  std::unique_ptr<ByteSource> source_;
  size_t max_line_bytes_;
  uint64_t total_bytes_;
  uint64_t line_number_ = 0;
  std::string buffer_;
  size_t begin_ = 0;
  bool is_at_end_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_BASE_LINE_READER_H_
