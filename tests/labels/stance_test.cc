#include "labels/stance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StanceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    tiny_ = new TinyModel(MakeTinyModel("stance"));
    targets_ = new TargetList(*TargetList::Create(""));
    scratch_ = LabelScratch::Create()->release();
  }
  static void TearDownTestSuite() {
    delete tiny_;
    delete targets_;
    delete scratch_;
  }

  static const ArticleText& Read(const std::string& text, const std::string& language = "ar") {
    v1::Article article;
    article.set_text(text);
    article.set_language(language);
    EXPECT_TRUE(scratch_->reader->Read(article, &scratch_->text).ok());
    return scratch_->text;
  }

  // Of the article that was read last.
  static TargetMentions Mentions(const std::string& name) {
    v1::Target target;
    target.set_name(name);
    return targets_->FindRequested({&target, 1}, scratch_->text).value()[0];
  }

  static std::vector<std::string> Evidence(const std::string& name,
                                           const v1::StanceOptions& options = {}) {
    std::vector<std::string> out;
    for (const StanceSentence& sentence :
         EvidenceSentences(Mentions(name), scratch_->text, options, scratch_->reader.get())) {
      out.emplace_back(Slice(scratch_->text.text, sentence.range));
    }
    return out;
  }

  // The words of the first piece, joined by blanks.
  static std::string WordsFor(const std::string& name, const v1::Bundle& bundle) {
    const TargetMentions target = Mentions(name);
    const std::vector<StanceSentence> pieces =
        EvidenceSentences(target, scratch_->text, bundle.stance(), scratch_->reader.get());
    if (pieces.empty()) return "(none)";
    Words words;
    BuildStanceWords(target, pieces[0], scratch_->text, bundle, &words);
    EXPECT_EQ(words.words.size(), words.origins.size());
    std::string out;
    for (const std::string_view word : words.words) {
      if (!out.empty()) out += ' ';
      out += word;
    }
    return out;
  }

  static v1::Bundle MaskBundle() {
    v1::Bundle bundle;
    bundle.mutable_stance()->set_mask_word("targetx");
    return bundle;
  }

  // The tiny model under another manifest.
  static v1::StancePrediction PredictWith(const v1::Bundle& bundle, const std::string& name,
                                          bool explain = false) {
    const std::shared_ptr<const HeadModel> model = LoadTinyModel({bundle, tiny_->compiled});
    LabelPlan plan;
    plan.explain = explain;
    v1::StancePrediction out;
    PredictStance(*model, plan, Mentions(name), scratch_, &out);
    return out;
  }
  static v1::StancePrediction Predict(const std::string& name, bool explain = false) {
    return PredictWith(tiny_->bundle, name, explain);
  }

  static double Sum(const v1::StanceProbabilities& p) {
    return static_cast<double>(p.favor()) + p.against() + p.neutral();
  }

  static inline const TinyModel* tiny_ = nullptr;
  static inline const TargetList* targets_ = nullptr;
  static inline LabelScratch* scratch_ = nullptr;
};

// For one country and against the other.
constexpr char kForAndAgainst[] =
    "أشاد الكاتب بنجاح اليابان الباهر وأثنى على إنجازها العظيم. "
    "وفي المقابل ندد بجرائم روسيا البشعة واتهمها بالكذب. "
    "وانتهى اللقاء مساء الخميس.";

std::string LongBody(int sentences) {
  std::string body;
  for (int i = 0; i < sentences; ++i) body += "تحدث المدير عن خطط الإنتاج والصيانة خلال العام. ";
  return body;
}

TEST_F(StanceTest, EvidenceIsTheSentencesThatMentionTheTarget) {
  Read("وصل وفد مصر أمس. ثم غادر الوفد. وشكرت القاهرة المضيفين! هل تعود مصر؟");
  EXPECT_THAT(Evidence("مصر"),
              ElementsAre("وصل وفد مصر أمس.", "وشكرت القاهرة المضيفين!", "هل تعود مصر؟"));
}

TEST_F(StanceTest, TwoMentionsInOneSentenceAreOnePiece) {
  Read("قالت مصر إن القاهرة ترحب.");
  const std::vector<StanceSentence> pieces =
      EvidenceSentences(Mentions("مصر"), scratch_->text, {}, scratch_->reader.get());
  ASSERT_THAT(pieces, SizeIs(1));
  EXPECT_THAT(pieces[0].mentions, ElementsAre(Mention{1, 2}, Mention{3, 4}));
}

TEST_F(StanceTest, EvidenceLeavesOutLinksAndTheRelatedArticle) {
  Read(LongBody(3) + "\nإقرأ المزيدأعلنت اليابان موقفها.\n" + LongBody(2) +
       "\nإقرأ أيضاً:\nاليابان تفوز ببطولة آسيا\n");
  EXPECT_THAT(Evidence("اليابان"), ElementsAre("أعلنت اليابان موقفها."));
}

