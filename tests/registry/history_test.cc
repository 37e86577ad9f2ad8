#include "registry/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/sha256.h"
#include "tests/base/temporary_folder.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

HistoryEntry Entry(std::string_view action, const std::string& version,
                   const std::string& alias = "", const std::string& from = "") {
  HistoryEntry entry;
  entry.time = "2024-02-13T10:00:00+00:00";
  entry.who = "ليلى";
  entry.why = "لهجات أكثر";
  entry.action = std::string(action);
  entry.version = version;
  entry.alias = alias;
  entry.from = from;
  return entry;
}

class HistoryTest : public ::testing::Test {
 protected:
  HistoryTest() { std::filesystem::create_directory(folder_.Path("topic")); }

  void Append(const HistoryEntry& entry) {
    ASSERT_EQ(AppendHistory(PosixFiles(), folder_.path(), "topic", entry), absl::OkStatus());
  }
  std::string Text() {
    const auto text = PosixFiles().Read(folder_.Path("topic/history.jsonl"));
    EXPECT_EQ(text.status(), absl::OkStatus());
    return text.ok() ? *text : "";
  }
  void AppendThree() {
    Append(Entry(kPublish, "1"));
    Append(Entry(kSetAlias, "1", "champion"));
    Append(Entry(kPublish, "2"));
  }

  TemporaryFolder folder_;
};

TEST_F(HistoryTest, EntriesComeBackAsTheyWereWritten) {
  HistoryEntry entry = Entry(kPublish, "3", "challenger", "2");
  entry.data = "topic.jsonl 0f";
  entry.gate = "passed";
  entry.gate_sha256 = Sha256Hex("gate");
  entry.manifest_sha256 = Sha256Hex("manifest");
  Append(entry);
  const auto history = ReadHistory(PosixFiles(), folder_.path(), "topic");
  ASSERT_EQ(history.status(), absl::OkStatus());
  ASSERT_EQ(history->size(), 1u);
  const HistoryEntry& read = history->front();
  EXPECT_EQ(read.number, 1u);
  EXPECT_EQ(read.who, "ليلى");
  EXPECT_EQ(read.why, entry.why);
  EXPECT_EQ(read.action, "publish");
  EXPECT_EQ(read.version, "3");
  EXPECT_EQ(read.alias, "challenger");
  EXPECT_EQ(read.from, "2");
  EXPECT_EQ(read.data, entry.data);
  EXPECT_EQ(read.gate, "passed");
  EXPECT_EQ(read.gate_sha256, entry.gate_sha256);
  EXPECT_EQ(read.manifest_sha256, entry.manifest_sha256);
  EXPECT_EQ(read.hash.size(), 64u);
}

TEST_F(HistoryTest, NoFileIsAnEmptyHistory) {
  const auto history = ReadHistory(PosixFiles(), folder_.path(), "topic");
  ASSERT_EQ(history.status(), absl::OkStatus());
  EXPECT_TRUE(history->empty());
}

TEST_F(HistoryTest, AnyChangedByteIsFound) {
  AppendThree();
  const std::string text = Text();
  ASSERT_EQ(ParseHistory(text).status(), absl::OkStatus());
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(ParseHistory(changed).status().code(), absl::StatusCode::kDataLoss) << "byte " << at;
  }
}

TEST_F(HistoryTest, AnyByteMoreOrLessIsFound) {
  AppendThree();
  const std::string text = Text();
  for (size_t at = 0; at < text.size(); ++at) {
    std::string shorter = text;
    shorter.erase(at, 1);
    EXPECT_EQ(ParseHistory(shorter).status().code(), absl::StatusCode::kDataLoss) << "byte " << at;
    std::string longer = text;
    longer.insert(at, 1, ' ');
    EXPECT_EQ(ParseHistory(longer).status().code(), absl::StatusCode::kDataLoss) << "byte " << at;
  }
}

