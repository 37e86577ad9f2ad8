// base/machine_memory.h
//
// How much memory a program may still take without the machine swapping or a container ending it.
//
//   TASNIF_ASSIGN_OR_RETURN(uint64_t bytes, AvailableMemoryBytes());
//
// Source: proc(5), /proc/meminfo, MemAvailable; Linux, Documentation/admin-guide/cgroup-v2.rst,
// memory.max and memory.current.
#ifndef TASNIF_BASE_MACHINE_MEMORY_H_
#define TASNIF_BASE_MACHINE_MEMORY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tasnif {

// The smaller of what the machine and the container have left. NOT_FOUND: not a Linux with /proc.
absl::StatusOr<uint64_t> AvailableMemoryBytes();

// Parts of it, for tests.

// Of the text of /proc/meminfo. NOT_FOUND: it has no MemAvailable.
absl::StatusOr<uint64_t> ParseMemAvailable(std::string_view meminfo);
// What a limit ("max" or bytes) leaves beside what is used; UINT64_MAX where there is no limit.
uint64_t LeftInContainer(std::string_view max, std::string_view current);

}  // namespace tasnif

#endif  // TASNIF_BASE_MACHINE_MEMORY_H_
