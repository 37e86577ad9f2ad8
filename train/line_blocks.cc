#include "train/line_blocks.h"

#include <memory>
#include <vector>

#include "base/line_reader.h"
#include "base/status.h"

namespace tasnif {
namespace {

// Fills `block` from the front; how many lines it holds. Fewer than it could: the file ends.
absl::StatusOr<size_t> ReadBlock(LineReader& reader, std::vector<FileLine>* block) {
  size_t count = 0;
  while (count < block->size()) {
    FileLine& line = (*block)[count];
    const absl::StatusOr<bool> more = reader.Next(&line.text);
    if (!more.ok() && !absl::IsResourceExhausted(more.status())) return more.status();
    if (more.ok() && !*more) break;
    line.number = reader.line_number();
    line.status = more.status();
    if (!line.text.empty() || !line.status.ok()) ++count;
  }
  return count;
}

}  // namespace

absl::Status ForEachLine(
    const std::string& path, Executor& executor, Progress* progress,
    const std::function<void(const FileLine& line, size_t slot, size_t worker)>& work,
    const std::function<absl::Status(const FileLine& line, size_t slot)>& keep) {
  TASNIF_ASSIGN_OR_RETURN(const std::unique_ptr<LineReader> reader, LineReader::Open(path));
  std::vector<FileLine> block(kLinesPerBlock);
  size_t count = kLinesPerBlock;
  while (count == kLinesPerBlock) {
    TASNIF_ASSIGN_OR_RETURN(count, ReadBlock(*reader, &block));
    ParallelFor(executor, count,
                [&](size_t slot, size_t worker) { work(block[slot], slot, worker); });
    for (size_t slot = 0; slot < count; ++slot) {
      TASNIF_RETURN_IF_ERROR(keep(block[slot], slot));
    }
    if (progress != nullptr) progress->Advance(count);
  }
  return absl::OkStatus();
}

}  // namespace tasnif
