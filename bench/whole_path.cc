#include "bench/whole_path.h"

#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "bench/lines.h"
#include "labels/labeller.h"

namespace tasnif {
namespace {

// Names that no head of ours has special rules for.
std::string HeadName(size_t index) { return absl::StrCat("head-", index); }

absl::StatusOr<HeadModel> OpenHead(const std::string& path, size_t index) {
  HeadModel head;
  head.bundle.set_head(HeadName(index));
  head.bundle.set_version("1");
  head.bundle.set_kind(v1::HEAD_KIND_LABEL);
  *head.bundle.mutable_text() = BenchTextOptions();
  head.bundle.mutable_calibration()->set_temperature(1.0f);
  TASNIF_ASSIGN_OR_RETURN(head.model, CompiledModel::Open(path));
  return head;
}

std::vector<v1::Article> MakeArticles(const std::vector<BenchText>& texts) {
  std::vector<v1::Article> articles(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) articles[i].set_text(texts[i].text);
  return articles;
}

double MeanBytes(const std::vector<BenchText>& texts) {
  size_t bytes = 0;
  for (const BenchText& text : texts) bytes += text.text.size();
  return static_cast<double>(bytes) / static_cast<double>(texts.size());
}

class WholePath {
 public:
  static absl::StatusOr<std::unique_ptr<WholePath>> Create(const std::vector<std::string>& paths) {
    auto path = std::make_unique<WholePath>();
    TASNIF_ASSIGN_OR_RETURN(path->labeller_, Labeller::Create({}));
    TASNIF_ASSIGN_OR_RETURN(path->scratch_, LabelScratch::Create());
    for (size_t i = 0; i < paths.size(); ++i) {
      TASNIF_ASSIGN_OR_RETURN(HeadModel head, OpenHead(paths[i], i));
      path->heads_.push_back(std::make_unique<HeadModel>(std::move(head)));
      path->plan_.models.push_back(path->heads_.back().get());
    }
    path->first_.models = {path->heads_[0].get()};
    return path;
  }

  absl::StatusOr<v1::Prediction> Label(const v1::Article& article) {
    return labeller_->Label(article, plan_, scratch_.get());
  }
  // With the first head only.
  absl::StatusOr<v1::Prediction> LabelOnce(const v1::Article& article) {
    return labeller_->Label(article, first_, scratch_.get());
  }

 private:
  std::unique_ptr<const Labeller> labeller_;
  std::unique_ptr<LabelScratch> scratch_;
  std::vector<std::unique_ptr<HeadModel>> heads_;
  LabelPlan plan_;
  LabelPlan first_;
};

// As CompareAnswers, over messages, which hold only the best labels.
absl::Status CompareLabels(const std::vector<v1::Article>& articles,
                           const std::vector<std::string>& lines, FastTextRunner& libfasttext,
                           WholePath& path, CaseResult* result) {
  std::vector<float> theirs;
  size_t same = 0, decided = 0;
  for (size_t i = 0; i < articles.size(); ++i) {
    TASNIF_ASSIGN_OR_RETURN(const v1::Prediction ours, path.Label(articles[i]));
    const v1::LabelPrediction& label = ours.heads().at(HeadName(0));
    libfasttext.All(lines[i], &theirs);
    const TopTwo top = TopTwoOf(theirs);
    if (top.margin <= kDecidedMargin) continue;
    ++decided;
    const double difference = std::fabs(theirs[top.best] - label.probability());
    if (label.label() != libfasttext.labels()[top.best]) continue;
    ++same;
    result->max_abs_diff = std::max(result->max_abs_diff, difference);
  }
  result->undecided = articles.size() - decided;
  result->agreement = decided == 0 ? 1 : static_cast<double>(same) / static_cast<double>(decided);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CaseResult> CompareWholePath(const std::string& name, const RawArticles& articles,
                                            Sides& sides, const std::vector<std::string>& tsf_paths,
                                            size_t rounds) {
  TASNIF_ASSIGN_OR_RETURN(const auto path, WholePath::Create(tsf_paths));
  const std::vector<v1::Article> messages = MakeArticles(articles.texts);
  CaseResult result;
  result.name = name;
  result.heads = tsf_paths.size();
  result.texts = messages.size();
  result.mean_bytes = MeanBytes(articles.texts);
  TASNIF_RETURN_IF_ERROR(
      CompareLabels(messages, articles.lines, *sides.libfasttext[0], *path, &result));
  const auto ours = [&] {
    for (const v1::Article& message : messages) (void)path->Label(message);
  };
  Contestants contestants = {.libfasttext = [&] { RunFastText(articles.lines, sides); },
                             .tasnif = ours};
  if (result.heads > 1) {
    contestants.tasnif_one_head = [&] {
      for (const v1::Article& message : messages) (void)path->LabelOnce(message);
    };
  }
  TimeInTurn(contestants, rounds, &result);
  return result;
}

}  // namespace tasnif
