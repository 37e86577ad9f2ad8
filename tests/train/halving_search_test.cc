#include "train/halving_search.h"

#include <cmath>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/base/temporary_folder.h"
#include "train/search_budget.h"
#include "train/trial_log.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SearchRecipe SmallSearch() {
  SearchRecipe recipe;
  recipe.ranges = {{"lr", {.min = 0.01, .max = 1, .is_log = true}},
                   {"epoch", {.min = 1, .max = 50}},
                   {"dim", {.values = {16, 32, 64}}}};
  return recipe;
}

const SettingValues kStart = {{"lr", 0.5}, {"epoch", 5}, {"dim", 16}};

// Best where lr is 0.1 and epoch 30, with a little less for fewer rows.
double ScoreOf(const Trial& trial) {
  const double lr = std::abs(std::log10(trial.values.at("lr")) + 1);
  const double epoch = std::abs(trial.values.at("epoch") - 30) / 50;
  return 0.9 - 0.2 * lr - 0.2 * epoch - 0.1 * (1 - trial.share);
}

std::vector<Trial> RunAll(HalvingSearch* search, int count) {
  std::vector<Trial> trials;
  for (int i = 0; i < count && search->Next().has_value(); ++i) {
    trials.push_back(*search->Next());
    search->Report(ScoreOf(trials.back()));
  }
  return trials;
}

TEST(HalvingSearch, BeginsWithTheRecipesOwnSettingsOnAllRows) {
  HalvingSearch search(SmallSearch(), kStart);
  EXPECT_FALSE(search.best().has_value());
  EXPECT_EQ(search.Next(), (Trial{0, 0, 1, kStart}));
  search.Report(0.7);
  EXPECT_EQ(search.best()->score, 0.7);
}

TEST(HalvingSearch, TheBestThirdOfARungGoesOnToThreeTimesAsManyRows) {
  HalvingSearch search(SmallSearch(), kStart);
  const std::vector<Trial> trials = RunAll(&search, 14);
  ASSERT_EQ(trials.size(), 14u);
  std::vector<double> shares;
  for (const Trial& trial : trials) shares.push_back(std::round(trial.share * 9));
  EXPECT_THAT(shares, ElementsAre(9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9));
  EXPECT_EQ(trials.back().share, 1) << "exactly";
  double worst_kept = 1;
  std::set<SettingValues> kept;
  for (size_t i = 10; i < 13; ++i) kept.insert(trials[i].values);
  for (size_t i = 1; i < 10; ++i) {
    if (kept.count(trials[i].values) > 0) worst_kept = std::min(worst_kept, ScoreOf(trials[i]));
  }
  for (size_t i = 1; i < 10; ++i) {
    if (kept.count(trials[i].values) == 0) EXPECT_LE(ScoreOf(trials[i]), worst_kept) << i;
  }
  EXPECT_EQ(search.Next()->bracket, 2u);
}

TEST(HalvingSearch, IsTheSameForASeedAndAnotherForAnother) {
  HalvingSearch first(SmallSearch(), kStart);
  HalvingSearch second(SmallSearch(), kStart);
  EXPECT_EQ(RunAll(&first, 60), RunAll(&second, 60));
  SearchRecipe other = SmallSearch();
  other.seed = 2;
  HalvingSearch third(other, kStart);
  HalvingSearch fourth(SmallSearch(), kStart);
  EXPECT_NE(RunAll(&third, 5), RunAll(&fourth, 5));
}

TEST(HalvingSearch, GoesOnFromAListOfScores) {
  HalvingSearch whole(SmallSearch(), kStart);
  const std::vector<Trial> expected = RunAll(&whole, 40);
  for (size_t killed = 0; killed < 40; ++killed) {
    HalvingSearch again(SmallSearch(), kStart);
    for (size_t i = 0; i < killed; ++i) again.Report(ScoreOf(expected[i]));
    EXPECT_EQ(*again.Next(), expected[killed]) << killed;
  }
}

