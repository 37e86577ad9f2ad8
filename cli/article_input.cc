#include "cli/article_input.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/status.h"
#include "cli/following_source.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kChunkBytes = 64u << 10;

// Bytes that were read to look at them, then the rest.
class PeekedSource : public ByteSource {
 public:
  PeekedSource(std::string peeked, std::unique_ptr<ByteSource> rest)
      : peeked_(std::move(peeked)), rest_(std::move(rest)) {}

  absl::StatusOr<size_t> Read(absl::Span<char> out) override {
    if (position_ == peeked_.size()) return rest_->Read(out);
    const size_t count = std::min(out.size(), peeked_.size() - position_);
    std::copy_n(peeked_.data() + position_, count, out.data());
    position_ += count;
    return count;
  }
  uint64_t consumed_bytes() const override { return rest_->consumed_bytes(); }
  uint64_t total_bytes() const override { return rest_->total_bytes(); }
  bool IsReady() const override { return position_ < peeked_.size() || rest_->IsReady(); }

 private:
  const std::string peeked_;
  const std::unique_ptr<ByteSource> rest_;
  size_t position_ = 0;
};

// Appends what comes next; false at the end.
absl::StatusOr<bool> ReadChunk(ByteSource* source, std::string* bytes) {
  const size_t before = bytes->size();
  bytes->resize(before + kChunkBytes);
  absl::StatusOr<size_t> count = source->Read(absl::MakeSpan(bytes->data() + before, kChunkBytes));
  bytes->resize(before + (count.ok() ? *count : 0));
  TASNIF_RETURN_IF_ERROR(count.status());
  return *count > 0;
}

// Reads no more than one chunk beyond the limit, so that a huge file costs neither memory nor time.
absl::Status ReadDocument(ByteSource* source, size_t max_bytes, std::string* bytes) {
  while (bytes->size() <= max_bytes) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, ReadChunk(source, bytes));
    if (!has_more) return absl::OkStatus();
  }
  bytes->clear();
  return absl::InvalidArgumentError(absl::StrCat("the article has more than ", max_bytes,
                                                 " bytes; split it, or raise --max-article-bytes"));
}

// A byte order mark counts as blank.
size_t FirstNonBlank(const std::string& bytes) {
  const size_t start = absl::StartsWith(bytes, "\xEF\xBB\xBF") ? 3 : 0;
  return std::find_if(bytes.begin() + start, bytes.end(),
                      [](char c) { return !absl::ascii_isspace(static_cast<unsigned char>(c)); }) -
         bytes.begin();
}

bool IsBlank(const std::string& bytes) { return FirstNonBlank(bytes) == bytes.size(); }

uint64_t SizeOf(const InputPath& path) {
  std::error_code error;
  const bool is_regular = std::filesystem::is_regular_file(path.path, error);
  return is_regular ? std::filesystem::file_size(path.path, error) : 0;
}

// 0 where one of them has no size.
uint64_t TotalBytes(const std::vector<InputPath>& paths) {
  uint64_t total = 0;
  for (const InputPath& path : paths) {
    const uint64_t size = path.path == "-" ? 0 : SizeOf(path);
    if (size == 0 && path.status.ok()) return 0;
    total += size;
  }
  return total;
}

std::string MediaTypeOf(InputKind kind) {
  if (kind == InputKind::kHtml) return "text/html";
  return kind == InputKind::kText ? "text/plain" : "";
}

}  // namespace

ArticleInput::ArticleInput(std::vector<InputPath> paths, size_t max_article_bytes)
    : paths_(std::move(paths)),
      max_article_bytes_(max_article_bytes),
      total_bytes_(TotalBytes(paths_)) {}

double ArticleInput::share() const {
  if (total_bytes_ == 0 || is_over_ != nullptr) return 0;
  const uint64_t read = finished_bytes_ + (lines_ != nullptr ? lines_->consumed_bytes() : 0);
  return std::min(1.0, static_cast<double>(read) / static_cast<double>(total_bytes_));
}

