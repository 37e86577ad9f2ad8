// server/access_rules.h
//
// Who may do what, as a file says it: one line each, with the role, a name for the history and the
// logs, and how the caller proves to be the one.
//
//   # role     name      proof                           until (optional)
//   classify   crawler   sha256:5e884898da28047151d0e5…  until:2027-06-30
//   feedback   layla     sha256:6b3a55e0261b0304143f80…
//   admin      ops       certificate:ops.example.org
//   classify   guest     anyone
//
//   TASNIF_ASSIGN_OR_RETURN(AccessRules rules, AccessRules::Parse(text));
//   TASNIF_ASSIGN_OR_RETURN(Identity who, rules.Decide(caller, Role::kAdmin, clock.Now()));
//
// Each role includes the ones before it: feedback may classify, admin may do both; who may swap the
// models has the labels in hand anyway.
// A token is 256 random bits (base/secret.h), so its plain SHA-256 can stand in a file: there is
// no dictionary to try, which is what slow, salted hashes are for. Hashes are compared in constant
// time, all of them for each call, so that the time of a refusal says nothing.
// Threads: immutable. Cost of a decision: one SHA-256 of the token, and 32 bytes compared a line.
// Source: RFC 6750 (bearer tokens); RFC 5280, section 4.2.1.6 (names in certificates).
#ifndef TASNIF_SERVER_ACCESS_RULES_H_
#define TASNIF_SERVER_ACCESS_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tasnif {

// Smallest first.
enum class Role {
  kClassify,  // Label articles; see which models there are.
  kFeedback,  // Send corrections, read and export them.
  kAdmin,     // Load models, move aliases, roll back.
};

// "classify", "feedback", "admin".
std::string_view RoleName(Role role);
// INVALID_ARGUMENT names these three.
absl::StatusOr<Role> ParseRole(std::string_view name);

// What is known of who calls, before anything is decided.
struct Caller {
  // The token, without "Bearer " (see BearerOf); empty: none was sent.
  std::string bearer;
  // Names in the client's certificate, if TLS asked for one and verified it: subject alternative
  // names, then the common name.
  std::vector<std::string> certificate_names;
  // The address that the call came in on can be reached from this machine only: IsLoopback() of
  // what is listened on, not of the peer, for a proxy on this machine may speak for the world.
  bool is_loopback = false;
  // Where it comes from, such as ClientName(); for the identity of callers without a name.
  std::string address;
};

// "Bearer TOKEN" → "TOKEN", the scheme in any case; anything else: empty. Of the header
// `authorization`.
std::string BearerOf(std::string_view authorization);

// Who calls, for the history of models and as the annotator of corrections.
struct Identity {
  // "layla"; without a proof "anonymous at 127.0.0.1".
  std::string name;
  // A token or a certificate proved it.
  bool is_proven = false;
};

Identity Anonymous(const Caller& caller);

enum class Proof { kToken, kCertificate, kAnyone };

struct AccessLine {
  Role role = Role::kClassify;
  std::string name;
  Proof proof = Proof::kToken;
  // Hash of the token, 64 lower-case hexadecimal digits; or the name in the certificate.
  std::string value;
  // Not valid from here on.
  absl::Time until = absl::InfiniteFuture();
};

// As it stands in a file, without its end; a date, UTC, where `until` is finite.
std::string FormatAccessLine(const AccessLine& line);

class AccessRules {
 public:
  // Blank lines and those that begin with '#' are passed over.
  // INVALID_ARGUMENT names the number of the line, never its hash: wrong fields, a name that is not
  // 1 to 64 letters, digits and "._@-", a proof twice, `anyone` with a role above classify, or no
  // line at all: what an editor leaves for a moment must not lock everybody out.
  static absl::StatusOr<AccessRules> Parse(std::string_view text);

  // A token counts before a certificate, a certificate before `anyone`. A token that was sent must
  // be right, whatever else would do.
  // UNAUTHENTICATED: no proof, or one that no line has, or an expired one. PERMISSION_DENIED: the
  // line's role is too small.
  absl::StatusOr<Identity> Decide(const Caller& caller, Role needed, absl::Time now) const;

  const std::vector<AccessLine>& lines() const { return lines_; }

 private:
  absl::StatusOr<const AccessLine*> Find(const Caller& caller, Role needed, absl::Time now) const;
  const AccessLine* FindToken(const std::string& token) const;
  // Of several names, the one that may most.
  const AccessLine* FindCertificate(const std::vector<std::string>& names, absl::Time now) const;
  const AccessLine* FindAnyone(absl::Time now) const;

  std::vector<AccessLine> lines_;
};

// The rules of a server without a file: everybody may classify; for more, the server must be
// loopback only. UNAUTHENTICATED otherwise.
absl::StatusOr<Identity> DecideWithoutRules(const Caller& caller, Role needed);

}  // namespace tasnif

#endif  // TASNIF_SERVER_ACCESS_RULES_H_
