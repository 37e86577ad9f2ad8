#include "tests/testing/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_join.h"

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

void Require(bool is_good, const char* what) {
  if (is_good) return;
  std::fprintf(stderr, "OpenSSL failed: %s\n", what);
  std::abort();
}

BioPtr Reader(const std::string& text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string Contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

KeyPtr ReadKey(const std::string& pem) {
  KeyPtr key(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, nullptr, nullptr));
  Require(key != nullptr, "key");
  return key;
}

PemPair ToPem(X509* certificate, EVP_PKEY* key) {
  const BioPtr certificate_out(BIO_new(BIO_s_mem())), key_out(BIO_new(BIO_s_mem()));
  Require(PEM_write_bio_X509(certificate_out.get(), certificate) == 1, "write certificate");
  Require(PEM_write_bio_PrivateKey(key_out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "write key");
  return {Contents(certificate_out.get()), Contents(key_out.get())};
}

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  Require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value.c_str());
  X509_EXTENSION_free(extension);
}

// Without extensions and signature. Everybody's serial number differs.
CertificatePtr Begin(const CertificateSpec& spec, EVP_PKEY* key) {
  static std::atomic<long> serial = 1;
  CertificatePtr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial.fetch_add(1));
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), absl::ToInt64Seconds(spec.valid_from));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), absl::ToInt64Seconds(spec.valid_to));
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.c_str()), -1,
                             -1, 0);
  return certificate;
}

void Sign(X509* certificate, EVP_PKEY* key) {
  Require(X509_sign(certificate, key, EVP_sha256()) > 0, "sign");
}

KeyPtr NewKey() {
  KeyPtr key(EVP_EC_gen("P-256"));
  Require(key != nullptr, "new key");
  return key;
}

}  // namespace

PemPair MakeAuthority(const std::string& common_name) {
  const KeyPtr key = NewKey();
  const CertificatePtr certificate = Begin({.common_name = common_name}, key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  AddExtension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign");
  Sign(certificate.get(), key.get());
  return ToPem(certificate.get(), key.get());
}

PemPair MakeCertificate(const CertificateSpec& spec, const PemPair& authority) {
  const CertificatePtr issuer(
      PEM_read_bio_X509(Reader(authority.certificate).get(), nullptr, nullptr, nullptr));
  Require(issuer != nullptr, "authority");
  const KeyPtr key = NewKey();
  const CertificatePtr certificate = Begin(spec, key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  if (!spec.names.empty()) {
    AddExtension(certificate.get(), issuer.get(), NID_subject_alt_name,
                 absl::StrJoin(spec.names, ","));
  }
  Sign(certificate.get(), ReadKey(authority.key).get());
  return ToPem(certificate.get(), key.get());
}

std::string EncryptKey(const std::string& key, const std::string& pass_phrase) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  Require(PEM_write_bio_PKCS8PrivateKey(out.get(), ReadKey(key).get(), EVP_aes_256_cbc(),
                                        pass_phrase.data(), static_cast<int>(pass_phrase.size()),
                                        nullptr, nullptr) == 1,
          "encrypt key");
  return Contents(out.get());
}

}  // namespace tasnif