TEST_F(HistoryTest, LinesLeftOutOrSwappedAreFound) {
  AppendThree();
  const std::string text = Text();
  const size_t second = text.find('\n') + 1;
  const size_t third = text.find('\n', second) + 1;
  const std::string lines[] = {text.substr(0, second), text.substr(second, third - second),
                               text.substr(third)};
  EXPECT_FALSE(ParseHistory(lines[1] + lines[2]).ok());
  EXPECT_FALSE(ParseHistory(lines[0] + lines[2]).ok());
  EXPECT_FALSE(ParseHistory(lines[0] + lines[2] + lines[1]).ok());
  EXPECT_FALSE(ParseHistory(lines[0] + lines[1] + lines[1]).ok());
  const absl::Status status = ParseHistory(lines[0] + lines[2]).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 2"));
}

// With every hash made anew the chain holds; only the last hash, kept elsewhere, tells.
TEST_F(HistoryTest, ARewrittenChainHasAnotherLastHash) {
  AppendThree();
  const auto before = ParseHistory(Text());
  ASSERT_EQ(before.status(), absl::OkStatus());
  std::string rewritten;
  std::string previous;
  for (HistoryEntry entry : *before) {
    entry.who = "somebody else";
    const std::string line = FormatEntry(entry, previous);
    rewritten += line + "\n";
    previous = line.substr(line.size() - 66, 64);
  }
  const auto after = ParseHistory(rewritten);
  ASSERT_EQ(after.status(), absl::OkStatus());
  EXPECT_NE(after->back().hash, before->back().hash);
}

TEST_F(HistoryTest, NothingIsAddedToADamagedHistory) {
  AppendThree();
  std::string text = Text();
  text[10] = 'X';
  folder_.Write("topic/history.jsonl", text);
  EXPECT_EQ(AppendHistory(PosixFiles(), folder_.path(), "topic", Entry(kPublish, "3")).code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(Text(), text);
}

TEST(AliasesAfter, TheLastEntryOfEachAliasCounts) {
  EXPECT_THAT(
      AliasesAfter({Entry(kPublish, "1"), Entry(kSetAlias, "1", "champion"),
                    Entry(kSetAlias, "2", "challenger"), Entry(kSetAlias, "2", "champion", "1")}),
      ElementsAre(Pair("challenger", "2"), Pair("champion", "2")));
}

TEST(ChampionsOf, ARollbackTakesOneAway) {
  History history = {Entry(kSetAlias, "1", "champion"), Entry(kSetAlias, "2", "champion", "1"),
                     Entry(kSetAlias, "3", "champion", "2")};
  EXPECT_THAT(ChampionsOf(history), ElementsAre("1", "2", "3"));
  history.push_back(Entry(kRollback, "2", "champion", "3"));
  EXPECT_THAT(ChampionsOf(history), ElementsAre("1", "2"));
  history.push_back(Entry(kRollback, "1", "champion", "2"));
  EXPECT_THAT(ChampionsOf(history), ElementsAre("1"));
  history.push_back(Entry(kSetAlias, "3", "champion", "1"));
  EXPECT_THAT(ChampionsOf(history), ElementsAre("1", "3"));
}

TEST(ChampionsOf, WhatAnsweredBeforeTheHistoryIsKnown) {
  EXPECT_THAT(ChampionsOf({Entry(kSetAlias, "5", "champion", "4")}), ElementsAre("4", "5"));
  EXPECT_THAT(ChampionsOf({Entry(kSetAlias, "5", "challenger", "4")}), IsEmpty());
}

TEST(ChampionsOf, AnInterruptedPromotionIsTakenBack) {
  EXPECT_THAT(
      ChampionsOf({Entry(kSetAlias, "1", "champion"), Entry(kSetAlias, "2", "champion", "1"),
                   Entry(kFound, "1", "champion", "2")}),
      ElementsAre("1"));
}

}  // namespace
}  // namespace tasnif
