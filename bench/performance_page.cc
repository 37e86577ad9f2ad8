#include "bench/performance_page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status.h"
#include "bench/engine_report.h"
#include "bench/ratio_plot.h"

namespace tasnif {
namespace {

constexpr char kHowMeasured[] = R"(
## How it was measured

* **One run, one thread, in turn.** Each round lets libfasttext and Tasnif handle all texts of a
  case, by turns one or the other first; the numbers are medians of the rounds, after one round that
  does not count. Scoring is counted in processor time of the thread, so that other programs'
  turns on the core do not count; what they take from caches and memory bandwidth does. Opening is
  counted on the wall.
* **The same words.** Each text goes once through Tasnif's text path, whose words both engines read:
  Tasnif apart, as its text path hands them on; libfasttext as one line with blanks, the only form
  its interface takes. The column "from the line" is Tasnif's time when it, too, has to cut that line
  at its blanks first.
* **libfasttext as cheap as its interface allows:** the line lies in memory behind a stream without a
  copy, its vectors are reused, one label is asked for, and its name is not copied. Tasnif computes
  the probabilities of all labels.
* **Sizes.** short: 200 bytes, article: 3 KB, long: 50 KB, each cut at a word; a text that is shorter
  than that is filled up with the next one. Three heads are three copies of the model, each in files
  and memory of its own.
* **raw-article.** Tasnif starts from the raw bytes of whole articles and goes the whole way of
  `tasnif classify`: decoding, boilerplate, attributions, language, tokens, calibrated labels as
  messages. libfasttext is handed the finished lines.
* **Agreement.** Share of the texts with the same top label, among those where libfasttext's two best
  labels are more than 1e-4 apart. The difference is the largest one of any label's probability
  (raw-article: of the top label's), after taking off the 1e-5 that libfasttext adds.
* **Opening** goes from the path of the file to the label of a first text of 200 bytes. Cold: the
  file's pages were thrown out of the page cache (`posix_fadvise`) before each round. A hypervisor
  may still hold them.
* **Memory** is what a process of its own gains between before opening and after scoring the
  articles, from `/proc/self/status`: own is `RssAnon`, shared is `RssFile`, the pages of the mapped
  file that all processes use together.

## What the numbers do not say

Absolute times belong to this machine and to what else ran on it; ratios travel better. The texts of
one case are read again in every round, so both engines find the rows of these texts in the caches
more often than a stream of new articles would. Models were trained on few texts where they were made
here: the share of unknown words, whose sub-words must be looked up one by one, is higher than with a
large training set. Probabilities of one-vs-all and negative sampling differ by up to 0.008, because
libfasttext rounds the sigmoid to a table.
)";

std::string MachineLines(const EngineBench& bench) {
  const Machine& machine = bench.machine;
  const std::string clock =
      machine.governor.empty()
          ? absl::StrFormat("governor not readable, %.0f MHz", machine.megahertz)
          : absl::StrFormat("governor %s, %.0f MHz", machine.governor, machine.megahertz);
  return absl::StrFormat(
      "Measured on %s, %d cores, %s, last-level cache %s; compiler g++ %s, %s build, instruction "
      "set "
      "%s. Load of the machine at the start: %.1f.\n\n%s; rows as %s; %d rounds; models: %s.\n",
      machine.processor, machine.cores, clock, machine.cache, machine.compiler, machine.build_type,
      machine.instructions, machine.load, bench.texts, bench.precision, bench.rounds,
      bench.models_made.empty() ? "given" : bench.models_made);
}

std::string LineColumns(const CaseResult& result) {
  if (result.tasnif_line_us == 0) return " | ";
  return absl::StrFormat("%.1f | %.1f", result.tasnif_line_us,
                         result.libfasttext_us / result.tasnif_line_us);
}

std::string ShapeTable(const EngineBench& bench) {
  std::string out =
      "| model | labels | words | fastText file, MB | compiled file, MB |\n|---|--:|--:|--:|--:|\n";
  for (const ModelBench& model : bench.models) {
    absl::StrAppendFormat(&out, "| %s | %d | %d | %.1f | %.1f |\n", model.name, model.labels,
                          model.words, 1e-6 * static_cast<double>(model.fasttext_file_bytes),
                          1e-6 * static_cast<double>(model.tsf_file_bytes));
  }
  return out;
}

std::string CaseTable(const EngineBench& bench) {
  std::string out =
      "| case | libfasttext, µs | Tasnif, µs | ratio | rounds from – to | from the line, µs | "
      "ratio | "
      "agreement | largest difference |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) {
      absl::StrAppendFormat(
          &out, "| %s | %.1f | %.1f | **%.1f** | %.1f – %.1f | %s | %.4f | %.1e |\n", result.name,
          result.libfasttext_us, result.tasnif_us, result.ratio, result.lowest_ratio,
          result.highest_ratio, LineColumns(result), result.agreement, result.max_abs_diff);
    }
  }
  return out;
}

