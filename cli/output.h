// cli/output.h
//
// Where results go: standard output or a file, with every error of writing seen.
//
//   TASNIF_ASSIGN_OR_RETURN(auto output, Output::Open(path));
//   TASNIF_RETURN_IF_ERROR(output->Write("line\n"));
//   TASNIF_RETURN_IF_ERROR(output->Close());
#ifndef TASNIF_CLI_OUTPUT_H_
#define TASNIF_CLI_OUTPUT_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tasnif {

// Not thread-safe.
class Output {
 public:
  // path: "" or "-" for standard output. Errors of ErrnoStatus().
  static absl::StatusOr<std::unique_ptr<Output>> Open(const std::string& path);
  // Closes a file; what fails then is lost, see Close().
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Everything is handed to the system before it returns. CANCELLED: the reader of a pipe has
  // gone, which is no fault of ours (SIGPIPE must be ignored). Otherwise errors of ErrnoStatus().
  absl::Status Write(std::string_view bytes);
  // Further calls do nothing.
  absl::Status Close();

  bool is_terminal() const;

 private:
  Output(std::string name, int descriptor, bool is_owned)
      : name_(std::move(name)), descriptor_(descriptor), is_owned_(is_owned) {}

  // Constant after construction.
  const std::string name_;
  const int descriptor_;

  bool is_owned_;
};

}  // namespace tasnif

#endif  // TASNIF_CLI_OUTPUT_H_
