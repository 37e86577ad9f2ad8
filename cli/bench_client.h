// cli/bench_client.h
//
// `tasnif bench client`: the batching client against naive unary calls, with one server and the
// same articles, in turn, in one run.
#ifndef TASNIF_CLI_BENCH_CLIENT_H_
#define TASNIF_CLI_BENCH_CLIENT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/closed_loop.h"
#include "cli/command.h"
#include "cli/connect_options.h"
#include "cli/model_options.h"

namespace tasnif {

// Each side's median over the rounds.
struct ClientBenchResult {
  LoopResult unary;
  LoopResult batching;
};

// One line: {"unary":{"articles_per_s":…,"p99_ms":…},"batching":{…},"ratio":…}
std::string ClientBenchJson(const ClientBenchResult& result);

class ClientBench {
 public:
  // Adds the subcommand `client` to `bench`.
  void Declare(CLI::App& bench);
  bool is_asked_for() const;

  // UNAVAILABLE: no server. Errors of a call.
  absl::StatusOr<Verdict> Run();

 private:
  absl::StatusOr<ClientBenchResult> Measure(const std::string& address);

  CLI::App* app_ = nullptr;
  ModelOptions models_;
  ConnectOptions connect_;
  std::string server_;
  std::string texts_path_;
  std::vector<std::string> heads_;
  size_t concurrency_ = 64;
  size_t article_bytes_ = 2048;
  size_t rounds_ = 3;
  double seconds_ = 3;
  double delay_ms_ = 2;
  size_t batch_ = 0;
  bool is_json_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_BENCH_CLIENT_H_
