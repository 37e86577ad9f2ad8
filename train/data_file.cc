#include "train/data_file.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/mapped_file.h"
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

absl::StatusOr<v1::DataSet> Fingerprint(const std::string& name, const std::string& path,
                                        uint64_t lines) {
  TASNIF_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(path));
  v1::DataSet set;
  set.set_name(name);
  set.set_sha256(Sha256Hex(file->bytes()));
  set.set_articles(lines);
  return set;
}

}  // namespace tasnif
