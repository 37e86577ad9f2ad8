#include "text/binary_check.h"

#include "text/utf8.h"

namespace tasnif {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  std::string_view kind;
};

constexpr Magic kMagics[] = {
    {"\x89PNG"sv, "a PNG image"},
    {"\xFF\xD8\xFF"sv, "a JPEG image"},
    {"GIF87a"sv, "a GIF image"},
    {"GIF89a"sv, "a GIF image"},
    {"\x7F"
     "ELF"sv,
     "an ELF program"},
    {"PK\x03\x04"sv, "a zip archive or office document"},
    {"%PDF-"sv, "a PDF document"},
    {"\xD0\xCF\x11\xE0"sv, "an old office document"},
    {"\x1F\x8B\x08"sv, "gzip data"},
    {"\xFD"
     "7zXZ"sv,
     "xz data"},
    {"\x28\xB5\x2F\xFD"sv, "zstd data"},
    {"BZh91AY"sv, "bzip2 data"},
    {"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
    {"SQLite format 3"sv, "an SQLite database"},
};

bool IsBinaryControl(char32_t c) {
  if (c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0x1B || c == 0x85) return false;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == kReplacementCharacter;
}

}  // namespace

std::string_view BinaryKindOf(std::string_view bytes) {
  for (const Magic& magic : kMagics) {
    if (bytes.substr(0, magic.bytes.size()) == magic.bytes) return magic.kind;
  }
  return "";
}

bool HasBinaryControls(std::string_view utf8) {
  size_t all = 0, controls = 0;
  for (size_t position = 0; position < utf8.size(); ++all) {
    if (IsBinaryControl(NextCodePoint(utf8, &position))) ++controls;
  }
  return controls * 20 > all;
}

}  // namespace tasnif
