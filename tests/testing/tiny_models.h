// tests/testing/tiny_models.h
//
// Real models of a few kilobytes for tests of everything that needs one: trained by libfasttext
// from sentences of our own (tiny_corpus.h), through the text pipeline that serves, then compiled.
//
//   ModelSet models = TinyModelSet();          // topic@1, source_type@1, stance@1, all champions
//   TinyModel topic = MakeTinyModel("topic", "2");
//   WriteBundle(files, folder, topic.bundle, {{"model.tsf", topic.compiled}});
//
// Deterministic: one thread, the version is the seed. Cost: a quarter of a second a model, most of
// it libfasttext's dictionary. Crashes where training fails, for then no test can go on. Arabic and
// English only.
#ifndef TASNIF_TESTS_TESTING_TINY_MODELS_H_
#define TASNIF_TESTS_TESTING_TINY_MODELS_H_

#include <memory>
#include <string>
#include <vector>

#include "labels/model_set.h"
#include "tasnif/v1/bundle.pb.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

struct TinyModel {
  v1::Bundle bundle;     // Without checksums and self-tests.
  std::string compiled;  // Content of model.tsf.
};

// head: "topic", "source_type", "stance" or "language". version: a number; another one gives other
// weights.
TinyModel MakeTinyModel(const std::string& head, const std::string& version = "1");

std::shared_ptr<const HeadModel> LoadTinyModel(const TinyModel& model);

// Version 1 of all three heads as champions.
ModelSet TinyModelSet();

// Articles that the models label with ease; the expected topic stands in metadata["topic"].
std::vector<v1::Article> TinyArticles();

}  // namespace tasnif

#endif  // TASNIF_TESTS_TESTING_TINY_MODELS_H_
