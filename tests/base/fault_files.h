// tests/base/fault_files.h
//
// A Files that fails at one chosen operation, for loops that try every place a crash can hit.
//
//   for (int n = 0;; ++n) {
//     FaultFiles files(PosixFiles(), n);
//     if (Publish(files).ok()) break;      // n has passed the last operation
//     ... the old state must still be whole ...
//   }
#ifndef TASNIF_TESTS_BASE_FAULT_FILES_H_
#define TASNIF_TESTS_BASE_FAULT_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files.h"
#include "base/status.h"

namespace tasnif {

// Not thread-safe.
class FaultFiles : public Files {
 public:
  // The operation number `fail_at`, counted from 0 over all calls that can fail, fails with
  // RESOURCE_EXHAUSTED and "injected". A failing Write leaves half of its bytes, as a full disk
  // does. is_crash: every later operation fails, too, as after a kill: nobody cleans up.
  FaultFiles(Files& real, int fail_at, bool is_crash = false)
      : real_(real), fail_at_(fail_at), is_crash_(is_crash) {}

  // Whether the chosen operation was reached.
  bool has_failed() const { return operations_ > fail_at_; }
  int operations() const { return operations_; }

  absl::StatusOr<std::string> Read(const std::string& path) const override {
    TASNIF_RETURN_IF_ERROR(Count("read", path));
    return real_.Read(path);
  }
  absl::Status Write(const std::string& path, std::string_view bytes) override {
    if (absl::Status fault = Count("write", path); !fault.ok()) {
      real_.Write(path, bytes.substr(0, bytes.size() / 2)).IgnoreError();
      return fault;
    }
    return real_.Write(path, bytes);
  }
  absl::Status Rename(const std::string& from, const std::string& to) override {
    TASNIF_RETURN_IF_ERROR(Count("rename", from));
    return real_.Rename(from, to);
  }
  absl::Status SyncFolder(const std::string& folder) override {
    TASNIF_RETURN_IF_ERROR(Count("sync", folder));
    return real_.SyncFolder(folder);
  }
  absl::Status CreateFolder(const std::string& path) override {
    TASNIF_RETURN_IF_ERROR(Count("create folder", path));
    return real_.CreateFolder(path);
  }
  absl::Status RemoveAll(const std::string& path) override {
    TASNIF_RETURN_IF_ERROR(Count("remove", path));
    return real_.RemoveAll(path);
  }
  absl::StatusOr<std::vector<std::string>> List(const std::string& folder) const override {
    TASNIF_RETURN_IF_ERROR(Count("list", folder));
    return real_.List(folder);
  }
  bool Exists(const std::string& path) const override { return real_.Exists(path); }
  bool IsFolder(const std::string& path) const override { return real_.IsFolder(path); }

 private:
  absl::Status Count(std::string_view operation, const std::string& path) const {
    const int number = operations_++;
    const bool fails = is_crash_ ? number >= fail_at_ : number == fail_at_;
    if (!fails) return absl::OkStatus();
    return absl::ResourceExhaustedError(
        absl::StrCat("cannot ", std::string(operation), " ", path, ": injected"));
  }

  Files& real_;
  const int fail_at_;
  const bool is_crash_;
  mutable int operations_ = 0;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_BASE_FAULT_FILES_H_
