#include "client/article_filter.h"

#include <utility>

#include "client/article_check.h"

namespace tasnif {
namespace {

v1::ArticleResult BadArticle(const absl::Status& status) {
  // Without the id: it may be what is wrong.
  v1::ArticleResult result;
  result.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result.mutable_error()->set_message(std::string(status.message()));
  return result;
}

// Outcomes of the bad articles; nothing stands for the others.
using Verdicts = std::vector<std::optional<v1::ArticleResult>>;

size_t CheckAll(const Batch& batch, Verdicts* verdicts) {
  size_t bad = 0;
  verdicts->resize(batch.size());
  for (size_t i = 0; i < batch.size(); ++i) {
    const absl::Status status = CheckArticle(batch.request.articles(static_cast<int>(i)));
    if (status.ok()) continue;
    (*verdicts)[i] = BadArticle(status);
    ++bad;
  }
  return bad;
}

Batch GoodOnes(Batch batch, const Verdicts& verdicts) {
  Batch good;
  good.waits_for_room = batch.waits_for_room;
  *good.request.mutable_options() = batch.request.options();
  for (size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i]) continue;
    good.request.add_articles()->Swap(batch.request.mutable_articles(static_cast<int>(i)));
    good.deadlines.push_back(batch.deadlines[i]);
  }
  return good;
}

Reply Merge(Verdicts verdicts, std::vector<TransportOutcome> good) {
  Reply reply;
  auto next = good.begin();
  for (std::optional<v1::ArticleResult>& verdict : verdicts) {
    if (verdict) {
      reply.outcomes.push_back({*std::move(verdict), std::nullopt});
    } else {
      reply.outcomes.push_back(std::move(*next++));
    }
  }
  return reply;
}

}  // namespace

ArticleFilter::ArticleFilter(std::unique_ptr<Transport> next) : next_(std::move(next)) {}

void ArticleFilter::Send(Batch batch, Done done) {
  if (absl::Status status = CheckOptions(batch.request.options()); !status.ok()) {
    return std::move(done)(FailAll(std::move(batch), status));
  }
  Verdicts verdicts;
  const size_t bad = CheckAll(batch, &verdicts);
  if (bad == 0) return next_->Send(std::move(batch), std::move(done));
  if (bad == batch.size()) return std::move(done)(Merge(std::move(verdicts), {}));
  Batch good = GoodOnes(std::move(batch), verdicts);
  next_->Send(std::move(good),
              [verdicts = std::move(verdicts), done = std::move(done)](Reply reply) mutable {
                std::move(done)(Merge(std::move(verdicts), std::move(reply.outcomes)));
              });
}

}  // namespace tasnif