std::string HeadsTable(const EngineBench& bench) {
  std::string out = "| model | short | article | long | from raw bytes |\n|---|--:|--:|--:|--:|\n";
  for (const ModelBench& model : bench.models) {
    absl::StrAppend(&out, "| ", model.name);
    for (const char* what : {"short", "article", "long", "raw-article"}) {
      absl::StrAppendFormat(&out, " | %.2f", CostOfThreeHeads(model, what));
    }
    out += " |\n";
  }
  return out;
}

std::string OpenTable(const EngineBench& bench) {
  std::string out =
      "| model | page cache | libfasttext, ms | Tasnif, ms | ratio | without checksums, ms | ratio "
      "|\n|---|---|--:|--:|--:|--:|--:|\n";
  const auto add = [&out](const std::string& model, const char* cache, double theirs, double ours,
                          double unverified) {
    absl::StrAppendFormat(&out, "| %s | %s | %.1f | %.2f | %.1f | %.2f | %.1f |\n", model, cache,
                          theirs, ours, theirs / ours, unverified, theirs / unverified);
  };
  for (const ModelBench& model : bench.models) {
    const OpenResult& open = model.open;
    add(model.name, "warm", open.libfasttext_warm_ms, open.verified_warm_ms,
        open.unverified_warm_ms);
    add(model.name, "cold", open.libfasttext_cold_ms, open.verified_cold_ms,
        open.unverified_cold_ms);
  }
  return out;
}

std::string MemoryTable(const EngineBench& bench) {
  std::string out =
      "| model | libfasttext, MB | Tasnif own, MB | Tasnif shared, MB | ratio "
      "|\n|---|--:|--:|--:|--:|\n";
  for (const ModelBench& model : bench.models) {
    const MemoryResult& memory = model.memory;
    absl::StrAppendFormat(&out, "| %s | %.1f | %.1f | %.1f | %.1f |\n", model.name,
                          1e-6 * static_cast<double>(memory.libfasttext.bytes()),
                          1e-6 * static_cast<double>(memory.tasnif.own_bytes),
                          1e-6 * static_cast<double>(memory.tasnif.shared_bytes), memory.ratio());
  }
  return out;
}

std::string TextTable(const TextBench& bench) {
  std::string out =
      "| language | texts | plain ICU chain, MB/s | ICU with our rules, MB/s | Tasnif, MB/s | "
      "ratio "
      "to the plain chain | equal tokens |\n|---|--:|--:|--:|--:|--:|---|\n";
  for (const TextCase& result : bench.cases) {
    absl::StrAppendFormat(&out, "| %s | %d | %.1f | %.1f | %.1f | **%.1f** | %s |\n", result.name,
                          result.texts, result.icu_mb_per_s, result.oracle_mb_per_s,
                          result.tasnif_mb_per_s, result.ratio(), result.is_equal ? "yes" : "no");
  }
  return out;
}

}  // namespace

std::string PerformancePage(const PerformanceResults& results) {
  const EngineBench& engine = results.engine;
  return absl::StrCat(
      "# Performance\n\nHow many times faster Tasnif's engine is than libfasttext 0.9.2 on the "
      "same "
      "texts and models, and its text path than ICU. `tasnif bench engine TEXTS --report DIR` "
      "writes "
      "this page.\n\n",
      MachineLines(engine), "\n", ShapeTable(engine),
      "\n![Ratios of all cases](performance.svg)\n\n## Scoring\n\n", CaseTable(engine),
      "\nTimes are microseconds a text.\n\n### Three heads against one\n\nTasnif's time with three "
      "heads, divided by its time with one of them in the same rounds.\n\n",
      HeadsTable(engine), "\n## Opening a model\n\n", OpenTable(engine), "\n## Memory\n\n",
      MemoryTable(engine),
      "\n## Text to words\n\nThe plain chain folds the whole text with NFKC case folding through "
      "`UnicodeString` and cuts it with a word `BreakIterator`. \"ICU with our rules\" gives "
      "exactly "
      "Tasnif's tokens, with byte ranges, which is checked on every text.\n\n",
      TextTable(results.text), kHowMeasured);
}

std::string PerformancePlot(const EngineBench& bench) {
  RatioPlotSpec spec = {.title = "Tasnif against libfasttext, one core, same texts and model",
                        .axis = "how many times faster than libfasttext"};
  for (const ModelBench& model : bench.models) {
    for (const CaseResult& result : model.cases) spec.bars.push_back({result.name, result.ratio});
  }
  return RatioPlot(spec);
}

absl::Status WritePerformancePage(Files& files, const std::string& folder,
                                  const PerformanceResults& results) {
  TASNIF_RETURN_IF_ERROR(files.CreateFolder(folder));
  TASNIF_RETURN_IF_ERROR(files.Write(folder + "/performance.md", PerformancePage(results)));
  return files.Write(folder + "/performance.svg", PerformancePlot(results.engine));
}

}  // namespace tasnif
