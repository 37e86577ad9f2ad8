#include "base/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/byte_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/compressed_bytes.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every line up to the end or the first error, which is returned too.
struct Lines {
  std::vector<std::string> lines;
  absl::Status status;
};

Lines ReadAll(LineReader& reader) {
  Lines out;
  std::string line;
  while (true) {
    auto more = reader.Next(&line);
    out.status = more.status();
    if (!more.ok() || !*more) return out;
    out.lines.push_back(line);
  }
}

Lines ReadFile(const std::string& path, size_t max = LineReader::kDefaultMaxLineBytes) {
  auto reader = LineReader::Open(path, max);
  if (!reader.ok()) return {{}, reader.status()};
  return ReadAll(**reader);
}

// Text that does not compress to nothing, so that cuts hit the middle of blocks.
std::string NoisyLines(size_t count) {
  std::mt19937 random(7);
  std::string text;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&text, i, " ", random(), random(), "\n");
  return text;
}

class EveryFormat : public ::testing::TestWithParam<Compression> {
 protected:
  std::string Write(std::string_view bytes) {
    // The name tells nothing: the format is found by the first bytes.
    return folder_.Write("lines.bin", Compress(GetParam(), bytes));
  }
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(LineReader, EveryFormat, ::testing::ValuesIn(kAllCompressions),
                         [](const auto& test) { return Name(test.param); });

TEST_P(EveryFormat, SplitsAtLineFeedsAndKeepsEmptyLines) {
  const Lines read = ReadFile(Write("one\n\nثلاثة\n"));
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.lines, ElementsAre("one", "", "ثلاثة"));
}

TEST_P(EveryFormat, LastLineNeedsNoLineFeed) {
  EXPECT_THAT(ReadFile(Write("one\ntwo")).lines, ElementsAre("one", "two"));
}

TEST_P(EveryFormat, CarriageReturnBelongsToTheLineEndOnlyThere) {
  EXPECT_THAT(ReadFile(Write("one\r\nt\rwo\r\n\r\nend\r")).lines,
              ElementsAre("one", "t\rwo", "", "end"));
}

TEST_P(EveryFormat, EmptyContentHasNoLines) {
  const Lines read = ReadFile(Write(""));
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.lines, IsEmpty());
}

TEST_P(EveryFormat, NulBytesAreOrdinary) {
  EXPECT_THAT(ReadFile(Write(std::string("a\0b\nc", 5))).lines,
              ElementsAre(std::string("a\0b", 3), "c"));
}

TEST_P(EveryFormat, LinesCrossBufferBoundaries) {
  std::vector<std::string> expected;
  std::string text;
  for (size_t length : {65535u, 65536u, 65537u, 200000u, 0u, 1u}) {
    expected.push_back(std::string(length, static_cast<char>('a' + length % 26)));
    absl::StrAppend(&text, expected.back(), "\n");
  }
  EXPECT_EQ(ReadFile(Write(text)).lines, expected);
}

TEST_P(EveryFormat, ConcatenatedMembersAreOneText) {
  const std::string path =
      folder_.Write("two", Compress(GetParam(), "one\ntw") + Compress(GetParam(), "o\nthree\n"));
  const Lines read = ReadFile(path);
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.lines, ElementsAre("one", "two", "three"));
}

TEST_P(EveryFormat, OverlongLineIsReportedAndTheNextOnesAreRead) {
  const std::string path = Write("12345678\n123456789\nshort\r\n12345678\r\n");
  auto reader = LineReader::Open(path, 8);
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::string line;
  ASSERT_TRUE((*reader)->Next(&line).ok());
  EXPECT_EQ(line, "12345678");
  const auto too_long = (*reader)->Next(&line);
  EXPECT_EQ(too_long.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(too_long.status().message()),
              HasSubstr(absl::StrCat(path, ": line 2: longer than the limit of 8 bytes")));
  EXPECT_EQ(line, "");
  EXPECT_THAT(ReadAll(**reader).lines, ElementsAre("short", "12345678"));
  EXPECT_EQ((*reader)->line_number(), 4u);
}

