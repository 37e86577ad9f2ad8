#include "train/data_file.h"

#include <cerrno>
#include <fstream>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/sha256.h"
#include "base/status.h"

namespace tasnif {

void LineCounts::Count(const absl::Status& status, const std::string& path, uint64_t line) {
  ++lines;
  if (status.ok() || bad_lines++ > 0) return;
  first_bad = absl::StrCat(path, ":", line, ": ", status.message());
}

absl::Status LineCounts::Check(double max_bad_share) const {
  const double share = lines == 0 ? 0 : 1.0 * bad_lines / lines;
  if (share <= max_bad_share) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "%d of %d lines cannot be read, more than selection.max_bad_share = %g; the first: %s; "
      "repair them, or raise the share",
      bad_lines, lines, max_bad_share, first_bad));
}

namespace {

// Read in pieces: a mapped file counts as memory of the process as long as the machine has room.
absl::StatusOr<std::string> Sha256OfFile(const std::string& path) {
  constexpr size_t kPiece = 1 << 16;
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return ErrnoStatus(errno, "open", path);
  Sha256 hash;
  std::string piece(kPiece, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.Add(std::string_view(piece).substr(0, static_cast<size_t>(file.gcount())));
  }
  if (file.bad()) return ErrnoStatus(errno, "read", path);
  return hash.Hex();
}

}  // namespace

absl::StatusOr<v1::DataSet> Fingerprint(const std::string& name, const std::string& path,
                                        uint64_t lines) {
  v1::DataSet set;
  set.set_name(name);
  TASNIF_ASSIGN_OR_RETURN(*set.mutable_sha256(), Sha256OfFile(path));
  set.set_articles(lines);
  return set;
}

}  // namespace tasnif