TEST_F(StanceTest, ShortBodyWithoutMentionIsReadAsAWhole) {
  Read("رائع جدا! شكرا لكم");
  EXPECT_THAT(Evidence("حملة النظافة"), ElementsAre("رائع جدا! شكرا لكم"));
  Read(LongBody(20));
  EXPECT_THAT(Evidence("حملة النظافة"), IsEmpty());
  Read("المصدر: رويترز");
  EXPECT_THAT(Evidence("حملة النظافة"), IsEmpty()) << "no body at all";
}

TEST_F(StanceTest, LongBodyWithoutMentionIsReadForAKnownTarget) {
  v1::StanceOptions options;
  (*options.mutable_known_targets())["حملة النظافة"] = "t0:";
  Read(LongBody(20));
  EXPECT_THAT(Evidence("حملة النظافة", options), SizeIs(1));
  EXPECT_THAT(Evidence("حملة الصحة", options), IsEmpty());
}

TEST_F(StanceTest, KnownTargetIsRecognisedInAnySpelling) {
  v1::StanceOptions options;
  (*options.mutable_known_targets())["Clean Streets"] = "t0:";
  (*options.mutable_known_targets())["الأمانة"] = "t1:";
  (*options.mutable_known_targets())["Egypt"] = "t2:";
  const auto word = [&options](const char* name, const char* english_name) -> std::string {
    TargetMentions target;
    target.name = name;
    target.english_name = english_name;
    const std::string* found = KnownTargetWord(target, options);
    return found == nullptr ? "" : *found;
  };
  EXPECT_EQ(word("Clean Streets", ""), "t0:");
  EXPECT_EQ(word("clean STREETS", ""), "t0:");
  EXPECT_EQ(word("clean", ""), "");
  EXPECT_EQ(word("الامانه", ""), "t1:");
  EXPECT_EQ(word("مصر", "Egypt"), "t2:") << "a country by its English name";
  EXPECT_EQ(word("", ""), "");
}

TEST_F(StanceTest, MentionBecomesOneMask) {
  Read("قالت الولايات المتحدة إنها لن تنسحب من 3 قواعد.");
  EXPECT_EQ(WordsFor("الولايات المتحدة", MaskBundle()), "قالت targetx انها لن تنسحب من 0 قواعد");
  v1::Bundle without_numbers = MaskBundle();
  without_numbers.mutable_text()->set_drop_numbers(true);
  EXPECT_EQ(WordsFor("الولايات المتحدة", without_numbers), "قالت targetx انها لن تنسحب من قواعد");
}

TEST_F(StanceTest, NeighboursCarryTheirSide) {
  v1::Bundle bundle = MaskBundle();
  bundle.mutable_stance()->set_side_window(2);
  Read("a b c Egypt d e f", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle), "a b c targetx d e f l:b l:c r:d r:e");
}

TEST_F(StanceTest, NeighboursCarryTheirDistance) {
  v1::Bundle bundle = MaskBundle();
  bundle.mutable_stance()->set_position_window(3);
  bundle.mutable_stance()->set_position_cap(2);
  Read("a b c Egypt d e f g", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle), "a b c targetx d e f g l2:a l2:b l1:c r1:d r2:e r2:f");
}

TEST_F(StanceTest, WordBetweenTwoMentionsBelongsToTheNearerOne) {
  v1::Bundle bundle = MaskBundle();
  bundle.mutable_stance()->set_side_window(9);
  Read("Egypt a b c Egypt", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle), "targetx a b c targetx r:a r:b l:c");
}

TEST_F(StanceTest, FarWordsAreLeftOut) {
  v1::Bundle bundle = MaskBundle();
  bundle.mutable_stance()->set_context_words(1);
  Read("a b Egypt c d e Egypt f", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle), "b targetx c e targetx f");
}

TEST_F(StanceTest, KnownTargetHasItsOwnWords) {
  v1::Bundle bundle = MaskBundle();
  (*bundle.mutable_stance()->mutable_known_targets())["clean streets"] = "t3:";
  Read("we love it", "en");
  EXPECT_EQ(WordsFor("Clean Streets", bundle), "we love it t3:");
  bundle.mutable_stance()->set_target_words(true);
  bundle.mutable_stance()->set_language_word(true);
  EXPECT_EQ(WordsFor("Clean Streets", bundle), "lang:en we love it t3: t3:we t3:love t3:it");
  EXPECT_EQ(WordsFor("Wide Streets", bundle), "lang:en we love it");
}

