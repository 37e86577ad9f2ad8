// cli/bench_server.h
//
// `tasnif bench server`: an open-loop load on a server, against the same engine in this process.
//
//   ServerBenchCommand server;
//   server.Declare(app);
//   if (server.is_asked_for()) return server.Run();
#ifndef TASNIF_CLI_BENCH_SERVER_H_
#define TASNIF_CLI_BENCH_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/server_report.h"
#include "cli/command.h"
#include "cli/model_options.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

class ServerBenchCommand {
 public:
  // Adds the subcommand `server` to `app`.
  void Declare(CLI::App& app);
  bool is_asked_for() const;
  // See Command::Run.
  absl::StatusOr<Verdict> Run();

 private:
  class Server;

  absl::StatusOr<std::vector<v1::Article>> ReadArticles() const;
  absl::StatusOr<InProcessRate> MeasureEngine(const std::vector<v1::Article>& articles) const;
  absl::StatusOr<std::unique_ptr<Server>> StartServer() const;
  double SecondsFor(size_t batch, double articles_per_s) const;
  ServerRun Measure(Server& server, const std::vector<v1::Article>& articles,
                    const std::string& method, size_t batch, double articles_per_s) const;

  CLI::App* app_ = nullptr;
  ModelOptions models_;
  std::string address_;  // Empty: a server of our own.
  std::string texts_path_;
  size_t max_texts_ = 3000;
  double seconds_ = 5;
  size_t server_cores_ = 0;  // 0: half of them.
  bool is_json_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_BENCH_SERVER_H_
