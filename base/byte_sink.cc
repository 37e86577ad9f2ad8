#include "base/byte_sink.h"

#include <fcntl.h>
#include <lzma.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr size_t kOutputBytes = 64u << 10;
// Speed before size: the output of a labelled archive is written once and read often, but the
// processor is busy with labels meanwhile.
constexpr uint32_t kXzPreset = 1;
constexpr int kZstdLevel = 3;
constexpr int kGzipLevel = 5;

absl::Status Failed(std::string_view what, std::string_view why) {
  return absl::InternalError(
      absl::StrCat("cannot compress with ", std::string(what), ": ", std::string(why)));
}

}  // namespace

// Turns plain bytes into members, one after the other.
class ByteSink::Encoder {
 public:
  virtual ~Encoder() = default;
  // Compresses some of `bytes`, taking it from the front, into `out`, and returns how much it
  // wrote. With is_end the member is ended: call until `bytes` are empty and it returns less than
  // all.
  virtual absl::StatusOr<size_t> Step(std::string_view* bytes, bool is_end,
                                      std::vector<char>* out) = 0;
  // Behind the end of a member.
  virtual absl::Status Restart() = 0;

  std::vector<char> buffer = std::vector<char>(kOutputBytes);
  bool has_ended = false;  // Set by Step() when the last byte of a member was written.
};

namespace {

class ZstdEncoder : public ByteSink::Encoder {
 public:
  ZstdEncoder() : context_(ZSTD_createCCtx()) {
    ZSTD_CCtx_setParameter(context_, ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1);
  }
  ~ZstdEncoder() override { ZSTD_freeCCtx(context_); }

  absl::StatusOr<size_t> Step(std::string_view* bytes, bool is_end,
                              std::vector<char>* out) override {
    ZSTD_inBuffer in = {bytes->data(), bytes->size(), 0};
    ZSTD_outBuffer target = {out->data(), out->size(), 0};
    const size_t left =
        ZSTD_compressStream2(context_, &target, &in, is_end ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) != 0) return Failed("zstd", ZSTD_getErrorName(left));
    bytes->remove_prefix(in.pos);
    has_ended = is_end && left == 0;
    return target.pos;
  }
  absl::Status Restart() override { return absl::OkStatus(); }

 private:
  ZSTD_CCtx* context_;
};

class GzipEncoder : public ByteSink::Encoder {
 public:
  GzipEncoder() {
    constexpr int kGzipFraming = 16;
    deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, MAX_WBITS + kGzipFraming, 8, Z_DEFAULT_STRATEGY);
  }
  ~GzipEncoder() override { deflateEnd(&stream_); }

  absl::StatusOr<size_t> Step(std::string_view* bytes, bool is_end,
                              std::vector<char>* out) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
    stream_.avail_in = static_cast<uInt>(std::min<size_t>(bytes->size(), 1u << 30));
    const uInt given = stream_.avail_in;
    stream_.next_out = reinterpret_cast<Bytef*>(out->data());
    stream_.avail_out = static_cast<uInt>(out->size());
    const int code = deflate(&stream_, is_end ? Z_FINISH : Z_NO_FLUSH);
    if (code == Z_STREAM_ERROR) return Failed("zlib", "its state is damaged");
    bytes->remove_prefix(given - stream_.avail_in);
    has_ended = code == Z_STREAM_END;
    return out->size() - stream_.avail_out;
  }
  absl::Status Restart() override {
    return deflateReset(&stream_) == Z_OK ? absl::OkStatus() : Failed("zlib", "cannot restart");
  }

 private:
  z_stream stream_ = {};
};

class XzEncoder : public ByteSink::Encoder {
 public:
  ~XzEncoder() override { lzma_end(&stream_); }

