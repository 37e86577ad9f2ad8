// base/sha256.h
//
// Checksums of bundles and data sets.
//
//   if (Sha256Hex(file->bytes()) != expected) return absl::DataLossError(...);
//
// Threads: safe. Cost: about 1 GB/s with the processor's SHA instructions, 0.3 GB/s without.
// Source: FIPS 180-4, by OpenSSL.
#ifndef TASNIF_BASE_SHA256_H_
#define TASNIF_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace tasnif {

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace tasnif

#endif  // TASNIF_BASE_SHA256_H_
