#include "bench/text_bench.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/json.h"
#include "base/status.h"
#include "bench/timing.h"
#include "text/icu_reference.h"
#include "text/icu_tokenizer.h"
#include "text/tokenizer.h"

namespace tasnif {
namespace {

constexpr size_t kMaxCaseBytes = 8 << 20;

struct Chains {
  std::unique_ptr<Tokenizer> tasnif;
  std::unique_ptr<IcuTokenizer> oracle;
  std::unique_ptr<IcuReference> icu;
};

absl::StatusOr<Chains> CreateChains() {
  Chains chains;
  TASNIF_ASSIGN_OR_RETURN(chains.tasnif, Tokenizer::Create());
  TASNIF_ASSIGN_OR_RETURN(chains.oracle, IcuTokenizer::Create());
  TASNIF_ASSIGN_OR_RETURN(chains.icu, IcuReference::Create());
  return chains;
}

using Texts = std::vector<std::string_view>;

struct Group {
  std::string name;
  Texts texts;
  size_t bytes = 0;

  void Add(std::string_view text) {
    if (bytes + text.size() > kMaxCaseBytes && bytes > 0) return;
    texts.push_back(text);
    bytes += text.size();
  }
};

std::vector<Group> GroupsOf(const std::vector<BenchText>& texts) {
  Group all = {.name = "all"};
  std::map<std::string, Group> by_language;
  for (const BenchText& text : texts) {
    all.Add(text.text);
    if (text.language.empty()) continue;
    Group& group = by_language[text.language];
    group.name = text.language;
    group.Add(text.text);
  }
  std::vector<Group> groups;
  for (auto& [language, group] : by_language) groups.push_back(std::move(group));
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.bytes > b.bytes; });
  groups.resize(std::min(groups.size(), kMaxLanguages));
  groups.insert(groups.begin(), std::move(all));
  return groups;
}

template <typename Chain>
double SecondsOf(Chain& chain, const Texts& texts, Tokens* tokens) {
  const double start = ThreadSeconds();
  for (const std::string_view text : texts) {
    tokens->Clear();
    chain.Tokenize(text, tokens);
  }
  return ThreadSeconds() - start;
}

bool SameTokens(const Tokens& a, const Tokens& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const bool is_same = a[i].begin_byte == b[i].begin_byte && a[i].end_byte == b[i].end_byte &&
                         a[i].kind == b[i].kind && a.word(i) == b.word(i);
    if (!is_same) return false;
  }
  return true;
}

void CheckEqual(const Group& group, Chains& chains, TextCase* result) {
  Tokens ours, oracle;
  result->is_equal = true;
  for (const std::string_view text : group.texts) {
    ours.Clear();
    oracle.Clear();
    chains.tasnif->Tokenize(text, &ours);
    chains.oracle->Tokenize(text, &oracle);
    result->words += ours.size();
    result->is_equal = result->is_equal && SameTokens(ours, oracle);
  }
}

TextCase MeasureGroup(const Group& group, Chains& chains, size_t rounds) {
  TextCase result = {.name = group.name, .texts = group.texts.size(), .bytes = group.bytes};
  CheckEqual(group, chains, &result);  // Warms up, too.
  Tokens tokens;
  SecondsOf(*chains.icu, group.texts, &tokens);
  std::vector<double> tasnif, oracle, icu;
  for (size_t round = 0; round < rounds; ++round) {
    icu.push_back(SecondsOf(*chains.icu, group.texts, &tokens));
    oracle.push_back(SecondsOf(*chains.oracle, group.texts, &tokens));
    tasnif.push_back(SecondsOf(*chains.tasnif, group.texts, &tokens));
  }
  const double megabytes = 1e-6 * static_cast<double>(group.bytes);
  result.icu_mb_per_s = megabytes / Median(icu);
  result.oracle_mb_per_s = megabytes / Median(oracle);
  result.tasnif_mb_per_s = megabytes / Median(tasnif);
  return result;
}

Json CaseJson(const TextCase& result) {
  return {{"name", result.name},
          {"texts", result.texts},
          {"bytes", result.bytes},
          {"words", result.words},
          {"icu_mb_per_s", result.icu_mb_per_s},
          {"tasnif_mb_per_s", result.tasnif_mb_per_s},
          {"ratio", result.ratio()},
          {"oracle_mb_per_s", result.oracle_mb_per_s},
          {"oracle_ratio", result.oracle_ratio()},
          {"equal_to_oracle", result.is_equal}};
}

}  // namespace

absl::StatusOr<TextBench> RunTextBench(const std::vector<BenchText>& texts, size_t rounds) {
  TASNIF_ASSIGN_OR_RETURN(Chains chains, CreateChains());
  TextBench bench;
  bench.machine = DescribeMachine();
  bench.rounds = rounds;
  for (const Group& group : GroupsOf(texts)) {
    bench.cases.push_back(MeasureGroup(group, chains, rounds));
  }
  return bench;
}

std::string TextBenchTable(const TextBench& bench) {
  std::string out =
      absl::StrFormat("%-8s %7s %9s %10s %10s %10s %7s %9s %6s\n", "language", "texts", "bytes",
                      "icu MB/s", "oracle", "tasnif", "ratio", "to oracle", "equal");
  for (const TextCase& result : bench.cases) {
    out += absl::StrFormat("%-8s %7d %9d %10.1f %10.1f %10.1f %7.1f %9.1f %6s\n", result.name,
                           result.texts, result.bytes, result.icu_mb_per_s, result.oracle_mb_per_s,
                           result.tasnif_mb_per_s, result.ratio(), result.oracle_ratio(),
                           result.is_equal ? "yes" : "NO");
  }
  return out;
}

std::string TextBenchJson(const TextBench& bench) {
  Json cases = Json::array();
  for (const TextCase& result : bench.cases) cases.push_back(CaseJson(result));
  Json json;
  json["machine"] = MachineJson(bench.machine);
  json["machine"]["rounds"] = bench.rounds;
  json["cases"] = std::move(cases);
  return DumpJson(json);
}

}  // namespace tasnif
