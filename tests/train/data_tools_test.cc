// data_lines, data_stats, data_check, data_split and data_merge over files of our own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/base/temporary_folder.h"
#include "train/data_check.h"
#include "train/data_lines.h"
#include "train/data_merge.h"
#include "train/data_split.h"
#include "train/data_stats.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// Forty words that belong to `subject` alone.
std::string Text(const std::string& subject) {
  std::string text;
  for (int i = 0; i < 40; ++i) absl::StrAppend(&text, subject, "كلمة", i, "x ");
  return text;
}

struct Row {
  std::string text;
  std::string split = "train";
  std::string label = "sport";
  std::string publisher;
};

std::string Line(const Row& row) {
  Json json = {{"text", row.text}};
  if (!row.publisher.empty()) json["publisher"] = row.publisher;
  if (!row.label.empty()) json["labels"]["topic"] = row.label;
  if (!row.split.empty()) json["split"] = row.split;
  json["extra"] = 7;  // Not of the schema; must survive.
  return DumpJson(json);
}

class DataTest : public ::testing::Test {
 protected:
  std::string File(const std::string& name, const std::vector<Row>& rows) {
    std::string lines;
    for (const Row& row : rows) absl::StrAppend(&lines, Line(row), "\n");
    return folder_.Write(name, lines);
  }

  DataCheck Check(const std::vector<std::string>& paths) {
    DataCheck check({});
    EXPECT_EQ(ForEachDataLine(paths, executor_, nullptr,
                              [&check](const DataLine& line) { return check.Add(line); }),
              absl::OkStatus());
    return check;
  }

  std::vector<std::string> Merge(const MergeOptions& options, MergeCounts* counts = nullptr) {
    std::vector<std::string> lines;
    const auto merged = MergeData(options, executor_, nullptr, [&](const std::string& line) {
      lines.push_back(line);
      return absl::OkStatus();
    });
    EXPECT_EQ(merged.status(), absl::OkStatus());
    if (merged.ok() && counts != nullptr) *counts = *merged;
    return lines;
  }

  TemporaryFolder folder_;
  InlineExecutor executor_;
};

TEST(PublisherOf, IsADomainOrAName) {
  v1::Article article;
  EXPECT_EQ(PublisherOf(article), "");
  article.set_url("https://www.Example.com/a?b");
  EXPECT_EQ(PublisherOf(article), "example.com");
  article.set_publisher("الغد");
  EXPECT_EQ(PublisherOf(article), "الغد");
}

TEST_F(DataTest, LinesAreNumberedAndBadOnesSayWhy) {
  const std::string path = folder_.Write(
      "a.jsonl", "{\"text\":\"one two\"}\n\nno JSON\n{\"text\":\" ... \"}\n{\"text\":7}\n");
  std::vector<std::string> found;
  ASSERT_EQ(ForEachDataLine({path}, executor_, nullptr,
                            [&](const DataLine& line) {
                              found.push_back(absl::StrCat(line.number, " ", line.status.ok(), " ",
                                                           line.words));
                              return absl::OkStatus();
                            }),
            absl::OkStatus());
  EXPECT_THAT(found, ElementsAre("1 1 2", "3 0 0", "4 0 0", "5 0 0"));
  EXPECT_EQ(ForEachDataLine({folder_.Path("none")}, executor_, nullptr,
                            [](const DataLine&) { return absl::OkStatus(); })
                .code(),
            absl::StatusCode::kNotFound);
}

TEST_F(DataTest, SoundDataIsSound) {
  const DataCheck check = Check({File("a.jsonl", {{Text("a")}, {Text("b"), "test"}})});
  EXPECT_TRUE(check.is_sound());
  EXPECT_THAT(check.problems(), IsEmpty());
}

TEST_F(DataTest, ErrorsAreGivenWithTheirLines) {
  const std::string path = folder_.Write("a.jsonl", Line({Text("a")}) + "\n{\"text\":[]}\n");
  const DataCheck check = Check({path});
  EXPECT_FALSE(check.is_sound());
  EXPECT_THAT(check.problems().at("bad_line").examples, ElementsAre(HasSubstr("a.jsonl:2: ")));
  EXPECT_THAT(CheckTable(check), HasSubstr("NOT SOUND"));
}

TEST_F(DataTest, RepeatsAndLeaksAreFoundAcrossFiles) {
  const std::string train = File("train.jsonl", {{Text("a")}, {Text("b")}});
  const std::string test =
      File("test.jsonl",
           {{Text("a") + " تتمة", "test"}, {Text("b"), "test", "health"}, {Text("c"), "test"}});
  const DataCheck check = Check({train, test});
  EXPECT_EQ(check.Count("near_text"), 1u);
  EXPECT_EQ(check.Count("same_text"), 1u);
  EXPECT_EQ(check.Count("two_labels"), 1u);
  EXPECT_EQ(check.Count("leak"), 2u);
  EXPECT_THAT(check.leaks(), ElementsAre(Pair("test", ElementsAre(Pair("train", 2u)))));
  EXPECT_THAT(check.problems().at("leak").examples[0], HasSubstr("train.jsonl:1"));
  EXPECT_FALSE(check.is_sound());
}

