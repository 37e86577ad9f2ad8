// The rules of source_rules.h over every text file of the checkout.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/layers/source_rules.h"

namespace tasnif {
namespace {

namespace fs = std::filesystem;

// Not ours: version control, and whatever was built into the checkout.
bool IsSkippedFolder(const std::string& name) {
  return name == ".git" || name == "build" || name == "__pycache__";
}

bool IsText(const fs::path& path) {
  static const std::set<std::string> kExtensions = {
      ".h",  ".cc",  ".inc",  ".proto", ".cmake", ".txt", ".sh",      ".py",   ".md",
      ".in", ".yml", ".yaml", ".toml",  ".json",  ".tsv", ".service", ".jsonl"};
  static const std::set<std::string> kNames = {"Dockerfile", ".dockerignore", ".gitignore", "run"};
  return kExtensions.count(path.extension()) > 0 || kNames.count(path.filename()) > 0;
}

std::vector<std::string> TextFiles(const fs::path& root) {
  std::vector<std::string> paths;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && IsSkippedFolder(entry->path().filename())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && IsText(entry->path())) {
      paths.push_back(fs::relative(entry->path(), root));
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(SourceTree, KeepsEveryRule) {
  const fs::path root = TASNIF_SOURCE_DIR;
  Findings all;
  for (const std::string& path : TextFiles(root)) {
    const Findings findings = CheckSource(path, ReadText(root / path));
    all.insert(all.end(), findings.begin(), findings.end());
  }
  EXPECT_TRUE(all.empty()) << all.size() << " findings:\n" << absl::StrJoin(all, "\n");
}

// A walk that finds nothing would pass the test above.
TEST(SourceTree, WalkReachesEveryKindOfFile) {
  const std::vector<std::string> paths = TextFiles(TASNIF_SOURCE_DIR);
  for (const char* path : {"CMakeLists.txt", "base/json.h", "base/byte_source.cc",
                           "deploy/install_packages.sh", "protos/tasnif/v1/classifier.proto",
                           "tests/layers/source_tree_test.cc", ".ci/run", "Dockerfile", "run.sh"}) {
    EXPECT_TRUE(std::binary_search(paths.begin(), paths.end(), path)) << path;
  }
}

}  // namespace
}  // namespace tasnif
