#include "text/script.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace tasnif {
namespace {

struct ScriptCase {
  std::string text;
  std::string script;
  std::string language;
};

TEST(Script, GuessesScriptAndLanguage) {
  const ScriptCase cases[] = {
      {"", "Zyyy", "und"},
      {"2024 !?", "Zyyy", "und"},
      {"قال الوزير إن الحكومة ستدرس الطلب الأسبوع المقبل", "Arab", "ar"},
      {"أعلن البیان الصادر عن الوزارة موعد المؤتمر الصحفي القادم في العاصمة", "Arab", "ar"},
      {"وزیر گفت که دولت این درخواست را هفته آینده بررسی "
       "می‌کند",
       "Arab", "fa"},
      {"وزیر نے کہا کہ حکومت اگلے ہفتے اس درخواست پر غور کرے گی", "Arab", "ur"},
      {"Министр сообщил, что правительство рассмотрит просьбу", "Cyrl", "ru"},
      {"Міністр повідомив, що уряд розгляне прохання наступного тижня", "Cyrl", "uk"},
      {"The minister said that the request will be studied by the cabinet", "Latn", "en"},
      {"Le ministre a dit que la demande sera étudiée par le gouvernement", "Latn", "fr"},
      {"El ministro dijo que la petición será estudiada por el gobierno", "Latn", "es"},
      {"Der Minister sagte, dass die Regierung den Antrag nicht ablehnen wird", "Latn", "de"},
      {"Il ministro ha detto che la richiesta non è stata respinta dal governo", "Latn", "it"},
      {"O ministro disse que o pedido não foi rejeitado pelo governo", "Latn", "pt"},
      {"Bakan, talebin yeni bir kurul tarafından ve daha sonra inceleneceğini dedi", "Latn", "tr"},
      {"Menteri mengatakan bahwa permintaan itu akan dibahas oleh kabinet pada hari ini", "Latn",
       "id"},
      {"Wasiirku waxay sheegeen in dalka uu ka qayb galo shirka iyo kulanka kale", "Latn", "so"},
      {"Waziri alisema kuwa ombi hilo litajadiliwa na baraza katika kikao cha wiki hii", "Latn",
       "sw"},
      {"xyzzy plugh", "Latn", "und"},
      {"部长表示政府将于下周审议该请求", "Hans", "zh"},
      {"大臣は来週この要請を検討すると述べた", "Jpan", "ja"},
      {"장관은 다음 주에 요청을 검토하겠다고 말했다", "Hang", "ko"},
      {"השר אמר כי הממשלה תדון בבקשה", "Hebr", "he"},
      {"मंत्री ने कहा कि सरकार अनुरोध पर विचार करेगी", "Deva", "hi"},
      {"ሚኒስትሩ ጥያቄው እንደሚታይ ተናግረዋል", "Ethi", "am"},
      {"Reuters نقلت عن مسؤول قوله إن المحادثات مستمرة", "Arab", "ar"},
  };
  for (const ScriptCase& c : cases) {
    EXPECT_EQ(DominantScript(c.text), c.script) << c.text;
    EXPECT_EQ(GuessLanguage(c.text), c.language) << c.text;
  }
}

// Scripts by count, those that come first in the text winning ties; without Han and kana.
std::string PlainScript(const std::string& text) {
  std::vector<std::pair<std::string, int>> counts;
  for (size_t position = 0; position < text.size();) {
    const auto c = static_cast<UChar32>(NextCodePoint(text, &position));
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    if (!u_isalpha(c) || script <= USCRIPT_INHERITED) continue;
    const std::string name = uscript_getShortName(script);
    const auto known = std::find_if(counts.begin(), counts.end(),
                                    [&name](const auto& count) { return count.first == name; });
    if (known == counts.end()) {
      counts.emplace_back(name, 1);
    } else {
      ++known->second;
    }
  }
  const auto best =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == counts.end() ? "Zyyy" : best->first;
}

TEST(Script, OfSeveralTheFirstOfTheCommonestWins) {
  const std::string pieces[] = {"a",  "é",    "ß",    "ж",          "ґ",          "ب", "گ",
                                "ے",  "ـ",    "١",    "ש",          "क",          "ก", "한",
                                ". ", "\xFF", "\xD8", "\U00010330", "\U0001E900", "ʼ", "\u0301"};
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = random() % 16; n > 0; --n) text += pieces[random() % std::size(pieces)];
    ASSERT_EQ(DominantScript(text), PlainScript(text)) << text;
  }
}

TEST(Script, SharesOfTellTaleLettersDecideTheLanguage) {
  const auto repeated = [](const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  EXPECT_EQ(GuessLanguage(repeated("ب", 97) + repeated("پ", 3)), "ar");
  EXPECT_EQ(GuessLanguage(repeated("ب", 96) + repeated("پ", 4)), "fa");
  EXPECT_EQ(GuessLanguage(repeated("ب", 98) + repeated("ے", 2)), "ar");
  EXPECT_EQ(GuessLanguage(repeated("ب", 97) + repeated("ے", 3)), "ur");
  EXPECT_EQ(GuessLanguage(repeated("б", 98) + repeated("ї", 2)), "ru");
  EXPECT_EQ(GuessLanguage(repeated("б", 97) + repeated("ї", 3)), "uk");
  // ASCII letters do not count in the share, letters of other scripts do.
  EXPECT_EQ(GuessLanguage(repeated("ب", 96) + repeated("پ", 4) + repeated("a", 50)), "fa");
  EXPECT_EQ(GuessLanguage(repeated("ب", 96) + repeated("پ", 4) + repeated("é", 50)), "ar");
}

}  // namespace
}  // namespace tasnif
