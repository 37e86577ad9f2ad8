// Planted violations: each rule must be able to fail.
#include "tests/layers/source_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Including(std::string_view header) {
  return absl::StrCat("#include \"", std::string(header), "\"\n");
}

struct IncludeRow {
  const char *path, *header;
  bool is_allowed;
};

TEST(CheckIncludes, FolderKnowsOnlyWhatStandsAboveIt) {
  const IncludeRow kRows[] = {
      {"base/a.cc", "base/b.h", true},
      {"base/a.cc", "text/b.h", false},
      {"base/a.cc", "tasnif/v1/classifier.pb.h", false},
      {"text/a.h", "base/b.h", true},
      {"text/a.h", "engine/b.h", false},
      {"text/a.h", "tasnif/v1/classifier.pb.h", false},
      {"engine/a.cc", "text/b.h", true},
      {"engine/a.cc", "labels/b.h", false},
      {"engine/a.cc", "tasnif/v1/bundle.pb.h", false},
      {"labels/a.cc", "engine/b.h", true},
      {"labels/a.cc", "tasnif/v1/classifier.pb.h", true},
      {"labels/a.cc", "registry/b.h", false},
      {"registry/a.cc", "labels/b.h", true},
      {"registry/a.cc", "feedback/b.h", false},
      {"feedback/a.cc", "registry/b.h", true},
      {"feedback/a.cc", "train/b.h", false},
      {"train/a.cc", "feedback/b.h", true},
      {"train/a.cc", "server/b.h", false},
      {"server/a.cc", "train/b.h", true},
      {"server/a.cc", "client/b.h", false},
      {"server/a.cc", "cli/b.h", false},
      {"client/a.cc", "base/b.h", true},
      {"client/a.cc", "tasnif/v1/classifier.grpc.pb.h", true},
      {"client/a.cc", "text/b.h", false},
      {"client/a.cc", "labels/b.h", false},
      {"client/a.cc", "server/b.h", false},
      {"cli/a.cc", "server/b.h", true},
      {"cli/a.cc", "client/b.h", true},
      {"cli/a.cc", "tests/base/fault_files.h", false},
      {"server/a.cc", "bench/b.h", false},
      {"train/a.cc", "bench/b.h", false},
      {"cli/a.cc", "bench/b.h", true},
      {"bench/a.cc", "train/b.h", true},
      {"bench/a.cc", "labels/b.h", true},
      {"bench/a.cc", "server/b.h", false},
      {"bench/a.cc", "client/b.h", false},
      {"bench/a.cc", "cli/b.h", false},
      {"tests/text/a_test.cc", "server/b.h", true},
      {"text/a.cc", "absl/strings/match.h", true},
  };
  for (const IncludeRow& row : kRows) {
    EXPECT_THAT(CheckIncludes(row.path, Including(row.header)), SizeIs(row.is_allowed ? 0 : 1))
        << row.path << " includes " << row.header;
  }
}

TEST(CheckIncludes, FindingNamesTheLineAndTheRule) {
  EXPECT_THAT(CheckIncludes("text/a.cc", "\n  #  include  \"server/b.h\"\n"),
              ElementsAre("text/a.cc:2: text/ may not include server/: it may include base"));
}

TEST(CheckIncludes, CommentedIncludeDoesNotCount) {
  EXPECT_THAT(CheckIncludes("text/a.cc", "// #include \"server/b.h\"\n"), IsEmpty());
}

TEST(CheckThirdParty, HeaderIsKnownToOnePlace) {
  const IncludeRow kRows[] = {
      {"text/a.cc", "unicode/ubrk.h", true},
      {"labels/a.cc", "unicode/ubrk.h", false},
      {"text/a.cc", "re2/re2.h", true},
      {"labels/a.cc", "re2/re2.h", false},
      {"text/a.cc", "gumbo.h", true},
      {"cli/a.cc", "gumbo.h", false},
      {"train/a.cc", "fasttext/fasttext.h", true},
      {"engine/compiler.cc", "fasttext/fasttext.h", true},
      {"engine/compiler_options.cc", "fasttext/fasttext.h", true},
      {"engine/scorer.cc", "fasttext/fasttext.h", false},
      {"server/a.h", "grpcpp/grpcpp.h", true},
      {"client/a.h", "grpcpp/grpcpp.h", true},
      {"cli/a.h", "grpcpp/grpcpp.h", false},
      {"base/a.h", "grpc/grpc.h", false},
      {"labels/a.h", "tasnif/v1/classifier.grpc.pb.h", false},
      {"base/json.h", "nlohmann/json.hpp", true},
      {"base/json.cc", "nlohmann/json.hpp", false},
      {"labels/a.cc", "nlohmann/json.hpp", false},
      {"base/log.cc", "spdlog/logger.h", true},
      {"base/log.h", "spdlog/logger.h", false},
      {"server/a.cc", "spdlog/spdlog.h", false},
      {"feedback/a.cc", "sqlite3.h", true},
      {"registry/a.cc", "sqlite3.h", false},
      {"server/metrics_text.cc", "prometheus/counter.h", true},
      {"server/a.cc", "prometheus/counter.h", false},
      {"labels/a.cc", "prometheus/counter.h", false},
      {"base/byte_source.cc", "lzma.h", true},
      {"base/line_reader.cc", "lzma.h", false},
      {"base/line_reader.cc", "zstd.h", false},
      {"base/line_reader.cc", "zstd_errors.h", false},
      {"server/a.cc", "zlib.h", false},
      {"registry/a.cc", "openssl/evp.h", false},
      {"train/a.cc", "CLI/CLI.hpp", false},
      {"tests/engine/a_test.cc", "fasttext/fasttext.h", true},
      {"bench/fasttext_runner.cc", "fasttext/fasttext.h", true},
      {"bench/engine_bench.cc", "fasttext/fasttext.h", false},
      {"bench/text_bench.cc", "unicode/ubrk.h", false},
  };
  for (const IncludeRow& row : kRows) {
    const std::string angled = absl::StrCat("#include <", row.header, ">\n");
    EXPECT_THAT(CheckThirdParty(row.path, angled), SizeIs(row.is_allowed ? 0 : 1))
        << row.path << " includes " << row.header;
    EXPECT_THAT(CheckThirdParty(row.path, Including(row.header)), SizeIs(row.is_allowed ? 0 : 1))
        << row.path << " includes " << row.header << " in quotes";
  }
}

