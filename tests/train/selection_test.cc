#include "train/selection.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

LabelledArticle Article(const std::string& source, const std::string& split,
                        const std::string& publisher = "", const std::string& id = "1") {
  LabelledArticle article;
  article.source = source;
  article.split = split;
  article.article.set_publisher(publisher);
  article.article.set_id(id);
  return article;
}

TEST(Selection, EachArticleHasOnePart) {
  Selection selection;
  selection.drop_sources = {"dropped"};
  selection.holdout_sources = {"held"};
  selection.holdout_publishers = {"held.example"};
  struct Row {
    LabelledArticle article;
    Part part;
    const char* why;
  };
  const Row table[] = {
      {Article("a", "train"), Part::kTrain, "the plain case"},
      {Article("a", "dev"), Part::kDev, "dev by split"},
      {Article("a", "test"), Part::kTest, "test by split"},
      {Article("a", "eval"), Part::kNone, "an unnamed split is never read"},
      {Article("a", ""), Part::kNone, "no split at all"},
      {Article("dropped", "train"), Part::kNone, "dropped"},
      {Article("dropped", "test"), Part::kNone, "dropped everywhere"},
      {Article("held", "train"), Part::kHoldout, "held-out source"},
      {Article("held", "test"), Part::kTest, "its test stays test"},
      {Article("a", "train", "held.example"), Part::kHoldout, "held-out publisher"},
  };
  for (const Row& row : table) EXPECT_EQ(PartOf(selection, row.article), row.part) << row.why;
}

TEST(Selection, WeakLabelsCanBeLeftOut) {
  Selection selection;
  LabelledArticle weak = Article("a", "train");
  weak.is_weak = true;
  EXPECT_EQ(PartOf(selection, weak), Part::kTrain);
  selection.use_weak = false;
  EXPECT_EQ(PartOf(selection, weak), Part::kNone);
}

TEST(Selection, DevShareTakesThatShareOfOneSource) {
  Selection selection;
  selection.dev_share = {{"a", 0.25}};
  int dev = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string id = absl::StrCat("id", i);
    dev += PartOf(selection, Article("a", "train", "", id)) == Part::kDev;
    EXPECT_EQ(PartOf(selection, Article("b", "train", "", id)), Part::kTrain);
  }
  EXPECT_NEAR(dev, 1000, 100);
}

TEST(Selection, HashesAreTheSameEverywhere) {
  // Written down: a change would silently change what every recipe selects.
  EXPECT_EQ(HashBytes(""), 17665956581633026203u);
  EXPECT_EQ(HashBytes("خبر"), 4132079813109991673u);
}

TEST(Selection, HashSharesAreEvenlySpread) {
  double sum = 0;
  std::set<uint64_t> seen;
  for (int i = 0; i < 10000; ++i) {
    const uint64_t hash = HashBytes(absl::StrCat("article ", i));
    seen.insert(hash);
    const double share = HashShare(hash);
    EXPECT_GE(share, 0);
    EXPECT_LT(share, 1);
    sum += share;
  }
  EXPECT_EQ(seen.size(), 10000u);
  EXPECT_NEAR(sum / 10000, 0.5, 0.01);
}

TEST(Selection, AnArticleWithoutIdIsHashedByItsText) {
  v1::Article a;
  v1::Article b;
  a.set_text("one");
  b.set_text("two");
  EXPECT_NE(HashArticle(a), HashArticle(b));
}

}  // namespace
}  // namespace tasnif
