#include "engine/compiled_model.h"

#include <utility>

#include "base/status.h"
#include "engine/load.h"
#include "engine/model_verifier.h"

namespace tasnif {
namespace {

// 4 to 16 bytes, which most words have, as four overlapping loads: no branch on the length.
bool SameMiddling(const char* a, const char* b, size_t size) {
  const size_t step = size / 8 * 4;
  const size_t last = size - 4;
  const auto differ = [a, b](size_t at) { return Load<uint32_t>(a + at) ^ Load<uint32_t>(b + at); };
  return (differ(0) | differ(step) | differ(last - step) | differ(last)) == 0;
}

// Equality without a call, as most comparisons succeed.
bool SameText(const char* a, const char* b, size_t size) {
  if (size - 4 <= 12) return SameMiddling(a, b, size);
  size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    if (Load<uint64_t>(a + at) != Load<uint64_t>(b + at)) return false;
  }
  for (; at < size; ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

struct VerifiedRecord {
  uint32_t entry;
  tsf::LongTail sizes;
  const char* text;

  bool IsOf(std::string_view token) const {
    return sizes.text_bytes == token.size() && SameText(text, token.data(), token.size());
  }
};

// ReadRecord without its checks, which ModelVerifier made at open for every slot.
VerifiedRecord LoadRecord(const char* bytes) {
  const tsf::Record record = Load<tsf::Record>(bytes);
  VerifiedRecord found{record.entry, {record.rows, record.text_bytes}, bytes + sizeof(record)};
  if (record.rows == tsf::kLongRecord) {
    found.sizes = Load<tsf::LongTail>(found.text);
    found.text += sizeof(found.sizes);
  }
  return found;
}

CompiledModel::Entry EntryOf(const VerifiedRecord& record, uint32_t word_count) {
  return {record.entry, record.sizes.rows, record.entry >= word_count};
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
      const VerifiedRecord found = LoadRecord(records_.data() + slot.record);
      if (found.IsOf(token)) return EntryOf(found, header_.word_count);
    }
    if (++at == header_.slot_count) at = 0;
  }
  return {};
}

CompiledModel::Entry CompiledModel::FindFrom(uint32_t candidate, std::string_view token,
                                             uint32_t hash) const {
  if (candidate == tsf::kFreeSlot) return {};
  const VerifiedRecord found = LoadRecord(records_.data() + candidate);
  return found.IsOf(token) ? EntryOf(found, header_.word_count) : Find(token, hash);
}

}  // namespace tasnif
