#include "tests/feedback/fault_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/types.h>
#include <unistd.h>

namespace tasnif {
namespace {

int calls_left = 0;

bool IsHit() { return calls_left-- == 0; }

void Die() {
  kill(getpid(), SIGKILL);
  pause();
}

int Open(const char* path, int flags, int mode) {
  if ((flags & O_CREAT) != 0 && IsHit()) Die();
  return open(path, flags, mode);
}

ssize_t PWrite(int file, const void* bytes, size_t count, off64_t offset) {
  if (IsHit()) {
    (void)!pwrite64(file, bytes, count / 2, offset);
    Die();
  }
  return pwrite64(file, bytes, count, offset);
}

int Truncate(int file, off_t bytes) {
  if (IsHit()) Die();
  return ftruncate(file, bytes);
}

int Unlink(const char* path) {
  if (IsHit()) Die();
  return unlink(path);
}

template <typename Function>
void Replace(const char* name, Function function) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  const auto pointer = reinterpret_cast<sqlite3_syscall_ptr>(function);
  if (vfs->xSetSystemCall(vfs, name, pointer) != SQLITE_OK) _exit(9);
}

}  // namespace

void KillAt(int number) {
  calls_left = number;
  Replace("open", &Open);
  Replace("pwrite", &PWrite);
  Replace("pwrite64", &PWrite);
  Replace("ftruncate", &Truncate);
  Replace("unlink", &Unlink);
}

}  // namespace tasnif
