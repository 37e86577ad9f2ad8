// The fuzz targets on their seeds, and on thousands of random changes of them, as an ordinary test.
// With TASNIF_FUZZ_SEEDS=DIR the seeds are also written to DIR/bin and DIR/tsf for libFuzzer.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "engine/compiler.h"
#include "engine/fasttext_model.h"
#include "gtest/gtest.h"
#include "tests/engine/fuzz/targets.h"
#include "tests/engine/oracle.h"

namespace tasnif {
namespace {

struct Seed {
  std::string name;
  std::string bytes;
};

std::vector<OracleSpec> TinySpecs() {
  const CorpusSpec corpus = {.labels = 3, .lines = 6, .extra_lines = {}};
  std::vector<OracleSpec> specs;
  for (const std::string loss : {"softmax", "hs", "ova"}) {
    OracleSpec spec;
    spec.name = "seed_" + loss;
    spec.loss = loss;
    spec.word_ngrams = 2;
    spec.min_chars = 2;
    spec.max_chars = 3;
    spec.dim = loss == "ova" ? 2 : 4;  // the hidden form and the folded one
    spec.bucket = 30;
    spec.epoch = 1;
    spec.corpus = corpus;
    specs.push_back(spec);
  }
  OracleSpec pruned = specs[0];
  pruned.name = "seed_pruned";
  pruned.bucket = 500;
  pruned.quantize = pruned.quantize_norm = true;
  pruned.cutoff = 300;
  specs.push_back(pruned);
  return specs;
}

const std::vector<Seed>& FastTextSeeds() {
  static const auto& seeds = *new std::vector<Seed>([] {
    std::vector<Seed> all;
    for (const OracleSpec& spec : TinySpecs()) {
      all.push_back({spec.name, Oracle::Train(spec)->bytes()});
    }
    return all;
  }());
  return seeds;
}

std::vector<Seed> CompiledSeeds() {
  std::vector<Seed> all;
  for (const Seed& seed : FastTextSeeds()) {
    const auto model = FastTextModel::Parse(seed.bytes, seed.name);
    EXPECT_TRUE(model.ok()) << model.status();
    for (Precision precision : {Precision::kFloat32, Precision::kFloat16, Precision::kInt8}) {
      const std::string kind = std::to_string(static_cast<int>(precision));
      all.push_back({seed.name + kind, *CompileModel(**model, {.precision = precision})});
    }
  }
  return all;
}

// One to four changes: a bit, a byte, a 32-bit number near an edge, a cut, or a repeated piece.
std::string Mutate(std::string bytes, std::mt19937& random) {
  for (uint32_t round = random() % 4 + 1; round > 0 && bytes.size() > 8; --round) {
    // Half of the changes go where the numbers stand.
    const size_t reach = random() % 2 == 0 ? std::min<size_t>(bytes.size(), 300) : bytes.size();
    const size_t at = random() % (reach - 4);
    constexpr uint32_t kEdges[] = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x10000, 64};
    switch (random() % 5) {
      case 0:
        bytes[at] ^= static_cast<char>(1 << random() % 8);
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.replace(at, 4, reinterpret_cast<const char*>(&kEdges[random() % 7]), 4);
        break;
      case 3:
        bytes.resize(bytes.size() - random() % (bytes.size() / 8 + 1));
        break;
      default:
        bytes.insert(at, bytes.substr(at, random() % 64));
    }
  }
  return bytes;
}

void WriteSeeds(const std::vector<Seed>& seeds, const std::string& kind) {
  const char* folder = std::getenv("TASNIF_FUZZ_SEEDS");
  if (folder == nullptr) return;
  const std::filesystem::path path = std::filesystem::path(folder) / kind;
  std::filesystem::create_directories(path);
  for (const Seed& seed : seeds) std::ofstream(path / seed.name, std::ios::binary) << seed.bytes;
}

TEST(FuzzSeeds, FastTextReaderSurvivesThemAndTheirChanges) {
  WriteSeeds(FastTextSeeds(), "bin");
  std::mt19937 random(41);
  for (const Seed& seed : FastTextSeeds()) {
    FuzzFastTextModel(seed.bytes);
    for (int i = 0; i < 3000; ++i) FuzzFastTextModel(Mutate(seed.bytes, random));
  }
}

TEST(FuzzSeeds, CompiledReaderSurvivesThemAndTheirChanges) {
  const std::vector<Seed> seeds = CompiledSeeds();
  WriteSeeds(seeds, "tsf");
  std::mt19937 random(42);
  for (const Seed& seed : seeds) {
    FuzzCompiledModel(seed.bytes);
    for (int i = 0; i < 1500; ++i) FuzzCompiledModel(Mutate(seed.bytes, random));
  }
}

}  // namespace
}  // namespace tasnif
