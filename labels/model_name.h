// labels/model_name.h
//
// HEAD@VERSION and HEAD@ALIAS, as models are named everywhere, taken apart.
//
//   SplitModelName("topic@3").head     // "topic"
//
// Threads: pure.
#ifndef TASNIF_LABELS_MODEL_NAME_H_
#define TASNIF_LABELS_MODEL_NAME_H_

#include <string_view>

namespace tasnif {

struct ModelName {
  std::string_view head;
  std::string_view version;  // Or an alias; empty where the name has none.
  bool is_head_alone = true;
};

// Views into `name`. Nothing is checked.
constexpr ModelName SplitModelName(std::string_view name) {
  const size_t at = name.find('@');
  if (at == std::string_view::npos) return {.head = name};
  return {.head = name.substr(0, at), .version = name.substr(at + 1), .is_head_alone = false};
}

}  // namespace tasnif

#endif  // TASNIF_LABELS_MODEL_NAME_H_
