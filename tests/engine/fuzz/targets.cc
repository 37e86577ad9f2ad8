#include "tests/engine/fuzz/targets.h"

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <utility>
#include <vector>

#include "engine/checksum.h"
#include "engine/compiled_model.h"
#include "engine/compiler.h"
#include "engine/explanation.h"
#include "engine/fasttext_model.h"
#include "engine/reference_scorer.h"
#include "engine/scorer.h"

namespace tasnif {
namespace {

const std::vector<std::string_view>& Document() {
  static const auto& words = *new std::vector<std::string_view>{
      "goal", "سوق", "unseen", "", "__label__t1", "\xFF\x80", "字", "goal"};
  return words;
}

// Stops the program where a refusal has a code that the contract does not name.
void ExpectContract(const absl::Status& status) {
  if (status.ok() || status.code() == absl::StatusCode::kInvalidArgument ||
      status.code() == absl::StatusCode::kDataLoss) {
    return;
  }
  std::cerr << "unexpected code: " << status << "\n";
  std::abort();
}

void UseCompiled(const CompiledModel& model) {
  Scratch scratch;
  std::vector<float> logits;
  std::vector<float> probabilities;
  std::vector<WordContribution> parts;
  const auto coverage = Score(model, Document(), &scratch, &logits);
  ExpectContract(coverage.status());
  if (!coverage.ok()) return;
  Probabilities(model, logits, 1.0f, &probabilities);
  const uint32_t last = model.label_count() - 1;
  ExpectContract(Explain(model, scratch.hashed_words(), last, &scratch, &parts).status());
}

}  // namespace

void FuzzFastTextModel(std::string_view bytes) {
  const auto model = FastTextModel::Parse(bytes, "fuzz.bin");
  ExpectContract(model.status());
  if (!model.ok()) return;
  std::vector<float> logits;
  ExpectContract(ReferenceScore(**model, Document(), &logits));
  // A model of a few bytes may ask for a table of many megabytes, which is right but slow here.
  if ((*model)->bucket_count() > (1u << 20)) return;
  auto compiled_bytes = CompileModel(**model);
  ExpectContract(compiled_bytes.status());
  if (!compiled_bytes.ok()) return;
  const auto compiled = CompiledModel::FromBytes(*std::move(compiled_bytes), "fuzz.tsf");
  if (!compiled.ok()) {
    std::cerr << "what we compiled is refused: " << compiled.status() << "\n";
    std::abort();
  }
  UseCompiled(**compiled);
}

void FuzzCompiledModel(std::string_view bytes) {
  std::string sealed(bytes);
  SealCompiledModel(&sealed);
  const auto model = CompiledModel::FromBytes(std::move(sealed), "fuzz.tsf");
  ExpectContract(model.status());
  if (model.ok()) UseCompiled(**model);
}

void SealCompiledModel(std::string* bytes) {
  tsf::Header header;
  tsf::SectionEntry table[tsf::kSectionCount];
  const size_t start = tsf::AlignUp(sizeof(header) + sizeof(table));
  if (bytes->size() < start) return;
  std::memcpy(&header, bytes->data(), sizeof(header));
  std::memcpy(table, bytes->data() + sizeof(header), sizeof(table));
  for (tsf::SectionEntry& entry : table) {
    if (entry.offset > bytes->size() || entry.bytes > bytes->size()) continue;
    const std::string_view section(*bytes);
    entry.checksum = Crc32c(section.substr(entry.offset, tsf::AlignUp(entry.bytes)));
  }
  std::memcpy(bytes->data() + sizeof(header), table, sizeof(table));
  header.checksum = 0;
  std::memcpy(bytes->data(), &header, sizeof(header));
  header.checksum = Crc32c(std::string_view(*bytes).substr(0, start));
  std::memcpy(bytes->data(), &header, sizeof(header));
}

}  // namespace tasnif
