// Every kind of bad input: exact exit code, a message that helps, and the other articles labelled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class BadInputTest : public ModelsFixture {
 protected:
  // Labels a bad file between two good articles, in the process; the good ones must come out.
  struct Outcome {
    int exit_code = -1;
    Json line;  // Of the bad file; null where it has none.
    std::string err;
  };

  Outcome ClassifyAmongGoodOnes(const std::string& bad_path) {
    const std::string before = folder_.Write("before.txt", kGood);
    const std::string after = folder_.Write("after.txt", kGood);
    const Finished done =
        RunTasnif({"classify", before, bad_path, after, "--models", models(), "--format", "jsonl"});
    Outcome outcome{done.exit_code, Json(), done.err};
    const auto lines = ParseLines(done.out);
    EXPECT_EQ(lines.empty() ? "" : lines.front()["topic"]["label"], "sport");
    EXPECT_EQ(lines.empty() ? "" : lines.back()["topic"]["label"], "sport");
    if (lines.size() == 3) outcome.line = lines[1];
    return outcome;
  }

  // The bad file has an error of its own and is named on standard error.
  void ExpectArticleError(const std::string& name, const std::string& bytes,
                          const std::string& message) {
    const std::string path = folder_.Write(name, bytes);
    const Outcome outcome = ClassifyAmongGoodOnes(path);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
    ASSERT_TRUE(outcome.line.is_object());
    EXPECT_EQ(outcome.line["id"], path);
    ASSERT_TRUE(outcome.line.contains("error")) << outcome.line;
    EXPECT_EQ(outcome.line["error"]["code"], "INVALID_ARGUMENT");
    EXPECT_THAT(outcome.line["error"]["message"].get<std::string>(), HasSubstr(message));
    EXPECT_THAT(outcome.err, AllOf(HasSubstr(path), HasSubstr(message)));
  }

  // The file is labelled all the same, with a warning where one is due.
  void ExpectLabelled(const std::string& name, const std::string& bytes,
                      const std::string& warning) {
    const Outcome outcome = ClassifyAmongGoodOnes(folder_.Write(name, bytes));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    ASSERT_TRUE(outcome.line.is_object());
    ASSERT_TRUE(outcome.line.contains("topic")) << outcome.line;
    EXPECT_THAT(outcome.line["warnings"].dump(), HasSubstr(warning));
  }

  static inline const std::string kGood =
      "The team won the match when the striker scored the winning goal in the last minute.";
};

TEST_F(BadInputTest, EmptyFile) { ExpectArticleError("bad.txt", "", "empty (0 bytes)"); }

TEST_F(BadInputTest, OnlyWhiteSpace) { ExpectArticleError("bad.txt", " \n\t \n", "no text"); }

TEST_F(BadInputTest, HundredMegabyteFile) {
  const std::string path = folder_.Write("bad.txt", "x");
  std::filesystem::resize_file(path, 100 << 20);  // Sparse: costs no disk.
  const Outcome outcome = ClassifyAmongGoodOnes(path);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.line["error"]["code"], "INVALID_ARGUMENT");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr(path), HasSubstr("more than 10485760 bytes"),
                                 HasSubstr("--max-article-bytes")));
}

TEST_F(BadInputTest, MegabyteWithoutASpaceIsLabelled) {
  ExpectLabelled("bad.txt", std::string(1 << 20, 'x'), "");
}

TEST_F(BadInputTest, NulBytesInTextAreSeparators) {
  std::string bytes = kGood;
  bytes[8] = '\0';
  ExpectLabelled("bad.txt", bytes, "");
}

TEST_F(BadInputTest, InvalidUtf8IsRepairedWithAWarning) {
  ExpectLabelled("bad.txt", kGood + " \xC3\x28 caf\xE2\x82", "");
  const Finished done = RunTasnif({"classify", "-", "--models", models(), "--format", "jsonl"},
                                  "{\"id\":\"x\",\"text\":\"" + kGood + " \xFF\xFE\"}\n");
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(ParseLines(done.out).at(0)["warnings"], SizeIs(1));
}

TEST_F(BadInputTest, Utf16IsDecoded) {
  std::string bytes = "\xFF\xFE";
  for (const char c : kGood) bytes += {c, '\0'};
  ExpectLabelled("bad.txt", bytes, "");
}

TEST_F(BadInputTest, Windows1256IsDetectedWithAWarning) {
  // "فاز المنتخب بهدفين في مباراة الإياب وتأهل إلى نهائي البطولة" three times.
  const std::string sentence =
      "\xDD\xC7\xD2 \xC7\xE1\xE3\xE4\xCA\xCE\xC8 \xC8\xE5\xCF\xDD\xED\xE4 \xDD\xED "
      "\xE3\xC8\xC7\xD1\xC7\xC9 \xC7\xE1\xC5\xED\xC7\xC8 \xE6\xCA\xC3\xE5\xE1 \xC5\xE1\xEC "
      "\xE4\xE5\xC7\xC6\xED \xC7\xE1\xC8\xD8\xE6\xE1\xC9. ";
  const Outcome outcome =
      ClassifyAmongGoodOnes(folder_.Write("bad.txt", sentence + sentence + sentence));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.line["language"], "ar");
  EXPECT_EQ(outcome.line["topic"]["label"], "sport");
  EXPECT_THAT(outcome.line["warnings"].dump(), HasSubstr("windows-1256"));
}

