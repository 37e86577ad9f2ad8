#include "base/byte_source.h"

#include <fcntl.h>
#include <lzma.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kInputBytes = 64u << 10;
constexpr uint64_t kMaxXzMemoryBytes = 512u << 20;
constexpr uint64_t kMaxZstdWindowBytes = 128u << 20;  // zstd's own default limit.

constexpr std::string_view kXzMagic(
    "\xFD"
    "7zXZ\0",
    6);
constexpr std::string_view kZstdMagic("\x28\xB5\x2F\xFD", 4);
constexpr std::string_view kGzipMagic("\x1F\x8B\x08", 3);

// The bytes of the file as they are, through one buffer that every decoder takes from.
class Input {
 public:
  Input(std::string path, int fd) : path_(std::move(path)), fd_(fd), buffer_(kInputBytes) {}
  ~Input() {
    if (fd_ != STDIN_FILENO) close(fd_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // Reads until `bytes` are waiting or the file ends.
  absl::Status Await(size_t bytes) {
    while (waiting().size() < bytes && !is_at_end_) {
      if (begin_ > 0) Compact();
      const ssize_t read = ::read(fd_, buffer_.data() + end_, buffer_.size() - end_);
      if (read < 0 && errno == EINTR) continue;
      if (read < 0) return ErrnoStatus(errno, "read", path_);
      is_at_end_ = read == 0;
      end_ += static_cast<size_t>(read);
    }
    return absl::OkStatus();
  }

  bool IsReady() const {
    pollfd entry = {fd_, POLLIN, 0};
    return !waiting().empty() || is_at_end_ || poll(&entry, 1, 0) != 0;
  }

  std::string_view waiting() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void Take(size_t bytes) {
    begin_ += bytes;
    consumed_bytes_ += bytes;
  }

  const std::string& path() const { return path_; }
  uint64_t consumed_bytes() const { return consumed_bytes_; }
  uint64_t total_bytes() const { return total_bytes_; }
  void set_total_bytes(uint64_t bytes) { total_bytes_ = bytes; }

 private:
  void Compact() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }

  std::string path_;
  int fd_;
  uint64_t total_bytes_ = 0;
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  uint64_t consumed_bytes_ = 0;
  bool is_at_end_ = false;
};

// One compressed format. Step() makes progress or says why not.
class Decoder {
 public:
  enum class State { kRunning, kFinished };
  struct Progress {
    size_t taken = 0;
    size_t written = 0;
    // kFinished only where `is_last` was given and the stream is complete.
    State state = State::kRunning;
  };

  virtual ~Decoder() = default;
  // in: what waits; is_last: nothing follows it.
  virtual absl::StatusOr<Progress> Step(std::string_view in, bool is_last,
                                        absl::Span<char> out) = 0;
};

absl::Status Cut(std::string_view format) {
  return absl::DataLossError(absl::StrCat("the ", std::string(format),
                                          " stream ends too early; the file was cut, copy or "
                                          "download it again"));
}

absl::Status Damaged(std::string_view format, std::string_view reason) {
  return absl::DataLossError(absl::StrCat("the ", std::string(format), " stream is damaged (",
                                          std::string(reason), "); copy or download it again"));
}

absl::Status NeedsTooMuchMemory(std::string_view format, uint64_t limit_bytes) {
  return absl::ResourceExhaustedError(
      absl::StrCat("the ", std::string(format), " stream needs more than ", limit_bytes >> 20,
                   " MiB to decompress; compress it again with a smaller window"));
}

class PlainDecoder : public Decoder {
 public:
  absl::StatusOr<Progress> Step(std::string_view in, bool is_last, absl::Span<char> out) override {
    const size_t bytes = std::min(in.size(), out.size());
    std::memcpy(out.data(), in.data(), bytes);
    const bool is_finished = is_last && bytes == in.size();
    return Progress{bytes, bytes, is_finished ? State::kFinished : State::kRunning};
  }
};

class XzDecoder : public Decoder {
 public:
  XzDecoder() { start_ = lzma_stream_decoder(&stream_, kMaxXzMemoryBytes, LZMA_CONCATENATED); }
  ~XzDecoder() override { lzma_end(&stream_); }

  absl::StatusOr<Progress> Step(std::string_view in, bool is_last, absl::Span<char> out) override {
    if (start_ != LZMA_OK) return ToStatus(start_);
    stream_.next_in = reinterpret_cast<const uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret result = lzma_code(&stream_, is_last ? LZMA_FINISH : LZMA_RUN);
    Progress progress{in.size() - stream_.avail_in, out.size() - stream_.avail_out};
    if (result == LZMA_STREAM_END) {
      progress.state = State::kFinished;
    } else if (result != LZMA_OK && progress.written == 0) {
      // Where bytes were written they are handed out first; the next call repeats the error.
      return ToStatus(result);
    }
    return progress;
  }

 private:
  static absl::Status ToStatus(lzma_ret result) {
    switch (result) {
      case LZMA_BUF_ERROR:
        return Cut("xz");
      case LZMA_MEMLIMIT_ERROR:
      case LZMA_MEM_ERROR:
        return NeedsTooMuchMemory("xz", kMaxXzMemoryBytes);
      case LZMA_FORMAT_ERROR:
        return Damaged("xz", "followed by something that is not xz");
      case LZMA_OPTIONS_ERROR:
        return Damaged("xz", "unknown options");
      default:
        return Damaged("xz", "checksum or structure");
    }
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret start_;
};

class ZstdDecoder : public Decoder {
 public:
  ZstdDecoder() : stream_(ZSTD_createDStream()) {}
  ~ZstdDecoder() override { ZSTD_freeDStream(stream_); }

