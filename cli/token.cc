#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/status.h"
#include "cli/command_group.h"
#include "cli/commands.h"
#include "server/access_rules.h"

namespace tasnif {
namespace {

constexpr char kExamples[] = R"(Examples:
  tasnif token new --role classify --name crawler --out crawler.token >> access
  tasnif token new --role admin --name ops --days 90
  tasnif serve --access access
  tasnif models list --server 127.0.0.1:8500 --token-file crawler.token

Standard output gets the line for the file of 'tasnif serve --access': it holds the token's hash,
and is no secret. The token itself goes into --out, or to standard error, once: nobody can read it
out of the line. Roles: classify; feedback, which includes classify; admin, which includes both.)";

// For its owner only, and never over another one.
absl::Status WriteSecret(const std::string& path, const std::string& text) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return ErrnoStatus(errno, "make", path);
  const ssize_t written = write(descriptor, text.data(), text.size());
  const int error = written < 0 ? errno : ENOSPC;
  const bool is_closed = close(descriptor) == 0;
  if (written == static_cast<ssize_t>(text.size()) && is_closed) return absl::OkStatus();
  return ErrnoStatus(error, "write", path);
}

class TokenNewCommand : public Command {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("--role", role_, "What the token allows: classify, feedback or admin")
        ->required()
        ->type_name("ROLE");
    app.add_option("--name", name_, "Whose it is, for the history of models and as annotator")
        ->required()
        ->type_name("NAME");
    app.add_option("--days", days_, "Days that it is valid, besides today; default: for good")
        ->check(CLI::Range(1, 36500))
        ->type_name("N");
    app.add_option("--out", path_, "Write the token into this new file")->type_name("FILE");
    app.footer(kExamples);
  }

  absl::StatusOr<Verdict> Run() override {
    TASNIF_ASSIGN_OR_RETURN(const std::string token, NewToken());
    AccessLine line{.name = name_, .proof = Proof::kToken, .value = Sha256Hex(token)};
    TASNIF_ASSIGN_OR_RETURN(line.role, ParseRole(role_));
    if (days_ > 0) line.until = SystemClock().Now() + absl::Hours(24 * (days_ + 1));
    const std::string text = FormatAccessLine(line);
    TASNIF_RETURN_IF_ERROR(AccessRules::Parse(text).status());  // The name.
    if (path_.empty()) {
      std::fprintf(stderr, "token, shown once: %s\n", token.c_str());
    } else {
      TASNIF_RETURN_IF_ERROR(WriteSecret(path_, absl::StrCat(token, "\n")));
    }
    std::puts(text.c_str());
    return Verdict::kAllDone;
  }

 private:
  std::string role_;
  std::string name_;
  std::string path_;
  int days_ = 0;
};

}  // namespace

std::unique_ptr<Command> MakeTokenCommand() {
  std::vector<CommandGroup::Action> actions;
  actions.push_back({"new", "Make a token", std::make_unique<TokenNewCommand>()});
  return std::make_unique<CommandGroup>(std::move(actions));
}

}  // namespace tasnif
