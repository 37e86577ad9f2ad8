#include "tests/testing/tiny_models.h"

#include <fasttext/fasttext.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/compiler.h"
#include "labels/article_text.h"
#include "labels/stance.h"
#include "labels/target_list.h"
#include "labels/words.h"
#include "tests/testing/tiny_corpus.h"
#include "text/normalizer.h"
#include "text/segmenter.h"

namespace tasnif {
namespace {

// No test can go on without its models.
template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "tiny models: " << value.status() << "\n";
  std::abort();
}

const std::vector<TinyRow>& RowsOf(const std::string& head) {
  if (head == "topic") return TinyTopicRows();
  if (head == "source_type") return TinySourceTypeRows();
  if (head == "language") return TinyLanguageRows();
  return TinyStanceRows();
}

v1::Bundle MakeBundle(const std::string& head, const std::string& version) {
  v1::Bundle bundle;
  bundle.set_format_version(1);
  bundle.set_head(head);
  bundle.set_version(version);
  bundle.set_kind(head == "stance" ? v1::HEAD_KIND_STANCE : v1::HEAD_KIND_LABEL);
  bundle.add_languages("ar");
  bundle.add_languages("en");
  bundle.mutable_text()->set_normalizer_version(kNormalizerVersion);
  bundle.mutable_text()->set_segmenter_version(kSegmenterVersion);
  bundle.mutable_text()->set_use_title(true);
  bundle.mutable_text()->set_mask_attribution(true);
  bundle.mutable_calibration()->set_temperature(1);
  if (head == "stance") {
    bundle.mutable_stance()->set_mask_word("targetx");
    bundle.mutable_stance()->set_side_window(3);
  }
  return bundle;
}

void AppendRow(std::string_view label, const Words& words, std::ostream& rows) {
  rows << "__label__" << label;
  for (const std::string_view word : words.words) rows << ' ' << word;
  rows << '\n';
}

// Makes rows as serving reads them; what takes a while to make is made once for all heads.
class RowMaker {
 public:
  std::string Rows(const v1::Bundle& bundle) {
    std::ostringstream rows;
    for (const TinyRow& row : RowsOf(bundle.head())) {
      v1::Article article;
      article.set_text(std::string(row.text));
      if (!reader_->Read(article, &text_).ok()) std::abort();
      if (bundle.kind() == v1::HEAD_KIND_STANCE) {
        AppendStance(row, bundle, rows);
      } else {
        AppendWhole(row, bundle, rows);
      }
    }
    return rows.str();
  }

 private:
  void AppendWhole(const TinyRow& row, const v1::Bundle& bundle, std::ostream& rows) {
    Words words;
    BuildWords(text_, bundle.text(), &words);
    AppendRow(row.label, words, rows);
  }

  void AppendStance(const TinyRow& row, const v1::Bundle& bundle, std::ostream& rows) {
    if (targets_ == nullptr) targets_ = std::make_unique<TargetList>(OrDie(TargetList::Create("")));
    v1::Target target;
    target.set_name(std::string(row.target));
    const auto found = OrDie(targets_->FindRequested({target}, text_));
    for (const StanceSentence& sentence :
         EvidenceSentences(found[0], text_, bundle.stance(), reader_.get())) {
      Words words;
      BuildStanceWords(found[0], sentence, text_, bundle, &words);
      AppendRow(row.label, words, rows);
    }
  }

