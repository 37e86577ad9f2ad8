#include "server/access_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/sha256.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

absl::Time Day(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d", text, absl::UTCTimeZone(), &time, &error)) << error;
  return time;
}

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2027, 3, 1, 12, 0, 0), absl::UTCTimeZone());

std::string Rules() {
  return "# who may what\n\n"
         "classify crawler sha256:" +
         Sha256Hex("crawler-token") +
         "\n"
         "\tfeedback  layla\tsha256:" +
         Sha256Hex("layla-token") +
         "\r\n"
         "admin ops sha256:" +
         Sha256Hex("ops-token") +
         " until:2027-03-02\n"
         "admin late sha256:" +
         Sha256Hex("late-token") +
         " until:2027-03-01\n"
         "classify importer certificate:importer.example.org\n"
         "admin deployer certificate:deployer.example.org\n"
         "admin old certificate:old.example.org until:2026-01-01\n";
}

Caller WithToken(const std::string& token) { return {.bearer = token, .address = "10.0.0.7"}; }
Caller WithNames(const std::vector<std::string>& names) {
  return {.certificate_names = names, .address = "10.0.0.7"};
}

TEST(AccessRules, DecideByTokenThenCertificate) {
  const auto rules = AccessRules::Parse(Rules());
  ASSERT_TRUE(rules.ok()) << rules.status();
  const auto kOk = absl::StatusCode::kOk;
  const auto kUnknown = absl::StatusCode::kUnauthenticated;
  const auto kDenied = absl::StatusCode::kPermissionDenied;
  const struct {
    Caller caller;
    Role needed;
    absl::StatusCode code;
    const char* who;
    const char* why;
  } kRows[] = {
      {WithToken("crawler-token"), Role::kClassify, kOk, "crawler", "its role"},
      {WithToken("crawler-token"), Role::kFeedback, kDenied, "", "a larger role"},
      {WithToken("layla-token"), Role::kClassify, kOk, "layla", "feedback includes classify"},
      {WithToken("layla-token"), Role::kFeedback, kOk, "layla", ""},
      {WithToken("layla-token"), Role::kAdmin, kDenied, "", ""},
      {WithToken("ops-token"), Role::kFeedback, kOk, "ops", "admin includes all"},
      {WithToken("ops-token"), Role::kAdmin, kOk, "ops", "valid until tomorrow"},
      {WithToken("late-token"), Role::kClassify, kUnknown, "", "valid until today's beginning"},
      {WithToken("Ops-token"), Role::kClassify, kUnknown, "", "case counts"},
      {WithToken(Sha256Hex("ops-token")), Role::kClassify, kUnknown, "", "the hash is no token"},
      {WithToken(std::string(100000, 'x')), Role::kClassify, kUnknown, "", "not even hashed"},
      {WithToken(""), Role::kClassify, kUnknown, "", "no proof"},
      {WithNames({"importer.example.org"}), Role::kClassify, kOk, "importer", ""},
      {WithNames({"importer.example.org"}), Role::kAdmin, kDenied, "", ""},
      {WithNames({"importer.example.org", "deployer.example.org"}), Role::kAdmin, kOk, "deployer",
       "the name that may most"},
      {WithNames({"Importer"}), Role::kClassify, kUnknown, "", "no line"},
      {WithNames({"old.example.org"}), Role::kClassify, kUnknown, "", "expired"},
      {{.bearer = "wrong", .certificate_names = {"deployer.example.org"}},
       Role::kClassify,
       kUnknown,
       "",
       "a token that was sent must be right"},
      {{.bearer = "crawler-token", .certificate_names = {"deployer.example.org"}},
       Role::kAdmin,
       kDenied,
       "",
       "the token counts"},
      {{.is_loopback = true}, Role::kClassify, kUnknown, "", "rules hold on loopback, too"},
  };
  for (const auto& row : kRows) {
    const auto who = rules->Decide(row.caller, row.needed, kNow);
    EXPECT_EQ(who.status().code(), row.code) << row.why << ": " << who.status();
    if (!who.ok()) continue;
    EXPECT_EQ(who->name, row.who) << row.why;
    EXPECT_TRUE(who->is_proven) << row.why;
  }
}

TEST(AccessRules, RefusalsNameTheWayOutAndNotTheToken) {
  const auto rules = AccessRules::Parse(Rules());
  ASSERT_TRUE(rules.ok()) << rules.status();
  const auto message = [&](const Caller& caller, Role needed) {
    return std::string(rules->Decide(caller, needed, kNow).status().message());
  };
  EXPECT_THAT(message({}, Role::kAdmin), AllOf(HasSubstr("role admin"), HasSubstr("--token-file")));
  EXPECT_THAT(message(WithToken("s3cret"), Role::kAdmin),
              AllOf(HasSubstr("tasnif token new"), Not(HasSubstr("s3cret"))));
  EXPECT_THAT(message(WithToken("layla-token"), Role::kAdmin),
              AllOf(HasSubstr("'layla'"), HasSubstr("feedback"), HasSubstr("admin")));
  EXPECT_THAT(message(WithNames({"who.example.org"}), Role::kAdmin), HasSubstr("who.example.org"));
}

