// engine/model_verifier.h
//
// Checks a compiled model's bytes and points a CompiledModel at them. Afterwards no lookup with any
// input can leave the file, loop without end, or name a row that is not there.
//
// Internal to engine/: use CompiledModel::Open.
#ifndef TASNIF_ENGINE_MODEL_VERIFIER_H_
#define TASNIF_ENGINE_MODEL_VERIFIER_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/compiled_model.h"
#include "engine/model_format.h"

namespace tasnif {

class ModelVerifier {
 public:
  // Borrows both for the call; `model` gets views of `bytes`.
  ModelVerifier(std::string_view bytes, std::string_view name, CompiledModel* model)
      : bytes_(bytes), name_(name), model_(model), header_(model->header_) {}

  // See CompiledModel::Open for the codes.
  absl::Status Run(const OpenOptions& options);

 private:
  absl::Status ReadHeader();
  absl::Status ReadTable();
  absl::Status CheckHeaderChecksum() const;
  absl::Status CheckSectionChecksums() const;
  absl::Status CheckNumbers() const;
  absl::Status CheckSizes() const;
  absl::Status CheckRecords();
  absl::Status CheckIndex() const;
  absl::Status CheckBuckets() const;
  absl::Status CheckTree() const;
  void PointModel();

  std::string_view SectionBytes(tsf::SectionKind kind) const;
  absl::Status Corrupt(std::string_view section, std::string_view problem) const;

  std::string_view bytes_;
  std::string_view name_;
  CompiledModel* model_;
  tsf::Header& header_;
  std::array<tsf::SectionEntry, tsf::kSectionCount> table_ = {};
  std::vector<bool> record_starts_;  // Byte of the records section → a record begins there.
};

// Reads the record at `place`: false if it does not lie within `records`.
bool ReadRecord(std::string_view records, uint64_t place, tsf::Record* record, tsf::LongTail* sizes,
                std::string_view* text);

}  // namespace tasnif

#endif  // TASNIF_ENGINE_MODEL_VERIFIER_H_
