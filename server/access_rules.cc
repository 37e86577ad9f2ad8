#include "server/access_rules.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/status.h"

namespace tasnif {
namespace {

constexpr absl::string_view kTokenMark = "sha256:";
constexpr absl::string_view kCertificateMark = "certificate:";
constexpr absl::string_view kAnyoneMark = "anyone";
constexpr absl::string_view kUntilMark = "until:";
constexpr absl::string_view kDateFormat = "%Y-%m-%d";

constexpr size_t kMaxNameBytes = 64;
// Longer ones are not ours; nobody shall have us hash what fills a header.
constexpr size_t kMaxTokenBytes = 512;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::StrContains("._@-", absl::string_view(&c, 1));
         });
}

bool IsHash(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

absl::Status ParseProof(absl::string_view text, AccessLine* line) {
  if (text == kAnyoneMark) {
    line->proof = Proof::kAnyone;
    if (line->role == Role::kClassify) return absl::OkStatus();
    return absl::InvalidArgumentError("'anyone' may have the role classify only");
  }
  if (absl::ConsumePrefix(&text, kTokenMark)) {
    line->proof = Proof::kToken;
    line->value = std::string(text);
    if (IsHash(text)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "what follows 'sha256:' is not 64 lower-case hexadecimal digits; 'tasnif token new' prints "
        "a whole line");
  }
  if (absl::ConsumePrefix(&text, kCertificateMark) && !text.empty()) {
    line->proof = Proof::kCertificate;
    line->value = std::string(text);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "the third field is neither sha256:HASH, certificate:NAME nor anyone");
}

absl::Status ParseUntil(absl::string_view text, absl::Time* until) {
  std::string error;
  if (absl::ConsumePrefix(&text, kUntilMark) &&
      absl::ParseTime(kDateFormat, text, absl::UTCTimeZone(), until, &error)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("the fourth field is not a date such as until:2027-06-30");
}

absl::StatusOr<AccessLine> ParseLine(absl::string_view text) {
  const std::vector<absl::string_view> fields =
      absl::StrSplit(text, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
  if (fields.size() < 3 || fields.size() > 4) {
    return absl::InvalidArgumentError(absl::StrCat(
        fields.size(), " fields; expected role, name, proof and, where wanted, until:DATE"));
  }
  AccessLine line;
  TASNIF_ASSIGN_OR_RETURN(line.role, ParseRole({fields[0].data(), fields[0].size()}));
  if (!IsName(fields[1])) {
    return absl::InvalidArgumentError(
        "the second field is no name of 1 to 64 letters, digits and ._@-");
  }
  line.name = std::string(fields[1]);
  TASNIF_RETURN_IF_ERROR(ParseProof(fields[2], &line));
  if (fields.size() == 4) TASNIF_RETURN_IF_ERROR(ParseUntil(fields[3], &line.until));
  return line;
}

std::string FormatProof(const AccessLine& line) {
  if (line.proof == Proof::kAnyone) return std::string(kAnyoneMark);
  return absl::StrCat(line.proof == Proof::kToken ? kTokenMark : kCertificateMark, line.value);
}

bool IsSameProof(const AccessLine& a, const AccessLine& b) {
  return a.proof == b.proof && a.value == b.value;
}

}  // namespace

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kClassify:
      return "classify";
    case Role::kFeedback:
      return "feedback";
    case Role::kAdmin:
      return "admin";
  }
  return "";
}

absl::StatusOr<Role> ParseRole(std::string_view name) {
  for (const Role role : {Role::kClassify, Role::kFeedback, Role::kAdmin}) {
    if (RoleName(role) == name) return role;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", View(name), "' is no role; there are classify, feedback and admin"));
}

std::string BearerOf(std::string_view authorization) {
  const size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos) return "";
  if (!absl::EqualsIgnoreCase(View(authorization.substr(0, blank)), "bearer")) return "";
  return std::string(absl::StripAsciiWhitespace(View(authorization.substr(blank))));
}

Identity Anonymous(const Caller& caller) {
  return {
      .name = caller.address.empty() ? "anonymous" : absl::StrCat("anonymous at ", caller.address),
      .is_proven = false};
}

std::string FormatAccessLine(const AccessLine& line) {
  std::string text =
      absl::StrCat(View(RoleName(line.role)), " ", line.name, " ", FormatProof(line));
  if (line.until == absl::InfiniteFuture()) return text;
  return absl::StrCat(text, " ", kUntilMark,
                      absl::FormatTime(kDateFormat, line.until, absl::UTCTimeZone()));
}