TEST_F(StanceTest, StemsAreReadBesideTheWords) {
  v1::Bundle bundle = MaskBundle();
  bundle.mutable_stance()->set_stem_words(true);
  bundle.mutable_stance()->set_stem_side_window(1);
  Read("critics praised Egypt loudly", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle),
            "critics praised targetx loudly p:criti p:prais p:targetx p:loudl pl:prais pr:loudl");
  (*bundle.mutable_stance()->mutable_known_targets())["Egypt"] = "t0:";
  bundle.mutable_stance()->set_target_words(true);
  bundle.mutable_stance()->set_stem_side_window(0);
  Read("Egypt loudly", "en");
  EXPECT_EQ(WordsFor("Egypt", bundle),
            "targetx loudly p:targetx p:loudl t0: t0:targetx t0:loudly t0:p:targetx t0:p:loudl");
}

TEST_F(StanceTest, OffsetsMayChangeTheAnswer) {
  Read(kForAndAgainst);
  v1::Bundle bundle = tiny_->bundle;
  EXPECT_EQ(PredictWith(bundle, "اليابان").label(), "favor");
  (*(*bundle.mutable_calibration()->mutable_label_offsets())[""].mutable_offset())["neutral"] = 50;
  const v1::StancePrediction shifted = PredictWith(bundle, "اليابان");
  EXPECT_EQ(shifted.label(), "neutral");
  EXPECT_FLOAT_EQ(shifted.probability(), shifted.probabilities().neutral());
}

TEST_F(StanceTest, APackSaysThatItDoesNotKnowATarget) {
  Read(kForAndAgainst);
  v1::Bundle bundle = tiny_->bundle;
  bundle.mutable_stance()->set_known_targets_only(true);
  (*bundle.mutable_stance()->mutable_known_targets())["Japan"] = "t0:";
  EXPECT_EQ(PredictWith(bundle, "اليابان").label(), "favor");
  const v1::StancePrediction unknown = PredictWith(bundle, "الصين");
  EXPECT_EQ(unknown.label(), "undetermined");
  EXPECT_EQ(unknown.reason(), "unknown_target");
  EXPECT_FALSE(unknown.has_probabilities());
}

TEST_F(StanceTest, OneArticleTakesASideForOneAndAgainstAnother) {
  Read(kForAndAgainst);
  const v1::StancePrediction japan = Predict("اليابان");
  EXPECT_EQ(japan.target(), "اليابان");
  EXPECT_EQ(japan.target_source(), "request");
  EXPECT_EQ(japan.label(), "favor");
  EXPECT_EQ(japan.reason(), "");
  EXPECT_EQ(japan.model(), "stance@1");
  EXPECT_FLOAT_EQ(japan.probability(), japan.probabilities().favor());
  EXPECT_NEAR(Sum(japan.probabilities()), 1, 1e-5);
  const v1::StancePrediction russia = Predict("روسيا");
  EXPECT_EQ(russia.label(), "against");
  EXPECT_FLOAT_EQ(russia.probability(), russia.probabilities().against());
}

TEST_F(StanceTest, EvidenceCarriesTextOffsetsAndMentions) {
  const std::string text = Read(kForAndAgainst).text;
  const v1::StancePrediction russia = Predict("روسيا");
  ASSERT_EQ(russia.evidence_size(), 1);
  const v1::Evidence& evidence = russia.evidence(0);
  EXPECT_EQ(evidence.text(), "وفي المقابل ندد بجرائم روسيا البشعة واتهمها بالكذب.");
  EXPECT_EQ(text.substr(evidence.begin_byte(), evidence.end_byte() - evidence.begin_byte()),
            evidence.text());
  ASSERT_EQ(evidence.mentions_size(), 1);
  const v1::ByteRange& mention = evidence.mentions(0);
  EXPECT_EQ(text.substr(mention.begin_byte(), mention.end_byte() - mention.begin_byte()), "روسيا");
  EXPECT_NEAR(Sum(evidence.probabilities()), 1, 1e-5);
}

TEST_F(StanceTest, StrongestFiveSentencesAreQuoted) {
  std::string text;
  for (int i = 0; i < 6; ++i) text += "وصل الوفد إلى روسيا يوم الاثنين لحضور الاجتماع. ";
  Read(text +
       "ندد البيان بجرائم روسيا البشعة واتهمها بالكذب. "
       "أدان الكاتب سياسة روسيا الظالمة ووصفها بالخطيرة.");
  const v1::StancePrediction russia = Predict("روسيا");
  ASSERT_EQ(russia.evidence_size(), 5);
  for (int i = 1; i < russia.evidence_size(); ++i) {
    const auto strength = [&](int at) {
      const v1::StanceProbabilities& p = russia.evidence(at).probabilities();
      return russia.label() == "against" ? p.against() : p.neutral();
    };
    EXPECT_GE(strength(i - 1), strength(i));
  }
}

