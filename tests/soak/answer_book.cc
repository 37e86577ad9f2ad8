#include "tests/soak/answer_book.h"

#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "labels/json_lines.h"
#include "labels/labeller.h"
#include "labels/model_name.h"
#include "registry/registry.h"
#include "tests/testing/tiny_models.h"

namespace tasnif {
namespace {

constexpr size_t kArticles = 120;
constexpr size_t kBadEvery = 20;

// Sentences of the tiny articles, shuffled, 200 bytes to 6 KB.
v1::Article MakeArticle(std::mt19937* random) {
  const std::vector<v1::Article> samples = TinyArticles();
  const size_t bytes = 200 + (*random)() % 5800;
  const size_t language = (*random)() % 2;  // The first four are Arabic, the others English.
  std::string text;
  while (text.size() < bytes) text += samples[language * 4 + (*random)() % 4].text() + " ";
  v1::Article article;
  article.set_text(text);
  if ((*random)() % 2 == 0) article.set_title(samples[language * 4].title());
  if ((*random)() % 4 == 0) article.set_url("https://www.bbc.co.uk/news/1");
  return article;
}

v1::Article MakeBadArticle(size_t kind) {
  v1::Article article;
  switch (kind % 4) {
    case 0:
      break;  // No body.
    case 1:
      article.set_text("   \n");
      break;
    case 2:
      article.set_content(
          std::string("\x7F"
                      "ELF\0\0\1\2",
                      8));
      break;
    default:
      article.set_content("text");
      article.set_charset("klingon-8");
  }
  return article;
}

std::string VersionIn(const v1::ArticleResult& result) {
  return std::string(SplitModelName(result.prediction().topic().model()).version);
}

// Timings and ids differ from one call to the next, the rest does not.
std::string Line(v1::ArticleResult result) {
  result.clear_id();
  if (result.has_error()) {
    const std::string& message = result.error().message();  // "article '7': text is empty; …"
    result.mutable_error()->set_message(message.substr(message.find(": ") + 1));
  }
  return FormatResult(result);
}

}  // namespace

AnswerBook::AnswerBook(const std::string& models, const std::vector<std::string>& topic_versions) {
  std::mt19937 random(11);
  for (size_t i = 0; i < kArticles; ++i) {
    articles_.push_back(i % kBadEvery == 0 ? MakeBadArticle(i / kBadEvery) : MakeArticle(&random));
  }
  const auto registry = *Registry::Open(models, PosixFiles());
  const auto labeller = *Labeller::Create({});
  const auto scratch = *LabelScratch::Create();
  answers_.resize(articles_.size());
  for (const std::string& version : topic_versions) {
    registry->Load("topic", version).IgnoreError();  // An alias may hold it already.
    v1::ClassifyOptions options;
    options.add_models("topic@" + version);
    const auto snapshot = registry->Snapshot();
    const LabelPlan plan = *labeller->Plan(options, *snapshot);
    for (size_t i = 0; i < articles_.size(); ++i) {
      const v1::ArticleResult result = labeller->LabelOrError(articles_[i], plan, scratch.get());
      answers_[i][VersionIn(result)] = Line(result);
    }
  }
}

size_t AnswerBook::bad_articles() const {
  size_t bad = 0;
  for (const auto& answers : answers_) bad += answers.count("");
  return bad;
}

std::string AnswerBook::Check(size_t index, v1::ArticleResult result) const {
  const std::string version = VersionIn(result);
  const auto expected = answers_[index].find(version);
  if (expected == answers_[index].end()) {
    return absl::StrCat("article ", index, ": an answer of version '", version,
                        "': ", result.ShortDebugString());
  }
  const std::string line = Line(std::move(result));
  if (line == expected->second) return "";
  return absl::StrCat("article ", index, ":\n  server:  ", line, "\n  process: ", expected->second);
}

}  // namespace tasnif
