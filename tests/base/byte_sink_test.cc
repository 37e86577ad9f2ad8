#include "base/byte_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/line_reader.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

const char* const kNames[] = {"a", "a.zst", "a.gz", "a.xz", "a.XZ"};

std::string ReadLines(const std::string& path) {
  auto reader = LineReader::Open(path);
  EXPECT_TRUE(reader.ok()) << reader.status();
  std::string all, line;
  while (true) {
    const auto more = (*reader)->Next(&line);
    EXPECT_TRUE(more.ok()) << more.status();
    if (!more.ok() || !*more) return all;
    all += line + "\n";
  }
}

std::string ManyLines(int begin, int end) {
  std::string lines;
  for (int i = begin; i < end; ++i) lines += "line " + std::to_string(i) + "\n";
  return lines;
}

TEST(ByteSink, WhatIsWrittenIsRead) {
  for (const char* name : kNames) {
    TemporaryFolder folder;
    auto sink = ByteSink::Open(folder.Path(name));
    ASSERT_TRUE(sink.ok()) << sink.status();
    // Longer than any buffer, in uneven pieces.
    const std::string lines = ManyLines(0, 50000);
    for (size_t at = 0; at < lines.size(); at += 7777) {
      ASSERT_EQ((*sink)->Write(lines.substr(at, 7777)), absl::OkStatus());
    }
    ASSERT_EQ((*sink)->Close(), absl::OkStatus());
    EXPECT_EQ((*sink)->Close(), absl::OkStatus());
    EXPECT_EQ(ReadLines(folder.Path(name)), lines) << name;
    EXPECT_EQ((*sink)->is_compressed(), std::string(name) != "a");
  }
}

TEST(ByteSink, NothingIsAFileOfItsKindToo) {
  for (const char* name : kNames) {
    TemporaryFolder folder;
    { ASSERT_TRUE(ByteSink::Open(folder.Path(name)).ok()); }
    EXPECT_EQ(ReadLines(folder.Path(name)), "");
    EXPECT_EQ(ReadWholeFile(folder.Path(name)).empty(), std::string(name) == "a") << name;
  }
}

// As after a crash behind a checkpoint: what came later is cut off.
TEST(ByteSink, GoesOnFromACheckpoint) {
  for (const char* name : kNames) {
    TemporaryFolder folder;
    uint64_t kept = 0;
    {
      auto sink = ByteSink::Open(folder.Path(name));
      ASSERT_EQ((*sink)->Write(ManyLines(0, 100)), absl::OkStatus());
      ASSERT_TRUE((*sink)->Checkpoint().ok());
      ASSERT_EQ((*sink)->Write(ManyLines(100, 200)), absl::OkStatus());
      const auto bytes = (*sink)->Checkpoint();
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      kept = *bytes;
      EXPECT_EQ(ReadWholeFile(folder.Path(name)).size(), kept);
      ASSERT_EQ((*sink)->Write("lost\n"), absl::OkStatus());
    }
    auto sink = ByteSink::Open(folder.Path(name), {.keep_bytes = kept});
    ASSERT_TRUE(sink.ok()) << sink.status();
    ASSERT_EQ((*sink)->Write(ManyLines(200, 300)), absl::OkStatus());
    ASSERT_EQ((*sink)->Close(), absl::OkStatus());
    EXPECT_EQ(ReadLines(folder.Path(name)), ManyLines(0, 300)) << name;
  }
}

TEST(ByteSink, ErrorsAreSeen) {
  TemporaryFolder folder;
  EXPECT_EQ(ByteSink::Open(folder.Path("no/file")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ByteSink::Open(folder.Write("short", "abc"), {.keep_bytes = 4}).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(ReadWholeFile(folder.Path("short")), "abc");
  const auto full = ByteSink::Open("/dev/full");
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_EQ((*full)->Write("x").code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tasnif