  const std::unique_ptr<ArticleReader> reader_ = OrDie(ArticleReader::Create());
  std::unique_ptr<TargetList> targets_;
  ArticleText text_;
};

fasttext::Args TrainingArgs(const std::string& rows_path, const std::string& version) {
  fasttext::Args args;
  args.input = rows_path;
  args.model = fasttext::model_name::sup;
  args.loss = fasttext::loss_name::softmax;
  args.lr = 0.5;
  args.epoch = 40;
  args.dim = 8;
  args.minCount = 1;
  args.wordNgrams = 2;
  args.bucket = 2000;
  args.minn = args.maxn = 0;
  args.thread = 1;
  args.seed = std::atoi(version.c_str());
  args.verbose = 0;
  return args;
}

// libfasttext knows only files; both are gone when this returns.
std::string TrainedModel(const std::string& rows, const std::string& version) {
  char folder[] = "/tmp/tasnif_tiny_XXXXXX";
  if (mkdtemp(folder) == nullptr) std::abort();
  const std::string rows_path = absl::StrCat(folder, "/rows.txt");
  const std::string model_path = absl::StrCat(folder, "/model.bin");
  std::ofstream(rows_path, std::ios::binary) << rows;
  fasttext::FastText trainer;
  trainer.train(TrainingArgs(rows_path, version));
  trainer.saveModel(model_path);
  std::ostringstream bytes;
  bytes << std::ifstream(model_path, std::ios::binary).rdbuf();
  unlink(rows_path.c_str());
  unlink(model_path.c_str());
  rmdir(folder);
  return bytes.str();
}

TinyModel MakeModel(const std::string& head, const std::string& version, RowMaker* rows) {
  TinyModel tiny;
  tiny.bundle = MakeBundle(head, version);
  const std::string bytes = TrainedModel(rows->Rows(tiny.bundle), version);
  const auto source = OrDie(FastTextModel::Parse(bytes, "tiny " + head));
  tiny.compiled = OrDie(CompileModel(*source));
  for (uint32_t i = 0; i < source->label_count(); ++i) {
    tiny.bundle.add_labels(std::string(source->label(i)));
  }
  return tiny;
}

}  // namespace

TinyModel MakeTinyModel(const std::string& head, const std::string& version) {
  RowMaker rows;
  return MakeModel(head, version, &rows);
}

std::shared_ptr<const HeadModel> LoadTinyModel(const TinyModel& tiny) {
  auto model = std::make_shared<HeadModel>();
  model->bundle = tiny.bundle;
  model->model = OrDie(CompiledModel::FromBytes(tiny.compiled, model->reference()));
  return model;
}

ModelSet TinyModelSet() {
  ModelSet models;
  RowMaker rows;
  for (const std::string head : {"topic", "source_type", "stance"}) {
    if (!models.Add(LoadTinyModel(MakeModel(head, "1", &rows))).ok()) std::abort();
    if (!models.SetAlias(head, kChampion, "1").ok()) std::abort();
  }
  return models;
}

std::vector<v1::Article> TinyArticles() {
  const struct {
    const char *topic, *language, *title, *text;
  } kArticles[] = {
      {"sport", "ar", "المنتخب في نهائي الكأس",
       "فاز المنتخب بهدفين في مباراة الإياب وتأهل إلى نهائي البطولة بعد هدف المهاجم في الدقيقة "
       "الأخيرة."},
      {"politics", "ar", "البرلمان يصوت على الحكومة",
       "صوّت البرلمان على الحكومة الجديدة بعد مشاورات رئيس الوزراء مع الأحزاب ونواب المعارضة قبل "
       "الانتخابات."},
      {"health", "ar", "تحذير من الفيروس",
       "حذرت وزارة الصحة من الفيروس ودعا الأطباء المرضى في المستشفى إلى تلقي اللقاح."},
      {"economy_business_finance", "ar", "ارتفاع أسعار النفط",
       "ارتفعت أسعار النفط في الأسواق بعدما رفع البنك المركزي سعر الفائدة لكبح التضخم."},
      {"sport", "en", "Late goal decides the match",
       "The team won the match when the striker scored the winning goal in the last minute of the "
       "game."},
      {"politics", "en", "Parliament votes on the government",
       "Parliament voted on the new government after the prime minister met party leaders and the "
       "opposition."},
      {"health", "en", "Ministry warns of the virus",
       "The health ministry warned of the virus and doctors at the hospital urged patients to take "
       "the vaccine."},
      {"economy_business_finance", "en", "Oil prices rise",
       "Oil prices rose on the markets after the central bank raised the interest rate to curb "
       "inflation."},
  };
  std::vector<v1::Article> articles;
  for (const auto& sample : kArticles) {
    v1::Article& article = articles.emplace_back();
    article.set_id(absl::StrCat(sample.language, "-", sample.topic));
    article.set_title(sample.title);
    article.set_text(sample.text);
    article.set_language(sample.language);
    (*article.mutable_metadata())["topic"] = sample.topic;
  }
  return articles;
}

}  // namespace tasnif
