#include "train/pretraining.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status.h"
#include "labels/article_text.h"
#include "labels/json_lines.h"
#include "labels/words.h"
#include "train/data_file.h"
#include "train/line_blocks.h"
#include "train/row_file.h"
#include "train/selection.h"
#include "train/views.h"
#include "train/word_vectors.h"

namespace tasnif {
namespace {

// What a worker makes of one line; `row` is empty where it is not read.
struct Prepared {
  absl::Status status;
  std::string source;
  std::string row;
};

class TextMaker {
 public:
  static absl::StatusOr<std::unique_ptr<TextMaker>> Create(const Recipe& recipe) {
    std::unique_ptr<TextMaker> maker(new TextMaker(recipe));
    TASNIF_ASSIGN_OR_RETURN(maker->reader_, ArticleReader::Create());
    return maker;
  }

  Prepared Make(const FileLine& line) {
    Prepared out;
    out.status = line.status;
    if (!out.status.ok()) return out;
    const absl::StatusOr<LabelledArticle> article = ParseArticle(line.text);
    out.status = article.status();
    if (!article.ok() || PartOf(recipe_.selection, *article) != Part::kTrain) return out;
    out.status = reader_->Read(article->article, &text_);
    if (!out.status.ok() || !IsWanted(text_.language)) return out;
    words_.Clear();
    BuildWords(text_, recipe_.text, &words_);
    out.source = article->source;
    out.row = JoinWords(words_.words);
    return out;
  }

 private:
  explicit TextMaker(const Recipe& recipe) : recipe_(recipe) {}

  bool IsWanted(const std::string& language) const {
    const auto& languages = recipe_.pretraining.languages;
    return languages.empty() ||
           std::find(languages.begin(), languages.end(), language) != languages.end();
  }

  const Recipe& recipe_;
  std::unique_ptr<ArticleReader> reader_;
  ArticleText text_;
  Words words_;
};

using Makers = std::vector<std::unique_ptr<TextMaker>>;

// Everything that grows while lines are read.
struct Builder {
  std::unique_ptr<RowWriter> writer;
  LineCounts lines;
  PretrainingText* out;
};

absl::Status Keep(const Prepared& prepared, const std::string& path, uint64_t line,
                  Builder* builder) {
  builder->lines.Count(prepared.status, path, line);
  if (!prepared.status.ok() || prepared.row.empty()) return absl::OkStatus();
  ++builder->out->articles[prepared.source];
  return builder->writer->Add(prepared.row);
}

absl::Status AddFile(const std::string& path, Executor& executor, Progress* progress,
                     Makers& makers, Builder* builder) {
  std::vector<Prepared> block(kLinesPerBlock);
  return ForEachLine(
      path, executor, progress,
      [&](const FileLine& line, size_t slot, size_t worker) {
        block[slot] = makers[worker]->Make(line);
      },
      [&](const FileLine& line, size_t slot) {
        return Keep(block[slot], path, line.number, builder);
      });
}

absl::Status CheckNotEmpty(const Recipe& recipe, const PretrainingText& done, uint64_t lines) {
  if (!done.articles.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "no article to pretrain on among ", lines, " lines of ",
      absl::StrJoin(recipe.pretraining.data, ", "), ": none is in the splits ",
      absl::StrJoin(recipe.selection.train_splits, ", "), " and in pretraining.languages"));
}

// Writes one article a line to out->path.
absl::Status WriteText(const Recipe& recipe, const std::string& data_folder, Executor& executor,
                       Progress* progress, PretrainingText* out) {
  Makers makers;
  for (size_t i = 0; i < executor.worker_count(); ++i) {
    TASNIF_ASSIGN_OR_RETURN(makers.emplace_back(), TextMaker::Create(recipe));
  }
  Builder builder;
  builder.out = out;
  TASNIF_ASSIGN_OR_RETURN(builder.writer, RowWriter::Create(out->path));
  for (const std::string& name : recipe.pretraining.data) {
    const std::string file = data_folder + "/" + name;
    const uint64_t before = builder.lines.lines;
    TASNIF_RETURN_IF_ERROR(AddFile(file, executor, progress, makers, &builder));
    TASNIF_ASSIGN_OR_RETURN(out->files.emplace_back(),
                            Fingerprint(name, file, builder.lines.lines - before));
  }
  TASNIF_RETURN_IF_ERROR(builder.lines.Check(recipe.selection.max_bad_share));
  TASNIF_RETURN_IF_ERROR(CheckNotEmpty(recipe, *out, builder.lines.lines));
  return builder.writer->Finish().status();
}

}  // namespace

absl::StatusOr<PretrainingText> ReadPretrainingText(const Recipe& recipe,
                                                    const std::string& data_folder,
                                                    const std::string& work_folder,
                                                    Executor& executor, Progress* progress) {
  PretrainingText out;
  if (recipe.pretraining.data.empty()) return out;
  out.path = work_folder + "/pretraining.txt";
  TASNIF_RETURN_IF_ERROR(WriteText(recipe, data_folder, executor, progress, &out));
  return out;
}

absl::StatusOr<std::string> TrainStartingVectors(const Recipe& recipe, const VectorInput& input,
                                                 const std::string& work_folder,
                                                 const TrainingProgress& progress) {
  TASNIF_ASSIGN_OR_RETURN(
      const WordVectors vectors,
      TrainWordVectors(recipe.pretraining, recipe.fasttext, input.text_path, progress));
  const std::string path = work_folder + "/vectors.vec";
  TASNIF_RETURN_IF_ERROR(
      WriteStartingVectors(vectors, recipe.pretraining.scale, input.rows_path, path).status());
  return path;
}

}  // namespace tasnif
