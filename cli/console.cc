#include "cli/console.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

bool IsControl(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

// Embeddings, overrides and isolates without a partner would turn the rest of the line around.
bool IsBidiControl(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

void Complain(std::string_view message) {
  const std::string line = absl::StrCat("tasnif: ", Printable(message), "\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Complain(const absl::Status& status) {
  Complain(absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message()));
}

std::string Printable(std::string_view text) {
  std::string out;
  for (size_t position = 0; position < text.size();) {
    const char32_t c = NextCodePoint(text, &position);
    if (IsBidiControl(c)) continue;
    AppendUtf8(IsControl(c) ? U' ' : c, &out);
  }
  return out;
}

}  // namespace tasnif
