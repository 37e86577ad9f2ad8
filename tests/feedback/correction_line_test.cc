#include "feedback/correction_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feedback/correction.h"
#include "tests/feedback/corrections.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

TEST(CorrectionLine, ReadsWhatItWrites) {
  v1::Correction correction = StanceCorrection("k", "أشاد الكاتب بمصر");
  correction.set_comment("sure");
  correction.set_article_sha256(ArticleSha256(correction.article()));
  const auto parsed = ParseCorrection(DumpJson(CorrectionToJson(correction)));
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  EXPECT_EQ(parsed->SerializeAsString(), correction.SerializeAsString());
}

TEST(CorrectionLine, AMisspelledFieldIsNamed) {
  const absl::Status status = ParseCorrection(R"({"head":"topic","lable":"sport"})").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("did you mean 'label'"));
}

TEST(CorrectionLine, WhatIsNoCorrectionIsRefused) {
  for (const char* line :
       {"", "[1]", "{", R"({"key":7})", R"({"article":"text"})", R"({"article":{"text":7}})"}) {
    EXPECT_EQ(ParseCorrection(line).status().code(), absl::StatusCode::kInvalidArgument) << line;
  }
}

}  // namespace
}  // namespace tasnif