  absl::StatusOr<size_t> Step(std::string_view* bytes, bool is_end,
                              std::vector<char>* out) override {
    stream_.next_in = reinterpret_cast<const uint8_t*>(bytes->data());
    stream_.avail_in = bytes->size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out->data());
    stream_.avail_out = out->size();
    const lzma_ret code = lzma_code(&stream_, is_end ? LZMA_FINISH : LZMA_RUN);
    if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR) {
      return Failed("xz", absl::StrCat("error ", static_cast<int>(code)));
    }
    bytes->remove_prefix(bytes->size() - stream_.avail_in);
    has_ended = code == LZMA_STREAM_END;
    return out->size() - stream_.avail_out;
  }
  absl::Status Restart() override {
    const lzma_ret code = lzma_easy_encoder(&stream_, kXzPreset, LZMA_CHECK_CRC64);
    return code == LZMA_OK ? absl::OkStatus()
                           : Failed("xz", absl::StrCat("error ", static_cast<int>(code)));
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

absl::StatusOr<std::unique_ptr<ByteSink::Encoder>> EncoderFor(const std::string& path) {
  const std::string name = absl::AsciiStrToLower(path);
  std::unique_ptr<ByteSink::Encoder> encoder;
  if (absl::EndsWith(name, ".zst")) encoder = std::make_unique<ZstdEncoder>();
  if (absl::EndsWith(name, ".gz")) encoder = std::make_unique<GzipEncoder>();
  if (absl::EndsWith(name, ".xz")) encoder = std::make_unique<XzEncoder>();
  if (encoder != nullptr) TASNIF_RETURN_IF_ERROR(encoder->Restart());
  return encoder;
}

// Cuts the file to what is to be kept and stands at its end.
absl::Status Keep(int descriptor, const std::string& path, uint64_t keep_bytes) {
  struct stat stat;
  if (fstat(descriptor, &stat) != 0) return ErrnoStatus(errno, "stat", path);
  if (!S_ISREG(stat.st_mode)) return absl::OkStatus();  // Such as /dev/null.
  const auto keep = static_cast<off_t>(keep_bytes);
  if (stat.st_size < keep) {
    return absl::DataLossError(absl::StrCat("'", path, "' has ", stat.st_size, " bytes, ",
                                            keep_bytes, " were written; begin anew"));
  }
  if (ftruncate(descriptor, keep) != 0) return ErrnoStatus(errno, "cut", path);
  return lseek(descriptor, keep, SEEK_SET) == keep ? absl::OkStatus()
                                                   : ErrnoStatus(errno, "seek in", path);
}

}  // namespace

ByteSink::ByteSink(std::string name, int descriptor, bool is_owned,
                   std::unique_ptr<Encoder> encoder)
    : name_(std::move(name)),
      descriptor_(descriptor),
      encoder_(std::move(encoder)),
      is_owned_(is_owned) {}

absl::StatusOr<std::unique_ptr<ByteSink>> ByteSink::Open(const std::string& path,
                                                         const ByteSinkOptions& options) {
  if (path.empty() || path == "-") {
    return std::unique_ptr<ByteSink>(
        new ByteSink("standard output", STDOUT_FILENO, false, nullptr));
  }
  TASNIF_ASSIGN_OR_RETURN(auto encoder, EncoderFor(path));
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return ErrnoStatus(errno, "create", path);
  std::unique_ptr<ByteSink> sink(new ByteSink(path, descriptor, true, std::move(encoder)));
  TASNIF_RETURN_IF_ERROR(Keep(descriptor, path, options.keep_bytes));
  sink->written_bytes_ = options.keep_bytes;
  return sink;
}

ByteSink::~ByteSink() { Close().IgnoreError(); }

absl::Status ByteSink::Write(std::string_view bytes) {
  if (encoder_ == nullptr) return WriteRaw(bytes);
  is_in_member_ |= !bytes.empty();
  while (!bytes.empty()) {
    TASNIF_ASSIGN_OR_RETURN(const size_t written, encoder_->Step(&bytes, false, &encoder_->buffer));
    TASNIF_RETURN_IF_ERROR(WriteRaw({encoder_->buffer.data(), written}));
  }
  return absl::OkStatus();
}

absl::Status ByteSink::EndMember() {
  if (!std::exchange(is_in_member_, false)) return absl::OkStatus();
  std::string_view nothing;
  encoder_->has_ended = false;
  while (!encoder_->has_ended) {
    TASNIF_ASSIGN_OR_RETURN(const size_t written,
                            encoder_->Step(&nothing, true, &encoder_->buffer));
    TASNIF_RETURN_IF_ERROR(WriteRaw({encoder_->buffer.data(), written}));
  }
  return encoder_->Restart();
}

absl::StatusOr<uint64_t> ByteSink::Checkpoint() {
  TASNIF_RETURN_IF_ERROR(EndMember());
  // Pipes and terminals have nothing to sync.
  if (fdatasync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) {
    return ErrnoStatus(errno, "sync", name_);
  }
  return written_bytes_;
}

absl::Status ByteSink::WriteRaw(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
      written_bytes_ += static_cast<uint64_t>(written);
    } else if (errno == EPIPE) {
      return absl::CancelledError("the reader of " + name_ + " has gone");
    } else if (errno != EINTR) {
      return ErrnoStatus(errno, "write", name_);
    }
  }
  return absl::OkStatus();
}

absl::Status ByteSink::Close() {
  if (!is_owned_) return absl::OkStatus();
  // An empty file is no valid one of its kind.
  is_in_member_ |= encoder_ != nullptr && written_bytes_ == 0;
  const absl::Status status = EndMember();
  is_owned_ = false;
  const bool is_closed = close(descriptor_) == 0;
  TASNIF_RETURN_IF_ERROR(status);
  return is_closed ? absl::OkStatus() : ErrnoStatus(errno, "close", name_);
}

bool ByteSink::is_terminal() const { return isatty(descriptor_) == 1; }

}  // namespace tasnif
