// train/strict_json.h
//
// Reads a JSON object into fields and refuses whatever is not expected, for files that people
// write.
//
//   StrictObject object(json, "fasttext");
//   object.Read("lr", &args.lr);
//   object.Read("epoch", &args.epoch);
//   TASNIF_RETURN_IF_ERROR(object.Finish());   // unknown key 'fasttext.epochs'; did you mean
//   'epoch'?
//
// The first error is kept; reading goes on without effect. Absent keys leave the field as it is.
// Threads: one owner.
#ifndef TASNIF_TRAIN_STRICT_JSON_H_
#define TASNIF_TRAIN_STRICT_JSON_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/json.h"

namespace tasnif {

class StrictObject {
 public:
  // Borrows `json`. path: where the object stands, for messages; empty at the top.
  StrictObject(const Json& json, std::string path);

  void Read(std::string_view key, std::string* out);
  void Read(std::string_view key, bool* out);
  void Read(std::string_view key, double* out);
  void Read(std::string_view key, float* out);
  void Read(std::string_view key, uint32_t* out);
  void Read(std::string_view key, std::vector<std::string>* out);
  void Read(std::string_view key, std::vector<uint32_t>* out);
  void Read(std::string_view key, std::map<std::string, double>* out);

  // The value, for an object or array that the caller reads on; null where absent.
  const Json* Take(std::string_view key);
  // "path.key"
  std::string PathOf(std::string_view key) const;
  // Keeps `status` where it is the first error.
  void Fail(absl::Status status);
  // Names of the keys, in order; for objects whose keys are names. Marks all of them as known.
  std::vector<std::string> TakeNames();

  // INVALID_ARGUMENT: the first error of a Read, or a key that nobody read.
  absl::Status Finish(std::string_view manual = "docs/recipes.md");

 private:
  bool ReadNumber(std::string_view key, const Json& value, double* out);
  bool ReadCount(std::string_view key, const Json& value, uint32_t* out);
  void FailType(std::string_view key, const std::string& expected);

  const Json& json_;
  std::string path_;
  std::vector<std::string> known_;
  absl::Status status_;
};

}  // namespace tasnif

#endif  // TASNIF_TRAIN_STRICT_JSON_H_
