// The fast tokenizer against ICU's: equal tokens, ranges and kinds.
#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/text/tokenizer_pair.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

std::string Hex(std::string_view text) {
  std::string hex;
  for (size_t position = 0; position < text.size();) {
    char digits[16];
    std::snprintf(digits, sizeof(digits), "%04X ",
                  static_cast<unsigned>(NextCodePoint(text, &position)));
    hex += digits;
  }
  return hex;
}

// False, with a message, where the two differ.
bool ExpectEqual(TokenizerPair* pair, std::string_view text) {
  const bool agrees = pair->Agrees(text);
  EXPECT_TRUE(agrees) << Hex(text.substr(0, 60)) << "\nfast " << DescribeTokens(pair->fast())
                      << "\nICU  " << DescribeTokens(pair->icu());
  return agrees;
}

TEST(TokenizerDifferential, EveryCodePointAloneAndBetweenLetters) {
  TokenizerPair pair;
  int failures = 0;
  for (char32_t c = 0; c <= 0x10FFFF && failures < 10; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    if (c >= 0x40000 && c < 0xE0000) continue;  // Unassigned.
    std::string one;
    AppendUtf8(c, &one);
    // Alone, and as neighbour of each class that the rules tell apart.
    std::string text = one + " a" + one + "a ب" + one + "ب 1" + one + "1 " + one + one + " x_" +
                       one + " a." + one + "b\n" + one + "z";
    failures += ExpectEqual(&pair, text) ? 0 : 1;
  }
}

TEST(TokenizerDifferential, EveryStringUpToFourOverANastyAlphabet) {
  TokenizerPair pair;
  const std::vector<std::string> alphabet = {
      "a",      "ب",      "1",      ".",       "'",          "\"",         ",",  "_", " ",
      "\n",     "\r",     "\u0301", "\u064E",  "\u200D",     "\u05D0",     "漢", "ก", "カ",
      "\u0640", "\u00AD", "é",      "E\u0301", "\U0001F600", "\U0001F1EA", "한", "@"};
  const size_t n = alphabet.size();
  int failures = 0;
  size_t count = 1;
  for (int length = 1; length <= 4; ++length) {
    count *= n;
    for (size_t code = 0; code < count && failures < 10; ++code) {
      std::string text;
      for (size_t rest = code, i = 0; i < static_cast<size_t>(length); ++i, rest /= n) {
        text += alphabet[rest % n];
      }
      failures += ExpectEqual(&pair, text) ? 0 : 1;
    }
  }
}

TEST(TokenizerDifferential, EveryStringOfBytesUpToThreeOverBrokenOnes) {
  TokenizerPair pair;
  const std::string alphabet("a \xD8\xA8\xE2\x80\x8D\xFF\xC2\xF0\0", 12);
  const size_t n = alphabet.size();
  for (size_t code = 0; code < n * n * n * n; ++code) {
    std::string text;
    for (size_t rest = code, i = 0; i < 4; ++i, rest /= n) text += alphabet[rest % n];
    if (!ExpectEqual(&pair, text)) break;
  }
}

TEST(TokenizerDifferential, RandomTextOfManyScripts) {
  TokenizerPair pair;
  uint32_t state = 7;
  const auto random = [&state](uint32_t below) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
  };
  constexpr char32_t kStarts[] = {0x20,   0x61,   0x300,  0x390,  0x430,  0x5D0,  0x620,   0x64B,
                                  0x6F0,  0x900,  0xE01,  0x1100, 0x1200, 0x2000, 0x2010,  0x3040,
                                  0x30A0, 0x4E00, 0xAC00, 0xFB50, 0xFE70, 0xFF10, 0x1D400, 0x1F600};
  int failures = 0;
  for (int round = 0; round < 20000 && failures < 10; ++round) {
    std::string text;
    for (uint32_t length = 1 + random(30); length > 0; --length) {
      const char32_t start = kStarts[random(std::size(kStarts))];
      AppendUtf8(random(4) == 0 ? U' ' : start + random(48), &text);
    }
    failures += ExpectEqual(&pair, text) ? 0 : 1;
  }
}

