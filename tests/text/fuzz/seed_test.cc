// The fuzz target on its seeds, and on thousands of random changes of them, as an ordinary test.
// With TASNIF_FUZZ_SEEDS=DIR the seeds are also written to DIR/text for libFuzzer.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/text/fuzz/targets.h"

namespace tasnif {
namespace {

using namespace std::string_literals;

std::vector<std::string> Seeds() {
  return {
      "The minister's office said the U.S. firm paid $1,250.75m (3.5%) on 5/6/2024.\nBy Jane Doe",
      "أعلن رئيسُ الوزراء أنّ الميزانية (٢٠٢٤) ستُعرض؛ وقال: «لن نرفع»\nإقرأ أيضاً: خبر آخر\nالمصدر: "
      "وكالات",
      "می\u200Cیابد و به\u200Cدست ۲۵٫۵",
      "प्रधानमंत्री ने ज़रूर कहा क\u094D\u200Dष ড় କା கொடு",
      "总理表示2024年。ＮＨＫカタカナ한국어 ไทยก็ดี",
      "x_1\u0301 e\u0301\u0327 ß\u0301 İ\u0307 \u00AD\u200D\u2139 \U0001F468\u200D\U0001F469 @a'b "
      "ה\"ב",
      "<html><head><title>T</title><meta charset=\"utf-8\"></head><body><p>One &amp; two"
      "<script>x()</script><p>Read also: <a href='https://a.example/b_c'>three</a></body></html>",
      "\xFF\xFE"s + "a\0b\0"s,
      "\xC7\xE1\xD3\xE1\xC7\xE3 \xF0\x9F\x98 \xE2\x80 \xC0\x80",
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
        bytes.insert(at, bytes.substr(at, random() % 120));
        break;
      default:
        bytes.insert(at, other.substr(random() % other.size(), random() % 20));
    }
  }
  return bytes;
}

TEST(FuzzSeeds, TextPipelineSurvivesThemAndTheirChanges) {
  const std::vector<std::string> seeds = Seeds();
  if (const char* folder = std::getenv("TASNIF_FUZZ_SEEDS")) {
    const std::filesystem::path path = std::filesystem::path(folder) / "text";
    std::filesystem::create_directories(path);
    for (size_t i = 0; i < seeds.size(); ++i) {
      std::ofstream(path / std::to_string(i), std::ios::binary) << seeds[i];
    }
  }
  std::mt19937 random(43);
  for (const std::string& seed : seeds) {
    FuzzTextPipeline(seed);
    for (int i = 0; i < 1500; ++i) FuzzTextPipeline(Mutate(seed, seeds, random));
  }
}

}  // namespace
}  // namespace tasnif