  absl::StatusOr<Progress> Step(std::string_view in, bool is_last, absl::Span<char> out) override {
    if (in.empty() && is_last && is_between_frames_) return Progress{0, 0, State::kFinished};
    ZSTD_inBuffer input = {in.data(), in.size(), 0};
    ZSTD_outBuffer output = {out.data(), out.size(), 0};
    const size_t result = ZSTD_decompressStream(stream_, &output, &input);
    if (ZSTD_isError(result)) return ToStatus(result);
    // 0 says that a frame is complete and flushed; more frames may follow.
    is_between_frames_ = result == 0;
    if (is_last && input.pos == in.size() && output.pos == 0 && !is_between_frames_) {
      return Cut("zstd");
    }
    const bool is_finished = is_last && is_between_frames_ && input.pos == in.size();
    return Progress{input.pos, output.pos, is_finished ? State::kFinished : State::kRunning};
  }

 private:
  static absl::Status ToStatus(size_t result) {
    if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
      return NeedsTooMuchMemory("zstd", kMaxZstdWindowBytes);
    }
    return Damaged("zstd", ZSTD_getErrorName(result));
  }

  ZSTD_DStream* stream_;
  bool is_between_frames_ = false;
};

class GzipDecoder : public Decoder {
 public:
  // 15: the largest window; 16 more: expect a gzip header.
  GzipDecoder() { start_ = inflateInit2(&stream_, 15 + 16); }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  absl::StatusOr<Progress> Step(std::string_view in, bool is_last, absl::Span<char> out) override {
    if (start_ != Z_OK) return absl::ResourceExhaustedError("no memory for the gzip decoder");
    if (is_member_finished_) {
      if (in.empty() && is_last) return Progress{0, 0, State::kFinished};
      inflateReset(&stream_);
      is_member_finished_ = false;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(std::min<size_t>(out.size(), 1u << 30));
    const size_t capacity = stream_.avail_out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    const Progress progress{in.size() - stream_.avail_in, capacity - stream_.avail_out};
    is_member_finished_ = result == Z_STREAM_END;
    if (result == Z_OK || result == Z_STREAM_END || progress.written > 0) return progress;
    if (result == Z_BUF_ERROR && is_last) return Cut("gzip");
    if (result == Z_BUF_ERROR) return progress;
    return Damaged("gzip", stream_.msg != nullptr ? stream_.msg : "unknown reason");
  }

 private:
  z_stream stream_ = {};
  int start_;
  bool is_member_finished_ = false;
};

std::unique_ptr<Decoder> DecoderFor(std::string_view beginning) {
  const auto starts_with = [&](std::string_view magic) {
    return beginning.substr(0, magic.size()) == magic;
  };
  if (starts_with(kXzMagic)) return std::make_unique<XzDecoder>();
  if (starts_with(kZstdMagic)) return std::make_unique<ZstdDecoder>();
  if (starts_with(kGzipMagic)) return std::make_unique<GzipDecoder>();
  return std::make_unique<PlainDecoder>();
}

class DecodedSource : public ByteSource {
 public:
  DecodedSource(std::unique_ptr<Input> input, std::unique_ptr<Decoder> decoder)
      : input_(std::move(input)), decoder_(std::move(decoder)) {}

  absl::StatusOr<size_t> Read(absl::Span<char> out) override {
    while (!is_finished_) {
      TASNIF_RETURN_IF_ERROR(input_->Await(1));
      // An empty wait means the end: Await(1) returned without a byte.
      const bool is_last = input_->waiting().empty();
      auto progress = decoder_->Step(input_->waiting(), is_last, out);
      if (!progress.ok()) return Annotate(progress.status(), input_->path());
      input_->Take(progress->taken);
      is_finished_ = progress->state == Decoder::State::kFinished;
      if (progress->written > 0) return progress->written;
    }
    return 0;
  }

  uint64_t consumed_bytes() const override { return input_->consumed_bytes(); }
  uint64_t total_bytes() const override { return input_->total_bytes(); }
  bool IsReady() const override { return input_->IsReady(); }

 private:
  std::unique_ptr<Input> input_;
  std::unique_ptr<Decoder> decoder_;
  bool is_finished_ = false;
};

absl::StatusOr<std::unique_ptr<Input>> OpenInput(const std::string& path) {
  if (path == "-") return std::make_unique<Input>("standard input", STDIN_FILENO);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus(errno, "open", path);
  auto input = std::make_unique<Input>(path, fd);
  struct stat stat;
  if (fstat(fd, &stat) != 0) return ErrnoStatus(errno, "stat", path);
  if (S_ISDIR(stat.st_mode)) return ErrnoStatus(EISDIR, "read", path);
  if (S_ISREG(stat.st_mode)) input->set_total_bytes(static_cast<uint64_t>(stat.st_size));
  return input;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> OpenByteSource(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(std::unique_ptr<Input> input, OpenInput(path));
  TASNIF_RETURN_IF_ERROR(input->Await(kXzMagic.size()));
  std::unique_ptr<Decoder> decoder = DecoderFor(input->waiting());
  return std::make_unique<DecodedSource>(std::move(input), std::move(decoder));
}

}  // namespace tasnif