absl::StatusOr<AccessRules> AccessRules::Parse(std::string_view text) {
  AccessRules rules;
  size_t number = 0;
  for (absl::string_view content : absl::StrSplit(View(text), '\n')) {
    ++number;
    content = absl::StripAsciiWhitespace(content);
    if (content.empty() || content.front() == '#') continue;
    absl::StatusOr<AccessLine> line = ParseLine(content);
    if (!line.ok()) return Annotate(line.status(), absl::StrCat("line ", number));
    for (const AccessLine& other : rules.lines_) {
      if (!IsSameProof(*line, other)) continue;
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": '", line->name,
                                                     "' has the same proof as '", other.name,
                                                     "'; keep one of the lines"));
    }
    rules.lines_.push_back(*std::move(line));
  }
  if (!rules.lines_.empty()) return rules;
  return absl::InvalidArgumentError(
      "no line lets anybody in; 'tasnif token new' prints one for a new token");
}

const AccessLine* AccessRules::FindToken(const std::string& token) const {
  if (token.size() > kMaxTokenBytes) return nullptr;
  const std::string hash = Sha256Hex(token);
  const AccessLine* found = nullptr;
  for (const AccessLine& line : lines_) {  // To the end, whether found or not.
    if (line.proof == Proof::kToken && EqualInConstantTime(line.value, hash)) found = &line;
  }
  return found;
}

const AccessLine* AccessRules::FindCertificate(const std::vector<std::string>& names,
                                               absl::Time now) const {
  const AccessLine* found = nullptr;
  for (const AccessLine& line : lines_) {
    if (line.proof != Proof::kCertificate || now >= line.until) continue;
    if (std::find(names.begin(), names.end(), line.value) == names.end()) continue;
    if (found == nullptr || line.role > found->role) found = &line;
  }
  return found;
}

const AccessLine* AccessRules::FindAnyone(absl::Time now) const {
  const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const AccessLine& line) {
    return line.proof == Proof::kAnyone && now < line.until;
  });
  return found == lines_.end() ? nullptr : &*found;
}

absl::StatusOr<const AccessLine*> AccessRules::Find(const Caller& caller, Role needed,
                                                    absl::Time now) const {
  if (!caller.bearer.empty()) {
    const AccessLine* line = FindToken(caller.bearer);
    if (line != nullptr && now < line->until) return line;
    // Whether it was right once is nobody's business.
    return absl::UnauthenticatedError(
        "the token is not known to this server, or no longer valid; ask its operator for a new "
        "one ('tasnif token new')");
  }
  const AccessLine* line = FindCertificate(caller.certificate_names, now);
  if (line == nullptr) line = FindAnyone(now);
  if (line != nullptr) return line;
  if (!caller.certificate_names.empty()) {
    return absl::UnauthenticatedError(absl::StrCat(
        "no rule of this server names the certificate of '", caller.certificate_names.front(),
        "'; ask its operator for one, or for a token"));
  }
  return absl::UnauthenticatedError(absl::StrCat(
      "this call needs the role ", View(RoleName(needed)),
      "; send the header 'authorization: Bearer TOKEN' ('tasnif … --token-file FILE')"));
}

absl::StatusOr<Identity> AccessRules::Decide(const Caller& caller, Role needed,
                                             absl::Time now) const {
  TASNIF_ASSIGN_OR_RETURN(const AccessLine* line, Find(caller, needed, now));
  if (line->role >= needed) {
    if (line->proof == Proof::kAnyone) return Anonymous(caller);
    return Identity{.name = line->name, .is_proven = true};
  }
  if (line->proof == Proof::kAnyone) {
    return absl::UnauthenticatedError(
        absl::StrCat("without a token this server only classifies; this call needs the role ",
                     View(RoleName(needed)), ": send the header 'authorization: Bearer TOKEN'"));
  }
  return absl::PermissionDeniedError(absl::StrCat(
      "'", line->name, "' has the role ", View(RoleName(line->role)), ", this call needs ",
      View(RoleName(needed)), "; ask the server's operator for a token with that role"));
}

absl::StatusOr<Identity> DecideWithoutRules(const Caller& caller, Role needed) {
  if (needed == Role::kClassify || caller.is_loopback) return Anonymous(caller);
  return absl::UnauthenticatedError(absl::StrCat(
      "this call needs the role ", View(RoleName(needed)),
      ", and the server, which other machines can reach, was started without tokens; start it with "
      "'tasnif serve --access FILE', or make the change on its machine"));
}

}  // namespace tasnif
