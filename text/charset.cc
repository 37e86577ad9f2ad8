#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

constexpr size_t kMetaWindow = 4096;
constexpr size_t kGuessWindow = 1 << 16;

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct DetectorCloser {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

std::string ToLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower;
}

bool IsReadAsWindows1252(std::string_view charset) {
  const std::string lower = ToLower(charset);
  return lower == "iso-8859-1" || lower == "latin1" || lower == "us-ascii" || lower == "ascii";
}

absl::Status UnknownCharset(std::string_view charset) {
  return absl::InvalidArgumentError(
      absl::StrCat("unknown charset '", std::string(charset),
                   "'; give an IANA name such as UTF-8 or windows-1256, or none"));
}

std::string IanaName(const UConverter* converter) {
  UErrorCode error = U_ZERO_ERROR;
  const char* name = ucnv_getName(converter, &error);
  const char* iana = ucnv_getStandardName(name, "IANA", &error);
  const char* mime = ucnv_getStandardName(name, "MIME", &error);
  if (mime != nullptr) return mime;
  return iana != nullptr ? iana : name;
}

std::string RemoveMark(std::string text) {
  constexpr std::string_view kMark = "\uFEFF";
  if (std::string_view(text).substr(0, kMark.size()) == kMark) text.erase(0, kMark.size());
  return text;
}

size_t CountReplacements(std::string_view text) {
  size_t count = 0;
  constexpr std::string_view kReplacement = "\uFFFD";
  for (size_t at = text.find(kReplacement); at != std::string_view::npos;
       at = text.find(kReplacement, at + kReplacement.size())) {
    ++count;
  }
  return count;
}

// Share of code units that are printable or white space below U+0900, where Latin, Greek, Cyrillic,
// Hebrew and Arabic live. Bytes read in the wrong order land all over the plane.
double ShareOfLowLetters(std::string_view bytes, bool is_big_endian) {
  size_t low = 0;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto high_byte = static_cast<unsigned char>(bytes[is_big_endian ? i : i + 1]);
    const auto low_byte = static_cast<unsigned char>(bytes[is_big_endian ? i + 1 : i]);
    const int unit = high_byte << 8 | low_byte;
    const bool is_space = unit == '\n' || unit == '\r' || unit == '\t';
    if (is_space || (unit >= 0x20 && unit < 0x7F) || (unit >= 0xA0 && unit < 0x900)) ++low;
  }
  return static_cast<double>(low) / static_cast<double>(bytes.size() / 2);
}

// Where text is UTF-16 with letters below U+0900, about every second byte is a control byte.
bool HasManyControls(std::string_view bytes) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
  };
  const auto controls = std::count_if(bytes.begin(), bytes.end(), is_control);
  return static_cast<size_t>(controls) * 4 > bytes.size();
}

std::string AttributeValue(std::string_view rest) {
  const size_t begin = rest.find_first_not_of(" \t\r\n\"'=");
  if (begin == std::string_view::npos) return "";
  const size_t end = rest.find_first_of(" \t\r\n\"';/>", begin);
  return std::string(rest.substr(begin, end == std::string_view::npos ? end : end - begin));
}

}  // namespace

absl::StatusOr<ConvertedText> ConvertToUtf8(std::string_view bytes, std::string_view charset) {
  const std::string name = IsReadAsWindows1252(charset) ? "windows-1252" : std::string(charset);
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UConverter, ConverterCloser> from(ucnv_open(name.c_str(), &error));
  if (U_FAILURE(error) || name.empty()) return UnknownCharset(charset);
  ConvertedText converted;
  converted.charset = IanaName(from.get());
  if (ucnv_getType(from.get()) == UCNV_UTF8) {
    RepairedText repaired = RepairUtf8(bytes);
    converted.text = RemoveMark(std::move(repaired.text));
    converted.replaced = repaired.replaced;
    return converted;
  }
  std::vector<UChar> utf16(bytes.size() * 2 + 16);
  const int32_t units = ucnv_toUChars(from.get(), utf16.data(), static_cast<int32_t>(utf16.size()),
                                      bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  std::string utf8(static_cast<size_t>(std::max(units, 0)) * 3 + 1, '\0');
  int32_t size = 0;
  u_strToUTF8WithSub(utf8.data(), static_cast<int32_t>(utf8.size()), &size, utf16.data(), units,
                     kReplacementCharacter, nullptr, &error);
  if (U_FAILURE(error)) {
    return absl::InternalError(
        absl::StrCat("conversion from ", converted.charset, ": ", u_errorName(error)));
  }
  utf8.resize(static_cast<size_t>(size));
  converted.text = RemoveMark(std::move(utf8));
  converted.replaced = CountReplacements(converted.text);
  return converted;
}

std::string_view CharsetOfMark(std::string_view bytes) {
  using namespace std::string_view_literals;
  const auto starts = [bytes](std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
  };
  // The UTF-32LE mark begins with the UTF-16LE mark.
  if (starts("\xFF\xFE\0\0"sv)) return "UTF-32LE";
  if (starts("\0\0\xFE\xFF"sv)) return "UTF-32BE";
  if (starts("\xFF\xFE"sv)) return "UTF-16LE";
  if (starts("\xFE\xFF"sv)) return "UTF-16BE";
  if (starts("\xEF\xBB\xBF"sv)) return "UTF-8";
  return "";
}

std::string_view GuessUtf16(std::string_view bytes) {
  const std::string_view window = bytes.substr(0, kGuessWindow);
  if (window.size() < 4 || !HasManyControls(window)) return "";
  if (ShareOfLowLetters(window, false) > 0.9) return "UTF-16LE";
  if (ShareOfLowLetters(window, true) > 0.9) return "UTF-16BE";
  return "";
}

std::string CharsetOfMeta(std::string_view html) {
  const std::string head = ToLower(html.substr(0, kMetaWindow));
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const std::string_view tag = std::string_view(head).substr(at, head.find('>', at) - at);
    const size_t charset = tag.find("charset");
    if (charset != std::string_view::npos) return AttributeValue(tag.substr(charset + 7));
  }
  return "";
}

bool IsMostlyUtf8(std::string_view bytes) {
  size_t good = 0, bad = 0;
  for (size_t position = 0; position < bytes.size();) {
    const char32_t c = NextCodePointOrIllFormed(bytes, &position);
    if (c == kIllFormed)
      ++bad;
    else if (c >= 0x80)
      ++good;
  }
  return good >= bad * 10;
}

std::string DetectCharset(std::string_view bytes, bool is_html) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, DetectorCloser> detector(ucsdet_open(&error));
  const std::string_view window = bytes.substr(0, kGuessWindow);
  if (U_SUCCESS(error)) ucsdet_enableInputFilter(detector.get(), is_html);
  ucsdet_setText(detector.get(), window.data(), static_cast<int32_t>(window.size()), &error);
  int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &error);
  for (int32_t i = 0; U_SUCCESS(error) && i < count; ++i) {
    const std::string_view name = ucsdet_getName(matches[i], &error);
    // ICU takes random bytes for UTF-16; GuessUtf16 has already looked for that.
    if (name.substr(0, 4) != "UTF-" || name == "UTF-8") return std::string(name);
  }
  return "windows-1252";
}

}  // namespace tasnif
