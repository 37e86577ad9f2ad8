#include "engine/features.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/word_hash.h"

namespace tasnif {
namespace {

// A token that became a word of the document.
struct SeenWord {
  uint32_t hash;
  uint32_t position;
};

void AppendBucketRow(const FastTextModel& model, uint32_t bucket, std::vector<uint32_t>* rows) {
  if (const int64_t row = model.BucketRow(bucket); row >= 0) {
    rows->push_back(static_cast<uint32_t>(row));
  }
}

bool IsIgnored(const FastTextModel& model, std::string_view token, int32_t id) {
  if (token.empty()) return true;
  if (id >= 0) return static_cast<uint32_t>(id) >= model.word_count();
  return token.starts_with(kLabelPrefix);
}

// Adds the token's own features. False if it ends the document.
bool AddToken(const FastTextModel& model, std::string_view token, uint32_t position,
              std::vector<SeenWord>* seen, Features* features) {
  const int32_t id = model.FindEntry(token);
  if (IsIgnored(model, token, id)) return true;
  std::vector<uint32_t> rows;
  AppendWordRows(model, token, id, &rows);
  for (uint32_t row : rows) features->list.push_back({row, position, 1});
  seen->push_back({HashWord(token), position});
  if (token == kEndOfLine) return false;
  ++features->words;
  if (id >= 0) ++features->known_words;
  return true;
}

void AddNgrams(const FastTextModel& model, const std::vector<SeenWord>& seen, Features* features) {
  if (model.word_ngrams() < 2) return;
  const Modulus modulus(model.bucket_count());
  for (size_t first = 0; first < seen.size(); ++first) {
    uint64_t hash = BeginNgram(seen[first].hash);
    const size_t end = std::min(seen.size(), first + model.word_ngrams());
    for (size_t last = first + 1; last < end; ++last) {
      hash = ExtendNgram(hash, seen[last].hash);
      const int64_t row = model.BucketRow(modulus.Of(hash));
      if (row < 0) continue;
      const uint32_t span = seen[last].position - seen[first].position + 1;
      features->list.push_back({static_cast<uint32_t>(row), seen[first].position, span});
    }
  }
}

}  // namespace

void AppendWordRows(const FastTextModel& model, std::string_view word, int32_t id,
                    std::vector<uint32_t>* rows) {
  if (id >= 0) rows->push_back(static_cast<uint32_t>(id));
  if (model.max_subword_chars() == 0 || word == kEndOfLine) return;
  const Modulus modulus(model.bucket_count());
  const std::string bracketed = absl::StrCat("<", absl::string_view(word.data(), word.size()), ">");
  ForEachSubword(bracketed, model.min_subword_chars(), model.max_subword_chars(),
                 [&](uint32_t hash) { AppendBucketRow(model, modulus.Of(hash), rows); });
}

void MarkTouchedBuckets(const FastTextModel& model, absl::Span<const std::string_view> words,
                        std::vector<uint8_t>* touched) {
  touched->resize(model.bucket_count());
  Features features;
  ComputeFeatures(model, words, &features);
  for (const Feature& feature : features.list) {
    if (feature.row >= model.word_count()) (*touched)[feature.row - model.word_count()] = 1;
  }
}

void ComputeFeatures(const FastTextModel& model, absl::Span<const std::string_view> words,
                     Features* features) {
  *features = Features();
  std::vector<SeenWord> seen;
  uint32_t position = 0;
  bool goes_on = true;
  for (; goes_on && position < words.size(); ++position) {
    goes_on = AddToken(model, words[position], position, &seen, features);
  }
  if (goes_on) AddToken(model, kEndOfLine, position, &seen, features);
  AddNgrams(model, seen, features);
}

}  // namespace tasnif
