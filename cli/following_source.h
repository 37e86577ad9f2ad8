// cli/following_source.h
//
// The bytes of a file that another program is still writing, as `tail -F` reads it: at its end it
// waits for more, and where it was cut or replaced by another of its name it begins anew.
//
//   std::atomic<bool> is_over = false;                   // A signal sets it.
//   TASNIF_ASSIGN_OR_RETURN(auto source, OpenFollowingSource("feed.jsonl", is_over));
//
// Cost: a look at the file five times a second while nothing is written.
#ifndef TASNIF_CLI_FOLLOWING_SOURCE_H_
#define TASNIF_CLI_FOLLOWING_SOURCE_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/byte_source.h"

namespace tasnif {

// is_over: must outlive the source; where it is true, Read() gives what is there and then the end.
// NOT_FOUND, PERMISSION_DENIED. INVALID_ARGUMENT: no regular file, or a compressed one.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenFollowingSource(const std::string& path,
                                                                const std::atomic<bool>& is_over);

}  // namespace tasnif

#endif  // TASNIF_CLI_FOLLOWING_SOURCE_H_
