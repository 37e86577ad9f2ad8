#include "client/stack.h"

#include <algorithm>
#include <utility>

#include "client/article_filter.h"
#include "client/balancer.h"
#include "client/coalescer.h"
#include "client/retrier.h"
#include "client/splitter.h"
#include "client/unique_ids.h"

namespace tasnif {

std::unique_ptr<InFlightLimit> MakeStack(const ClientOptions& options, const StackTools& tools,
                                         std::vector<std::unique_ptr<Transport>> servers) {
  CoalesceOptions coalesce = options.coalesce;
  coalesce.max_articles = std::min(coalesce.max_articles, options.max_articles_per_call);
  coalesce.max_bytes = std::min(coalesce.max_bytes, options.max_message_bytes);
  std::unique_ptr<Transport> next =
      std::make_unique<Balancer>(options.health, tools.clock, tools.random, std::move(servers));
  next = std::make_unique<UniqueIds>(std::move(next));
  next = std::make_unique<Retrier>(options.retry, tools.clock, tools.timer, tools.random,
                                   tools.counters, tools.id_prefix, std::move(next));
  next = std::make_unique<Splitter>(CallLimits{.max_articles = options.max_articles_per_call,
                                               .max_bytes = options.max_message_bytes},
                                    std::move(next));
  next = std::make_unique<Coalescer>(coalesce, tools.clock, tools.timer, std::move(next));
  next = std::make_unique<ArticleFilter>(std::move(next));
  return std::make_unique<InFlightLimit>(options.in_flight, tools.clock, tools.counters,
                                         std::move(next));
}

}  // namespace tasnif
