// tests/train/tiny_data.h
//
// A data set of our own, small and easy, as JSON lines; and recipes that train on it in
// milliseconds.
#ifndef TASNIF_TESTS_TRAIN_TINY_DATA_H_
#define TASNIF_TESTS_TRAIN_TINY_DATA_H_

#include <string>

namespace tasnif {

// 60 articles on sport and economy in Arabic and English: source "alpha" (publishers a.example and
// b.example) and "beta"; splits train, dev and test.
std::string TinyTopicLines();
// 40 short articles that are for or against a target, or neutral.
std::string TinyStanceLines();

// Recipes for data files "topic.jsonl" and "stance.jsonl". extra: further keys, ending in a comma.
std::string TinyTopicRecipe(const std::string& extra = "");
std::string TinyStanceRecipe(const std::string& extra = "");

}  // namespace tasnif

#endif  // TASNIF_TESTS_TRAIN_TINY_DATA_H_