TEST(HalvingSearch, ProposalsStayInTheirRangesAndAreNeverRepeatedOnAsManyRows) {
  HalvingSearch search(SmallSearch(), kStart);
  std::set<std::pair<double, SettingValues>> seen;
  for (const Trial& trial : RunAll(&search, 300)) {
    EXPECT_TRUE(seen.insert({trial.share, trial.values}).second) << trial.number;
    EXPECT_GE(trial.values.at("lr"), 0.01);
    EXPECT_LE(trial.values.at("lr"), 1);
    EXPECT_GE(trial.values.at("epoch"), 1);
    EXPECT_LE(trial.values.at("epoch"), 50);
    EXPECT_EQ(trial.values.at("epoch"), std::round(trial.values.at("epoch")));
    EXPECT_THAT(trial.values.at("dim"), ::testing::AnyOf(16, 32, 64));
  }
}

TEST(HalvingSearch, FindsWhatIsBest) {
  HalvingSearch search(SmallSearch(), kStart);
  RunAll(&search, 150);
  EXPECT_GT(search.best()->score, 0.87);
  EXPECT_EQ(search.best()->trial.share, 1);
}

TEST(HalvingSearch, EndsWhereEverythingWasTried) {
  SearchRecipe recipe;
  recipe.ranges = {{"dim", {.values = {16, 32}}}};
  HalvingSearch search(recipe, {{"dim", 16}});
  const std::vector<Trial> trials = [&] {
    std::vector<Trial> all;
    while (search.Next().has_value() && all.size() < 100) {
      all.push_back(*search.Next());
      search.Report(0.5);
    }
    return all;
  }();
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[1].values.at("dim"), 32);
  EXPECT_EQ(trials[1].share, 1) << "one candidate needs no rungs";
  EXPECT_EQ(search.best()->trial.number, 0u) << "of equals the first";
}

TEST(HalvingSearch, WhatDivergedNeverWins) {
  HalvingSearch search(SmallSearch(), kStart);
  search.Report(0.1);
  for (int i = 0; i < 13; ++i) search.Report(-1);
  EXPECT_EQ(search.best()->trial.number, 0u);
}

TEST(SearchBudget, CountsEarlierRunsAndNeverRunsBackwards) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  const SearchBudget budget(absl::Seconds(60), absl::Seconds(20), clock);
  EXPECT_EQ(budget.Left(), absl::Seconds(40));
  clock.Advance(absl::Seconds(39));
  EXPECT_TRUE(budget.HasTime());
  clock.Advance(absl::Seconds(1));
  EXPECT_FALSE(budget.HasTime());
  clock.Advance(absl::Seconds(-500));
  EXPECT_EQ(budget.Spent(), absl::Seconds(20));
}

TEST(TrialLog, GivesBackWhatWasAdded) {
  TemporaryFolder folder;
  const std::string path = folder.Path("topic.trials.jsonl");
  HalvingSearch search(SmallSearch(), kStart);
  const std::vector<Trial> trials = RunAll(&search, 20);
  auto log = TrialLog::Open(PosixFiles(), path, "about");
  ASSERT_EQ(log.status(), absl::OkStatus());
  for (const Trial& trial : trials) {
    ASSERT_EQ(log->Add({trial, ScoreOf(trial)}, absl::Seconds(2)), absl::OkStatus());
  }
  ASSERT_EQ(log->AddStopped(absl::Seconds(5)), absl::OkStatus());
  const auto again = TrialLog::Open(PosixFiles(), path, "about");
  ASSERT_EQ(again.status(), absl::OkStatus());
  ASSERT_EQ(again->trials().size(), trials.size());
  for (size_t i = 0; i < trials.size(); ++i) {
    EXPECT_EQ(again->trials()[i].trial, trials[i]);
    EXPECT_EQ(again->trials()[i].score, ScoreOf(trials[i]));
  }
  EXPECT_EQ(again->spent(), absl::Seconds(45));
}

TEST(TrialLog, RefusesAnotherSearchAndNamesDamage) {
  TemporaryFolder folder;
  const std::string path = folder.Path("trials");
  ASSERT_EQ(TrialLog::Open(PosixFiles(), path, "one").status(), absl::OkStatus());
  const auto other = TrialLog::Open(PosixFiles(), path, "two").status();
  EXPECT_EQ(other.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other.message()), HasSubstr("another recipe"));
  folder.Write("trials", ReadWholeFile(path) + "{\"trial\": 0, \"scor");
  const auto damaged = TrialLog::Open(PosixFiles(), path, "one").status();
  EXPECT_EQ(damaged.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(damaged.message()), HasSubstr("trials:2: "));
}

}  // namespace
}  // namespace tasnif
