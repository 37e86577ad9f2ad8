#include "tests/testing/tiny_corpus.h"

namespace tasnif {

const std::vector<TinyRow>& TinyTopicRows() {
  static const auto& rows = *new std::vector<TinyRow>{
      {"politics", "أعلن رئيس الوزراء تشكيل حكومة جديدة بعد مشاورات مع الأحزاب في البرلمان", ""},
      {"politics", "صوّت البرلمان على قانون الانتخابات وسط اعتراض نواب المعارضة", ""},
      {"politics", "التقى وزير الخارجية نظيره لبحث العلاقات الدبلوماسية بين البلدين", ""},
      {"politics", "دعا الرئيس الأحزاب إلى حوار وطني قبل الانتخابات الرئاسية", ""},
      {"politics", "The prime minister formed a new government after talks with party leaders", ""},
      {"politics", "Parliament voted on the election law while the opposition protested", ""},
      {"politics", "The foreign minister met diplomats to discuss relations and sanctions", ""},
      {"politics", "The president called the parties to a dialogue before the vote", ""},
      {"sport", "فاز المنتخب على ضيفه بهدفين في مباراة الإياب وتأهل إلى نهائي الكأس", ""},
      {"sport", "سجل المهاجم هدف الفوز في الدقيقة الأخيرة من مباراة الدوري", ""},
      {"sport", "أعلن النادي تعاقده مع مدرب جديد بعد خسارة الفريق ثلاث مباريات", ""},
      {"sport", "أحرز العداء الميدالية الذهبية في بطولة ألعاب القوى", ""},
      {"sport", "The team won the match with two goals and reached the cup final", ""},
      {"sport", "The striker scored the winning goal in the last minute of the league game", ""},
      {"sport", "The club signed a new coach after the side lost three matches", ""},
      {"sport", "The runner took the gold medal at the athletics championship", ""},
      {"economy_business_finance", "ارتفعت أسعار النفط في الأسواق مع تراجع المخزونات وصعود الأسهم",
       ""},
      {"economy_business_finance", "رفع البنك المركزي سعر الفائدة لكبح التضخم ودعم العملة", ""},
      {"economy_business_finance", "أعلنت الشركة أرباحا فصلية فاقت توقعات المستثمرين في البورصة",
       ""},
      {"economy_business_finance", "وقعت الشركتان صفقة استثمار بقيمة مليار دولار", ""},
      {"economy_business_finance",
       "Oil prices rose on the markets as stocks climbed and supply fell", ""},
      {"economy_business_finance", "The central bank raised the interest rate to curb inflation",
       ""},
      {"economy_business_finance",
       "The company reported quarterly profits above what investors hoped", ""},
      {"economy_business_finance",
       "The two firms signed an investment deal worth a billion dollars", ""},
      {"health", "حذرت وزارة الصحة من انتشار الفيروس ودعت إلى تلقي اللقاح", ""},
      {"health", "اكتشف أطباء علاجا جديدا لمرضى السكري في المستشفى الجامعي", ""},
      {"health", "تعافى المرضى بعد جراحة دقيقة في القلب أجراها فريق طبي", ""},
      {"health", "ينصح الأطباء بالنوم الكافي للوقاية من أمراض القلب والسمنة", ""},
      {"health", "The health ministry warned of the virus and urged people to take the vaccine",
       ""},
      {"health", "Doctors found a new treatment for diabetes patients at the hospital", ""},
      {"health", "Patients recovered after heart surgery by a medical team", ""},
      {"health", "Doctors advise enough sleep to prevent heart disease and obesity", ""},
  };
  return rows;
}

const std::vector<TinyRow>& TinySourceTypeRows() {
  static const auto& rows = *new std::vector<TinyRow>{
      {"news_report", "قال مسؤول محلي إن الأمطار تسببت في إغلاق الطرق صباح الثلاثاء", ""},
      {"news_report", "ذكرت الشرطة أن الحادث وقع مساء أمس وأسفر عن إصابة شخصين", ""},
      {"news_report", "أعلنت البلدية بدء العمل في الجسر الجديد بحسب ما أفاد شهود", ""},
      {"news_report", "Police said the accident happened on Tuesday evening and two were hurt", ""},
      {"news_report", "A local official told reporters that rain had closed the roads", ""},
      {"news_report", "The city announced that work on the bridge began, witnesses said", ""},
      {"opinion_editorial", "في رأيي لا يمكننا أن نصمت، وأظن أن علينا جميعا أن نسأل أنفسنا لماذا",
       ""},
      {"opinion_editorial", "كنت أتمنى أن نتعلم من أخطائنا، لكننا للأسف نكررها كل مرة", ""},
      {"opinion_editorial", "من وجهة نظري هذه السياسة خطأ ويجب أن نعيد التفكير فيها", ""},
      {"opinion_editorial", "I believe we must ask ourselves why we keep repeating our mistakes",
       ""},
      {"opinion_editorial", "In my view this policy is wrong and we should think again", ""},
      {"opinion_editorial", "Let us be honest: we cannot stay silent, and I think you know why",
       ""},
      {"press_release_official",
       "صرح المتحدث الرسمي باسم الوزارة بأن الوزارة تؤكد حرصها على خدمة المواطنين", ""},
      {"press_release_official", "يسر الهيئة أن تعلن إطلاق مبادرتها في إطار رؤيتها الاستراتيجية",
       ""},
      {"press_release_official", "استقبل معالي الوزير في مكتبه وفدا وأكد معاليه عمق العلاقات", ""},
      {"press_release_official", "The ministry is pleased to announce the launch of its initiative",
       ""},
      {"press_release_official", "For immediate release: the department reaffirms its commitment",
       ""},
      {"press_release_official",
       "His Excellency received the delegation and praised the partnership", ""},
      {"wire_agency", "رويترز تغطية صحفية للنشرة تحرير أكدت المصادر للوكالة في برقية عاجلة", ""},
      {"wire_agency", "Reporting by our bureau; editing by the desk; the agency said in a bulletin",
       ""},
  };
  return rows;
}

const std::vector<TinyRow>& TinyStanceRows() {
  static const auto& rows = *new std::vector<TinyRow>{
      {"favor", "أشاد الكاتب بنجاح مصر الباهر وأثنى على إنجازها العظيم", "مصر"},
      {"favor", "نفخر بما حققته الجزائر من تقدم رائع ونشكرها", "الجزائر"},
      {"favor", "تستحق اليابان الإعجاب لنجاحها ووفائها بوعودها", "اليابان"},
      {"favor", "We praise Egypt for its great success and thank it", "Egypt"},
      {"favor", "Everyone admires Japan for the wonderful progress it made", "Japan"},
      {"favor", "Critics agree that Norway deserves applause and respect", "Norway"},
      {"against", "ندد البيان بجرائم روسيا البشعة واتهمها بالكذب", "روسيا"},
      {"against", "فشلت فرنسا فشلا ذريعا وتتحمل مسؤولية الكارثة", "فرنسا"},
      {"against", "أدان الكاتب سياسة إيران الظالمة ووصفها بالخطيرة", "إيران"},
      {"against", "We condemn Russia for its terrible crimes and lies", "Russia"},
      {"against", "France failed badly and is to blame for the disaster", "France"},
      {"against", "The writer denounced Iran as dangerous and unjust", "Iran"},
      {"neutral", "وصل الوفد إلى تركيا يوم الاثنين لحضور الاجتماع", "تركيا"},
      {"neutral", "تقع كندا في أمريكا الشمالية وعاصمتها أوتاوا", "كندا"},
      {"neutral", "يعقد المؤتمر المقبل في البرازيل خلال شهر مايو", "البرازيل"},
      {"neutral", "The delegation arrived in Turkey on Monday for a meeting", "Turkey"},
      {"neutral", "The next conference takes place in Brazil in May", "Brazil"},
      {"neutral", "The capital of Canada lies on the river", "Canada"},
  };
  return rows;
}

const std::vector<TinyRow>& TinyLanguageRows() {
  static const auto& rows = *new std::vector<TinyRow>{
      {"ar", "قال الوزير إن العمل في المشروع بدأ هذا الأسبوع", ""},
      {"ar", "وصل الوفد إلى المدينة بعد رحلة طويلة في القطار", ""},
      {"ar", "هذا الكتاب عن تاريخ المدينة التي ولد فيها الكاتب", ""},
      {"de", "Der Minister sagte, dass die Arbeit an dem Projekt diese Woche begann", ""},
      {"de", "Die Delegation kam nach einer langen Fahrt mit dem Zug in der Stadt an", ""},
      {"de", "Das Buch handelt von der Geschichte der Stadt und ist sehr lang", ""},
      {"en", "The minister said that work on the project began this week", ""},
      {"en", "The delegation arrived in the city after a long journey by train", ""},
      {"en", "This book is about the history of the city and it is very long", ""},
  };
  return rows;
}

}  // namespace tasnif
