#include "feedback/correction_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "base/files.h"
#include "feedback/correction_export.h"
#include "tests/base/temporary_folder.h"
#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class CorrectionStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<CorrectionStore> Open(TextPolicy policy = TextPolicy::kKeep) {
    auto store = CorrectionStore::Open(folder_.Path("feedback.db"), policy, clock_);
    EXPECT_EQ(store.status(), absl::OkStatus());
    return store.ok() ? *std::move(store) : nullptr;
  }

  static std::vector<std::string> Keys(const v1::ListCorrectionsResponse& page) {
    std::vector<std::string> keys;
    for (const v1::Correction& correction : page.corrections()) keys.push_back(correction.key());
    return keys;
  }

  TemporaryFolder folder_;
  FakeClock clock_{absl::FromUnixSeconds(1700000000)};
};

TEST_F(CorrectionStoreTest, WhatWasAddedIsThereForTheNextProcess) {
  const auto added = Open()->Add(TopicCorrection("k1", "نص أول"));
  ASSERT_EQ(added.status(), absl::OkStatus());
  EXPECT_FALSE(added->already_stored);
  const auto page = Open()->List({});
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_EQ(page->corrections_size(), 1);
  EXPECT_EQ(page->corrections(0).SerializeAsString(), added->correction.SerializeAsString());
  EXPECT_EQ(page->corrections(0).submitted().seconds(), 1700000000);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(CorrectionStoreTest, ACommitIsSyncedToTheWriteAheadLog) {
  const auto database = Database::Open(folder_.Path("feedback.db"));
  ASSERT_EQ(database.status(), absl::OkStatus());
  constexpr int64_t kFull = 2;
  EXPECT_EQ(*(*database)->QueryInteger("PRAGMA synchronous"), kFull);
  auto mode = (*database)->Prepare("PRAGMA journal_mode");
  ASSERT_EQ(mode.status(), absl::OkStatus());
  ASSERT_TRUE(*mode->Step());
  EXPECT_EQ(mode->TextAt(0), "wal");
}

TEST_F(CorrectionStoreTest, TheSameKeyIsStoredOnce) {
  const auto store = Open();
  const auto first = store->Add(TopicCorrection("k1", "نص"));
  ASSERT_EQ(first.status(), absl::OkStatus());
  clock_.Advance(absl::Hours(1));
  const auto again = store->Add(TopicCorrection("k1", "نص"));
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_TRUE(again->already_stored);
  EXPECT_EQ(again->correction.submitted().seconds(), first->correction.submitted().seconds());
  EXPECT_EQ(*store->Count(), 1);
}

TEST_F(CorrectionStoreTest, AKeyForAnotherCorrectionIsRefused) {
  const auto store = Open();
  ASSERT_EQ(store->Add(TopicCorrection("k1", "نص")).status(), absl::OkStatus());
  const absl::Status status = store->Add(TopicCorrection("k1", "نص", "politics")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(status.message()), HasSubstr("sport to health by layla"));
  EXPECT_EQ(*store->Count(), 1);
}

TEST_F(CorrectionStoreTest, WhatCannotBeKeptIsRefused) {
  const auto store = Open();
  EXPECT_EQ(store->Add(v1::Correction()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(*store->Count(), 0);
}

TEST_F(CorrectionStoreTest, OnlyTheHashIsKeptWhereTextMayNotBe) {
  const std::string secret = "a sentence that must not be on disk";
  ASSERT_EQ(Open(TextPolicy::kHashOnly)->Add(TopicCorrection("k1", secret)).status(),
            absl::OkStatus());
  for (const char* suffix : {"", "-wal"}) {
    const auto bytes = PosixFiles().Read(folder_.Path("feedback.db") + suffix);
    if (bytes.ok()) {
      EXPECT_EQ(bytes->find(secret), std::string::npos) << suffix;
    }
  }
}

TEST_F(CorrectionStoreTest, PagesGoFromTheNewestToTheOldest) {
  const auto store = Open();
  for (int i = 0; i < 5; ++i) {
    const std::string key = "k" + std::to_string(i);
    ASSERT_EQ(store->Add(TopicCorrection(key, "نص " + key)).status(), absl::OkStatus());
  }
  ASSERT_EQ(store->Add(StanceCorrection("stance", "نص")).status(), absl::OkStatus());
  v1::ListCorrectionsRequest request;
  request.set_head("topic");
  request.set_page_size(3);
  const auto first = store->List(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_THAT(Keys(*first), ::testing::ElementsAre("k4", "k3", "k2"));
  request.set_page_token(first->next_page_token());
  const auto second = store->List(request);
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_THAT(Keys(*second), ::testing::ElementsAre("k1", "k0"));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(CorrectionStoreTest, BadTokensAndPageSizesAreRefused) {
  const auto store = Open();
  v1::ListCorrectionsRequest request;
  request.set_page_token("x7");
  EXPECT_EQ(store->List(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.clear_page_token();
  request.set_page_size(1001);
  EXPECT_EQ(store->List(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(CorrectionStoreTest, ArticlesBringTogetherWhatAnnotatorsSaid) {
  const auto store = Open();
  ASSERT_EQ(store->Add(TopicCorrection("1", "نص", "health", "layla")).status(), absl::OkStatus());
  ASSERT_EQ(store->Add(TopicCorrection("2", "آخر", "health", "layla")).status(), absl::OkStatus());
  ASSERT_EQ(store->Add(TopicCorrection("3", "نص", "sport", "omar")).status(), absl::OkStatus());
  ASSERT_EQ(store->Add(StanceCorrection("4", "نص")).status(), absl::OkStatus());
  // A page of one article at a time gives the same as one page of all.
  std::multiset<size_t> sizes;
  CorrectionCursor cursor;
  bool is_last = false;
  while (!is_last) {
    const auto page = store->Articles({}, cursor, 1);
    ASSERT_EQ(page.status(), absl::OkStatus());
    for (const CorrectedArticle& article : page->articles) sizes.insert(article.corrections.size());
    cursor = page->next;
    is_last = page->is_last;
    ASSERT_LE(sizes.size(), 3u);
  }
  EXPECT_EQ(sizes, (std::multiset<size_t>{1, 1, 2}));
  const auto all = store->Articles({.head = "topic"}, {}, 100);
  ASSERT_EQ(all.status(), absl::OkStatus());
  EXPECT_TRUE(all->is_last);
  EXPECT_EQ(all->articles.size(), 2u);
}

TEST_F(CorrectionStoreTest, OnlyCorrectionsSinceATimeAreGiven) {
  const auto store = Open();
  ASSERT_EQ(store->Add(TopicCorrection("old", "نص")).status(), absl::OkStatus());
  clock_.Advance(absl::Hours(2));
  ASSERT_EQ(store->Add(TopicCorrection("new", "آخر")).status(), absl::OkStatus());
  const auto page = store->Articles({.head = "", .since = clock_.Now() - absl::Hours(1)}, {}, 100);
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_EQ(page->articles.size(), 1u);
  EXPECT_EQ(page->articles[0].corrections[0].key(), "new");
}

TEST_F(CorrectionStoreTest, AFileThatIsNoneOfOursIsRefusedAndLeftAsItIs) {
  folder_.Write("feedback.db", std::string(4096, 'x'));
  EXPECT_EQ(
      CorrectionStore::Open(folder_.Path("feedback.db"), TextPolicy::kKeep, clock_).status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(*PosixFiles().Read(folder_.Path("feedback.db")), std::string(4096, 'x'));
}

TEST_F(CorrectionStoreTest, ADatabaseOfAnotherProgramIsRefused) {
  {
    const auto other = Database::Open(folder_.Path("feedback.db"));
    ASSERT_EQ(other.status(), absl::OkStatus());
    ASSERT_EQ((*other)->Execute("CREATE TABLE corrections (x); PRAGMA user_version = 9"),
              absl::OkStatus());
  }
  EXPECT_EQ(
      CorrectionStore::Open(folder_.Path("feedback.db"), TextPolicy::kKeep, clock_).status().code(),
      absl::StatusCode::kFailedPrecondition);
}

TEST_F(CorrectionStoreTest, AFolderThatIsNotThereIsNotFound) {
  EXPECT_EQ(CorrectionStore::Open(folder_.Path("none/feedback.db"), TextPolicy::kKeep, clock_)
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

// One key from many threads, through two connections: stored once, and every caller is told so.
TEST_F(CorrectionStoreTest, ARaceForOneKeyStoresItOnce) {
  const auto one = Open();
  const auto two = Open();
  std::atomic<int> first = 0;
  std::atomic<int> again = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto added = (i % 2 == 0 ? one : two)->Add(TopicCorrection("k", "نص"));
      if (added.ok()) ++(added->already_stored ? again : first);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(first, 1);
  EXPECT_EQ(again, 7);
}

}  // namespace
}  // namespace tasnif
