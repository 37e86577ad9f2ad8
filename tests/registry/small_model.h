// tests/registry/small_model.h
//
// A real bundle of a few kilobytes: two labels, a dozen words of our own.
//
//   SmallBundle topic = MakeSmallBundle("topic", "3");
//   ASSERT_EQ(WriteBundle(files, models, topic.bundle, topic.contents), absl::OkStatus());
#ifndef TASNIF_TESTS_REGISTRY_SMALL_MODEL_H_
#define TASNIF_TESTS_REGISTRY_SMALL_MODEL_H_

#include <map>
#include <string>

#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

struct SmallBundle {
  v1::Bundle bundle;
  std::map<std::string, std::string> contents;  // model.tsf and card.md.
};

// Another version has other weights. With one self-test, which holds.
SmallBundle MakeSmallBundle(const std::string& head, const std::string& version);

}  // namespace tasnif

#endif  // TASNIF_TESTS_REGISTRY_SMALL_MODEL_H_
