#include "cli/user_name.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace tasnif {

std::string UserName() {
  const char* name = std::getenv("USER");
  return name != nullptr && *name != '\0' ? name : absl::StrCat("uid ", getuid());
}

}  // namespace tasnif
