#include "text/decoder.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "text/binary_check.h"
#include "text/charset.h"
#include "text/html_text.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

enum class Markup { kPlain, kHtml, kUnknown };

struct MediaType {
  Markup markup = Markup::kUnknown;
  std::string charset;  // The parameter, or "".
};

struct CharsetChoice {
  std::string charset;
  std::string warning;  // "" where nothing was guessed.
};

std::string Lower(std::string_view text) {
  std::string lower(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
  for (char& c : lower) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower;
}

std::string CharsetParameter(std::string_view parameters) {
  const std::string lower = Lower(parameters);
  const size_t at = lower.find("charset=");
  if (at == std::string::npos) return "";
  std::string value = lower.substr(at + 8, lower.find(';', at) - at - 8);
  std::erase(value, '"');
  return Lower(value);
}

absl::StatusOr<MediaType> ParseMediaType(std::string_view media_type) {
  const size_t semicolon = std::min(media_type.find(';'), media_type.size());
  const std::string name = Lower(media_type.substr(0, semicolon));
  MediaType parsed;
  parsed.charset = CharsetParameter(media_type.substr(semicolon));
  if (name.empty() || name == "application/octet-stream") return parsed;
  if (name == "text/html" || name == "application/xhtml+xml") {
    parsed.markup = Markup::kHtml;
  } else if (name.compare(0, 5, "text/") == 0) {
    parsed.markup = Markup::kPlain;
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("media type '", name, "' is not supported; send text/plain or text/html"));
  }
  return parsed;
}

CharsetChoice Detected(std::string_view charset) {
  return {std::string(charset),
          absl::StrCat("no charset was given; detected ", std::string(charset))};
}

bool IsKnownCharset(std::string_view charset) { return ConvertToUtf8("", charset).ok(); }

CharsetChoice ChooseFromMeta(std::string_view bytes) {
  const std::string meta = CharsetOfMeta(bytes);
  // A page whose ASCII <meta> could be read is not UTF-16, whatever it says.
  if (meta.empty() || meta.compare(0, 6, "utf-16") == 0 || !IsKnownCharset(meta)) return {};
  return {meta, ""};
}

CharsetChoice GuessCharset(std::string_view bytes, bool is_html) {
  if (const auto utf16 = GuessUtf16(bytes); !utf16.empty()) return Detected(utf16);
  const size_t valid = ValidUtf8Prefix(bytes);
  const CharsetChoice meta = is_html ? ChooseFromMeta(bytes) : CharsetChoice();
  if (valid == bytes.size()) {
    // Pure ASCII may still be an escape encoding such as ISO-2022-JP.
    const bool has_escapes = bytes.find("\x1B") != std::string_view::npos;
    if (has_escapes && !meta.charset.empty()) return meta;
    return {"UTF-8", ""};
  }
  if (!meta.charset.empty()) return meta;
  if (IsMostlyUtf8(bytes)) return {"UTF-8", ""};
  return Detected(DetectCharset(bytes, is_html));
}

CharsetChoice ChooseCharset(std::string_view bytes, std::string_view given, bool is_html) {
  const std::string_view mark = CharsetOfMark(bytes);
  if (mark.empty())
    return given.empty() ? GuessCharset(bytes, is_html) : CharsetChoice{std::string(given), ""};
  CharsetChoice choice{std::string(mark), ""};
  // "utf-16" with a mark of either order is no contradiction.
  const std::string lower = Lower(given);
  if (!lower.empty() && Lower(mark).compare(0, lower.size(), lower) != 0) {
    choice.warning = absl::StrCat("charset '", std::string(given),
                                  "' was given, but the content begins with the mark of ",
                                  std::string(mark), ", which was used");
  }
  return choice;
}

absl::Status Binary(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("content looks like binary data (", std::string(what), "); send text or HTML"));
}

absl::Status CheckGiven(std::string_view bytes, std::string_view charset) {
  if (bytes.empty()) {
    return absl::InvalidArgumentError("content is empty (0 bytes); send the article's text");
  }
  if (!charset.empty()) TASNIF_RETURN_IF_ERROR(ConvertToUtf8("", charset).status());
  const std::string_view kind = BinaryKindOf(bytes);
  return kind.empty() ? absl::OkStatus() : Binary(kind);
}

}  // namespace

absl::StatusOr<DecodedText> DecodeContent(std::string_view bytes, std::string_view charset,
                                          std::string_view media_type) {
  TASNIF_ASSIGN_OR_RETURN(const MediaType media, ParseMediaType(media_type));
  const std::string_view given = charset.empty() ? media.charset : charset;
  TASNIF_RETURN_IF_ERROR(CheckGiven(bytes, given));
  const bool may_be_html = media.markup != Markup::kPlain;
  CharsetChoice choice = ChooseCharset(bytes, given, may_be_html);
  TASNIF_ASSIGN_OR_RETURN(ConvertedText converted, ConvertToUtf8(bytes, choice.charset));
  if (HasBinaryControls(converted.text)) return Binary("many control characters");

  DecodedText decoded;
  decoded.charset = converted.charset;
  if (!choice.warning.empty()) decoded.warnings.push_back(std::move(choice.warning));
  if (converted.replaced > 0) {
    decoded.warnings.push_back(absl::StrCat(converted.replaced, " places are not valid ",
                                            converted.charset, "; replaced by U+FFFD"));
  }
  const bool is_html = media.markup == Markup::kHtml ||
                       (media.markup == Markup::kUnknown && LooksLikeHtml(converted.text));
  if (is_html) {
    TASNIF_ASSIGN_OR_RETURN(HtmlText page, ExtractHtmlText(converted.text));
    decoded.text = std::move(page.text);
    decoded.title = std::move(page.title);
  } else {
    decoded.text = std::move(converted.text);
  }
  return decoded;
}

}  // namespace tasnif
