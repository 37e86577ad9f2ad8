#include "bench/engine_bench.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/mapped_file.h"
#include "base/status.h"
#include "bench/lines.h"
#include "bench/whole_path.h"

namespace tasnif {
namespace {

struct Length {
  const char* name;
  size_t bytes;
};
constexpr Length kLengths[] = {{"short", 200}, {"article", 3000}, {"long", 50000}};
constexpr size_t kHeadCounts[] = {1, 3};
// Long texts are few: a case should not take minutes. Short ones are many: a round should last much
// longer than caches need to warm up after the other side's turn.
constexpr size_t kMaxCaseBytes = 2 << 20;
// Opening is measured six ways, and libfasttext takes seconds for each.
constexpr size_t kMaxOpenRounds = 3;

std::string HeadsName(size_t heads) { return absl::StrCat(heads, heads == 1 ? "-head" : "-heads"); }

// The file's name without folder and ending.
std::string NameOf(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

class Bench {
 public:
  Bench(const EngineBenchOptions& options, const std::function<void(const std::string&)>& tell)
      : options_(options), tell_(tell) {}

  absl::StatusOr<EngineBench> Run() {
    TASNIF_RETURN_IF_ERROR(SplitTexts());
    bench_.machine = DescribeMachine();
    bench_.rounds = options_.rounds;
    bench_.precision = PrecisionName(options_.precision);
    TASNIF_RETURN_IF_ERROR(options_.model_paths.empty() ? RunTrained() : RunGiven());
    return std::move(bench_);
  }

 private:
  void Tell(const std::string& what) const {
    if (tell_) tell_(what);
  }

  bool Splits() const {
    return options_.model_paths.empty() && options_.texts.size() >= kMinSplitTexts;
  }

  // Into those to train on and those to score; texts without a word are left out.
  absl::Status SplitTexts() {
    TASNIF_ASSIGN_OR_RETURN(std::vector<std::string> lines, MakeLines(options_.texts));
    for (size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].size() <= 1) continue;
      const bool is_scored = !Splits() || i % 4 == 3;
      if (is_scored) scored_.texts.push_back(options_.texts[i]);
      if (is_scored) scored_.lines.push_back(lines[i]);
      if (is_scored && Splits()) continue;
      trained_.texts.push_back(options_.texts[i]);
      trained_.lines.push_back(std::move(lines[i]));
    }
    bench_.texts = absl::StrCat(scored_.texts.size(), " texts scored");
    if (!scored_.texts.empty() && !trained_.texts.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError("the texts hold too few words; give a file with articles");
  }

  absl::Status RunTrained() {
    const TrainingSettings& settings = options_.training;
    bench_.models_made = absl::StrCat(
        "trained on ", trained_.texts.size(), Splits() ? " other texts: dim " : " texts: dim ",
        settings.dim, ", ", settings.bucket, " buckets, ", settings.epoch, " epochs");
    const std::string rows = options_.work_folder + "/rows.txt";
    TASNIF_RETURN_IF_ERROR(WriteTrainingRows(trained_.texts, trained_.lines, rows));
    for (const TrainedKind& kind : kTrainedKinds) {
      Tell(absl::StrCat("training ", std::string(kind.name)));
      TASNIF_ASSIGN_OR_RETURN(const std::string path,
                              TrainKind(kind, settings, rows, options_.work_folder));
      TASNIF_RETURN_IF_ERROR(RunModel(path));
      TASNIF_RETURN_IF_ERROR(PosixFiles().RemoveAll(path));
    }
    return absl::OkStatus();
  }

  absl::Status RunGiven() {
    for (const std::string& path : options_.model_paths) TASNIF_RETURN_IF_ERROR(RunModel(path));
    return absl::OkStatus();
  }

  // Compiles the model once for each of three heads.
  absl::StatusOr<std::vector<std::string>> CompileHeads(const std::string& path) const {
    std::vector<std::string> tsf_paths;
    for (size_t i = 0; i < kHeadCounts[1]; ++i) {
      tsf_paths.push_back(absl::StrCat(options_.work_folder, "/head-", i, ".tsf"));
    }
    TASNIF_RETURN_IF_ERROR(CompileFile(path, options_.precision, tsf_paths[0]));
    TASNIF_ASSIGN_OR_RETURN(const std::string bytes, PosixFiles().Read(tsf_paths[0]));
    for (size_t i = 1; i < tsf_paths.size(); ++i) {
      TASNIF_RETURN_IF_ERROR(PosixFiles().Write(tsf_paths[i], bytes));
    }
    return tsf_paths;
  }

  absl::Status RunModel(const std::string& path) {
    ModelBench model;
    model.name = NameOf(path);
    Tell("compiling " + model.name);
    TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> tsf_paths, CompileHeads(path));
    const ModelFiles files = {model.name, path, tsf_paths[0]};
    TASNIF_RETURN_IF_ERROR(Describe(files, &model));
    Tell("memory of " + model.name);
    TASNIF_ASSIGN_OR_RETURN(model.memory, MeasureMemory(files, Pieces(3000)));
    Tell("opening " + model.name);
    TASNIF_ASSIGN_OR_RETURN(model.open, MeasureOpening(files, Pieces(200)[0],
                                                       std::min(options_.rounds, kMaxOpenRounds)));
    for (const size_t heads : kHeadCounts) {
      TASNIF_RETURN_IF_ERROR(
          RunCases(path, {tsf_paths.begin(), tsf_paths.begin() + heads}, &model));
    }
    bench_.models.push_back(std::move(model));
    return absl::OkStatus();
  }

