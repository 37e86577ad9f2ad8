// cli/user_name.h
//
// Who runs the program, for the history of models.
#ifndef TASNIF_CLI_USER_NAME_H_
#define TASNIF_CLI_USER_NAME_H_

#include <string>

namespace tasnif {

// $USER, or "uid 1000" where it is not set, as under cron.
std::string UserName();

}  // namespace tasnif

#endif  // TASNIF_CLI_USER_NAME_H_
