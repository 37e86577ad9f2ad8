#include "cli/console.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

TEST(Console, PrintableTextCannotSteerATerminal) {
  struct Row {
    std::string text;
    std::string expected;
    const char* why;
  };
  for (const Row& row : {Row{"plain نص 字", "plain نص 字", "any script stays"},
                         Row{"\x1B[31mred", " [31mred", "escape sequences lose their escape"},
                         Row{"a\r\nb\tc", "a  b c", "line ends become blanks"},
                         Row{"a\xC2\x9B"
                             "31m",
                             "a 31m", "so does the eight-bit escape"},
                         Row{"a\xE2\x80\xAE"
                             "b",
                             "ab", "overrides of direction go"},
                         Row{"a\xE2\x81\xA7"
                             "b",
                             "ab", "so do isolates"},
                         Row{"a\xFF"
                             "b",
                             "a\xEF\xBF\xBD"
                             "b",
                             "what is not UTF-8 is replaced"},
                         Row{std::string("a\0b", 3), "a b", "NUL is a control character"}}) {
    EXPECT_EQ(Printable(row.text), row.expected) << row.why;
  }
}

}  // namespace
}  // namespace tasnif