TEST_F(StanceTest, TargetThatIsNotNamedIsUndetermined) {
  Read("أشاد الكاتب بالنجاح الباهر.");
  const v1::StancePrediction brief = Predict("حزب الأمل");
  EXPECT_EQ(brief.label(), "undetermined");
  EXPECT_EQ(brief.reason(), "no_mention");
  EXPECT_TRUE(brief.has_probabilities()) << "so that coverage can be measured";
  EXPECT_EQ(brief.evidence_size(), 0);
  Read(LongBody(20));
  const v1::StancePrediction none = Predict("حزب الأمل");
  EXPECT_EQ(none.label(), "undetermined");
  EXPECT_EQ(none.reason(), "no_mention");
  EXPECT_FALSE(none.has_probabilities());
  EXPECT_EQ(none.probability(), 0);
}

TEST_F(StanceTest, KnownTargetIsAnsweredWithoutAMention) {
  v1::Bundle bundle = tiny_->bundle;
  (*bundle.mutable_stance()->mutable_known_targets())["حزب الأمل"] = "t0:";
  Read("أشاد الكاتب بالنجاح الباهر وأثنى على الإنجاز العظيم.");
  const v1::StancePrediction brief = PredictWith(bundle, "حزب الأمل");
  EXPECT_EQ(brief.label(), "favor");
  EXPECT_EQ(brief.reason(), "");
  ASSERT_EQ(brief.evidence_size(), 1);
  EXPECT_EQ(brief.evidence(0).mentions_size(), 0);
  Read(LongBody(20) + "أشاد الكاتب بالنجاح الباهر.");
  const v1::StancePrediction whole = PredictWith(bundle, "حزب الأمل");
  EXPECT_TRUE(whole.has_probabilities());
  EXPECT_EQ(whole.evidence_size(), 0) << "a whole article is no quotation";
}

TEST_F(StanceTest, DoubtIsUndeterminedAndKeepsItsProbabilities) {
  v1::Bundle bundle = tiny_->bundle;
  bundle.mutable_abstention()->set_min_probability(1.1f);
  Read(kForAndAgainst);
  const v1::StancePrediction japan = PredictWith(bundle, "اليابان");
  EXPECT_EQ(japan.label(), "undetermined");
  EXPECT_EQ(japan.reason(), "low_margin");
  EXPECT_FLOAT_EQ(japan.probability(), japan.probabilities().favor()) << "of the best of the three";
  EXPECT_EQ(japan.evidence_size(), 1);
}

TEST_F(StanceTest, LanguageThatWasNotTrainedIsUndetermined) {
  Read("Japan wird gelobt.", "de");
  const v1::StancePrediction japan = Predict("Japan");
  EXPECT_EQ(japan.label(), "undetermined");
  EXPECT_EQ(japan.reason(), "unsupported_language");
  EXPECT_TRUE(japan.has_probabilities());
}

TEST_F(StanceTest, TemperatureFlattensAndPriorMakesNeutral) {
  v1::Bundle bundle = tiny_->bundle;
  Read(kForAndAgainst);
  const float sure = Predict("اليابان").probability();
  bundle.mutable_calibration()->set_temperature(50);
  EXPECT_LT(PredictWith(bundle, "اليابان").probability(), sure);
  EXPECT_EQ(PredictWith(bundle, "اليابان").label(), "favor");
  bundle = tiny_->bundle;
  bundle.mutable_stance()->set_neutral_prior(1000);
  EXPECT_EQ(PredictWith(bundle, "اليابان").label(), "favor") << "one sentence needs no prior";
  Read(std::string(kForAndAgainst) + " " + kForAndAgainst);
  EXPECT_EQ(PredictWith(bundle, "اليابان").label(), "neutral");
}

TEST_F(StanceTest, ExplanationNamesTheWordsOfTheStrongestSentence) {
  Read(kForAndAgainst);
  EXPECT_EQ(Predict("روسيا").explanation_size(), 0) << "not asked for";
  const v1::StancePrediction russia = Predict("روسيا", /*explain=*/true);
  ASSERT_GT(russia.explanation_size(), 3);
  bool has_cue = false;
  for (const v1::Contribution& part : russia.explanation()) {
    EXPECT_TRUE(std::isfinite(part.logit()));
    has_cue |= part.text() == "ندد" && part.logit() > 0;
  }
  EXPECT_TRUE(has_cue) << russia.ShortDebugString();
  for (int i = 1; i + 1 < russia.explanation_size(); ++i) {
    EXPECT_GE(std::abs(russia.explanation(i - 1).logit()), std::abs(russia.explanation(i).logit()));
  }
}

TEST_F(StanceTest, TextWithoutAWordHasNoEvidence) {
  Read("؟!؟!");
  const v1::StancePrediction none = Predict("مصر");
  EXPECT_EQ(none.reason(), "no_mention");
  EXPECT_FALSE(none.has_probabilities());
}

}  // namespace
}  // namespace tasnif