TEST(CheckThirdParty, FindingNamesThePlace) {
  EXPECT_THAT(CheckThirdParty("cli/a.cc", "#include <re2/re2.h>\n"),
              ElementsAre("cli/a.cc:1: <re2/re2.h>: RE2 is known only to text/"));
}

TEST(CheckExits, OnlyTheMainFileMayEndTheProcess) {
  EXPECT_THAT(CheckExits("cli/serve.cc", "int f() {\n  std::exit(1);\n}\n"),
              ElementsAre(HasSubstr("cli/serve.cc:2: ")));
  EXPECT_THAT(CheckExits("base/a.cc", "if (x) exit (2);"), SizeIs(1));
  EXPECT_THAT(CheckExits("base/a.cc", "_exit(2); quick_exit(3); ::_Exit(4);"), SizeIs(3));
  EXPECT_THAT(CheckExits("cli/main.cc", "std::exit(1);"), IsEmpty());
  EXPECT_THAT(CheckExits("bench/child_process.cc", "_exit(0);"), IsEmpty());
  EXPECT_THAT(CheckExits("bench/opening.cc", "_exit(0);"), SizeIs(1));
}

TEST(CheckExits, CommentsStringsAndOtherNamesDoNotCount) {
  for (const char* fine :
       {"// calls exit(1)\n", "/* exit(\n1) */", "Log(\"exit(1)\");", "R\"x(exit(1))x\";",
        "on_exit_(1);", "bool exit = true;", "int a = 1'0;"}) {
    EXPECT_THAT(CheckExits("base/a.cc", fine), IsEmpty()) << fine;
  }
}

TEST(CheckExits, CodeAfterLiteralsIsStillSeen) {
  for (const char* bad : {"'\"'; exit(1);", "\"\\\"\"; exit(1);", "1'000; exit(1); '\"';",
                          "R\"(\")\"; exit(1);", "/* \" */ exit(1);", "// it's\nexit(1);"}) {
    EXPECT_THAT(CheckExits("base/a.cc", bad), SizeIs(1)) << bad;
  }
}

TEST(CheckLength, FourHundredLinesAreAllowedOneMoreIsNot) {
  EXPECT_THAT(CheckLength("base/a.cc", std::string(kMaxLines, '\n')), IsEmpty());
  EXPECT_THAT(CheckLength("base/a.cc", std::string(kMaxLines + 1, '\n')),
              ElementsAre("base/a.cc:401: longer than 400 lines; one noun a file"));
}

// The planted words are put together, so that this file passes.
TEST(CheckMachinePaths, PathsOfOneMachineAreFound) {
  const std::string slash = "/";
  EXPECT_THAT(CheckMachinePaths("run.sh", "a\ncd " + slash + "work/main\n"),
              ElementsAre(HasSubstr("run.sh:2: ")));
  EXPECT_THAT(CheckMachinePaths("a.md", slash + "tmp/build-x"), SizeIs(1));
  EXPECT_THAT(CheckMachinePaths("a.json", "\"" + slash + "home/me\""), SizeIs(1));
  EXPECT_THAT(CheckMachinePaths("run.sh", "cd build/run; mktemp; ls /usr/share/tasnif"), IsEmpty());
}

TEST(CheckNotes, NotesToOneselfAreFound) {
  EXPECT_THAT(CheckNotes("a.cc", std::string("\n// TO") + "DO(me): later\n"),
              ElementsAre(HasSubstr("a.cc:2: ")));
  EXPECT_THAT(CheckNotes("a.cc", std::string("// FIX") + "ME\n"), SizeIs(1));
  EXPECT_THAT(CheckNotes("a.cc", "// done\n"), IsEmpty());
}

TEST(CheckHeader, BannerAndGuardCarryThePath) {
  const std::string good =
      "// base/a_b.h\n//\n#ifndef TASNIF_BASE_A_B_H_\n#define TASNIF_BASE_A_B_H_\n";
  EXPECT_THAT(CheckHeader("base/a_b.h", good), IsEmpty());
  EXPECT_THAT(CheckHeader("base/other.h", good), SizeIs(2));
  EXPECT_THAT(CheckHeader("base/a_b.h", good.substr(3)), SizeIs(1));
}

TEST(CheckSource, AppliesEachRuleToItsKindOfFile) {
  const std::string bad =
      absl::StrCat("#include <re2/re2.h>\n#include \"server/a.h\"\nexit(1); // TO", "DO ", "/",
                   "work/\n", std::string(kMaxLines, '\n'));
  EXPECT_THAT(CheckSource("base/a.cc", bad), SizeIs(6));
  EXPECT_THAT(CheckSource("base/a.h", bad), SizeIs(8));
  EXPECT_THAT(CheckSource("labels/names.inc", bad), SizeIs(4)) << "a table may be long";
  EXPECT_THAT(CheckSource("run.sh", bad), SizeIs(3));
  EXPECT_THAT(CheckSource("README.md", bad), SizeIs(1));
}

}  // namespace
}  // namespace tasnif
