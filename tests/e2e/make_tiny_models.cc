// Writes the tiny models to a folder, for tests in other languages: make_tiny_models DIR
#include <cstdio>

#include "tests/server/tiny_folder.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_tiny_models DIR\n");
    return 2;
  }
  ::testing::GTEST_FLAG(throw_on_failure) = true;
  ::testing::InitGoogleTest();
  tasnif::WriteTinyModels(argv[1]);
  return 0;
}
