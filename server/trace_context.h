// server/trace_context.h
//
// Which trace of the caller a call belongs to, so that its line in the log can be found from there.
//
//   TraceContext trace = TraceContextOf(header);       // "00-<trace id>-<the caller's span>-01"
//   trace.trace_id;                                    // in the log
//   TraceParent(trace);                                // "00-<trace id>-<our own span>-01"
//
// Source: W3C Trace Context, level 1, section 3.2. Threads: pure but for the random numbers.
#ifndef TASNIF_SERVER_TRACE_CONTEXT_H_
#define TASNIF_SERVER_TRACE_CONTEXT_H_

#include <string>
#include <string_view>

namespace tasnif {

inline constexpr std::string_view kTraceParentHeader = "traceparent";

struct TraceContext {
  std::string trace_id;   // 32 lower-case hexadecimal digits; empty: the call is in no trace.
  std::string parent_id;  // The caller's span, 16 digits.
  std::string span_id;    // Our own.
  std::string flags;      // 2 digits.

  bool empty() const { return trace_id.empty(); }
};

// Empty where there is no header, or none that the standard allows.
TraceContext TraceContextOf(std::string_view traceparent);

// For whoever is called next; empty where the context is.
std::string TraceParent(const TraceContext& trace);

}  // namespace tasnif

#endif  // TASNIF_SERVER_TRACE_CONTEXT_H_
