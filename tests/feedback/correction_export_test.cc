#include "feedback/correction_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "feedback/correction_store.h"
#include "labels/json_lines.h"
#include "tests/base/temporary_folder.h"
#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

CorrectedArticle Votes(const std::vector<std::pair<std::string, std::string>>& votes,
                       TextPolicy policy = TextPolicy::kKeep) {
  CorrectedArticle article;
  for (const auto& [annotator, label] : votes) {
    article.corrections.push_back(
        Seal(TopicCorrection("", "تعافى المريض", label, annotator), policy, absl::UnixEpoch()));
  }
  return article;
}

TEST(Decide, AgreementIsNoConflict) {
  const Decision decision =
      Decide(Votes({{"layla", "health"}, {"omar", "health"}}), ConflictPolicy::kLeaveOut);
  EXPECT_FALSE(decision.is_conflict);
  EXPECT_EQ(decision.label, "health");
}

TEST(Decide, TheLaterWordOfAnAnnotatorCounts) {
  const Decision decision =
      Decide(Votes({{"layla", "sport"}, {"layla", "health"}}), ConflictPolicy::kLeaveOut);
  EXPECT_FALSE(decision.is_conflict);
  EXPECT_EQ(decision.label, "health");
}

TEST(Decide, AConflictIsShownAndNotTrainedOn) {
  const Decision decision =
      Decide(Votes({{"layla", "sport"}, {"omar", "health"}}), ConflictPolicy::kLeaveOut);
  EXPECT_TRUE(decision.is_conflict);
  EXPECT_EQ(decision.label, "");
  EXPECT_THAT(decision.votes, ElementsAre(Pair("layla", "sport"), Pair("omar", "health")));
}

TEST(Decide, AMajorityIsMoreThanHalf) {
  const auto three = Votes({{"a", "sport"}, {"b", "health"}, {"c", "health"}});
  EXPECT_EQ(Decide(three, ConflictPolicy::kMajority).label, "health");
  EXPECT_EQ(Decide(three, ConflictPolicy::kLeaveOut).label, "");
  const auto tie = Votes({{"a", "sport"}, {"b", "health"}});
  EXPECT_EQ(Decide(tie, ConflictPolicy::kMajority).label, "");
}

TEST(ExportLine, TrainingReadsWhatItWrites) {
  const auto article = Votes({{"layla", "health"}});
  const auto line = ExportLine(article, Decide(article, ConflictPolicy::kLeaveOut));
  ASSERT_EQ(line.status(), absl::OkStatus());
  const auto parsed = ParseArticle(*line);
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  EXPECT_EQ(parsed->article.text(), "تعافى المريض");
  EXPECT_EQ(parsed->article.publisher(), "a.example");
  EXPECT_THAT(parsed->labels, ElementsAre(Pair("topic", "health")));
  EXPECT_EQ(parsed->source, "corrections");
  EXPECT_EQ(parsed->split, "train");
  EXPECT_THAT(*line, HasSubstr(R"("model":"topic@1","predicted":"sport")"));
}

TEST(ExportLine, AStanceGoesToItsTarget) {
  CorrectedArticle article;
  v1::Correction correction = StanceCorrection("k", "أشاد الكاتب بمصر", "favor");
  v1::Target* target = correction.mutable_article()->add_targets();
  target->set_name("Egypt");
  target->add_aliases("Cairo");
  correction.mutable_article()->add_targets()->set_name("France");
  article.corrections.push_back(Seal(correction, TextPolicy::kKeep, absl::UnixEpoch()));
  const auto line = ExportLine(article, Decide(article, ConflictPolicy::kLeaveOut));
  ASSERT_EQ(line.status(), absl::OkStatus());
  const auto parsed = ParseArticle(*line);
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  ASSERT_EQ(parsed->targets.size(), 1u);
  EXPECT_EQ(parsed->targets[0].name, "Egypt");
  EXPECT_EQ(parsed->targets[0].stance, "favor");
  EXPECT_THAT(parsed->article.targets(0).aliases(), ElementsAre("Cairo"));
  EXPECT_TRUE(parsed->labels.empty());
}

