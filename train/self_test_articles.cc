#include "train/self_test_articles.h"

#include <string>

namespace tasnif {
namespace {

struct Text {
  const char* language;
  const char* target;
  const char* text;
};

// Written for this file. One for each kind of news that the shipped heads know, in two languages.
constexpr Text kTexts[] = {
    {"ar", "المنتخب",
     "فاز المنتخب الوطني على ضيفه بثلاثة أهداف لهدف في مباراة حضرها آلاف المشجعين."},
    {"ar", "البنك المركزي",
     "أعلن البنك المركزي رفع سعر الفائدة نصف نقطة مئوية للحد من التضخم وسط تراجع العملة المحلية."},
    {"ar", "وزارة الصحة",
     "قالت وزارة الصحة إن حملة التطعيم الجديدة ستشمل الأطفال دون الخامسة في جميع المحافظات."},
    {"ar", "الحكومة",
     "انتقد نواب المعارضة الحكومة بشدة واتهموها بالفشل في إدارة الأزمة قبيل جلسة التصويت في "
     "البرلمان."},
    {"ar", "المهرجان", "افتتح المهرجان دورته العشرين بعرض فيلم روائي طويل بحضور نخبة من الممثلين."},
    {"ar", "الهاتف", "كشفت الشركة عن هاتف جديد بشاشة قابلة للطي ومعالج أسرع وبطارية تدوم يومين."},
    {"en", "The coach",
     "The coach praised his young side after a late goal sent the club through to the cup final."},
    {"en", "The ministry",
     "The ministry said in a statement that inflation slowed to four percent as fuel prices fell."},
    {"en", "Scientists",
     "Scientists working with a new telescope have found water vapour around a distant planet."},
    {"en", "The president",
     "Critics say the president has betrayed voters, and his reckless plan is a disgrace."},
    {"en", "Police",
     "Police arrested two men on Monday after a robbery at a jewellery shop downtown."},
    {"en", "the minister",
     "It is time to admit, I think, that the minister was right all along and we were wrong."},
};

}  // namespace

std::vector<LabelledArticle> SelfTestArticles(const std::string& head) {
  std::vector<LabelledArticle> articles;
  for (const Text& text : kTexts) {
    LabelledArticle& article = articles.emplace_back();
    article.article.set_id("self-test-" + std::to_string(articles.size()));
    article.article.set_text(text.text);
    article.article.set_language(text.language);
    article.article.add_targets()->set_name(text.target);
    article.labels[head] = "any";
    article.targets.push_back({.name = text.target, .stance = "neutral"});
  }
  return articles;
}

}  // namespace tasnif
