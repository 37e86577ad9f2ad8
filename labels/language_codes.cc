#include "labels/language_codes.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"

namespace tasnif {
namespace {

using Mapping = std::pair<std::string_view, std::string_view>;

// Codes of three letters for languages with two, as the data sets have them, and two-letter codes
// that were replaced. Sorted by the first code, like the next table.
constexpr Mapping kSameLanguage[] = {
    {"afr", "af"}, {"aka", "ak"}, {"alb", "sq"}, {"als", "sq"}, {"amh", "am"}, {"ara", "ar"},
    {"arb", "ar"}, {"arm", "hy"}, {"asm", "as"}, {"aym", "ay"}, {"ayr", "ay"}, {"aze", "az"},
    {"azj", "az"}, {"bak", "ba"}, {"bam", "bm"}, {"baq", "eu"}, {"bel", "be"}, {"ben", "bn"},
    {"bod", "bo"}, {"bos", "bs"}, {"bul", "bg"}, {"bur", "my"}, {"cat", "ca"}, {"ces", "cs"},
    {"chi", "zh"}, {"cmn", "zh"}, {"cym", "cy"}, {"cze", "cs"}, {"dan", "da"}, {"deu", "de"},
    {"dut", "nl"}, {"dzo", "dz"}, {"ekk", "et"}, {"ell", "el"}, {"eng", "en"}, {"epo", "eo"},
    {"est", "et"}, {"eus", "eu"}, {"ewe", "ee"}, {"fao", "fo"}, {"fas", "fa"}, {"fij", "fj"},
    {"fin", "fi"}, {"fra", "fr"}, {"fre", "fr"}, {"ful", "ff"}, {"fuv", "ff"}, {"gaz", "om"},
    {"geo", "ka"}, {"ger", "de"}, {"gla", "gd"}, {"gle", "ga"}, {"glg", "gl"}, {"gre", "el"},
    {"grn", "gn"}, {"guj", "gu"}, {"hat", "ht"}, {"hau", "ha"}, {"heb", "he"}, {"hin", "hi"},
    {"hrv", "hr"}, {"hun", "hu"}, {"hye", "hy"}, {"ibo", "ig"}, {"ice", "is"}, {"in", "id"},
    {"ind", "id"}, {"isl", "is"}, {"ita", "it"}, {"iw", "he"},  {"jav", "jv"}, {"ji", "yi"},
    {"jpn", "ja"}, {"jw", "jv"},  {"kan", "kn"}, {"kas", "ks"}, {"kat", "ka"}, {"kau", "kr"},
    {"kaz", "kk"}, {"khk", "mn"}, {"khm", "km"}, {"kik", "ki"}, {"kin", "rw"}, {"kir", "ky"},
    {"kmr", "ku"}, {"knc", "kr"}, {"kon", "kg"}, {"kor", "ko"}, {"kur", "ku"}, {"lao", "lo"},
    {"lat", "la"}, {"lav", "lv"}, {"lim", "li"}, {"lin", "ln"}, {"lit", "lt"}, {"ltz", "lb"},
    {"lug", "lg"}, {"lvs", "lv"}, {"mac", "mk"}, {"mal", "ml"}, {"mao", "mi"}, {"mar", "mr"},
    {"may", "ms"}, {"mkd", "mk"}, {"mlg", "mg"}, {"mlt", "mt"}, {"mo", "ro"},  {"mon", "mn"},
    {"mri", "mi"}, {"msa", "ms"}, {"mya", "my"}, {"nep", "ne"}, {"nld", "nl"}, {"nno", "nn"},
    {"nob", "nb"}, {"nor", "no"}, {"npi", "ne"}, {"nya", "ny"}, {"oci", "oc"}, {"ori", "or"},
    {"orm", "om"}, {"ory", "or"}, {"pan", "pa"}, {"pbt", "ps"}, {"per", "fa"}, {"pes", "fa"},
    {"plt", "mg"}, {"pol", "pl"}, {"por", "pt"}, {"pus", "ps"}, {"que", "qu"}, {"quy", "qu"},
    {"ron", "ro"}, {"rum", "ro"}, {"run", "rn"}, {"rus", "ru"}, {"sag", "sg"}, {"san", "sa"},
    {"sin", "si"}, {"slk", "sk"}, {"slo", "sk"}, {"slv", "sl"}, {"smo", "sm"}, {"sna", "sn"},
    {"snd", "sd"}, {"som", "so"}, {"sot", "st"}, {"spa", "es"}, {"sqi", "sq"}, {"srd", "sc"},
    {"srp", "sr"}, {"ssw", "ss"}, {"sun", "su"}, {"swa", "sw"}, {"swe", "sv"}, {"swh", "sw"},
    {"tam", "ta"}, {"tat", "tt"}, {"tel", "te"}, {"tgk", "tg"}, {"tgl", "tl"}, {"tha", "th"},
    {"tib", "bo"}, {"tir", "ti"}, {"tsn", "tn"}, {"tso", "ts"}, {"tuk", "tk"}, {"tur", "tr"},
    {"tw", "ak"},  {"twi", "ak"}, {"uig", "ug"}, {"ukr", "uk"}, {"urd", "ur"}, {"uzb", "uz"},
    {"uzn", "uz"}, {"vie", "vi"}, {"wel", "cy"}, {"wol", "wo"}, {"xho", "xh"}, {"ydd", "yi"},
    {"yid", "yi"}, {"yor", "yo"}, {"zho", "zh"}, {"zsm", "ms"}, {"zul", "zu"},
};
// Codes of their own for what counts as one language here.
constexpr Mapping kVarieties[] = {
    {"acm", "ar"}, {"acq", "ar"}, {"aeb", "ar"}, {"ajp", "ar"}, {"apc", "ar"}, {"ars", "ar"},
    {"ary", "ar"}, {"arz", "ar"}, {"fil", "tl"}, {"nb", "no"},  {"prs", "fa"},
};

static_assert(std::is_sorted(std::begin(kSameLanguage), std::end(kSameLanguage)));
static_assert(std::is_sorted(std::begin(kVarieties), std::end(kVarieties)));

// The second code where the table has the first one, else the code as it is.
template <size_t n>
std::string Mapped(const Mapping (&table)[n], std::string code) {
  const auto found = std::lower_bound(
      std::begin(table), std::end(table), code,
      [](const Mapping& mapping, const std::string& wanted) { return mapping.first < wanted; });
  if (found == std::end(table) || found->first != code) return code;
  return std::string(found->second);
}

}  // namespace

std::string NormaliseLanguage(std::string_view code) {
  const std::string_view primary = code.substr(0, code.find_first_of("-_"));
  const bool is_code = primary.size() >= 2 && primary.size() <= 3 &&
                       std::all_of(primary.begin(), primary.end(),
                                   [](unsigned char c) { return absl::ascii_isalpha(c); });
  if (!is_code) return "";
  return Mapped(kSameLanguage, absl::AsciiStrToLower({primary.data(), primary.size()}));
}

std::string LanguageLabel(std::string_view code) {
  if (code == "arb_Latn" || code == "ar-Latn") return "ar-Latn";
  return Mapped(kVarieties, NormaliseLanguage(code));
}

}  // namespace tasnif
