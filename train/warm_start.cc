#include "train/warm_start.h"

#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "registry/bundle_folder.h"
#include "registry/folder_scan.h"

namespace tasnif {
namespace {

absl::Status BadLine(const std::string& path, uint64_t line, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", what));
}

// `from` itself where it is no alias of the head.
absl::StatusOr<std::string> VersionOf(const Files& files, const std::string& folder,
                                      const std::string& from) {
  TASNIF_ASSIGN_OR_RETURN(const AliasMap aliases, ReadAliases(files, folder));
  const auto found = aliases.find(from);
  return found == aliases.end() ? from : found->second;
}

absl::Status ReadHeader(LineReader& reader, const std::string& path, uint32_t dim) {
  std::string line;
  TASNIF_ASSIGN_OR_RETURN(const bool has_line, reader.Next(&line));
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  uint32_t count = 0;
  uint32_t found = 0;
  const bool is_header = has_line && parts.size() == 2 && absl::SimpleAtoi(parts[0], &count) &&
                         absl::SimpleAtoi(parts[1], &found);
  if (!is_header) return BadLine(path, 1, "expected 'COUNT DIM', as word2vec's text format has it");
  if (found == dim) return absl::OkStatus();
  return BadLine(path, 1,
                 absl::StrCat("vectors of ", found, " numbers, but the recipe's ",
                              "fasttext.dim is ", dim, "; make them the same"));
}

absl::Status ReadVector(const std::vector<std::string>& parts, std::vector<float>* vector) {
  for (size_t i = 1; i < parts.size(); ++i) {
    float number = 0;
    if (!absl::SimpleAtof(parts[i], &number) || !std::isfinite(number)) {
      return absl::InvalidArgumentError(absl::StrCat("number ", i, " is none"));
    }
    vector->push_back(number);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WarmStartSource> FindWarmStart(const Files& files, const std::string& models_folder,
                                              const std::string& head, const std::string& from) {
  if (files.Exists(from) && !files.IsFolder(from)) {
    return WarmStartSource{from, std::filesystem::path(from).filename().string()};
  }
  const std::string folder = absl::StrCat(models_folder, "/", head);
  TASNIF_ASSIGN_OR_RETURN(const std::string version, VersionOf(files, folder, from));
  const std::string bundle = absl::StrCat(folder, "/", version);
  WarmStartSource source{absl::StrCat(bundle, "/", std::string(kVectorsFile)),
                         absl::StrCat(head, "@", version)};
  if (files.Exists(source.path)) return source;
  if (!files.Exists(absl::StrCat(bundle, "/", std::string(kBundleFile)))) {
    return absl::NotFoundError(absl::StrCat("'", from, "' is neither a file of vectors nor a ",
                                            "version or alias of ", head, " in '", models_folder,
                                            "'"));
  }
  return absl::NotFoundError(absl::StrCat(
      source.name, " keeps no word vectors, and a compiled model cannot give them back; train it ",
      "with --keep-vectors, or name a file of vectors"));
}

absl::StatusOr<WordVectors> ReadWordVectors(const std::string& path, uint32_t dim) {
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(path));
  TASNIF_RETURN_IF_ERROR(ReadHeader(*reader, path, dim));
  WordVectors vectors;
  vectors.dim = dim;
  std::string line;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) break;
    const std::vector<std::string> parts = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (parts.size() != dim + 1) {
      return BadLine(path, reader->line_number(),
                     absl::StrCat("expected a word and ", dim, " numbers"));
    }
    const absl::Status read = ReadVector(parts, &vectors.of[parts[0]]);
    if (!read.ok()) return BadLine(path, reader->line_number(), std::string(read.message()));
  }
  if (!vectors.of.empty()) return vectors;
  return absl::InvalidArgumentError(absl::StrCat("'", path, "' holds no vector"));
}

std::string WordVectorFile(const FastTextModel& model) {
  std::string out = absl::StrCat(model.word_count(), " ", model.dim(), "\n");
  std::vector<double> row(model.dim());
  for (uint32_t word = 0; word < model.word_count(); ++word) {
    std::fill(row.begin(), row.end(), 0.0);
    model.input().AddRow(word, 1.0, row.data());
    absl::StrAppend(&out, std::string(model.entry(word)));
    for (const double value : row) absl::StrAppendFormat(&out, " %.6g", value);
    out += '\n';
  }
  return out;
}

}  // namespace tasnif
