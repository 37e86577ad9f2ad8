#include "feedback/text_finder.h"

#include <gtest/gtest.h>

#include "feedback/correction_store.h"
#include "tests/base/temporary_folder.h"
#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

TEST(TextFinder, FindsTheTextBehindAHash) {
  TemporaryFolder folder;
  FakeClock clock;
  const auto store = CorrectionStore::Open(folder.Path("f.db"), TextPolicy::kHashOnly, clock);
  ASSERT_EQ(store.status(), absl::OkStatus());
  const auto added = (*store)->Add(TopicCorrection("k", "تعافى المريض"));
  ASSERT_EQ(added.status(), absl::OkStatus());
  const std::string& sha256 = added->correction.article_sha256();
  const std::string archive = folder.Write("archive.jsonl",
                                           "no JSON\n"
                                           "{\"id\":\"1\",\"text\":\"آخر\"}\n"
                                           "{\"id\":\"2\",\"text\":\"تعافى المريض\"}\n");
  TextFinder finder;
  EXPECT_EQ(finder.Find(sha256).text(), "");
  ASSERT_EQ(finder.Search(**store, {}, archive), absl::OkStatus());
  EXPECT_EQ(finder.Find(sha256).id(), "2");
  EXPECT_EQ(finder.Find(ArticleSha256(finder.Find(sha256))).text(), "تعافى المريض");
  EXPECT_EQ(finder.Find(std::string(64, '0')).text(), "");
}

TEST(TextFinder, AnArchiveThatIsNotThereIsNotFound) {
  TemporaryFolder folder;
  FakeClock clock;
  const auto store = CorrectionStore::Open(folder.Path("f.db"), TextPolicy::kHashOnly, clock);
  ASSERT_EQ(store.status(), absl::OkStatus());
  EXPECT_EQ(TextFinder().Search(**store, {}, folder.Path("none")).code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tasnif
