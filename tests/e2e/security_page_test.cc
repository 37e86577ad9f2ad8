// The commands of docs/security.md, run as they stand there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/e2e/models_fixture.h"
#include "tests/e2e/program.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

constexpr char kMark[] = "<!-- tested -->\n```sh\n";
constexpr char kEnd[] = "\n```\n";

// `tasnif serve` runs in the background on a free port until the next one, or the end; the address
// that the page names is replaced by the one that it got.
constexpr char kPrelude[] = R"(set -eu
server=
stop() { if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi; }
trap stop EXIT
tasnif() {
  if [ "$1" != serve ]; then "$TASNIF" "${@//127.0.0.1:8500/$(cat port 2>/dev/null)}"; return; fi
  stop
  rm -f port
  "$TASNIF" "$@" --address 127.0.0.1:0 --port-file port >serve.log 2>&1 &
  server=$!
  for ((i = 0; i < 1200; i++)); do
    if [ -f port ]; then return; fi
    sleep 0.05
  done
  cat serve.log
  return 1
}
)";

std::string TestedCommands(const std::string& page) {
  std::string commands;
  for (size_t at = page.find(kMark); at != std::string::npos; at = page.find(kMark, at)) {
    at += sizeof(kMark) - 1;
    const size_t end = page.find(kEnd, at);
    commands += page.substr(at, end - at) + "\n";
  }
  return commands;
}

class SecurityPageTest : public ModelsFixture {};

TEST_F(SecurityPageTest, ItsCommandsWork) {
  const std::string commands = TestedCommands(ReadWholeFile(TASNIF_SOURCE_DIR "/docs/security.md"));
  ASSERT_THAT(commands, HasSubstr("tasnif token new"));
  ASSERT_THAT(commands, HasSubstr("--ca authority.pem"));
  const std::string script = "cd '" + folder_.path() + "'\nexport TASNIF='" + TasnifProgram() +
                             "' TASNIF_MODELS='" + models() + "'\n" + kPrelude + commands;
  const Finished done = ChildProcess("/bin/bash", {"-c", script}).Wait();
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_THAT(done.out, HasSubstr("topic@1 is the champion"));
  EXPECT_THAT(done.out, HasSubstr("a first look"));
}

}  // namespace
}  // namespace tasnif