// News sentences of our own, one for each language.
constexpr const char* kSentences[] = {
    "أعلن رئيسُ الوزراء، أمس، أنّ الميزانية (٢٠٢٤) ستُعرض على البرلمان؛ وقال: «لن نرفع الضرائب» بنسبة "
    "٣٫٥٪.",
    "وزیر خارجه گفت که گفت‌وگوها در ۲۵ اردیبهشت ادامه می‌یابد و "
    "نتیجه‌ای "
    "به‌دست "
    "نیامده "
    "است.",
    "وزیرِ اعظم نے کہا کہ حکومت ۱۵ جون سے پہلے نیا بجٹ پیش کرے گی۔",
    "The minister's office said the U.S. firm paid $1,250.75m (about 3.5%) on 5/6/2024, didn't it?",
    "L'Assemblée a voté aujourd'hui l'article n° 12 ; les députés d'outre-mer s'y opposaient.",
    "El presidente anunció que la inflación bajó un 2,3 % en el último trimestre, según él.",
    "Der Außenminister erklärte, die Straße nach Köln sei für Lkw über 7,5 t gesperrt.",
    "Il sindaco dell'Aquila ha detto che l'opera costerà 1.200.000 euro, cioè il 10 % in più.",
    "O governador informou que não haverá greve; a decisão saiu às 17h30 de sexta-feira.",
    "İstanbul'da dün akşam saat 19.30'da başlayan yağış, ulaşımı olumsuz etkiledi; ILIK hava.",
    "Президент сообщил, что ёмкость рынка выросла на 4,5 % — до 12 млрд рублей.",
    "Прем'єр-міністр заявив, що об'єднання відбудеться 24 серпня.",
    "Ο πρωθυπουργός δήλωσε ότι οι συνομιλίες θα συνεχιστούν στις 10:30.",
    "ראש הממשלה אמר כי ארה\"ב וצה\"ל דנו בסוגיה; ג'ורג' הגיע ב־5.6.",
    "प्रधानमंत्री ने कहा कि १५ अगस्त को नई योजना की घोषणा की जाएगी।",
    "প্রধানমন্ত্রী বলেছেন, নতুন বাজেট আগামী সপ্তাহে ঘোষণা করা হবে।",
    "நிதி அமைச்சர் புதிய திட்டத்தை அறிவித்தார்.",
    "นายกรัฐมนตรีกล่าวว่าจะประกาศงบประมาณใหม่ในวันที่ 5 มิถุนายน",
    "总理在新闻发布会上表示，2024年的预算将于6月公布。",
    "首相は記者会見で、２０２４年度の予算案を来週ＮＨＫで説明すると述べた。",
    "총리는 기자회견에서 2024년 예산안을 다음 주에 발표하겠다고 말했다.",
    "Thủ tướng cho biết ngân sách mới sẽ được công bố vào ngày 5/6.",
    "ጠቅላይ ሚኒስትሩ አዲሱ በጀት በሚቀጥለው ሳምንት ይፋ ይሆናል ብለዋል።",
    "Վարչապետը հայտարարեց, որ նոր բյուջեն կհրապարակվի հունիսի 5-ին։",
    "პრემიერმა განაცხადა, რომ ახალი ბიუჯეტი 5 ივნისს გამოქვეყნდება.",
    "Waziri Mkuu alisema bajeti mpya itatangazwa wiki ijayo, #bajeti_2024 @ofisi_ya_waziri.",
    "Voir https://example.org/a_b?x=1 et www.example.org/é, ou écrire à a.b@example.org.",
};

TEST(TokenizerDifferential, SentencesInManyLanguages) {
  TokenizerPair pair;
  std::string all;
  for (const char* sentence : kSentences) {
    ExpectEqual(&pair, sentence);
    all += std::string(sentence) + "\r\n";
  }
  ExpectEqual(&pair, all);
}

