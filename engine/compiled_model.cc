#include "engine/compiled_model.h"

#include <cstring>
#include <utility>

#include "base/status.h"
#include "engine/model_verifier.h"

namespace tasnif {
namespace {

// Equality without a call: words are short, and most comparisons succeed.
bool SameText(const char* a, const char* b, size_t size) {
  if (size >= 8) {
    uint64_t x;
    uint64_t y;
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
      std::memcpy(&x, a + at, 8);
      std::memcpy(&y, b + at, 8);
      if (x != y) return false;
    }
    std::memcpy(&x, a + size - 8, 8);
    std::memcpy(&y, b + size - 8, 8);
    return x == y;
  }
  for (size_t at = 0; at < size; ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

struct VerifiedRecord {
  uint32_t entry;
  tsf::LongTail sizes;
  const char* text;
};

// ReadRecord without its checks, which ModelVerifier made at open for every slot.
VerifiedRecord LoadRecord(const char* bytes) {
  tsf::Record record;
  std::memcpy(&record, bytes, sizeof(record));
  VerifiedRecord found{record.entry, {record.rows, record.text_bytes}, bytes + sizeof(record)};
  if (record.rows == tsf::kLongRecord) {
    std::memcpy(&found.sizes, found.text, sizeof(found.sizes));
    found.text += sizeof(found.sizes);
  }
  return found;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const CompiledModel>> CompiledModel::Open(
    const std::string& path, const OpenOptions& options) {
  TASNIF_ASSIGN_OR_RETURN(std::unique_ptr<MappedFile> file, MappedFile::Open(path));
  std::unique_ptr<CompiledModel> model(new CompiledModel);
  model->file_ = std::move(file);
  TASNIF_RETURN_IF_ERROR(ModelVerifier(model->file_->bytes(), path, model.get()).Run(options));
  return std::unique_ptr<const CompiledModel>(std::move(model));
}

absl::StatusOr<std::unique_ptr<const CompiledModel>> CompiledModel::FromBytes(
    std::string bytes, std::string name, const OpenOptions& options) {
  std::unique_ptr<CompiledModel> model(new CompiledModel);
  model->owned_ = std::move(bytes);
  TASNIF_RETURN_IF_ERROR(ModelVerifier(model->owned_, name, model.get()).Run(options));
  return std::unique_ptr<const CompiledModel>(std::move(model));
}

CompiledModel::Entry CompiledModel::Find(std::string_view token, uint32_t hash) const {
  uint32_t at = tsf::HomeSlot(hash, header_.slot_count);
  for (uint32_t probe = 0; probe < header_.max_probe; ++probe) {
    const tsf::Slot& slot = slots_[at];
    if (slot.record == tsf::kFreeSlot) return {};
    if (slot.hash == hash) {
      const char* record = records_.data() + slot.record;
      const VerifiedRecord found = LoadRecord(record);
      if (found.sizes.text_bytes == token.size() &&
          SameText(found.text, token.data(), token.size())) {
        return {found.entry, found.sizes.rows, found.entry >= header_.word_count};
      }
    }
    if (++at == header_.slot_count) at = 0;
  }
  return {};
}

}  // namespace tasnif
