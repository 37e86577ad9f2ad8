// The fuzz target on its seeds, and on thousands of random changes of them, as an ordinary test.
// With TASNIF_FUZZ_SEEDS=DIR the seeds are also written to DIR/json for libFuzzer.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/labels/fuzz/targets.h"

namespace tasnif {
namespace {

std::vector<std::string> Seeds() {
  return {
      R"({"id":"7","title":"عنوان","text":"نص مصر","language":"ar","url":"https://a.b/1"})",
      R"({"id":12,"text":"a","domain":"a.b","published":"2024-02-13T10:00:00.5Z"})",
      R"({"text":"b","published":"2024-02-13","targets":[{"name":"x","aliases":["y"],)"
      R"("stance":"favor","mention":[0,1]}],"labels":{"topic":"sport"},"weak":true})",
      R"({"text":"\ud83d\ude00\u0000\"\\","targets":[{"mention":[3,9]}]})",
      "\xEF\xBB\xBF{\"text\":\"caf\xE9\"}",
      "{\"targets\":[{}],\"labels\":null,\"published\":\"infinite-past\"}",
      "[[[[[[[[{}]]]]]]]]",
      "\xFF\xFE{",
  };
}

// One to four changes: a bit, a byte, a cut, a repeated piece, a piece of another seed.
std::string Mutate(std::string bytes, const std::vector<std::string>& seeds, std::mt19937& random) {
  for (uint32_t round = random() % 4 + 1; round > 0 && bytes.size() > 1; --round) {
    const size_t at = random() % bytes.size();
    const std::string& other = seeds[random() % seeds.size()];
    switch (random() % 5) {
      case 0:
        bytes[at] ^= static_cast<char>(1 << random() % 8);
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, random() % 60));
        break;
      default:
        bytes.insert(at, other.substr(random() % other.size(), random() % 30));
    }
  }
  return bytes;
}

TEST(FuzzSeeds, JsonLineReaderSurvivesThemAndTheirChanges) {
  const std::vector<std::string> seeds = Seeds();
  if (const char* folder = std::getenv("TASNIF_FUZZ_SEEDS")) {
    const std::filesystem::path path = std::filesystem::path(folder) / "json";
    std::filesystem::create_directories(path);
    for (size_t i = 0; i < seeds.size(); ++i) {
      std::ofstream(path / std::to_string(i), std::ios::binary) << seeds[i];
    }
  }
  std::mt19937 random(44);
  for (const std::string& seed : seeds) {
    FuzzJsonLine(seed);
    for (int i = 0; i < 5000; ++i) FuzzJsonLine(Mutate(seed, seeds, random));
  }
}

}  // namespace
}  // namespace tasnif