TEST(ExportLine, APageBecomesItsText) {
  CorrectedArticle article;
  v1::Correction correction = TopicCorrection("k", "");
  correction.mutable_article()->clear_title();
  correction.mutable_article()->set_content(
      "<html><head><title>Ward reopens</title></head><body><p>Nurses return.</p></body></html>");
  article.corrections.push_back(Seal(correction, TextPolicy::kKeep, absl::UnixEpoch()));
  const auto line = ExportLine(article, Decide(article, ConflictPolicy::kLeaveOut));
  ASSERT_EQ(line.status(), absl::OkStatus());
  const auto parsed = ParseArticle(*line);
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  EXPECT_THAT(parsed->article.text(), HasSubstr("Nurses return."));
  EXPECT_EQ(parsed->article.title(), "Ward reopens");
}

class ExportTest : public ::testing::Test {
 protected:
  absl::Status Add(CorrectionExport* out, CorrectedArticle article) {
    return out->Add(std::move(article), [this](std::string line) {
      lines_.push_back(std::move(line));
      return absl::OkStatus();
    });
  }
  std::vector<std::string> lines_;
};

TEST_F(ExportTest, WhatIsLeftOutIsCounted) {
  CorrectionExport out(ConflictPolicy::kLeaveOut);
  ASSERT_EQ(Add(&out, Votes({{"layla", "health"}})), absl::OkStatus());
  ASSERT_EQ(Add(&out, Votes({{"layla", "health"}, {"omar", "sport"}})), absl::OkStatus());
  ASSERT_EQ(Add(&out, Votes({{"layla", "health"}}, TextPolicy::kHashOnly)), absl::OkStatus());
  EXPECT_EQ(lines_.size(), 1u);
  EXPECT_EQ(out.counts().lines, 1u);
  EXPECT_EQ(out.counts().conflicts, 1u);
  EXPECT_EQ(out.counts().undecided, 1u);
  EXPECT_EQ(out.counts().without_text, 1u);
}

TEST_F(ExportTest, ATextFoundElsewhereIsUsed) {
  CorrectionExport out(ConflictPolicy::kLeaveOut, [](const std::string&) {
    v1::Article article;
    article.set_text("تعافى المريض");
    return article;
  });
  ASSERT_EQ(Add(&out, Votes({{"layla", "health"}}, TextPolicy::kHashOnly)), absl::OkStatus());
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_THAT(lines_[0], HasSubstr("تعافى المريض"));
}

TEST_F(ExportTest, AFullDiskEndsIt) {
  CorrectionExport out(ConflictPolicy::kLeaveOut);
  const auto fail = [](std::string) { return absl::ResourceExhaustedError("full"); };
  EXPECT_EQ(out.Add(Votes({{"layla", "health"}}), fail).code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(ForEachCorrectedArticle, VisitsEveryArticleOnceOverManyPages) {
  TemporaryFolder folder;
  FakeClock clock;
  const auto store = CorrectionStore::Open(folder.Path("f.db"), TextPolicy::kHashOnly, clock);
  ASSERT_EQ(store.status(), absl::OkStatus());
  constexpr int kArticles = 600;
  for (int i = 0; i < kArticles; ++i) {
    ASSERT_EQ((*store)->Add(TopicCorrection("", "text " + std::to_string(i))).status(),
              absl::OkStatus());
  }
  std::set<std::string> seen;
  ASSERT_EQ(ForEachCorrectedArticle(**store, {},
                                    [&](CorrectedArticle article) {
                                      EXPECT_EQ(article.corrections.size(), 1u);
                                      seen.insert(article.corrections[0].article_sha256());
                                      return absl::OkStatus();
                                    }),
            absl::OkStatus());
  EXPECT_EQ(seen.size(), static_cast<size_t>(kArticles));
}

}  // namespace
}  // namespace tasnif
