// cli/console.h
//
// What a command says to the person who started it, besides its output.
#ifndef TASNIF_CLI_CONSOLE_H_
#define TASNIF_CLI_CONSOLE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tasnif {

// "tasnif: MESSAGE" on standard error, as one line.
void Complain(std::string_view message);
// "tasnif: CODE: MESSAGE".
void Complain(const absl::Status& status);

// `text` on one line of a terminal: control characters, which could move the cursor or worse,
// become blanks; so do line ends. Bidirectional overrides are left out.
std::string Printable(std::string_view text);

}  // namespace tasnif

#endif  // TASNIF_CLI_CONSOLE_H_
