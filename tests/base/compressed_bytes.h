// tests/base/compressed_bytes.h
//
// The same bytes in each format a line reader understands.
#ifndef TASNIF_TESTS_BASE_COMPRESSED_BYTES_H_
#define TASNIF_TESTS_BASE_COMPRESSED_BYTES_H_

#include <ostream>
#include <string>
#include <string_view>

namespace tasnif {

enum class Compression { kPlain, kXz, kZstd, kGzip };

inline constexpr Compression kAllCompressions[] = {Compression::kPlain, Compression::kXz,
                                                   Compression::kZstd, Compression::kGzip};

std::string Name(Compression compression);
inline void PrintTo(Compression compression, std::ostream* os) { *os << Name(compression); }

// One complete member.
std::string Compress(Compression compression, std::string_view bytes);

}  // namespace tasnif

#endif  // TASNIF_TESTS_BASE_COMPRESSED_BYTES_H_
