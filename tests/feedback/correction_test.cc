#include "feedback/correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/sha256.h"
#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

constexpr char kText[] = "تعافى المريض بعد جراحة ناجحة";

TEST(CheckCorrection, WhatCannotBeKeptIsRefusedByName) {
  struct Row {
    std::function<void(v1::Correction*)> change;
    const char* message;
    const char* why;
  };
  const Row rows[] = {
      {[](v1::Correction* c) { c->clear_article(); }, "no article", "nothing to bind it to"},
      {[](v1::Correction* c) { c->set_article_sha256("abc"); }, "64 lower-case hexadecimal",
       "no hash"},
      {[](v1::Correction* c) { c->set_article_sha256(std::string(64, 'a')); },
       "the article that was sent has", "a hash of another text"},
      {[](v1::Correction* c) { c->clear_annotator(); }, "'annotator' is missing", "nobody says so"},
      {[](v1::Correction* c) { c->clear_correct_label(); }, "'correct_label' is missing", ""},
      {[](v1::Correction* c) { c->clear_predicted_label(); }, "'predicted_label' is missing", ""},
      {[](v1::Correction* c) { c->clear_head(); }, "'head' is missing", ""},
      {[](v1::Correction* c) { c->set_model("topic@champion"); }, "exact version",
       "an alias means another version tomorrow"},
      {[](v1::Correction* c) { c->set_model("stance@1"); }, "topic@3", "a model of another head"},
      {[](v1::Correction* c) { c->set_model("topic@"); }, "exact version", "no version"},
      {[](v1::Correction* c) { c->set_key(std::string(257, 'k')); }, "257 bytes", "too long"},
      {[](v1::Correction* c) { c->set_comment(std::string(4097, 'k')); }, "4097 bytes", ""},
  };
  for (const Row& row : rows) {
    v1::Correction correction = TopicCorrection("k", kText);
    row.change(&correction);
    const absl::Status status = CheckCorrection(correction);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << row.message << " " << row.why;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.message)) << row.why;
  }
}

TEST(CheckCorrection, AStanceNeedsItsTargetAndOneOfThreeLabels) {
  EXPECT_EQ(CheckCorrection(StanceCorrection("k", kText)), absl::OkStatus());
  v1::Correction no_target = StanceCorrection("k", kText);
  no_target.clear_target();
  EXPECT_THAT(std::string(CheckCorrection(no_target).message()), HasSubstr("'target'"));
  EXPECT_THAT(std::string(CheckCorrection(StanceCorrection("k", kText, "undetermined")).message()),
              HasSubstr("'favor', 'against' or 'neutral'"));
}

TEST(CheckCorrection, TheHashAloneWillDo) {
  v1::Correction correction = TopicCorrection("k", "");
  correction.mutable_article()->clear_text();
  correction.set_article_sha256(Sha256Hex(kText));
  EXPECT_EQ(CheckCorrection(correction), absl::OkStatus());
}

std::vector<v1::Model> TwoVersions() {
  v1::Model loaded;
  loaded.set_head("topic");
  loaded.set_version("2");
  loaded.add_labels("sport");
  loaded.add_labels("health");
  v1::Model on_disk;
  on_disk.set_head("topic");
  on_disk.set_version("1");
  return {on_disk, loaded};
}

TEST(CheckAgainstModels, LabelsOfAVersionOnDiskAreThoseOfItsHead) {
  EXPECT_EQ(CheckAgainstModels(TopicCorrection("k", kText), TwoVersions()), absl::OkStatus());
  const absl::Status status =
      CheckAgainstModels(TopicCorrection("k", kText, "helth"), TwoVersions());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("did you mean 'health'"));
}

TEST(CheckAgainstModels, UnknownHeadsAndVersionsAreNotFound) {
  v1::Correction version = TopicCorrection("k", kText);
  version.set_model("topic@7");
  EXPECT_EQ(CheckAgainstModels(version, TwoVersions()).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(CheckAgainstModels(StanceCorrection("k", kText), TwoVersions()).code(),
            absl::StatusCode::kNotFound);
}

TEST(Seal, TextIsDroppedWhereTheOperatorWantsItSo) {
  const absl::Time now = absl::FromUnixMicros(1700000000123456);
  const v1::Correction kept = Seal(TopicCorrection("k", kText), TextPolicy::kKeep, now);
  EXPECT_EQ(kept.article().text(), kText);
  EXPECT_EQ(kept.article_sha256(), Sha256Hex(kText));
  EXPECT_EQ(kept.submitted().seconds(), 1700000000);
  EXPECT_EQ(kept.submitted().nanos(), 123456000);
  const v1::Correction hashed = Seal(TopicCorrection("k", kText), TextPolicy::kHashOnly, now);
  EXPECT_EQ(hashed.article_sha256(), Sha256Hex(kText));
  EXPECT_EQ(hashed.article().publisher(), "a.example");
  EXPECT_EQ(hashed.article().text(), "");
  EXPECT_EQ(hashed.article().title(), "") << "a headline is text, too";
}

TEST(Seal, AMissingKeyIsMadeFromTheContent) {
  const absl::Time now = absl::UnixEpoch();
  const v1::Correction one = Seal(TopicCorrection("", kText), TextPolicy::kKeep, now);
  const v1::Correction later =
      Seal(TopicCorrection("", kText), TextPolicy::kHashOnly, now + absl::Hours(1));
  EXPECT_EQ(one.key().size(), 64u);
  EXPECT_EQ(one.key(), later.key());
  EXPECT_NE(one.key(), Seal(TopicCorrection("", kText, "sport"), TextPolicy::kKeep, now).key());
}

TEST(ContentDigest, FieldsDoNotRunIntoEachOther) {
  v1::Correction one = TopicCorrection("k", kText);
  v1::Correction two = one;
  one.set_predicted_label("ab");
  one.set_correct_label("c");
  two.set_predicted_label("a");
  two.set_correct_label("bc");
  EXPECT_NE(ContentDigest(one), ContentDigest(two));
}

}  // namespace
}  // namespace tasnif
