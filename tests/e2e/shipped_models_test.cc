// The models and samples that the repository ships, through the real binary. Skipped where the
// models were not made yet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/json.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ShippedModelsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* head :
         {"topic", "source_type", "stance", "stance_arabicstancex", "language"}) {
      if (!std::filesystem::exists(models_ + "/" + head + "/aliases.json")) {
        GTEST_SKIP() << "no shipped model of " << head << " in " << models_;
      }
    }
  }

  Json Classify(const std::string& sample) const {
    const Finished done =
        RunTasnif({"classify", samples_ + "/" + sample, "--models", models_, "--format", "jsonl"});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    const auto json = ParseJson(done.out);
    EXPECT_TRUE(json.ok()) << done.out;
    return json.ok() ? *json : Json();
  }

  const std::string models_ = TASNIF_SOURCE_DIR "/models";
  const std::string samples_ = models_ + "/samples";
};

TEST_F(ShippedModelsTest, PassTheirVerification) {
  const Finished done = RunTasnif({"models", "verify", "--models", models_});
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
}

TEST_F(ShippedModelsTest, SamplesGetTheTopicThatAReaderWouldGive) {
  const struct {
    const char* file;
    const char* topic;
    const char* why;
  } rows[] = {
      {"ar_football.txt", "sport", "a match report"},
      {"ar_economy.txt", "economy_business_finance", "interest rates"},
      {"en_technology.html", "science_technology", "HTML with navigation and a script"},
      {"ar_diplomacy.txt", "politics", "the second article, about art, is set apart"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Classify(row.file)["topic"]["label"], row.topic) << row.file << ": " << row.why;
  }
}

TEST_F(ShippedModelsTest, ThePackAnswersAboutItsTargetsAndTheGeneralModelAboutOthers) {
  const struct {
    const char* target;
    const char* text;
    const char* label;
    const char* model;
    const char* why;
  } rows[] = {
      {"قيادة المرأة للسيارة",
       "قرار تأخر كثير والحمد لله صار، اليوم أختي توصل أولادها للمدرسة بنفسها وما تحتاج سائق، الله "
       "يوفق من وقف مع هالقرار",
       "favor", "stance_arabicstancex@1", "a post that does not name its target"},
      {"military conscription", "ضد التجنيد تماما، عيالنا يبون دراسة ووظائف مو عسكرية غصب",
       "against", "stance_arabicstancex@1", "named in English"},
      {"البنك المركزي",
       "عقد البنك المركزي اجتماعه الدوري يوم الخميس في مقره، ويعلن البنك المركزي النتائج الأحد",
       "neutral", "stance@1", "no target of the pack"},
  };
  for (const auto& row : rows) {
    const std::string line = absl::StrCat(R"({"id":"1","language":"ar","text":")", row.text,
                                          R"(","targets":[{"name":")", row.target, R"("}]})", "\n");
    const Finished done =
        RunTasnif({"classify", "-", "--models", models_, "--format", "jsonl"}, line);
    ASSERT_EQ(done.exit_code, 0) << row.why << done.err;
    const auto json = ParseJson(done.out);
    ASSERT_TRUE(json.ok()) << done.out;
    EXPECT_EQ((*json)["stance"][0]["label"], row.label) << row.why;
    EXPECT_EQ((*json)["stance"][0]["model"], row.model) << row.why;
  }
}

TEST_F(ShippedModelsTest, DatelineMakesAWireStory) {
  const Json json = Classify("en_wire.txt");
  EXPECT_EQ(json["source_type"]["label"], "wire_agency");
  EXPECT_EQ(json["source_type"]["attribution"][0]["agency"], "Associated Press");
}

TEST_F(ShippedModelsTest, ServerGivesTheSameOutputByteForByte) {
  const BackgroundServer server({"--models", models_});
  ASSERT_THAT(server.address(), Not(IsEmpty()));
  for (const char* format : {"jsonl", "table"}) {
    const Finished here =
        RunTasnif({"classify", samples_, "--models", models_, "--format", format, "--explain"});
    const Finished there = RunTasnif(
        {"classify", samples_, "--server", server.address(), "--format", format, "--explain"});
    EXPECT_EQ(here.exit_code, 0) << here.err;
    EXPECT_EQ(there.exit_code, 0) << there.err;
    EXPECT_THAT(here.out, HasSubstr("ar_football.txt"));
    EXPECT_EQ(here.out, there.out) << format;
  }
}

}  // namespace
}  // namespace tasnif
