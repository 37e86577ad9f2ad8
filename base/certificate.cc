#include "base/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

struct Deleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using BioPtr = std::unique_ptr<BIO, Deleter>;
using CertificatePtr = std::unique_ptr<X509, Deleter>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter>;

BioPtr Reader(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// OpenSSL would ask for it on the terminal.
int NoPassPhrase(char*, int, int, void*) { return 0; }

CertificatePtr NextCertificate(BIO* bio) {
  return CertificatePtr(PEM_read_bio_X509(bio, nullptr, NoPassPhrase, nullptr));
}

// What is left in OpenSSL's queue would be taken for the error of a later call.
bool IsAtEnd() {
  const bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return is_at_end;
}

std::string Text(const ASN1_TIME* time) {
  tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable time";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromTM(parts, absl::UTCTimeZone()),
                          absl::UTCTimeZone());
}

absl::Status CheckTime(X509* certificate, absl::Time now) {
  time_t seconds = absl::ToTimeT(now);
  const ASN1_TIME* begin = X509_get0_notBefore(certificate);
  const ASN1_TIME* end = X509_get0_notAfter(certificate);
  if (X509_cmp_time(begin, &seconds) > 0) {
    return absl::InvalidArgumentError(absl::StrCat("the certificate is valid only from ",
                                                   Text(begin), "; check it, or the clock"));
  }
  if (X509_cmp_time(end, &seconds) < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the certificate has expired at ", Text(end), "; renew it"));
  }
  return absl::OkStatus();
}

absl::StatusOr<KeyPtr> ReadKey(std::string_view text) {
  KeyPtr key(PEM_read_bio_PrivateKey(Reader(text).get(), nullptr, NoPassPhrase, nullptr));
  ERR_clear_error();
  if (key != nullptr) return key;
  return absl::InvalidArgumentError(
      "the key is no private key in PEM ('-----BEGIN PRIVATE KEY-----') without a pass phrase");
}

}  // namespace

absl::Status CheckKeyPair(std::string_view certificate, std::string_view key, absl::Time now) {
  const CertificatePtr own = NextCertificate(Reader(certificate).get());
  ERR_clear_error();
  if (own == nullptr) {
    return absl::InvalidArgumentError(
        "the certificate is none in PEM ('-----BEGIN CERTIFICATE-----')");
  }
  TASNIF_ASSIGN_OR_RETURN(const KeyPtr own_key, ReadKey(key));
  const bool is_pair = X509_check_private_key(own.get(), own_key.get()) == 1;
  ERR_clear_error();
  if (is_pair) return CheckTime(own.get(), now);
  return absl::InvalidArgumentError(
      "the key does not belong to the certificate (which must be the first of its file)");
}

absl::Status CheckAuthorities(std::string_view bundle) {
  const BioPtr reader = Reader(bundle);
  size_t count = 0;
  while (NextCertificate(reader.get()) != nullptr) ++count;
  const bool is_whole = IsAtEnd();
  if (count > 0 && is_whole) return absl::OkStatus();
  return absl::InvalidArgumentError(
      count == 0 ? std::string("there is no certificate in PEM ('-----BEGIN CERTIFICATE-----')")
                 : absl::StrCat("what follows certificate ", count, " cannot be read"));
}

}  // namespace tasnif
