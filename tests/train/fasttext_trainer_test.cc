#include "train/fasttext_trainer.h"

#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "train/model_builder.h"

namespace tasnif {
namespace {

constexpr char kRows[] =
    "__label__a one two three\n"
    "__label__b four five six\n"
    "__label__a two three one\n"
    "__label__b six five four\n";

FastTextArgs SmallArgs() {
  FastTextArgs args;
  args.dim = 4;
  args.epoch = 20;
  args.min_count = 1;
  args.word_ngrams = 2;
  args.bucket = 1000;
  return args;
}

TEST(FastTextTrainer, TheSameSeedGivesTheSameBytes) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  FastTextArgs args = SmallArgs();
  ASSERT_EQ(TrainFastText(args, rows, folder.Path("1.bin"), {}), absl::OkStatus());
  ASSERT_EQ(TrainFastText(args, rows, folder.Path("2.bin"), {}), absl::OkStatus());
  args.seed = 2;
  ASSERT_EQ(TrainFastText(args, rows, folder.Path("3.bin"), {}), absl::OkStatus());
  EXPECT_EQ(ReadWholeFile(folder.Path("1.bin")), ReadWholeFile(folder.Path("2.bin")));
  EXPECT_NE(ReadWholeFile(folder.Path("1.bin")), ReadWholeFile(folder.Path("3.bin")));
}

TEST(FastTextTrainer, EveryLossTrains) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  for (const char* loss : {"softmax", "ova", "hs", "ns"}) {
    FastTextArgs args = SmallArgs();
    args.loss = loss;
    EXPECT_EQ(TrainFastText(args, rows, folder.Path("m.bin"), {}), absl::OkStatus()) << loss;
  }
}

TEST(FastTextTrainer, AFileThatIsNotThereIsAnErrorNotAnException) {
  TemporaryFolder folder;
  EXPECT_EQ(TrainFastText(SmallArgs(), folder.Path("absent"), folder.Path("m.bin"), {}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FastTextTrainer, RowsWithoutAWordAreRefused) {
  TemporaryFolder folder;
  FastTextArgs args = SmallArgs();
  args.min_count = 100;
  const std::string rows = folder.Write("rows.txt", kRows);
  EXPECT_EQ(TrainFastText(args, rows, folder.Path("m.bin"), {}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FastTextTrainer, AFolderThatIsNotThereIsAnError) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  EXPECT_EQ(TrainFastText(SmallArgs(), rows, folder.Path("no/m.bin"), {}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FastTextTrainer, WordsWithAStartingVectorAreKeptHoweverRare) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", std::string(kRows) + "__label__a rare two\n");
  const std::string vectors = folder.Write("v.vec", "1 4\nrare 0.1 0.2 0.3 0.4\n");
  FastTextArgs args = SmallArgs();
  args.min_count = 2;
  ASSERT_EQ(TrainFastText(args, rows, folder.Path("m.bin"), {}, vectors), absl::OkStatus());
  const auto model = FastTextModel::Open(folder.Path("m.bin"));
  ASSERT_EQ(model.status(), absl::OkStatus());
  EXPECT_GE((*model)->FindEntry("rare"), 0);
}

TEST(FastTextTrainer, VectorsOfAnotherSizeAreRefused) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  const std::string vectors = folder.Write("v.vec", "1 2\none 0.1 0.2\n");
  EXPECT_EQ(TrainFastText(SmallArgs(), rows, folder.Path("m.bin"), {}, vectors).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FastTextTrainer, TellsItsProgress) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  double last = -1;
  ASSERT_EQ(TrainFastText(SmallArgs(), rows, folder.Path("m.bin"),
                          [&](double share, double) { last = share; }),
            absl::OkStatus());
  EXPECT_GE(last, 0);
  EXPECT_LE(last, 1);
}

TEST(ModelBuilder, OnlyBucketsOfTheRowsAreTouched) {
  TemporaryFolder folder;
  const std::string rows = folder.Write("rows.txt", kRows);
  ASSERT_EQ(TrainFastText(SmallArgs(), rows, folder.Path("m.bin"), {}), absl::OkStatus());
  const auto model = FastTextModel::Open(folder.Path("m.bin"));
  ASSERT_EQ(model.status(), absl::OkStatus());
  const auto touched = TouchedBuckets(**model, rows);
  ASSERT_EQ(touched.status(), absl::OkStatus());
  ASSERT_EQ(touched->size(), 1000u);
  // The label line "a: one two three </s>" has three word pairs; four lines, no pair twice but for
  // "two three".
  const auto count = std::count(touched->begin(), touched->end(), 1);
  EXPECT_GE(count, 9);
  EXPECT_LE(count, 11);
}

}  // namespace
}  // namespace tasnif
