#include "train/known_targets.h"

#include "gtest/gtest.h"

namespace tasnif {
namespace {

LabelledArticle Post(const std::string& source, const std::string& split, const std::string& target,
                     const std::string& stance) {
  LabelledArticle article;
  article.source = source;
  article.split = split;
  article.targets.push_back({.name = target, .stance = stance});
  return article;
}

TEST(KnownTargets, CountsTrainingRowsOfNamedSources) {
  Recipe recipe;
  recipe.stance.known_target_sources = {"posts"};
  recipe.stance.min_target_rows = 2;
  recipe.stance.options.set_mask_word("m");
  std::map<std::string, uint64_t> counts;
  for (const auto& article :
       {Post("posts", "train", "online learning", "favor"),
        Post("posts", "train", "online learning", "against"),
        Post("posts", "train", "tax", "favor"), Post("posts", "test", "tax", "favor"),
        Post("posts", "train", "tax", ""), Post("news", "train", "Winner", "favor"),
        Post("news", "train", "Winner", "favor")}) {
    CountTargets(recipe, article, &counts);
  }
  const v1::StanceOptions options = *WithKnownTargets(recipe.stance, counts);
  EXPECT_EQ(options.mask_word(), "m");
  ASSERT_EQ(options.known_targets().size(), 1u);
  EXPECT_EQ(options.known_targets().at("online learning"), "t0:");
}

TEST(KnownTargets, EachHasAPseudoWordOfItsOwn) {
  const v1::StanceOptions options = *WithKnownTargets({.min_target_rows = 1}, {{"a", 1}, {"b", 1}});
  EXPECT_EQ(options.known_targets().at("a"), "t0:");
  EXPECT_EQ(options.known_targets().at("b"), "t1:");
}

TEST(KnownTargets, FurtherNamesAndSpellingsShareThePseudoWord) {
  StanceRecipe stance;
  stance.target_names["the campaign"] = {"حملة النظافة", "Clean Streets"};
  const v1::StanceOptions options = *WithKnownTargets(stance, {{"the campaign", 50}});
  EXPECT_EQ(options.known_targets().at("حملة النظافة"), "t0:");
  EXPECT_EQ(options.known_targets().at("حمله النظافه"), "t0:") << "as words are normalised";
  EXPECT_EQ(options.known_targets().at("clean streets"), "t0:");
}

TEST(KnownTargets, NamesThatDifferInSpellingAloneStayApart) {
  const v1::StanceOptions options =
      *WithKnownTargets({.min_target_rows = 1}, {{"Winner", 1}, {"winner", 1}});
  EXPECT_EQ(options.known_targets().at("Winner"), "t0:");
  EXPECT_EQ(options.known_targets().at("winner"), "t1:");
}

TEST(KnownTargets, NamesOfUnknownTargetsAndSharedNamesAreErrors) {
  StanceRecipe stance;
  stance.target_names["tax"] = {"levy"};
  EXPECT_EQ(WithKnownTargets(stance, {{"tax", 49}}).status().code(),
            absl::StatusCode::kInvalidArgument);
  stance.target_names["toll"] = {"levy"};
  EXPECT_EQ(WithKnownTargets(stance, {{"tax", 50}, {"toll", 50}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace tasnif
