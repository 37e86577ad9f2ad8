// cli/article_input.h
//
// The articles of files, folders and pipes one after the other, still unparsed, in bounded memory.
//
//   ArticleInput input(ExpandPaths({"articles.jsonl.xz", "letters/"}), kDefaultMaxArticleBytes);
//   RawArticle raw;
//   while (input.Next(&raw)) …
#ifndef TASNIF_CLI_ARTICLE_INPUT_H_
#define TASNIF_CLI_ARTICLE_INPUT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/byte_source.h"
#include "base/line_reader.h"
#include "cli/input_paths.h"

namespace tasnif {

// One article, or why there is none.
struct RawArticle {
  enum class Form {
    kDocument,    // `bytes` are the article.
    kJsonLine,    // `bytes` are a line of the JSON-lines schema.
    kBadArticle,  // One article that cannot be read; `status` says why.
    kBadInput,    // A whole file or folder, or the rest of one; `status` says why.
  };

  Form form = Form::kDocument;
  // The path, or PATH:LINE, as messages name it. Valid UTF-8.
  std::string place;
  std::string bytes;
  std::string media_type;
  absl::Status status;
};

// Not thread-safe.
class ArticleInput {
 public:
  ArticleInput(std::vector<InputPath> paths, size_t max_article_bytes);

  // The last path is followed as it grows (cli/following_source.h); before the first Next().
  // is_over: must outlive the input.
  void FollowLast(const std::atomic<bool>& is_over) { is_over_ = &is_over; }

  // The next one in order; false at the end. Blank lines are passed over.
  bool Next(RawArticle* out);

  // Next() will not have to wait for another process to write more.
  bool IsReady() const { return lines_ == nullptr || lines_->IsReady(); }

  // How much was read, 0 to 1; 0 where the input is a pipe or grows.
  double share() const;

 private:
  bool OpenNextPath(RawArticle* out);
  bool IsFollowed() const { return is_over_ != nullptr && next_path_ == paths_.size(); }
  void OpenLines(const std::string& name, std::unique_ptr<ByteSource> source);
  absl::Status OpenPath(const std::string& path, RawArticle* out);
  absl::Status OpenStandardInput(RawArticle* out);
  bool NextLine(RawArticle* out);

  // Constant after construction.
  const std::vector<InputPath> paths_;
  const size_t max_article_bytes_;

  const std::atomic<bool>* is_over_ = nullptr;

  size_t next_path_ = 0;
  uint64_t finished_bytes_ = 0;  // Of the paths that were read.
  uint64_t total_bytes_ = 0;     // Of all paths; 0 where one of them is a pipe.
  // Of the JSON-lines file that is being read, or null.
  std::unique_ptr<LineReader> lines_;
  std::string lines_name_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_ARTICLE_INPUT_H_
