#include "tests/feedback/corrections.h"

namespace tasnif {

v1::Correction TopicCorrection(const std::string& key, const std::string& text,
                               const std::string& label, const std::string& annotator) {
  v1::Correction correction;
  correction.set_key(key);
  correction.mutable_article()->set_id("article-" + key);
  correction.mutable_article()->set_title("عنوان");
  correction.mutable_article()->set_text(text);
  correction.mutable_article()->set_publisher("a.example");
  correction.set_head("topic");
  correction.set_model("topic@1");
  correction.set_predicted_label("sport");
  correction.set_correct_label(label);
  correction.set_annotator(annotator);
  return correction;
}

v1::Correction StanceCorrection(const std::string& key, const std::string& text,
                                const std::string& label) {
  v1::Correction correction = TopicCorrection(key, text, label);
  correction.set_head("stance");
  correction.set_model("stance@2");
  correction.set_predicted_label("neutral");
  correction.set_target("Egypt");
  return correction;
}

}  // namespace tasnif
