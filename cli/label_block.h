// cli/label_block.h
//
// Some articles of `tasnif classify` that go from input to output together: parsed, labelled, and
// formatted by one worker each, in turn.
//
//   LabelBlock block(std::move(raws), ResultFormat::kJsonLines);
//   std::vector<v1::Article> articles = block.Parse();
//   block.Format(results, /*has_errors_file=*/false);
//   output.Write(block.lines());
#ifndef TASNIF_CLI_LABEL_BLOCK_H_
#define TASNIF_CLI_LABEL_BLOCK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/article_input.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

enum class ResultFormat {
  kTable,
  kMarkedTable,  // And the article, with the words that made its label in colour.
  kJsonLines,
};

// An article ready to be labelled, or why it is not. Pure; tested on its own.
//   id        of the input, or its place where it has none
//   warnings  belong in front of the prediction's own
struct ParsedArticle {
  v1::Article article;
  absl::Status status;
  std::vector<std::string> warnings;
};
ParsedArticle ParseRaw(RawArticle raw);

// Not thread-safe; handed from one thread to the next.
class LabelBlock {
 public:
  LabelBlock(std::vector<RawArticle> raws, ResultFormat format)
      : format_(format), raws_(std::move(raws)) {}

  // Those articles that can be labelled, in order. To be called once.
  std::vector<v1::Article> Parse();

  // results: one for each article that Parse() returned. Where errors have a file of their own they
  // go to errors(), otherwise into their place in lines().
  void Format(std::vector<v1::ArticleResult> results, bool has_errors_file);

  size_t size() const { return raws_.size(); }
  const std::string& lines() const { return lines_; }
  const std::string& errors() const { return errors_; }
  // One for each article that failed, for a person to read.
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  // One article on its way.
  struct Item {
    RawArticle::Form form = RawArticle::Form::kDocument;
    std::string place;
    std::string text;  // Of an article that is not a document, where it will be shown.
    ParsedArticle parsed;
  };

  void FormatItem(Item* item, v1::ArticleResult result, bool has_errors_file);
  void FormatError(const Item& item, const v1::ArticleResult& result, bool has_errors_file);

  const ResultFormat format_;
  std::vector<RawArticle> raws_;  // Emptied by Parse().
  std::vector<Item> items_;
  std::string lines_;
  std::string errors_;
  std::vector<std::string> complaints_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_LABEL_BLOCK_H_