  static absl::Status Describe(const ModelFiles& files, ModelBench* model) {
    TASNIF_ASSIGN_OR_RETURN(const auto compiled, CompiledModel::Open(files.tsf_path));
    TASNIF_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(files.fasttext_path));
    model->labels = compiled->label_count();
    model->words = compiled->word_count();
    model->tsf_file_bytes = compiled->memory_bytes();
    model->fasttext_file_bytes = file->bytes().size();
    return absl::OkStatus();
  }

  absl::Status RunCases(const std::string& path, const std::vector<std::string>& tsf_paths,
                        ModelBench* model) {
    Sides sides;
    for (size_t i = 0; i < tsf_paths.size(); ++i) {
      TASNIF_ASSIGN_OR_RETURN(sides.libfasttext.emplace_back(), FastTextRunner::Load(path));
    }
    TASNIF_ASSIGN_OR_RETURN(sides.tasnif, TasnifRunner::Open(tsf_paths));
    const auto name_of = [&](const char* what) {
      return absl::StrCat(model->name, "/", what, "/", HeadsName(tsf_paths.size()));
    };
    for (const Length& length : kLengths) {
      Tell(name_of(length.name));
      model->cases.push_back(
          Compare(name_of(length.name), Pieces(length.bytes), sides, options_.rounds));
    }
    Tell(name_of("raw-article"));
    TASNIF_ASSIGN_OR_RETURN(
        model->cases.emplace_back(),
        CompareWholePath(name_of("raw-article"), RawPieces(), sides, tsf_paths, options_.rounds));
    return absl::OkStatus();
  }

  std::vector<std::string> Pieces(size_t bytes) const {
    return CutPieces(scored_.lines, bytes, std::min(options_.max_pieces, kMaxCaseBytes / bytes));
  }

  RawArticles RawPieces() const {
    RawArticles some;
    size_t bytes = 0;
    for (size_t i = 0; i < std::min(options_.max_pieces, scored_.texts.size()); ++i) {
      bytes += scored_.texts[i].text.size();
      if (bytes > kMaxCaseBytes && i > 0) break;
      some.texts.push_back(scored_.texts[i]);
      some.lines.push_back(scored_.lines[i]);
    }
    return some;
  }

  const EngineBenchOptions& options_;
  const std::function<void(const std::string&)>& tell_;
  RawArticles trained_, scored_;
  EngineBench bench_;
};

}  // namespace

std::string PrecisionName(Precision precision) {
  if (precision == Precision::kFloat16) return "float16";
  return precision == Precision::kInt8 ? "int8" : "float32";
}

absl::StatusOr<EngineBench> RunEngineBench(const EngineBenchOptions& options,
                                           const std::function<void(const std::string&)>& tell) {
  return Bench(options, tell).Run();
}

}  // namespace tasnif