TEST_F(DataTest, APublisherInTwoSplitsIsTold) {
  const DataCheck check = Check({File("a.jsonl", {{Text("a"), "train", "sport", "a.example"},
                                                  {Text("b"), "test", "sport", "a.example"},
                                                  {Text("c"), "test", "sport", "a.example"},
                                                  {Text("d"), "test", "sport", "b.example"}})});
  EXPECT_THAT(check.problems().at("publisher_leak").examples, ElementsAre("a.example"));
  EXPECT_EQ(check.Count("publisher_leak"), 1u);
  EXPECT_TRUE(check.is_sound()) << "many sets rightly share publishers";
}

TEST_F(DataTest, StatsCountWhatIsThere) {
  const DataCheck check = Check({File("a.jsonl", {{Text("a")}, {Text("b"), "test", ""}})});
  const DataStats& stats = check.stats();
  EXPECT_EQ(stats.articles(), 2u);
  EXPECT_EQ(stats.unlabelled(), 1u);
  EXPECT_THAT(stats.labels().at("topic").at("sport"), ElementsAre(Pair("train", 1u)));
  EXPECT_THAT(stats.splits(), ElementsAre(Pair("test", 1u), Pair("train", 1u)));
  EXPECT_NEAR(stats.WordsAt(0.5), 40, 4);
  EXPECT_THAT(StatsTable(stats), HasSubstr("labels of topic"));
  EXPECT_EQ(StatsToJson(stats)["labels"]["topic"]["sport"]["train"], 1);
}

TEST_F(DataTest, TheFingerprintIsOfTheLinesInTheirOrder) {
  const auto fingerprint = [&](const std::vector<std::vector<Row>>& files) {
    std::vector<std::string> paths;
    for (size_t i = 0; i < files.size(); ++i) {
      paths.push_back(File(std::to_string(i), files[i]));
    }
    return Check(paths).stats().fingerprint();
  };
  const std::string whole = fingerprint({{{Text("a")}, {Text("b")}}});
  EXPECT_EQ(whole, fingerprint({{{Text("a")}}, {{Text("b")}}}));
  EXPECT_NE(whole, fingerprint({{{Text("b")}, {Text("a")}}}));
  EXPECT_NE(whole, fingerprint({{{Text("a")}}}));
}