TEST(AccessRules, AnyoneOpensClassifyOnly) {
  const auto rules =
      AccessRules::Parse("classify guest anyone\nadmin ops sha256:" + Sha256Hex("ops-token"));
  ASSERT_TRUE(rules.ok()) << rules.status();
  const auto guest = rules->Decide(WithToken(""), Role::kClassify, kNow);
  ASSERT_TRUE(guest.ok()) << guest.status();
  EXPECT_EQ(guest->name, "anonymous at 10.0.0.7");
  EXPECT_FALSE(guest->is_proven);
  EXPECT_TRUE(rules->Decide(WithNames({"no.line"}), Role::kClassify, kNow).ok());
  EXPECT_EQ(rules->Decide(WithToken(""), Role::kAdmin, kNow).status().code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(rules->Decide(WithToken("wrong"), Role::kClassify, kNow).status().code(),
            absl::StatusCode::kUnauthenticated)
      << "a mistake is told, not passed over";
}

TEST(AccessRules, BadFilesNameTheLine) {
  const std::string hash = Sha256Hex("x");
  const struct {
    std::string text;
    const char* says;
    const char* why;
  } kRows[] = {
      {"", "no line", "empty: what an editor leaves for a moment"},
      {"# nothing\n\n", "no line", ""},
      {"classify a", "line 1: 2 fields", ""},
      {"\n\nclassify a sha256:" + hash + " until:2027-01-01 more", "line 3: 5 fields", ""},
      {"root a sha256:" + hash, "classify, feedback and admin", ""},
      {"classify,admin a sha256:" + hash, "is no role", "one role a line"},
      {"classify a sha256:" + hash.substr(1), "64 lower-case", "63 digits"},
      {"classify a sha256:" + std::string(64, 'A'), "64 lower-case", "upper case"},
      {"classify a " + hash, "third field", "no scheme"},
      {"classify a certificate:", "third field", "no name"},
      {"classify a/b anyone", "second field", ""},
      {"classify " + std::string(65, 'a') + " anyone", "second field", "too long"},
      {"feedback guest anyone", "classify only", ""},
      {"classify a sha256:" + hash + " until:tomorrow", "until:2027-06-30", ""},
      {"classify a sha256:" + hash + " 2027-01-01", "until:2027-06-30", "without the word"},
      {"classify a sha256:" + hash + "\nadmin b sha256:" + hash, "line 2", "a token twice"},
  };
  for (const auto& row : kRows) {
    const absl::Status status = AccessRules::Parse(row.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << row.why;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(row.says), Not(HasSubstr(hash))))
        << row.why;
  }
}

TEST(AccessRules, LinesAreReadAsTheyAreWritten) {
  const AccessLine kLines[] = {
      {Role::kClassify, "crawler", Proof::kToken, Sha256Hex("t")},
      {Role::kAdmin, "ops@example.org", Proof::kCertificate, "spiffe://example.org/ops"},
      {Role::kClassify, "guest", Proof::kAnyone, "", Day("2027-06-30")},
  };
  for (const AccessLine& line : kLines) {
    const std::string text = FormatAccessLine(line);
    const auto rules = AccessRules::Parse(text);
    ASSERT_TRUE(rules.ok()) << rules.status();
    ASSERT_EQ(rules->lines().size(), 1u);
    EXPECT_EQ(FormatAccessLine(rules->lines()[0]), text);
    EXPECT_EQ(rules->lines()[0].until, line.until);
  }
}

TEST(BearerOf, TakesTheTokenOfTheSchemeOnly) {
  const struct {
    const char* header;
    const char* expected;
  } kRows[] = {{"Bearer abc", "abc"}, {"bearer  abc ", "abc"},
               {"BEARER abc", "abc"}, {"Basic abc", ""},
               {"abc", ""},           {"", ""},
               {"Bearer", ""},        {"Bearer ", ""},
               {"Bearerabc d", ""}};
  for (const auto& row : kRows) EXPECT_EQ(BearerOf(row.header), row.expected) << row.header;
}

TEST(DecideWithoutRules, MoreThanClassifyOnLoopbackOnly) {
  const struct {
    bool is_loopback;
    Role needed;
    absl::StatusCode code;
  } kRows[] = {
      {true, Role::kClassify, absl::StatusCode::kOk},
      {true, Role::kFeedback, absl::StatusCode::kOk},
      {true, Role::kAdmin, absl::StatusCode::kOk},
      {false, Role::kClassify, absl::StatusCode::kOk},
      {false, Role::kFeedback, absl::StatusCode::kUnauthenticated},
      {false, Role::kAdmin, absl::StatusCode::kUnauthenticated},
  };
  for (const auto& row : kRows) {
    // A token that nobody can check proves nothing.
    const auto who = DecideWithoutRules(
        {.bearer = "abc", .is_loopback = row.is_loopback, .address = "::1"}, row.needed);
    EXPECT_EQ(who.status().code(), row.code) << RoleName(row.needed);
    if (who.ok()) {
      EXPECT_THAT(who->name, StartsWith("anonymous at ::1"));
    } else {
      EXPECT_THAT(std::string(who.status().message()), HasSubstr("--access FILE"));
    }
  }
}

}  // namespace
}  // namespace tasnif
