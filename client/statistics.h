// client/statistics.h
//
// What a client has done so far, for its caller's metrics.
#ifndef TASNIF_CLIENT_STATISTICS_H_
#define TASNIF_CLIENT_STATISTICS_H_

#include <atomic>
#include <cstdint>

namespace tasnif {

// Counts since the client was made. articles = labelled + refused + failed + in_flight.
struct ClientStatistics {
  uint64_t articles = 0;   // Taken in.
  uint64_t labelled = 0;   // Got a prediction.
  uint64_t refused = 0;    // Got an ArticleError: they cannot be labelled as they are.
  uint64_t failed = 0;     // Got neither.
  uint64_t in_flight = 0;  // Have no outcome yet.
  uint64_t calls = 0;      // Made to servers, retries included.
  uint64_t failed_calls = 0;
  uint64_t retries = 0;           // Calls that repeat articles of a failed one.
  uint64_t retried_articles = 0;  // Articles in those.
  uint64_t pushbacks = 0;         // Calls refused with a time to come back.
  uint64_t overflows = 0;         // Articles refused here for want of room.
};

// The same while it is counted. Threads: safe; the numbers are read one by one.
struct StatisticsCounters {
  using Count = std::atomic<uint64_t>;

  Count articles = 0;
  Count labelled = 0;
  Count refused = 0;
  Count failed = 0;
  Count calls = 0;
  Count failed_calls = 0;
  Count retries = 0;
  Count retried_articles = 0;
  Count pushbacks = 0;
  Count overflows = 0;

  ClientStatistics Snapshot() const {
    ClientStatistics now;
    // Ends are read before beginnings, so that nothing seems to end before it began.
    now.labelled = labelled;
    now.refused = refused;
    now.failed = failed;
    now.articles = articles;
    now.in_flight = now.articles - now.labelled - now.refused - now.failed;
    now.failed_calls = failed_calls;
    now.pushbacks = pushbacks;
    now.retries = retries;
    now.retried_articles = retried_articles;
    now.calls = calls;
    now.overflows = overflows;
    return now;
  }
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_STATISTICS_H_
