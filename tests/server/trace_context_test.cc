#include "server/trace_context.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kSpan = "00f067aa0ba902b7";

TEST(TraceContext, IsReadAndPassedOnWithASpanOfItsOwn) {
  const TraceContext trace = TraceContextOf("00-" + kTrace + "-" + kSpan + "-01");
  EXPECT_EQ(trace.trace_id, kTrace);
  EXPECT_EQ(trace.parent_id, kSpan);
  EXPECT_EQ(trace.flags, "01");
  EXPECT_EQ(trace.span_id.size(), 16u);
  EXPECT_NE(trace.span_id, kSpan);
  EXPECT_EQ(TraceParent(trace), "00-" + kTrace + "-" + trace.span_id + "-01");
}

TEST(TraceContext, WhatTheStandardForbidsIsNone) {
  const struct {
    std::string header;
    bool is_trace;
    const char* why;
  } kCases[] = {
      {"", false, "none"},
      {"00-" + kTrace + "-" + kSpan + "-00", true, "not sampled is a trace, too"},
      {"00-" + kTrace + "-" + kSpan, false, "no flags"},
      {"00-" + kTrace + "-" + kSpan + "-01-more", false, "version 00 has no more fields"},
      {"01-" + kTrace + "-" + kSpan + "-01-more", true, "a later version may"},
      {"01-" + kTrace + "-" + kSpan + "-01more", false, "but behind a '-'"},
      {"ff-" + kTrace + "-" + kSpan + "-01", false, "no such version"},
      {"00-" + std::string(32, '0') + "-" + kSpan + "-01", false, "zeros are no trace"},
      {"00-" + kTrace + "-" + std::string(16, '0') + "-01", false, "zeros are no span"},
      {"00-" + std::string(32, 'A') + "-" + kSpan + "-01", false, "upper case"},
      {"00_" + kTrace + "-" + kSpan + "-01", false, "another separator"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(!TraceContextOf(test.header).empty(), test.is_trace) << test.why;
  }
  EXPECT_EQ(TraceParent({}), "");
}

}  // namespace
}  // namespace tasnif
