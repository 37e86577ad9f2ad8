#include "server/stream_window.h"

namespace tasnif {

void StreamWindow::EndRead(std::optional<size_t> bytes) {
  is_reading_ = false;
  if (!bytes.has_value()) return Close();
  ++unanswered_;
  bytes_ += *bytes;
}

void StreamWindow::BeginWrite() {
  is_writing_ = true;
  --answers_;
}

void StreamWindow::EndWrite(size_t bytes) {
  is_writing_ = false;
  Forget(bytes);
}

void StreamWindow::Forget(size_t bytes) {
  --unanswered_;
  bytes_ -= bytes;
}

}  // namespace tasnif
