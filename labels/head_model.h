// labels/head_model.h
//
// One loaded version of one head: the compiled model and the manifest that says how to feed it and
// how to read its answer. registry/ makes them; everything else only reads.
#ifndef TASNIF_LABELS_HEAD_MODEL_H_
#define TASNIF_LABELS_HEAD_MODEL_H_

#include <memory>
#include <string>

#include "engine/compiled_model.h"
#include "tasnif/v1/bundle.pb.h"

namespace tasnif {

// Immutable after construction; shared between threads.
struct HeadModel {
  v1::Bundle bundle;
  std::unique_ptr<const CompiledModel> model;

  const std::string& head() const { return bundle.head(); }
  // `topic@3`, as it stands in answers.
  std::string reference() const { return bundle.head() + "@" + bundle.version(); }
};

}  // namespace tasnif

#endif  // TASNIF_LABELS_HEAD_MODEL_H_