TEST_F(BadInputTest, BinaryJunk) {
  std::string bytes =
      "\x7F"
      "ELF";
  uint32_t state = 7;
  for (int i = 0; i < 20000; ++i) bytes += static_cast<char>((state = state * 1664525 + 1) >> 24);
  ExpectArticleError("bad.txt", bytes, "binary");
}

TEST_F(BadInputTest, MalformedJsonLineIsNamedByFileAndLine) {
  const std::string path =
      folder_.Write("bad.jsonl", Line("a", kGood) + "{\"text\": oops}\n" + Line("c", kGood));
  const Finished done = RunTasnif({"classify", path, "--models", models()});
  EXPECT_EQ(done.exit_code, 1);
  const auto lines = ParseLines(done.out);
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[0]["topic"]["label"], "sport");
  EXPECT_EQ(lines[1]["id"], path + ":2");
  EXPECT_EQ(lines[1]["error"]["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(lines[2]["topic"]["label"], "sport");
  EXPECT_THAT(done.err, HasSubstr(path + ":2: INVALID_ARGUMENT: "));
}

TEST_F(BadInputTest, JsonFieldOfTheWrongTypeIsNamed) {
  const Finished done =
      RunTasnif({"classify", "-", "--models", models()}, "{\"id\":\"a\",\"text\":5}\n");
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_THAT(done.err, HasSubstr("'text'"));
}

TEST_F(BadInputTest, MissingFileIsNamedAndTheOthersAreLabelled) {
  const Outcome outcome = ClassifyAmongGoodOnes(folder_.Path("nowhere.txt"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.line.is_null());
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("NOT_FOUND"), HasSubstr("nowhere.txt")));
}

TEST_F(BadInputTest, FolderWithoutArticlesIsNamed) {
  std::filesystem::create_directory(folder_.Path("empty"));
  const Outcome outcome = ClassifyAmongGoodOnes(folder_.Path("empty"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("/empty'"), HasSubstr(".jsonl")));
}

TEST_F(BadInputTest, DamagedCompressedFileIsNamed) {
  const Outcome outcome =
      ClassifyAmongGoodOnes(folder_.Write("cut.jsonl.xz", std::string("\xFD"
                                                                      "7zXZ\0\0\4 cut",
                                                                      12)));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("DATA_LOSS"), HasSubstr("cut.jsonl.xz")));
}

TEST_F(BadInputTest, UnknownHeadNamesNearOnes) {
  const std::string path = folder_.Write("a.txt", kGood);
  const Finished local = RunTasnif({"classify", path, "--models", models(), "--heads", "topci"});
  EXPECT_EQ(local.exit_code, 3);
  EXPECT_THAT(local.out, IsEmpty());
  EXPECT_THAT(local.err, AllOf(HasSubstr("'topci'"), HasSubstr("did you mean 'topic'")));
  const BackgroundServer server({"--models", models()});
  const Finished remote =
      RunTasnif({"classify", path, "--server", server.address(), "--heads", "topci"});
  EXPECT_EQ(remote.exit_code, 3);
  EXPECT_THAT(remote.err, AllOf(HasSubstr("did you mean 'topic'"), HasSubstr(server.address())));
}

TEST_F(BadInputTest, MoreArticlesThanTheServerTakesNamesCountAndLimit) {
  const BackgroundServer server({"--models", models(), "--max-articles", "2"});
  const std::string path =
      folder_.Write("a.jsonl", Line("a", kGood) + Line("b", kGood) + Line("c", kGood));
  const Finished refused = RunTasnif({"classify", path, "--server", server.address()});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("3 articles"), HasSubstr("at most 2")));
  const Finished taken =
      RunTasnif({"classify", path, "--server", server.address(), "--batch", "2"});
  EXPECT_EQ(taken.exit_code, 0) << taken.err;
  EXPECT_THAT(ParseLines(taken.out), SizeIs(3));
}

TEST_F(BadInputTest, MissingModelsFolderNamesTheWayOut) {
  for (const std::string command : {"classify", "serve"}) {
    std::vector<std::string> arguments = {command, "--models", folder_.Path("nowhere")};
    if (command == "classify") arguments.push_back(folder_.Write("a.txt", kGood));
    const Finished done = RunTasnif(arguments);
    EXPECT_EQ(done.exit_code, 3);
    EXPECT_THAT(done.out, IsEmpty());
    EXPECT_THAT(done.err, AllOf(HasSubstr("nowhere"), HasSubstr("--models")));
  }
}

