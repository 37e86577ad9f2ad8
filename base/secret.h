// base/secret.h
//
// Tokens that nobody guesses, and comparing what is secret.
//
//   TASNIF_ASSIGN_OR_RETURN(const std::string token, NewToken());    // "tsf_w6Uu…", 47 characters
//   if (EqualInConstantTime(Sha256Hex(given), stored)) …
//
// Threads: safe.
// Source: OpenSSL's generator, seeded by getrandom(2), and its CRYPTO_memcmp.
#ifndef TASNIF_BASE_SECRET_H_
#define TASNIF_BASE_SECRET_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

// By which programs that look for secrets in places where none belong find one.
inline constexpr std::string_view kTokenPrefix = "tsf_";

// The prefix and 256 random bits, in base64url without padding: safe in a header, a file name and a
// shell. INTERNAL: the system gives no random numbers.
absl::StatusOr<std::string> NewToken();

// The time depends on the lengths only.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace tasnif

#endif  // TASNIF_BASE_SECRET_H_
