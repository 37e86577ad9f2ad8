#include "text/sentences.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tasnif {
namespace {

std::string SplitAndJoin(std::string_view text) {
  std::vector<ByteRange> sentences;
  SentenceSplitter::Create().value()->Split(text, &sentences);
  std::string joined;
  for (const ByteRange sentence : sentences) {
    if (!joined.empty()) joined += '|';
    joined += Slice(text, sentence);
  }
  return joined;
}

struct SplitCase {
  std::string input;
  std::string expected;
  std::string why;
};

TEST(SentenceSplitter, EndsSentencesWhereAReaderDoes) {
  const SplitCase cases[] = {
      {"", "", "empty"},
      {" \n \n", "", "white space alone"},
      {"One. Two!  Three?", "One.|Two!|Three?", "terminators"},
      {"وصل الوفد. وغادر مساء.", "وصل الوفد.|وغادر مساء.", "Arabic full stop"},
      {"هل عاد؟ نعم", "هل عاد؟|نعم", "Arabic question mark"},
      {"وزیر آمد۔ وہ بولا۔", "وزیر آمد۔|وہ بولا۔", "Urdu full stop"},
      {"بدأ الاجتماع؛ ثم انتهى.", "بدأ الاجتماع؛ ثم انتهى.", "a semicolon ends nothing"},
      {"Title without dot\nBody.", "Title without dot|Body.", "line end"},
      {"Title\r\n\r\nBody", "Title|Body", "empty lines"},
      {"Mr. Ali met Dr. Noor. They left.", "Mr. Ali met Dr. Noor.|They left.", "titles"},
      {"The U.S. Senate voted.", "The U.S. Senate voted.", "initials"},
      {"J. Smith wrote it.", "J. Smith wrote it.", "an initial at the start"},
      {"قال د. سمير ذلك.", "قال د. سمير ذلك.", "Arabic title"},
      {"It rose 3.5 percent. Then fell.", "It rose 3.5 percent.|Then fell.", "decimal point"},
      {"He said \"no.\" She agreed.", "He said \"no.\"|She agreed.", "closing quotation mark"},
      {"会議が終わった。次は来週。", "会議が終わった。|次は来週。", "ideographic full stop"},
      {"ends with Dr.", "ends with Dr.", "abbreviation at the end"},
      {"Dr.\nNoor", "Dr.|Noor", "a line end ends even an abbreviation"},
  };
  for (const SplitCase& c : cases) EXPECT_EQ(SplitAndJoin(c.input), c.expected) << c.why;
}

TEST(SentenceSplitter, CopesWithAMegabyteWithoutASpace) {
  const std::string text(1 << 20, 'x');
  EXPECT_EQ(SplitAndJoin(text), text);
}

TEST(SentenceSplitter, CopesWithAMegabyteOfAbbreviations) {
  std::string text;
  while (text.size() < (1 << 20)) text += "Dr. ";
  EXPECT_EQ(SplitAndJoin(text).size(), text.size() - 1);
}

}  // namespace
}  // namespace tasnif