TEST(ParseShares, RefusesWhatIsNoPartition) {
  const auto shares = ParseShares("train=0.9,test=0.1");
  ASSERT_EQ(shares.status(), absl::OkStatus());
  EXPECT_THAT(*shares, ElementsAre(Pair("train", 0.9), Pair("test", 0.1)));
  for (const char* text :
       {"", "train", "train=x", "train=1.5", "train=0.5", "train=0,test=1", "a=0.5,b=0.6", "=1"}) {
    EXPECT_EQ(ParseShares(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

class SplitTest : public DataTest {
 protected:
  // "text → split", or "" where it was left out.
  std::vector<std::string> Split(const std::vector<Row>& rows, const DataSplitOptions& options) {
    DataSplitter splitter(options);
    std::vector<std::string> splits;
    EXPECT_EQ(ForEachDataLine({File("s.jsonl", rows)}, executor_, nullptr,
                              [&](const DataLine& line) -> absl::Status {
                                const auto decision = splitter.Decide(line);
                                if (!decision.ok()) return decision.status();
                                splits.push_back(decision->is_kept ? decision->split : "");
                                return absl::OkStatus();
                              }),
              absl::OkStatus());
    return splits;
  }
};

TEST_F(SplitTest, APublisherStaysTogetherAndSharesAreKept) {
  std::vector<Row> rows;
  for (int publisher = 0; publisher < 300; ++publisher) {
    for (int article = 0; article < 2; ++article) {
      rows.push_back({Text(absl::StrCat("p", publisher, "a", article)), "", "sport",
                      absl::StrCat(publisher, ".example")});
    }
  }
  const auto splits = Split(rows, {});
  size_t train = 0;
  for (size_t i = 0; i < rows.size(); i += 2) {
    EXPECT_EQ(splits[i], splits[i + 1]) << rows[i].publisher;
    train += splits[i] == "train";
  }
  EXPECT_NEAR(static_cast<double>(train) / 300, 0.8, 0.1);
}

TEST_F(SplitTest, WhatElseIsInTheDataMakesNoDifference) {
  std::vector<Row> rows;
  for (int i = 0; i < 50; ++i) rows.push_back({Text(absl::StrCat("t", i)), ""});
  const auto all = Split(rows, {});
  const auto second_half = Split({rows.begin() + 25, rows.end()}, {});
  EXPECT_TRUE(std::equal(second_half.begin(), second_half.end(), all.begin() + 25));
  EXPECT_NE(all, Split(rows, {.seed = 2}));
}

TEST_F(SplitTest, NearRepeatsNeverLeak) {
  // Many pairs, so that some would fall apart by chance.
  std::vector<Row> free;
  std::vector<Row> bound;
  for (int i = 0; i < 60; ++i) {
    const std::string text = Text(absl::StrCat("t", i));
    free.push_back({text, ""});
    free.push_back({text + " تتمة", ""});
    bound.push_back({text, "", "sport", absl::StrCat("a", i, ".example")});
    bound.push_back({text + " تتمة", "", "sport", absl::StrCat("b", i, ".example")});
  }
  const auto free_splits = Split(free, {});
  for (size_t i = 0; i < free.size(); i += 2) EXPECT_EQ(free_splits[i], free_splits[i + 1]);
  const auto bound_splits = Split(bound, {});
  size_t left_out = 0;
  for (size_t i = 0; i < bound.size(); i += 2) {
    EXPECT_NE(bound_splits[i], "") << "the first one always stays";
    if (bound_splits[i + 1].empty()) {
      ++left_out;
    } else {
      EXPECT_EQ(bound_splits[i], bound_splits[i + 1]);
    }
  }
  EXPECT_GT(left_out, 5u);
}

TEST_F(SplitTest, SplitsOfTheDataAreKeptWhereAsked) {
  EXPECT_THAT(Split({{Text("a"), "eval"}, {Text("a") + " z", "dev"}, {Text("b"), "dev"}},
                    {.keeps_splits = true}),
              ElementsAre("eval", "", "dev"));
}

TEST(WithSplit, KeepsEverythingElse) {
  EXPECT_EQ(*WithSplit(R"({"text":"x","extra":[1],"split":"a"})", "b"),
            R"({"text":"x","extra":[1],"split":"b"})");
  EXPECT_EQ(WithSplit("[]", "b").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(DataTest, TheEarlierFileWins) {
  const std::string corrections = File("c.jsonl", {{Text("a"), "train", "health"}});
  const std::string base = File("b.jsonl", {{Text("a") + " تتمة"}, {Text("b")}, {Text("b")}});
  MergeCounts counts;
  const auto lines = Merge({.inputs = {corrections, base}}, &counts);
  EXPECT_THAT(lines, ElementsAre(Line({Text("a"), "train", "health"}), Line({Text("b")})));
  EXPECT_EQ(counts.repeats, 2u);
  const auto kept = Merge({.inputs = {corrections, base}, .keeps_own_repeats = true});
  EXPECT_THAT(kept, SizeIs(3)) << "the base file keeps what it repeats itself";
}

TEST_F(DataTest, NoCorrectionMovesTheRuler) {
  const Row judge = {Text("a"), "test", "sport"};
  const std::string corrections =
      File("c.jsonl", {{Text("a"), "train", "health"}, {Text("b"), "train", "health"}});
  const std::string base = File("b.jsonl", {judge, judge, {Text("c")}});
  MergeCounts counts;
  const auto lines = Merge({.inputs = {corrections, base}}, &counts);
  EXPECT_THAT(lines, ElementsAre(Line({Text("b"), "train", "health"}), Line(judge), Line(judge),
                                 Line({Text("c")})));
  EXPECT_EQ(counts.leaks, 1u);
  EXPECT_EQ(counts.protected_articles, 2u);
}

TEST_F(DataTest, BadLinesAreLeftOutAndCounted) {
  const std::string path = folder_.Write("a.jsonl", "no JSON\n" + Line({Text("a")}) + "\n");
  MergeCounts counts;
  EXPECT_THAT(Merge({.inputs = {path}}, &counts), SizeIs(1));
  EXPECT_EQ(counts.bad_lines, 1u);
  EXPECT_EQ(counts.lines, 2u);
  EXPECT_THAT(counts.first_bad, HasSubstr("a.jsonl"));
}

TEST_F(DataTest, APipeCannotProtectAndAFullDiskEndsTheMerge) {
  const auto write = [](const std::string&) { return absl::OkStatus(); };
  EXPECT_EQ(MergeData({.inputs = {"-"}}, executor_, nullptr, write).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MergeData({}, executor_, nullptr, write).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto full = [](const std::string&) { return absl::ResourceExhaustedError("full"); };
  EXPECT_EQ(MergeData({.inputs = {File("a.jsonl", {{Text("a")}})}}, executor_, nullptr, full)
                .status()
                .code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tasnif