TEST_P(EveryFormat, OverlongLineOfMegabytesIsPassedOver) {
  auto reader = LineReader::Open(Write(std::string(5 << 20, 'x') + "\nend\n"), 1000);
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::string line;
  EXPECT_EQ((*reader)->Next(&line).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(ReadAll(**reader).lines, ElementsAre("end"));
}

TEST_P(EveryFormat, ConsumedBytesReachTheSizeOfTheFile) {
  const std::string path = Write(NoisyLines(20000));
  auto reader = LineReader::Open(path);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ((*reader)->consumed_bytes(), 0u);
  EXPECT_EQ((*reader)->total_bytes(), ReadWholeFile(path).size());
  EXPECT_EQ(ReadAll(**reader).lines.size(), 20000u);
  EXPECT_EQ((*reader)->consumed_bytes(), (*reader)->total_bytes());
}

TEST_P(EveryFormat, NamedPipeIsReadLikeAFile) {
  const std::string path = folder_.Path("pipe");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const std::string bytes = Compress(GetParam(), "one\ntwo\n");
  std::thread writer([&] {
    const int fd = open(path.c_str(), O_WRONLY);
    // Single bytes: the first read sees less than a magic number.
    for (const char c : bytes) EXPECT_EQ(write(fd, &c, 1), 1);
    close(fd);
  });
  auto reader = LineReader::Open(path);
  EXPECT_TRUE(reader.ok()) << reader.status();
  if (reader.ok()) {
    EXPECT_EQ((*reader)->total_bytes(), 0u);
    EXPECT_THAT(ReadAll(**reader).lines, ElementsAre("one", "two"));
  }
  writer.join();
}

class CompressedFormat : public EveryFormat {};

INSTANTIATE_TEST_SUITE_P(LineReader, CompressedFormat,
                         ::testing::Values(Compression::kXz, Compression::kZstd,
                                           Compression::kGzip),
                         [](const auto& test) { return Name(test.param); });

TEST_P(CompressedFormat, CutAnywhereIsDataLossAfterTheWholeLines) {
  const std::string text = NoisyLines(9000);
  const std::string whole = Compress(GetParam(), text);
  ASSERT_GT(whole.size(), size_t{64} << 10);
  // From the byte after the magic number to the last but one.
  for (size_t size = 6; size < whole.size(); size += whole.size() / 23) {
    const std::string path = folder_.Write("cut", whole.substr(0, size));
    const Lines read = ReadFile(path);
    EXPECT_EQ(read.status.code(), absl::StatusCode::kDataLoss) << size << ": " << read.status;
    EXPECT_THAT(std::string(read.status.message()), HasSubstr(path));
    std::string begin;
    for (const std::string& line : read.lines) absl::StrAppend(&begin, line, "\n");
    EXPECT_EQ(begin, text.substr(0, begin.size())) << size;
  }
  EXPECT_EQ(ReadFile(folder_.Write("cut", whole.substr(0, whole.size() - 1))).status.code(),
            absl::StatusCode::kDataLoss);
}

TEST_P(CompressedFormat, AfterDataLossThereIsNothingMore) {
  const std::string whole = Compress(GetParam(), NoisyLines(1000));
  auto reader = LineReader::Open(folder_.Write("cut", whole.substr(0, whole.size() / 2)));
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(ReadAll(**reader).status.code(), absl::StatusCode::kDataLoss);
  std::string line = "kept?";
  const auto more = (*reader)->Next(&line);
  ASSERT_TRUE(more.ok()) << more.status();
  EXPECT_FALSE(*more);
  EXPECT_EQ(line, "");
}

TEST_P(CompressedFormat, FlippedBitIsDataLoss) {
  std::string bytes = Compress(GetParam(), NoisyLines(1000));
  bytes[bytes.size() / 2] ^= 0x10;
  EXPECT_EQ(ReadFile(folder_.Write("bad", bytes)).status.code(), absl::StatusCode::kDataLoss);
}

TEST_P(CompressedFormat, GarbageAfterTheStreamIsDataLossAfterTheLines) {
  const Lines read =
      ReadFile(folder_.Write("tail", Compress(GetParam(), "one\n") + "this is not compressed"));
  EXPECT_THAT(read.lines, ElementsAre("one"));
  EXPECT_EQ(read.status.code(), absl::StatusCode::kDataLoss) << read.status;
}

TEST_P(CompressedFormat, MagicNumberAloneIsDataLoss) {
  const std::string path = folder_.Write("magic", Compress(GetParam(), "x").substr(0, 6));
  EXPECT_EQ(ReadFile(path).status.code(), absl::StatusCode::kDataLoss);
}

TEST(LineReader, PartOfAMagicNumberIsPlainText) {
  TemporaryFolder folder;
  EXPECT_THAT(ReadFile(folder.Write("a",
                                    "\xFD"
                                    "7zX"))
                  .lines,
              ElementsAre("\xFD"
                          "7zX"));
  EXPECT_THAT(ReadFile(folder.Write("b", "\x1F\x8B")).lines, ElementsAre("\x1F\x8B"));
}

TEST(LineReader, ZeroByteFileHasNoLines) {
  TemporaryFolder folder;
  const Lines read = ReadFile(folder.Write("empty.jsonl.xz", ""));
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.lines, IsEmpty());
}

// Gives "one\ntwo\nthr" and then fails, as a broken disk or connection does.
class FailingSource : public ByteSource {
 public:
  absl::StatusOr<size_t> Read(absl::Span<char> out) override {
    const std::string_view bytes = "one\ntwo\nthr";
    if (std::exchange(has_given_, true)) return absl::InternalError("broken disk");
    bytes.copy(out.data(), out.size());
    return bytes.size();
  }
  uint64_t consumed_bytes() const override { return 0; }
  uint64_t total_bytes() const override { return 0; }

 private:
  bool has_given_ = false;
};

TEST(LineReader, ErrorOfTheSourceComesAfterTheWholeLinesAndNamesTheLine) {
  const auto reader = LineReader::Over("disk.jsonl", std::make_unique<FailingSource>());
  const Lines read = ReadAll(*reader);
  EXPECT_THAT(read.lines, ElementsAre("one", "two"));
  EXPECT_EQ(read.status, absl::InternalError("after line 2: broken disk"));
}

TEST(LineReader, MissingFileIsNotFoundAndNamed) {
  TemporaryFolder folder;
  const absl::Status status = ReadFile(folder.Path("nothing.jsonl")).status;
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("nothing.jsonl"));
}

TEST(LineReader, FolderIsInvalid) {
  TemporaryFolder folder;
  EXPECT_EQ(ReadFile(folder.path()).status.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
