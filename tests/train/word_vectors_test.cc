#include "train/word_vectors.h"

#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

TEST(WordVectors, WordsOfTheRowsStartWithTheirVectors) {
  TemporaryFolder folder;
  const WordVectors vectors = {
      2, {{"praise", {1, 2}}, {"praised", {3, 4}}, {"blame", {-1, 0.5}}, {"unread", {9, 9}}}};
  const std::string rows = folder.Write("rows.txt",
                                        "__label__favor praise l2:praise p:prais unknown\n"
                                        "__label__against praise r:blame t3:p:blame __label__x\n");
  const std::string path = folder.Path("vectors.vec");
  ASSERT_EQ(WriteStartingVectors(vectors, 0.5, rows, path).status(), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(path),
            "5 2\n"
            "praise 0.5 1\n"
            "l2:praise 0.5 1\n"
            "p:prais 1 1.5\n"  // Half of the mean of praise and praised.
            "r:blame -0.5 0.25\n"
            "t3:p:blame -0.5 0.25\n");
}

TEST(WordVectors, FilesThatCannotBeReadOrWrittenAreErrors) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", "__label__a word\n");
  EXPECT_EQ(WriteStartingVectors({}, 1, folder.Path("absent"), folder.Path("v")).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(WriteStartingVectors({}, 1, rows, folder.Path("no/folder/v")).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tasnif
