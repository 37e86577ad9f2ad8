// What the page says, in two languages. A sentence with {} has a place for a value.

const WORDS = {
  en: {
    skip: 'Skip to the labels', article: 'Article', title: 'Headline (may stay empty)',
    text: 'Text: paste it, or drop a file anywhere on this page',
    keys: 'Ctrl+Enter labels the article.',
    file: 'File: text, HTML, or JSON lines with several articles',
    more: 'More about the article', url: 'Address where it was published',
    targets: 'Stance targets, separated by commas (empty: countries are found)',
    token: 'Access token, where the server asks for one', label: 'Label it', labels: 'Labels',
    evidence: 'Evidence in the text', layer: 'Show the evidence for', for: 'speaks for it',
    against: 'speaks against it', none: 'nothing', working: 'Labelling…',
    done: 'Labelled {} articles.', done_one: 'Labelled.', empty_text: 'There is no text yet.',
    failed: 'That did not work: {}', unreachable: 'The server does not answer.',
    language_is: 'Language: {}', model: 'model {}', decided: 'decided by the {}',
    stance: 'Stance towards {}', unsure: 'The model does not know.',
    reasons: {
      low_margin: 'No label is clearly better than the others.',
      too_short: 'There are too few words to judge by.',
      empty: 'There are no words to judge by.',
      out_of_vocabulary: 'Too few of its words are known to the model.',
      unsupported_language: 'The model was not made for this language.',
      no_mention: 'The text does not mention it.',
    },
    decided_by: {text: 'text', attribution: 'agency it credits', outlet: 'outlet'},
    credits: 'Credits: {}', correct: 'Correct this', should_be: 'It should be',
    by: 'Your name', comment: 'Comment', send: 'Send the correction', sent: 'Kept. Thank you.',
    sent_before: 'This was kept before.', no_feedback: 'This server keeps no corrections.',
    bad_line: 'line {} is not JSON', cut: 'only the first {} articles were taken',
    region: 'Text with the evidence marked', credited: 'who is credited', no_label: 'No label', doubt: '?',
    choose: 'Choose the right label', too_long: 'The text is longer than this server takes ({} bytes).',
    unknown_language: 'not known', heads: {}, label_names: {},
  },
  ar: {
    skip: 'انتقل إلى التصنيفات', article: 'المقال', title: 'العنوان (يمكن تركه فارغا)',
    text: 'النص: الصقه هنا، أو أسقط ملفا في أي مكان من الصفحة',
    keys: 'Ctrl+Enter يصنف المقال.',
    file: 'ملف: نص أو HTML أو أسطر JSON فيها عدة مقالات',
    more: 'المزيد عن المقال', url: 'العنوان الذي نشر فيه',
    targets: 'أهداف الموقف تفصلها فواصل (إن ترك فارغا بحثنا عن الدول)',
    token: 'رمز الدخول إن طلبه الخادم', label: 'صنف', labels: 'التصنيفات',
    evidence: 'الدليل في النص', layer: 'أظهر الدليل على', for: 'يؤيد', against: 'يعارض',
    none: 'لا شيء', working: 'جار التصنيف…', done: 'عدد المقالات المصنفة: {}',
    done_one: 'تم التصنيف.', empty_text: 'لا يوجد نص بعد.', failed: 'لم ينجح ذلك: {}',
    unreachable: 'الخادم لا يجيب.', language_is: 'اللغة: {}', model: 'النموذج {}',
    decided: 'حسم الأمر: {}', stance: 'الموقف من {}', unsure: 'النموذج لا يعرف.',
    reasons: {
      low_margin: 'لا يوجد تصنيف أوضح من غيره.',
      too_short: 'الكلمات أقل من أن يحكم بها.',
      empty: 'لا توجد كلمات يحكم بها.',
      out_of_vocabulary: 'لا يعرف النموذج من كلماته إلا القليل.',
      unsupported_language: 'لم يصمم النموذج لهذه اللغة.',
      no_mention: 'النص لا يذكره.',
    },
    decided_by: {text: 'النص', attribution: 'الوكالة المذكورة', outlet: 'الناشر'},
    credits: 'ينسب إلى: {}', correct: 'صحح هذا', should_be: 'الصواب', by: 'اسمك',
    comment: 'تعليق', send: 'أرسل التصحيح', sent: 'حفظ التصحيح. شكرا.',
    sent_before: 'هذا التصحيح محفوظ من قبل.', no_feedback: 'هذا الخادم لا يحفظ التصحيحات.',
    bad_line: 'السطر {} ليس JSON', cut: 'أخذت أول {} مقالات فقط',
    region: 'النص مع إبراز الدليل', credited: 'المصدر المذكور', no_label: 'بلا تصنيف', doubt: '؟',
    choose: 'اختر التصنيف الصحيح', too_long: 'النص أطول مما يقبله هذا الخادم ({} بايت).',
    unknown_language: 'غير معروفة',
    heads: {topic: 'الموضوع', source_type: 'نوع المصدر', language: 'اللغة'},
    // Of the shipped models; others show the label itself.
    label_names: {
      arts_culture_entertainment_media: 'فنون وثقافة وترفيه وإعلام', crime_law_justice: 'جريمة وقانون وقضاء',
      disaster_accident_emergency: 'كوارث وحوادث وطوارئ', economy_business_finance: 'اقتصاد وأعمال ومال',
      education: 'تعليم', environment: 'بيئة', health: 'صحة', lifestyle_leisure: 'نمط حياة وترويح',
      politics: 'سياسة', religion: 'دين', science_technology: 'علوم وتقنية', society: 'مجتمع', sport: 'رياضة',
      news_report: 'تقرير إخباري', opinion_editorial: 'رأي وافتتاحيات', user_generated: 'محتوى المستخدمين',
      reference_info: 'معلومات مرجعية', satire: 'سخرية', press_release_official: 'بيان رسمي',
      wire_agency: 'وكالة أنباء', promotional: 'ترويجي', legal: 'قانوني',
      favor: 'مؤيد', against: 'معارض', neutral: 'محايد', undetermined: 'غير محسوم',
    },
  },
};

let language = 'en';

export function setLanguage(name) { language = name; }
export function currentLanguage() { return language; }

// A sentence, with `value` in its place.
export function say(key, value) {
  const sentence = WORDS[language][key] ?? key;
  return value === undefined ? sentence : sentence.replace('{}', () => String(value));
}

// A name that the server uses, in words; the name itself where there are none.
export function sayOf(table, name) { return WORDS[language][table][name] ?? name; }

// Names of the server for people.
export function labelName(label) { return sayOf('label_names', label).replaceAll('_', ' '); }
export function headName(head) { return sayOf('heads', head).replaceAll('_', ' '); }

// "Arabic (ar)"; the browser knows the names.
export function languageName(code) {
  if (code === '' || code === 'und' || code === 'zxx') return say('unknown_language');
  let name;
  try { name = new Intl.DisplayNames([language], {type: 'language'}).of(code); } catch { return code; }
  return name === code ? code : `${name} (${code})`;
}

export const dictionaries = WORDS;
