// base/byte_sink.h
//
// Where bytes are written: a file, or standard output; compressed where the name says so.
//
//   TASNIF_ASSIGN_OR_RETURN(auto sink, ByteSink::Open("labels.jsonl.zst"));
//   TASNIF_RETURN_IF_ERROR(sink->Write("line\n"));
//   TASNIF_ASSIGN_OR_RETURN(uint64_t bytes, sink->Checkpoint());   // what is there is on the disk
//   TASNIF_RETURN_IF_ERROR(sink->Close());
//
// Names that end in .xz, .zst or .gz (in any case) are compressed; base/byte_source.h reads them. A
// checkpoint ends a member (XZ stream, Zstandard frame, gzip member); the next bytes begin another.
// Threads: not safe. Cost: one buffer of 64 KiB; 10 to 100 MB for xz.
#ifndef TASNIF_BASE_BYTE_SINK_H_
#define TASNIF_BASE_BYTE_SINK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

struct ByteSinkOptions {
  // Of the file as it stands, kept; what follows is cut off. Not for standard output.
  uint64_t keep_bytes = 0;
};

class ByteSink {
 public:
  class Encoder;

  // path: "" or "-" for standard output. Errors of ErrnoStatus(). DATA_LOSS: the file is shorter
  // than what is to be kept.
  static absl::StatusOr<std::unique_ptr<ByteSink>> Open(const std::string& path,
                                                        const ByteSinkOptions& options = {});
  // Closes a file; what fails then is lost, see Close().
  ~ByteSink();
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;

  // Plain bytes are handed to the system before it returns; compressed ones may wait for others.
  // CANCELLED: the reader of a pipe has gone, which is no fault of ours (SIGPIPE must be ignored).
  // Otherwise errors of ErrnoStatus(). INTERNAL: the compressor failed.
  absl::Status Write(std::string_view bytes);

  // All bytes so far are on the disk. Returns their number in the file, which is a fit value for
  // keep_bytes. Errors as Write().
  absl::StatusOr<uint64_t> Checkpoint();

  // Ends what is compressed. Further calls do nothing.
  absl::Status Close();

  bool is_terminal() const;
  bool is_compressed() const { return encoder_ != nullptr; }

 private:
  ByteSink(std::string name, int descriptor, bool is_owned, std::unique_ptr<Encoder> encoder);
  absl::Status WriteRaw(std::string_view bytes);
  absl::Status EndMember();

  // Constant after construction.
  const std::string name_;
  const int descriptor_;
  const std::unique_ptr<Encoder> encoder_;  // Null: plain.

  bool is_owned_;
  bool is_in_member_ = false;
  uint64_t written_bytes_ = 0;  // In the file, with what was kept.
};

}  // namespace tasnif

#endif  // TASNIF_BASE_BYTE_SINK_H_
