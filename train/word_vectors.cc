#include "train/word_vectors.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "engine/word_hash.h"
#include "labels/light_stem.h"
#include "labels/stance_words.h"

namespace tasnif {
namespace {

using Vector = std::vector<float>;

// In alphabetical order of the words, because sums of floats depend on it.
absl::flat_hash_map<std::string, Vector> StemVectors(const WordVectors& vectors) {
  std::vector<std::pair<std::string_view, const Vector*>> words;
  for (const auto& [word, vector] : vectors.of) words.emplace_back(word, &vector);
  std::sort(words.begin(), words.end());
  absl::flat_hash_map<std::string, Vector> means;
  absl::flat_hash_map<std::string, float> counts;
  for (const auto& [word, vector] : words) {
    const std::string stem(LightStem(word));
    Vector& sum = means.try_emplace(stem, vector->size(), 0.0f).first->second;
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += (*vector)[i];
    ++counts[stem];
  }
  for (auto& [stem, mean] : means) {
    for (float& value : mean) value /= counts[stem];
  }
  return means;
}

absl::StatusOr<std::vector<std::string>> DistinctWords(const std::string& rows_path) {
  TASNIF_ASSIGN_OR_RETURN(const auto reader, LineReader::Open(rows_path));
  absl::flat_hash_set<std::string> seen;
  std::vector<std::string> words;
  std::string line;
  while (true) {
    TASNIF_ASSIGN_OR_RETURN(const bool has_more, reader->Next(&line));
    if (!has_more) break;
    for (const std::string& word :
         std::vector<std::string>(absl::StrSplit(line, ' ', absl::SkipEmpty()))) {
      if (!word.starts_with(kLabelPrefix) && seen.insert(word).second) words.push_back(word);
    }
  }
  // libfasttext ends every row with this word; vectors of another model know it.
  words.emplace_back("</s>");
  return words;
}

const Vector* Find(const absl::flat_hash_map<std::string, Vector>& vectors, std::string_view word) {
  const auto found = vectors.find(std::string(word));
  return found == vectors.end() ? nullptr : &found->second;
}

std::string VectorLine(std::string_view word, const Vector& vector, double scale) {
  std::string line(word);
  for (const float value : vector) absl::StrAppendFormat(&line, " %.5g", value * scale);
  return line + "\n";
}

}  // namespace

absl::StatusOr<uint64_t> WriteStartingVectors(const WordVectors& vectors, double scale,
                                              const std::string& rows_path,
                                              const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> words, DistinctWords(rows_path));
  const auto stems = StemVectors(vectors);
  std::vector<std::pair<std::string_view, const Vector*>> found;
  for (const std::string& word : words) {
    const UnmarkedWord unmarked = Unmarked(word);
    // Vectors of another model know marked words themselves.
    const Vector* vector = Find(vectors.of, word);
    if (vector == nullptr) vector = Find(unmarked.is_stem ? stems : vectors.of, unmarked.text);
    if (vector != nullptr) found.emplace_back(word, vector);
  }
  std::ofstream file(path, std::ios::binary);
  file << absl::StrCat(found.size(), " ", vectors.dim, "\n");
  for (const auto& [word, vector] : found) file << VectorLine(word, *vector, scale);
  file.close();
  if (file) return found.size();
  return absl::ResourceExhaustedError(absl::StrCat(path, ": cannot be written; is the disk full?"));
}

}  // namespace tasnif
