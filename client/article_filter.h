// client/article_filter.h
//
// Answers articles that must not travel (client/article_check.h) with INVALID_ARGUMENT in their
// result, and lets the others pass.
//
// Threads: safe, no state. Cost: one pass over the text.
#ifndef TASNIF_CLIENT_ARTICLE_FILTER_H_
#define TASNIF_CLIENT_ARTICLE_FILTER_H_

#include <memory>

#include "client/transport.h"

namespace tasnif {

class ArticleFilter : public Transport {
 public:
  explicit ArticleFilter(std::unique_ptr<Transport> next);

  // Bad options fail the whole batch with INVALID_ARGUMENT. Gives back no articles.
  void Send(Batch batch, Done done) override;
  void Flush() override { next_->Flush(); }
  void Cancel() override { next_->Cancel(); }

 private:
  // Constant after construction.
  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_ARTICLE_FILTER_H_
