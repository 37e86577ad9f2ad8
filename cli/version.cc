#include <google/protobuf/stubs/common.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "server/server.h"
#include "text/normalizer.h"

namespace tasnif {
namespace {

class VersionCommand : public Command {
 public:
  void Declare(CLI::App& app) override { app.footer("Example:\n  tasnif version"); }

  absl::StatusOr<Verdict> Run() override {
    std::printf("tasnif %s\n", TASNIF_VERSION);
    std::printf("grpc %s\n", GrpcVersion().c_str());
    std::printf("protobuf %s\n",
                google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION).c_str());
    std::printf("normalizer %d\n", static_cast<int>(kNormalizerVersion));
    return Verdict::kAllDone;
  }
};

}  // namespace

std::unique_ptr<Command> MakeVersionCommand() { return std::make_unique<VersionCommand>(); }

}  // namespace tasnif
