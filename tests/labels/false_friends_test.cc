#include "labels/false_friends.h"

#include <gtest/gtest.h>

#include "labels/target_list.h"

namespace tasnif {
namespace {

class FalseFriendsTest : public ::testing::Test {
 protected:
  // Names of the countries in the text, each behind a blank.
  std::string CountriesIn(const std::string& text, const std::string& language) {
    v1::Article article;
    article.set_text(text);
    article.set_language(language);
    EXPECT_TRUE(reader_->Read(article, &text_).ok());
    std::string names;
    for (const TargetMentions& found : list_.Find(text_, 9)) names += " " + found.english_name;
    return names;
  }

  TargetList list_ = *TargetList::Create("");
  std::unique_ptr<ArticleReader> reader_ = *ArticleReader::Create();
  ArticleText text_;
};

TEST_F(FalseFriendsTest, NoneOfThemIsACountry) {
  const auto friends = FalseFriends();
  ASSERT_TRUE(friends.ok()) << friends.status();
  for (const FalseFriend& group : *friends) {
    EXPECT_EQ(CountriesIn(group.example, group.language), "") << group.example;
    for (const std::string& phrase : group.phrases) {
      EXPECT_EQ(CountriesIn(phrase, group.language), "") << phrase;
    }
  }
}

TEST_F(FalseFriendsTest, ThoseAroundThemStillAre) {
  EXPECT_EQ(CountriesIn("أعلنت ألمانيا القضاء على الحصبة الألمانية", "ar"), " Germany");
  EXPECT_EQ(CountriesIn("قالت الحكومة الألمانية إن اللقاح متوفر", "ar"), " Germany");
  EXPECT_EQ(CountriesIn("وبالحصبة الألمانية أصيب طفل", "ar"), "") << "with clitics";
  EXPECT_EQ(CountriesIn("يصدر السودان الفول السوداني", "ar"), " Sudan");
  EXPECT_EQ(CountriesIn("German measles broke out in Berlin", "en"), " Germany");
}

TEST(FalseFriends, ALineWithoutAnExampleIsAnError) {
  for (const char* line : {"\nar\tphrase", "\nar\tphrase\t", "\n\tphrase\texample"}) {
    EXPECT_EQ(ParseFalseFriends(line).status().code(), absl::StatusCode::kInvalidArgument) << line;
  }
}

}  // namespace
}  // namespace tasnif
