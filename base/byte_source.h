// base/byte_source.h
//
// The decompressed bytes of a file or a pipe, whatever it is compressed with.
//
//   TASNIF_ASSIGN_OR_RETURN(auto source, OpenByteSource("articles.jsonl.xz"));
//   std::vector<char> buffer(1 << 16);
//   TASNIF_ASSIGN_OR_RETURN(size_t read, source->Read(absl::MakeSpan(buffer)));
//
// Compression is told by the first bytes, never by the name:
// .xz FD 37 7A 58 5A 00 (XZ format 1.1.0, section 2.1.1.1), .zst 28 B5 2F FD (RFC 8878, 3.1.1),
// .gz 1F 8B 08 (RFC 1952, 2.3.1). Concatenated members are read as one. Anything else is plain.
// The only user of liblzma, zstd and zlib. Most code wants a LineReader instead.
//
// Cost: one 64 KiB input buffer and the window of the decompressor (at most 512 MiB for xz and
// 128 MiB for zstd; a stream that asks for more is refused).
#ifndef TASNIF_BASE_BYTE_SOURCE_H_
#define TASNIF_BASE_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tasnif {

// Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Writes 1 to out.size() bytes to the front of `out` and returns how many; 0 at the end.
  // out: not empty. Errors, after which nothing more can be read; the message names the file:
  // DATA_LOSS where the compressed stream is damaged, cut, or followed by something else;
  // RESOURCE_EXHAUSTED where it needs more memory than allowed; those of ErrnoStatus() otherwise.
  virtual absl::StatusOr<size_t> Read(absl::Span<char> out) = 0;

  // Bytes taken from the file itself (compressed), for progress against total_bytes().
  virtual uint64_t consumed_bytes() const = 0;

  // Read() will not have to wait for another process to write more.
  virtual bool IsReady() const { return true; }

  // Size of the file in bytes, or 0 where it is a pipe.
  virtual uint64_t total_bytes() const = 0;
};

// path: a file, a named pipe, or "-" for standard input.
// NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT for a folder.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenByteSource(const std::string& path);

}  // namespace tasnif

#endif  // TASNIF_BASE_BYTE_SOURCE_H_
