#include "text/script.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace tasnif
