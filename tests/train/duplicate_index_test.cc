#include "train/duplicate_index.h"

#include <gtest/gtest.h>

#include <set>

#include "train/selection.h"

namespace tasnif {
namespace {

std::vector<uint64_t> Words(uint64_t text, size_t count = 200) {
  std::vector<uint64_t> words;
  for (size_t i = 0; i < count; ++i) words.push_back(MixHash(i, text));
  return words;
}

uint64_t HashOf(const std::vector<uint64_t>& words) {
  uint64_t hash = 0;
  for (const uint64_t word : words) hash = MixHash(word, hash);
  return hash;
}

DuplicateIndex::Match Add(DuplicateIndex* index, const std::vector<uint64_t>& words) {
  const auto match = index->FindOrAdd(HashOf(words), MakeMinHash(words));
  EXPECT_EQ(match.status(), absl::OkStatus());
  return match.ok() ? *match : DuplicateIndex::Match();
}

TEST(DuplicateIndex, TellsSameFromNearFromNew) {
  DuplicateIndex index({});
  EXPECT_EQ(Add(&index, Words(1)).kind, DuplicateKind::kNone);
  EXPECT_EQ(Add(&index, Words(2)).kind, DuplicateKind::kNone);
  std::vector<uint64_t> edited = Words(2);
  edited.resize(190);  // Its tail is gone.
  const auto near = Add(&index, edited);
  EXPECT_EQ(near.kind, DuplicateKind::kNear);
  EXPECT_EQ(near.id, 1u);
  const auto same = Add(&index, Words(1));
  EXPECT_EQ(same.kind, DuplicateKind::kSame);
  EXPECT_EQ(same.id, 0u);
  // A second copy of the edited text leads to the first of its cluster.
  EXPECT_EQ(Add(&index, edited).id, 1u);
  EXPECT_EQ(index.size(), 2u) << "repeats are not kept";
}

TEST(DuplicateIndex, HalfATextIsAnotherText) {
  DuplicateIndex index({});
  Add(&index, Words(1));
  EXPECT_EQ(Add(&index, Words(1, 100)).kind, DuplicateKind::kNone);
}

TEST(DuplicateIndex, OnlyEqualTextsCountWhereAskedFor) {
  DuplicateIndex index({.similarity = 0});
  Add(&index, Words(1));
  EXPECT_EQ(Add(&index, Words(1, 199)).kind, DuplicateKind::kNone);
  EXPECT_EQ(Add(&index, Words(1)).kind, DuplicateKind::kSame);
}

TEST(DuplicateIndex, FindKeepsNothing) {
  DuplicateIndex index({});
  EXPECT_EQ(index.Find(HashOf(Words(1)), MakeMinHash(Words(1))).kind, DuplicateKind::kNone);
  EXPECT_EQ(index.Find(HashOf(Words(1)), MakeMinHash(Words(1))).kind, DuplicateKind::kNone);
  EXPECT_EQ(index.size(), 0u);
}

// Thousands of texts, so that the tables grow: every edited copy is found, and nothing else.
TEST(DuplicateIndex, GrowsWithoutLosingAnything) {
  DuplicateIndex index({});
  constexpr uint64_t kTexts = 5000;
  for (uint64_t text = 0; text < kTexts; ++text) {
    ASSERT_EQ(Add(&index, Words(text)).kind, DuplicateKind::kNone) << text;
  }
  size_t found = 0;
  for (uint64_t text = 0; text < kTexts; ++text) {
    std::vector<uint64_t> edited = Words(text);
    edited.insert(edited.begin(), {7, 8, 9});  // A dateline.
    const auto match = index.Find(HashOf(edited), MakeMinHash(edited));
    found += match.kind == DuplicateKind::kNear && match.id == text;
  }
  EXPECT_GT(found, kTexts * 99 / 100);
}

TEST(DuplicateIndex, SaysWhenItsMemoryIsUsedUp) {
  DuplicateIndex index({.similarity = 0.8, .max_bytes = 1});
  const auto match = index.FindOrAdd(1, MakeMinHash(Words(1)));
  EXPECT_EQ(match.status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace tasnif
