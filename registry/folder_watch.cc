#include "registry/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "registry/history.h"

namespace tasnif {
namespace {

namespace fs = std::filesystem;

// Beginnings of names that say nothing about the models.
constexpr std::string_view kForeign[] = {".lock", ".publish-", kHistoryFile, kHistoryEndFile,
                                         "refused-"};
// WriteAtomically() writes under a name with this in it, then renames.
constexpr std::string_view kUnfinished = ".tmp-";

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                             IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR;

// MODELS, MODELS/<head>, MODELS/<head>/<version>.
constexpr int kDepth = 2;

void AddFolder(int notify, const fs::path& folder, int depth) {
  // A second watch of the same folder is the first one.
  inotify_add_watch(notify, folder.c_str(), kEvents);
  if (depth == 0) return;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!ConcernsModels(entry->path().filename().native())) continue;
    if (entry->is_directory(ignored)) AddFolder(notify, entry->path(), depth - 1);
  }
}

// Events of one read; each is followed by its name, padded with NULs. Without a name it is about a
// watched folder itself, or about events that were lost.
bool AnyConcernsModels(const char* begin, const char* end) {
  while (begin < end) {
    const auto* event = reinterpret_cast<const inotify_event*>(begin);
    if (event->len == 0 || ConcernsModels(event->name)) return true;
    begin += sizeof(inotify_event) + event->len;
  }
  return false;
}

}  // namespace

bool ConcernsModels(std::string_view name) {
  if (name.find(kUnfinished) != std::string_view::npos) return false;
  return std::none_of(std::begin(kForeign), std::end(kForeign), [&](std::string_view beginning) {
    return name.substr(0, beginning.size()) == beginning;
  });
}

FolderWatch::FolderWatch(std::string folder)
    : folder_(std::move(folder)),
      notify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  AddWatches();
}

FolderWatch::~FolderWatch() {
  if (notify_ >= 0) close(notify_);
  if (wake_ >= 0) close(wake_);
}

void FolderWatch::AddWatches() {
  if (notify_ >= 0) AddFolder(notify_, folder_, kDepth);
}

bool FolderWatch::DrainEvents() {
  alignas(inotify_event) char buffer[16 << 10];
  bool has_any = false;
  while (notify_ >= 0) {
    const ssize_t bytes = read(notify_, buffer, sizeof(buffer));
    if (bytes <= 0) break;
    has_any |= AnyConcernsModels(buffer, buffer + bytes);
  }
  return has_any;
}

FolderWatch::Event FolderWatch::Wait(absl::Duration timeout) {
  pollfd entries[] = {{wake_, POLLIN, 0}, {notify_, POLLIN, 0}};
  const int64_t milliseconds =
      absl::ToInt64Milliseconds(absl::Ceil(timeout, absl::Milliseconds(1)));
  poll(entries, 2, static_cast<int>(std::clamp<int64_t>(milliseconds, 0, 3600000)));
  uint64_t count = 0;
  if (read(wake_, &count, sizeof(count)) > 0) return kWoken;
  if (!DrainEvents()) return kTimeout;
  // A new folder has entries that came before its watch: the caller reads them all.
  AddWatches();
  return kChanged;
}

void FolderWatch::Wake() {
  const uint64_t one = 1;
  // Fails only where the counter is full, and then it wakes anyway.
  (void)!write(wake_, &one, sizeof(one));
}

}  // namespace tasnif
