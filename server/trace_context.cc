#include "server/trace_context.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/random_bits.h"

namespace tasnif {
namespace {

// "00-" 32 "-" 16 "-" 2
constexpr size_t kTraceAt = 3;
constexpr size_t kParentAt = 36;
constexpr size_t kFlagsAt = 53;
constexpr size_t kLength = 55;

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// All zeros stand for none.
bool IsId(std::string_view text) {
  return IsHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

bool HasShape(std::string_view header) {
  if (header.size() < kLength) return false;
  const std::string_view version = header.substr(0, 2);
  if (!IsHex(version) || version == "ff") return false;
  // Later versions may have more fields behind.
  if (header.size() > kLength && (version == "00" || header[kLength] != '-')) return false;
  return header[kTraceAt - 1] == '-' && header[kParentAt - 1] == '-' && header[kFlagsAt - 1] == '-';
}

std::string NewSpan() { return absl::StrCat(absl::Hex(RandomBits(), absl::kZeroPad16)); }

}  // namespace

TraceContext TraceContextOf(std::string_view traceparent) {
  if (!HasShape(traceparent)) return {};
  const std::string_view trace = traceparent.substr(kTraceAt, 32);
  const std::string_view parent = traceparent.substr(kParentAt, 16);
  const std::string_view flags = traceparent.substr(kFlagsAt, 2);
  if (!IsId(trace) || !IsId(parent) || !IsHex(flags)) return {};
  return {std::string(trace), std::string(parent), NewSpan(), std::string(flags)};
}

std::string TraceParent(const TraceContext& trace) {
  if (trace.empty()) return "";
  return absl::StrCat("00-", trace.trace_id, "-", trace.span_id, "-", trace.flags);
}

}  // namespace tasnif
