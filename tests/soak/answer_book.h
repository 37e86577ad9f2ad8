// tests/soak/answer_book.h
//
// Articles with the answers that this process gives, by the version of the topic model: what a
// server says under load must be one of these, byte for byte.
//
//   AnswerBook book(models_folder, {"1", "2"});
//   book.article(7);
//   book.Check(7, result);     // "" or what is wrong
//
// One article in twenty is bad in one of several ways; its answer is its error.
// Threads: safe once made.
#ifndef TASNIF_TESTS_SOAK_ANSWER_BOOK_H_
#define TASNIF_TESTS_SOAK_ANSWER_BOOK_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

class AnswerBook {
 public:
  // models: with every version of `topic_versions` on disk.
  AnswerBook(const std::string& models, const std::vector<std::string>& topic_versions);

  size_t size() const { return articles_.size(); }
  // Without an id.
  const v1::Article& article(size_t index) const { return articles_[index]; }
  size_t bad_articles() const;

  // result: of article(index), with any id.
  std::string Check(size_t index, v1::ArticleResult result) const;

 private:
  std::vector<v1::Article> articles_;
  // By version; an error under "".
  std::vector<std::map<std::string, std::string>> answers_;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_SOAK_ANSWER_BOOK_H_
