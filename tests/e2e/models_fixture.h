// tests/e2e/models_fixture.h
//
// Tiny models on disk, made once for all tests of a program.
#ifndef TASNIF_TESTS_E2E_MODELS_FIXTURE_H_
#define TASNIF_TESTS_E2E_MODELS_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/json.h"
#include "tests/base/temporary_folder.h"
#include "tests/server/tiny_folder.h"

namespace tasnif {

class ModelsFixture : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    models_folder_ = new TemporaryFolder;
    WriteTinyModels(models_folder_->path());
  }
  static void TearDownTestSuite() { delete std::exchange(models_folder_, nullptr); }

  static const std::string& models() { return models_folder_->path(); }

  // One JSON line of input.
  static std::string Line(const std::string& id, const std::string& text) {
    return DumpJson(Json{{"id", id}, {"text", text}}) + "\n";
  }

  // The tiny articles as JSON lines.
  static std::string TinyLines() {
    std::string lines;
    int number = 0;
    for (const v1::Article& article : TinyArticles()) {
      lines += Line("tiny-" + std::to_string(++number), article.text());
    }
    return lines;
  }

  // Some seconds of work for one worker: many articles of some hundred kilobytes.
  static v1::ClassifyRequest LargeRequest() {
    std::string text;
    while (text.size() < 200000) text += TinyArticles()[4].text() + " ";
    v1::ClassifyRequest request;
    for (int i = 0; i < 100; ++i) request.add_articles()->set_text(text);
    return request;
  }

  // Every line of `out`, parsed; a line that is not JSON fails the test.
  static std::vector<Json> ParseLines(const std::string& out) {
    std::vector<Json> lines;
    for (size_t begin = 0; begin < out.size();) {
      const size_t end = out.find('\n', begin);
      auto json = ParseJson(out.substr(begin, end - begin));
      EXPECT_TRUE(json.ok()) << json.status() << "\n" << out;
      lines.push_back(json.ok() ? *std::move(json) : Json());
      if (end == std::string::npos) break;
      begin = end + 1;
    }
    return lines;
  }

  TemporaryFolder folder_;

 private:
  static inline TemporaryFolder* models_folder_ = nullptr;
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_E2E_MODELS_FIXTURE_H_
