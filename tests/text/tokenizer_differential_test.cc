// The fast tokenizer against ICU's: equal tokens, ranges and kinds.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/icu_tokenizer.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

struct Pair {
  std::unique_ptr<Tokenizer> fast = Tokenizer::Create().value();
  std::unique_ptr<IcuTokenizer> icu = IcuTokenizer::Create().value();
};

std::string Describe(const Tokens& tokens) {
  std::string text;
  for (const Token& token : tokens) {
    text += std::to_string(token.begin_byte) + "-" + std::to_string(token.end_byte) +
            (token.kind == TokenKind::kNumber ? "#" : ":");
    text += tokens.word(token);
    text += '|';
  }
  return text;
}

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
bool ExpectEqual(Pair* pair, std::string_view text) {
  Tokens fast, icu;
  pair->fast->Tokenize(text, &fast);
  pair->icu->Tokenize(text, &icu);
  const std::string fast_text = Describe(fast), icu_text = Describe(icu);
  EXPECT_EQ(fast_text, icu_text) << Hex(text.substr(0, 60));
  return fast_text == icu_text;
}

TEST(TokenizerDifferential, EveryCodePointAloneAndBetweenLetters) {
  Pair pair;
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
  Pair pair;
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
  Pair pair;
  const std::string alphabet("a \xD8\xA8\xE2\x80\x8D\xFF\xC2\xF0\0", 12);
  const size_t n = alphabet.size();
  for (size_t code = 0; code < n * n * n * n; ++code) {
    std::string text;
    for (size_t rest = code, i = 0; i < 4; ++i, rest /= n) text += alphabet[rest % n];
    if (!ExpectEqual(&pair, text)) break;
  }
}

TEST(TokenizerDifferential, RandomTextOfManyScripts) {
  Pair pair;
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
    "وزیر خارجه گفت که گفت‌وگوها در ۲۵ اردیبهشت ادامه می‌یابد و نتیجه‌ای به‌دست نیامده "
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
  Pair pair;
  std::string all;
  for (const char* sentence : kSentences) {
    ExpectEqual(&pair, sentence);
    all += std::string(sentence) + "\r\n";
  }
  ExpectEqual(&pair, all);
}

TEST(TokenizerDifferential, EverySubstringOfSentences) {
  Pair pair;
  for (const char* sentence : kSentences) {
    const std::string text(sentence);
    for (size_t begin = 0; begin < text.size(); ++begin) {
      if (!ExpectEqual(&pair, std::string_view(text).substr(begin, 40))) return;
    }
  }
}

TEST(TokenizerDifferential, LongJunk) {
  Pair pair;
  for (const std::string piece : {"x", "ب", "ُب", "1.", "a'", "_", "漢", "é", "\u0301", "a\u200D"}) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    ExpectEqual(&pair, text);
  }
}

TEST(TokenizerDifferential, ACloneGivesTheSame) {
  Pair pair;
  pair.fast = pair.fast->Clone().value();
  for (const char* sentence : kSentences) ExpectEqual(&pair, sentence);
}

}  // namespace
}  // namespace tasnif