// Labels that silently lack a head would be worse than none.
TEST_F(BadInputTest, TruncatedModelIsNamedAndTheOtherHeadsCanStillBeAskedFor) {
  const std::string folder = folder_.Path("models");
  WriteTinyModels(folder);
  const std::string model = folder + "/topic/1/model.tsf";
  std::filesystem::resize_file(model, std::filesystem::file_size(model) / 2);
  const std::string path = folder_.Write("a.txt", kGood);
  for (const std::vector<std::string>& heads :
       std::vector<std::vector<std::string>>{{}, {"--heads", "topic"}}) {
    std::vector<std::string> arguments = {"classify", path, "--models", folder};
    arguments.insert(arguments.end(), heads.begin(), heads.end());
    const Finished done = RunTasnif(arguments);
    EXPECT_EQ(done.exit_code, 3);
    EXPECT_THAT(done.out, IsEmpty());
    EXPECT_THAT(done.err,
                AllOf(HasSubstr("topic@1"), HasSubstr("model.tsf"), HasSubstr("--heads")));
  }
  const Finished others =
      RunTasnif({"classify", path, "--models", folder, "--heads", "source_type,stance"});
  EXPECT_EQ(others.exit_code, 0) << others.err;
  EXPECT_TRUE(ParseLines(others.out).at(0).contains("source_type"));
}

TEST_F(BadInputTest, TruncatedModelFailsItsVerificationAndLeavesTheServerUp) {
  const std::string folder = folder_.Path("models");
  WriteTinyModels(folder);
  const std::string model = folder + "/topic/1/model.tsf";
  std::filesystem::resize_file(model, std::filesystem::file_size(model) / 2);
  const Finished verified = RunTasnif({"models", "verify", "--models", folder});
  EXPECT_EQ(verified.exit_code, 3);
  EXPECT_THAT(verified.out, AllOf(ContainsRegex("topic@1 +FAILED"), ContainsRegex("stance@1 +ok")));
  BackgroundServer server({"--models", folder});
  const Finished labelled =
      RunTasnif({"classify", folder_.Write("a.txt", kGood), "--server", server.address()});
  EXPECT_EQ(labelled.exit_code, 0) << labelled.err;
  EXPECT_FALSE(ParseLines(labelled.out).at(0).contains("topic"));
  const Finished stopped = server.Stop(SIGTERM);
  EXPECT_EQ(stopped.exit_code, 0);
  EXPECT_THAT(stopped.err, AllOf(HasSubstr("topic@1"), HasSubstr("model.tsf")));
}

TEST_F(BadInputTest, FolderWithOnlyTruncatedModelsCannotBeUsed) {
  WriteTinyModel(folder_.Path("models"), "topic");
  ASSERT_TRUE(WriteAlias(PosixFiles(), folder_.Path("models"), "topic", "champion", "1").ok());
  std::filesystem::resize_file(folder_.Path("models/topic/1/model.tsf"), 100);
  const Finished done =
      RunTasnif({"classify", folder_.Write("a.txt", kGood), "--models", folder_.Path("models")});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_THAT(done.err, AllOf(HasSubstr("topic"), HasSubstr("model.tsf")));
}

TEST_F(BadInputTest, OptionTakesOneValueAndLeavesTheFilesAlone) {
  const std::string path = folder_.Write("a.txt", kGood);
  for (const std::vector<std::string>& option : std::vector<std::vector<std::string>>{
           {"--heads", "topic,stance"}, {"--target", "Egypt"}, {"--model", "topic@1"}}) {
    std::vector<std::string> arguments = {"classify", "--models", models()};
    arguments.insert(arguments.end(), option.begin(), option.end());
    arguments.push_back(path);
    const Finished done = RunTasnif(arguments);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(ParseLines(done.out).at(0)["id"], path);
  }
}

TEST_F(BadInputTest, WrongUsageIsExitCodeTwo) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {},
           {"clasify"},
           {"classify", "--no-such-option"},
           {"classify", "a.txt", "--format", "xml"},
           {"classify", "a.txt", "--top-k", "33"},
           {"models"},
           {"train"},
           {"serve", "--models", models(), "--address", "0.0.0.0:0"},
           {"serve", "--models", models(), "--address", "nonsense"}}) {
    const Finished done = RunTasnif(arguments);
    EXPECT_EQ(done.exit_code, 2) << ::testing::PrintToString(arguments) << done.err;
    EXPECT_THAT(done.out + done.err, ::testing::Not(IsEmpty()));
  }
}

TEST_F(BadInputTest, ServerThatIsNotThereIsNamed) {
  // Nobody listens on port 1 (tcpmux).
  const Finished done =
      RunTasnif({"classify", folder_.Write("a.txt", kGood), "--server", "127.0.0.1:1"});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_THAT(done.err, AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("tasnif serve")));
}

}  // namespace
}  // namespace tasnif