bool ArticleInput::Next(RawArticle* out) {
  while (true) {
    if (lines_ != nullptr) {
      if (NextLine(out)) return true;
      finished_bytes_ += lines_->total_bytes();
      lines_ = nullptr;
    }
    if (next_path_ == paths_.size()) return false;
    if (OpenNextPath(out)) return true;
  }
}

// true: `out` is the path's only article or its error. false: its lines follow.
bool ArticleInput::OpenNextPath(RawArticle* out) {
  const InputPath& path = paths_[next_path_++];
  *out = RawArticle();
  out->place = RepairUtf8(path.path).text;
  out->media_type = MediaTypeOf(KindOf(path.path));
  out->status = path.status.ok() ? OpenPath(path.path, out) : path.status;
  if (!out->status.ok() && out->form == RawArticle::Form::kDocument) {
    out->form = RawArticle::Form::kBadInput;
  }
  if (lines_ == nullptr) finished_bytes_ += out->bytes.size();
  return lines_ == nullptr;
}

absl::Status ArticleInput::OpenPath(const std::string& path, RawArticle* out) {
  if (path == "-") return OpenStandardInput(out);
  if (IsFollowed()) {
    TASNIF_ASSIGN_OR_RETURN(auto source, OpenFollowingSource(path, *is_over_));
    OpenLines(out->place, std::move(source));
    return absl::OkStatus();
  }
  TASNIF_ASSIGN_OR_RETURN(auto source, OpenByteSource(path));
  if (KindOf(path) == InputKind::kJsonLines) {
    OpenLines(out->place, std::move(source));
    return absl::OkStatus();
  }
  const absl::Status status = ReadDocument(source.get(), max_article_bytes_, &out->bytes);
  if (absl::IsInvalidArgument(status)) out->form = RawArticle::Form::kBadArticle;
  return status;
}

// JSON lines if it begins like an object, otherwise one article.
absl::Status ArticleInput::OpenStandardInput(RawArticle* out) {
  TASNIF_ASSIGN_OR_RETURN(auto source, OpenByteSource("-"));
  bool has_more = true;
  while (has_more && IsBlank(out->bytes) && out->bytes.size() <= max_article_bytes_) {
    TASNIF_ASSIGN_OR_RETURN(has_more, ReadChunk(source.get(), &out->bytes));
  }
  const size_t first = FirstNonBlank(out->bytes);
  if (first < out->bytes.size() && out->bytes[first] == '{') {
    OpenLines("-",
              std::make_unique<PeekedSource>(std::exchange(out->bytes, ""), std::move(source)));
    return absl::OkStatus();
  }
  const absl::Status status = ReadDocument(source.get(), max_article_bytes_, &out->bytes);
  if (absl::IsInvalidArgument(status)) out->form = RawArticle::Form::kBadArticle;
  return status;
}

void ArticleInput::OpenLines(const std::string& name, std::unique_ptr<ByteSource> source) {
  lines_name_ = name;
  lines_ = LineReader::Over(name, std::move(source));
}

bool ArticleInput::NextLine(RawArticle* out) {
  *out = RawArticle();
  out->form = RawArticle::Form::kJsonLine;
  while (true) {
    absl::StatusOr<bool> has_line = lines_->Next(&out->bytes);
    if (has_line.ok() && !*has_line) return false;
    if (has_line.ok() && IsBlank(out->bytes)) continue;
    out->place = absl::StrCat(lines_name_, ":", lines_->line_number());
    if (!has_line.ok()) {
      // A line that is too long is passed over; after any other error nothing follows.
      out->form = absl::IsResourceExhausted(has_line.status()) ? RawArticle::Form::kBadArticle
                                                               : RawArticle::Form::kBadInput;
      out->status = has_line.status();
    }
    return true;
  }
}

}  // namespace tasnif
