#include "bench/engine_bench.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "bench/lines.h"
#include "bench/process_memory.h"
#include "bench/timing.h"

namespace tasnif {
namespace {

struct Length {
  const char* name;
  size_t bytes;
};
constexpr Length kLengths[] = {{"short", 200}, {"article", 3000}, {"long", 50000}};
constexpr size_t kHeadCounts[] = {1, 3};
// Long texts are few: a case should not take minutes.
constexpr size_t kMaxCaseBytes = 2 << 20;

// A model on both sides.
struct ModelFiles {
  std::string name;
  std::string fasttext_path;
  std::string tsf_path;
};

absl::StatusOr<Sides> OpenSides(const ModelFiles& files, size_t heads) {
  Sides sides;
  for (size_t i = 0; i < heads; ++i) {
    TASNIF_ASSIGN_OR_RETURN(sides.libfasttext.emplace_back(),
                            FastTextRunner::Load(files.fasttext_path));
  }
  TASNIF_ASSIGN_OR_RETURN(sides.tasnif,
                          TasnifRunner::Open(std::vector<std::string>(heads, files.tsf_path)));
  return sides;
}

// One engine opened `rounds` times; the median in milliseconds.
template <typename OpenOnce>
absl::StatusOr<double> MedianOpen(size_t rounds, const OpenOnce& open) {
  std::vector<double> times;
  for (size_t i = 0; i < rounds; ++i) {
    const double start = WallSeconds();
    TASNIF_RETURN_IF_ERROR(open().status());
    times.push_back(1e3 * (WallSeconds() - start));
  }
  return Median(times);
}

absl::StatusOr<OpenResult> MeasureOpen(const ModelFiles& files, size_t rounds) {
  OpenResult result;
  TASNIF_ASSIGN_OR_RETURN(result.libfasttext_ms, MedianOpen(std::min<size_t>(rounds, 3), [&] {
                            return FastTextRunner::Load(files.fasttext_path);
                          }));
  TASNIF_ASSIGN_OR_RETURN(result.tasnif_ms,
                          MedianOpen(rounds, [&] { return CompiledModel::Open(files.tsf_path); }));
  result.ratio = result.libfasttext_ms / result.tasnif_ms;
  return result;
}

absl::StatusOr<MemoryResult> MeasureMemory(const ModelFiles& files,
                                           const std::vector<std::string>& lines) {
  MemoryResult result;
  const double before = ResidentBytes();
  std::vector<int32_t> tops;
  TASNIF_ASSIGN_OR_RETURN(auto ours, TasnifRunner::Open({files.tsf_path}));
  for (const std::string& line : lines) ours->Top(line, &tops);
  result.tasnif_bytes = ResidentBytes() - before;
  const double between = ResidentBytes();
  TASNIF_ASSIGN_OR_RETURN(auto theirs, FastTextRunner::Load(files.fasttext_path));
  for (const std::string& line : lines) theirs->Top(line);
  result.libfasttext_bytes = ResidentBytes() - between;
  result.ratio = result.libfasttext_bytes / std::max(result.tasnif_bytes, 1.0);
  return result;
}

class Bench {
 public:
  Bench(const EngineBenchOptions& options, const std::function<void(const std::string&)>& tell)
      : options_(options), tell_(tell) {}

  absl::StatusOr<EngineBench> Run() {
    TASNIF_ASSIGN_OR_RETURN(lines_, MakeLines(options_.texts));
    TASNIF_RETURN_IF_ERROR(CheckWords());
    TASNIF_ASSIGN_OR_RETURN(const std::vector<std::string> paths, ModelPaths());
    EngineBench bench;
    for (const std::string& path : paths) {
      TASNIF_ASSIGN_OR_RETURN(bench.models.emplace_back(), BenchModel(path));
    }
    return bench;
  }

 private:
  void Tell(const std::string& what) const {
    if (tell_) tell_(what);
  }

  absl::Status CheckWords() const {
    for (const std::string& line : lines_) {
      if (line.size() > 1) return absl::OkStatus();
    }
    return absl::InvalidArgumentError("no text has a word; give a file with articles");
  }

  absl::StatusOr<std::vector<std::string>> ModelPaths() {
    if (!options_.model_paths.empty()) return options_.model_paths;
    const std::string rows = options_.work_folder + "/rows.txt";
    TASNIF_RETURN_IF_ERROR(WriteTrainingRows(options_.texts, lines_, rows));
    std::vector<std::string> paths;
    for (const TrainedKind& kind : kTrainedKinds) {
      Tell(absl::StrCat("training ", std::string(kind.name)));
      TASNIF_ASSIGN_OR_RETURN(paths.emplace_back(),
                              TrainKind(kind, options_.training, rows, options_.work_folder));
    }
    return paths;
  }

  absl::StatusOr<ModelBench> BenchModel(const std::string& path) {
    ModelFiles files = {NameOf(path), path, ""};
    files.tsf_path = absl::StrCat(options_.work_folder, "/", files.name, ".tsf");
    Tell("compiling " + files.name);
    TASNIF_RETURN_IF_ERROR(CompileFile(path, Precision::kFloat32, files.tsf_path));
    ModelBench bench;
    bench.name = files.name;
    TASNIF_ASSIGN_OR_RETURN(bench.memory, MeasureMemory(files, Pieces(3000)));
    TASNIF_ASSIGN_OR_RETURN(bench.open, MeasureOpen(files, options_.rounds));
    for (const size_t heads : kHeadCounts) {
      TASNIF_RETURN_IF_ERROR(AddCases(files, heads, &bench.cases));
    }
    return bench;
  }

  absl::Status AddCases(const ModelFiles& files, size_t heads, std::vector<CaseResult>* cases) {
    TASNIF_ASSIGN_OR_RETURN(Sides sides, OpenSides(files, heads));
    for (const Length& length : kLengths) {
      const std::string name =
          absl::StrCat(files.name, "/", length.name, "/", heads, heads == 1 ? "-head" : "-heads");
      Tell(name);
      cases->push_back(Compare(name, Pieces(length.bytes), sides, options_.rounds));
    }
    return absl::OkStatus();
  }

  std::vector<std::string> Pieces(size_t bytes) const {
    return CutPieces(lines_, bytes, std::min(options_.max_pieces, kMaxCaseBytes / bytes));
  }

  // The file's name without folder and ending.
  static std::string NameOf(const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return name.substr(0, name.rfind('.'));
  }

  const EngineBenchOptions& options_;
  const std::function<void(const std::string&)>& tell_;
  std::vector<std::string> lines_;
};

}  // namespace

absl::StatusOr<EngineBench> RunEngineBench(const EngineBenchOptions& options,
                                           const std::function<void(const std::string&)>& tell) {
  return Bench(options, tell).Run();
}

}  // namespace tasnif
