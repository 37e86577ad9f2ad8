#include "client/splitter.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tasnif {
namespace {

// For the fields of a request besides articles and options.
constexpr size_t kRequestOverheadBytes = 16;

CallLimits ForArticles(const CallLimits& limits, const v1::ClassifyOptions& options) {
  const size_t overhead = options.ByteSizeLong() + kRequestOverheadBytes;
  return {.max_articles = limits.max_articles,
          .max_bytes = limits.max_bytes - std::min(limits.max_bytes, overhead)};
}

std::vector<size_t> SizesOf(const google::protobuf::RepeatedPtrField<v1::Article>& articles) {
  std::vector<size_t> sizes;
  sizes.reserve(static_cast<size_t>(articles.size()));
  for (const v1::Article& article : articles) sizes.push_back(BytesInRequest(article));
  return sizes;
}

v1::ArticleResult TooLargeResult(const v1::Article& article, const CallLimits& limits) {
  v1::ArticleResult result;
  result.set_id(article.id());
  result.mutable_error()->set_code(v1::ERROR_CODE_INVALID_ARGUMENT);
  result.mutable_error()->set_message(absl::StrCat("the article takes ", BytesInRequest(article),
                                                   " bytes, a message may have ", limits.max_bytes,
                                                   "; send a shorter article"));
  return result;
}

bool IsTooLargeForServer(const Reply& reply) {
  return reply.batch.size() > 1 &&
         std::all_of(
             reply.outcomes.begin(), reply.outcomes.end(), [](const TransportOutcome& outcome) {
               return absl::IsResourceExhausted(outcome.result.status()) && !outcome.retry_after;
             });
}

}  // namespace

// A batch whose calls are on their way. Calls touch different articles and outcomes.
struct Splitter::Whole {
  Batch batch;
  std::vector<TransportOutcome> outcomes;
  Done done;
  // Articles without an outcome, and one for the loop that sends.
  std::atomic<size_t> missing;

  void Finish(size_t count) {
    if (missing.fetch_sub(count) != count) return;
    std::move(done)(Reply{std::move(batch), std::move(outcomes)});
  }
};

Splitter::Splitter(const CallLimits& limits, std::unique_ptr<Transport> next)
    : limits_(limits), next_(std::move(next)) {}

void Splitter::Send(Batch batch, Done done) {
  const CallLimits limits = ForArticles(limits_, batch.request.options());
  auto whole = std::make_shared<Whole>();
  whole->outcomes.resize(batch.size());
  whole->missing = batch.size() + 1;
  whole->done = std::move(done);
  whole->batch = std::move(batch);
  const auto& articles = whole->batch.request.articles();
  for (const CallRange& range : CutIntoCalls(SizesOf(articles), limits)) {
    const v1::Article& first = articles[static_cast<int>(range.begin)];
    if (IsTooLarge(first, limits)) {
      whole->outcomes[range.begin].result = TooLargeResult(first, limits);
      whole->Finish(1);
    } else {
      SendRange(whole, range);
    }
  }
  whole->Finish(1);
}

void Splitter::SendRange(std::shared_ptr<Whole> whole, const CallRange& range) {
  Batch part;
  *part.request.mutable_options() = whole->batch.request.options();
  part.waits_for_room = whole->batch.waits_for_room;
  part.deadlines.assign(whole->batch.deadlines.begin() + range.begin,
                        whole->batch.deadlines.begin() + range.end);
  for (size_t i = range.begin; i < range.end; ++i) {
    part.request.add_articles()->Swap(whole->batch.request.mutable_articles(static_cast<int>(i)));
  }
  next_->Send(std::move(part), [this, whole = std::move(whole), range](Reply reply) mutable {
    OnReply(std::move(whole), range, std::move(reply));
  });
}

void Splitter::OnReply(std::shared_ptr<Whole> whole, const CallRange& range, Reply reply) {
  for (size_t i = range.begin; i < range.end; ++i) {
    const int at = static_cast<int>(i - range.begin);
    whole->batch.request.mutable_articles(static_cast<int>(i))
        ->Swap(reply.batch.request.mutable_articles(at));
  }
  if (IsTooLargeForServer(reply)) {
    const size_t middle = range.begin + (range.end - range.begin) / 2;
    SendRange(whole, {range.begin, middle});
    SendRange(std::move(whole), {middle, range.end});
    return;
  }
  std::move(reply.outcomes.begin(), reply.outcomes.end(), whole->outcomes.begin() + range.begin);
  whole->Finish(range.end - range.begin);
}

}  // namespace tasnif