TEST(TokenizerDifferential, EverySubstringOfSentences) {
  TokenizerPair pair;
  for (const char* sentence : kSentences) {
    const std::string text(sentence);
    for (size_t begin = 0; begin < text.size(); ++begin) {
      if (!ExpectEqual(&pair, std::string_view(text).substr(begin, 40))) return;
    }
  }
}

// Words, marks and separators of many languages, in orders that no language has.
TEST(TokenizerDifferential, RandomMixturesOfSentences) {
  TokenizerPair pair;
  std::vector<std::string> pieces = {" ",      "\n",     "",       "_",      "'",      ".",
                                     "\u200C", "\u200D", "\u00AD", "\u0301", "\u094D", "\u093C",
                                     "\u064E", "\u0654", "\u3099", "\u11A8", "\uFE0F", "ß",
                                     "İ",      "ŉ",      "ﷺ",      "ﬁ",      "℃",      "한국"};
  for (const char* sentence : kSentences) {
    for (const absl::string_view word : absl::StrSplit(sentence, ' ')) pieces.emplace_back(word);
  }
  std::mt19937 random(5);
  for (int round = 0, failures = 0; round < 30000 && failures < 5; ++round) {
    std::string text;
    for (uint32_t length = 1 + random() % 12; length > 0; --length) {
      // A piece of a word, cut anywhere: broken UTF-8 is text, too.
      const std::string& piece = pieces[random() % pieces.size()];
      text += random() % 4 == 0 ? piece.substr(0, random() % (piece.size() + 1)) : piece;
      if (random() % 2 == 0) text += pieces[random() % 24];
    }
    failures += ExpectEqual(&pair, text) ? 0 : 1;
  }
}

// Composition and canonical order: letters that compose, each with every mark, alone and with a
// second one.
TEST(TokenizerDifferential, EveryMarkBehindLetters) {
  TokenizerPair pair;
  int failures = 0;
  for (char32_t mark = 0x300; mark < 0x11000 && failures < 10; ++mark) {
    if (u_getCombiningClass(static_cast<UChar32>(mark)) == 0 &&
        u_getIntPropertyValue(static_cast<UChar32>(mark), UCHAR_NFKC_QUICK_CHECK) == UNORM_YES) {
      continue;
    }
    std::string m, text;
    AppendUtf8(mark, &m);
    for (const char* letter :
         {"a",  "E",  "ß",      "İ",       "ω",  "и",  "ا", "ה", "ड", "ন", "ে", "ெ", "ﬁ", "ු",
          "ᄒ", "하", "\u0640", "x\u200D", "ー", "か", "é", "й", "ệ", "ά", "आ", "ো", "각"}) {
      for (const char* second : {"", "\u0301", "\u0327", "\u093C", "\u094D", "\u064E", "\u200C"}) {
        text += std::string(letter) + m + second + "b " + letter + second + m + " ";
      }
    }
    failures += ExpectEqual(&pair, text) ? 0 : 1;
  }
}

// Around the borders of what is read at once (16), of a word (100), and of the buffer (4096).
TEST(TokenizerDifferential, EveryLengthOfWord) {
  TokenizerPair pair;
  for (const std::string letter : {"X", "7", "é", "ب", "क", "한", "ｱ", "Ａ", "ŉ"}) {
    std::string word, text;
    for (int length = 1; length <= 230; ++length) {
      word += letter;
      text += (length % 3 == 0 ? ", " : " ") + word;
      for (const char* end : {"", " ", "é", "'", "_", "字", "\u0301", "\xE2\x80"}) {
        if (!ExpectEqual(&pair, word + end)) return;
      }
    }
    ExpectEqual(&pair, text);
  }
}

TEST(TokenizerDifferential, LongJunk) {
  TokenizerPair pair;
  for (const std::string piece : {"x", "ب", "ُب", "1.", "a'", "_", "漢", "é", "\u0301", "a\u200D"}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    ExpectEqual(&pair, text);
  }
}

TEST(TokenizerDifferential, ACloneGivesTheSame) {
  TokenizerPair pair;
  pair.UseClone();
  for (const char* sentence : kSentences) ExpectEqual(&pair, sentence);
}

}  // namespace
}  // namespace tasnif
