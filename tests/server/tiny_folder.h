// tests/server/tiny_folder.h
//
// A models folder on disk with the tiny models as champions.
#ifndef TASNIF_TESTS_SERVER_TINY_FOLDER_H_
#define TASNIF_TESTS_SERVER_TINY_FOLDER_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "registry/bundle_folder.h"
#include "tests/base/temporary_folder.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {

inline void WriteTinyModel(const std::string& folder, const std::string& head,
                           const std::string& version = "1") {
  const TinyModel model = MakeTinyModel(head, version);
  const absl::Status status =
      WriteBundle(PosixFiles(), folder, model.bundle, {{std::string(kModelFile), model.compiled}});
  ASSERT_TRUE(status.ok()) << status;
}

// topic@1, source_type@1 and stance@1, each the champion.
inline void WriteTinyModels(const std::string& folder) {
  for (const char* head : {"topic", "source_type", "stance"}) {
    WriteTinyModel(folder, head);
    const absl::Status status = WriteAlias(PosixFiles(), folder, head, "champion", "1");
    ASSERT_TRUE(status.ok()) << status;
  }
}

}  // namespace tasnif

#endif  // TASNIF_TESTS_SERVER_TINY_FOLDER_H_
