#include "registry/manifest.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "text/normalizer.h"
#include "text/segmenter.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

v1::Bundle GoodBundle() {
  v1::Bundle bundle;
  bundle.set_format_version(1);
  bundle.set_head("topic");
  bundle.set_version("3");
  bundle.set_kind(v1::HEAD_KIND_LABEL);
  bundle.add_labels("sport");
  bundle.add_labels("health");
  bundle.mutable_text()->set_normalizer_version(kNormalizerVersion);
  bundle.mutable_text()->set_segmenter_version(kSegmenterVersion);
  v1::FileChecksum* file = bundle.add_files();
  file->set_name("model.tsf");
  file->set_bytes(1234567890123);
  file->set_sha256("00ff");
  return bundle;
}

TEST(Manifest, AGoodOneIsAccepted) { EXPECT_EQ(CheckManifest(GoodBundle()), absl::OkStatus()); }

TEST(Manifest, SurvivesFormatAndParse) {
  v1::Bundle bundle = GoodBundle();
  (*bundle.mutable_stance()->mutable_known_targets())["الجامعة"] = "t:الجامعة";
  const auto parsed = ParseManifest(FormatManifest(bundle));
  ASSERT_EQ(parsed.status(), absl::OkStatus());
  EXPECT_EQ(parsed->SerializeAsString(), bundle.SerializeAsString());
}

TEST(Manifest, FieldNamesStandAsInTheProto) {
  EXPECT_THAT(FormatManifest(GoodBundle()), HasSubstr("\"format_version\": 1"));
}

TEST(Manifest, MapsAreWrittenInOneOrder) {
  v1::Bundle forwards = GoodBundle();
  v1::Bundle backwards = GoodBundle();
  for (int i = 0; i < 50; ++i) {
    (*forwards.mutable_tools())["tool" + std::to_string(i)] = "1";
    (*backwards.mutable_tools())["tool" + std::to_string(49 - i)] = "1";
  }
  EXPECT_EQ(FormatManifest(forwards), FormatManifest(backwards));
}

TEST(Manifest, UnknownFieldsAreIgnored) {
  const auto bundle = ParseManifest(R"({"head": "topic", "from_the_future": {"a": [1]}})");
  ASSERT_EQ(bundle.status(), absl::OkStatus());
  EXPECT_EQ(bundle->head(), "topic");
}

TEST(Manifest, NoJsonIsInvalid) {
  EXPECT_EQ(ParseManifest("{\"head\": ").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseManifest("").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Manifest, AWrongTypeIsNamed) {
  const auto bundle = ParseManifest(R"({"labels": {"a": 1}})");
  EXPECT_EQ(bundle.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(bundle.status().message()), HasSubstr("labels"));
}

struct BadBundle {
  std::string why;
  std::function<void(v1::Bundle*)> spoil;
  absl::StatusCode code;
  std::string message;
};

TEST(Manifest, RefusesWhatCannotBeUsed) {
  const auto kInvalid = absl::StatusCode::kInvalidArgument;
  const auto kPrecondition = absl::StatusCode::kFailedPrecondition;
  const std::vector<BadBundle> table = {
      {"no format", [](auto* b) { b->clear_format_version(); }, kInvalid, "format_version"},
      {"newer format", [](auto* b) { b->set_format_version(2); }, kPrecondition, "newer release"},
      {"bad head", [](auto* b) { b->set_head("../topic"); }, kInvalid, "head"},
      {"version zero", [](auto* b) { b->set_version("0"); }, kInvalid, "version"},
      {"no kind", [](auto* b) { b->clear_kind(); }, kInvalid, "kind"},
      {"other normaliser", [](auto* b) { b->mutable_text()->set_normalizer_version(99); },
       kPrecondition, "normaliser version 99"},
      {"other segmenter", [](auto* b) { b->mutable_text()->set_segmenter_version(99); },
       kPrecondition, "segmenter version 99"},
      {"no labels", [](auto* b) { b->clear_labels(); }, kInvalid, "labels"},
      {"a label twice", [](auto* b) { b->add_labels("sport"); }, kInvalid, "once"},
      {"stance of other labels", [](auto* b) { b->set_kind(v1::HEAD_KIND_STANCE); }, kInvalid,
       "favor"},
      {"no model", [](auto* b) { b->clear_files(); }, kInvalid, "model.tsf"},
      {"a file elsewhere", [](auto* b) { b->add_files()->set_name("../../etc/passwd"); }, kInvalid,
       "without a folder"},
  };
  for (const BadBundle& row : table) {
    v1::Bundle bundle = GoodBundle();
    row.spoil(&bundle);
    const absl::Status status = CheckManifest(bundle);
    EXPECT_EQ(status.code(), row.code) << row.why;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.message)) << row.why;
  }
}

TEST(Manifest, VersionsAreNumbersWithoutLeadingZero) {
  for (const char* good : {"1", "10", "999999999"}) EXPECT_TRUE(IsVersion(good)) << good;
  for (const char* bad : {"", "0", "01", "1a", "-1", "1.0", "1234567890", "١"}) {
    EXPECT_FALSE(IsVersion(bad)) << bad;
  }
}

}  // namespace
}  // namespace tasnif
