#include "server/shadow_book.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "feedback/correction.h"
#include "labels/model_name.h"
#include "labels/timestamp.h"

namespace tasnif {
namespace {

ShadowOutcome OutcomeOf(const v1::LabelPrediction& answer) {
  return {answer.model(), answer.abstained() ? std::string(kAbstainedOutcome) : answer.label()};
}

void AddLabel(const v1::LabelPrediction& answer, std::string_view head,
              std::map<std::string, ShadowOutcome>* out) {
  if (SplitModelName(answer.model()).head == head) (*out)[""] = OutcomeOf(answer);
}

uint64_t NextRandom(uint64_t* state) {  // xorshift64.
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

}  // namespace

std::map<std::string, ShadowOutcome> OutcomesOf(const v1::Prediction& prediction,
                                                std::string_view head) {
  std::map<std::string, ShadowOutcome> out;
  if (prediction.has_topic()) AddLabel(prediction.topic(), head, &out);
  if (prediction.has_source_type()) AddLabel(prediction.source_type(), head, &out);
  for (const auto& [name, answer] : prediction.heads()) AddLabel(answer, head, &out);
  for (const v1::StancePrediction& stance : prediction.stance()) {
    if (SplitModelName(stance.model()).head != head) continue;
    out[stance.target()] = {stance.model(), stance.label()};
  }
  return out;
}

void ShadowBook::Compare(const v1::Article& article, const v1::Prediction& answer,
                         const v1::Prediction& shadow, std::string_view head, absl::Time now) {
  const std::map<std::string, ShadowOutcome> answered = OutcomesOf(answer, head);
  std::string sha256;  // Made for the first disagreement.
  for (const auto& [target, other] : OutcomesOf(shadow, head)) {
    const auto found = answered.find(target);
    if (found == answered.end()) continue;
    const ShadowOutcome& given = found->second;
    const bool differs = given.outcome != other.outcome;
    if (differs && sha256.empty()) sha256 = ArticleSha256(article);
    MutexLock lock(mu_);
    Version& version = versions_[other.model];
    ++version.counts.compared;
    if (!differs) continue;
    ++version.counts.disagreements;
    ++version.counts.pairs[{given.outcome, other.outcome}];
    v1::Disagreement disagreement;
    disagreement.set_article_id(article.id());
    disagreement.set_article_sha256(sha256);
    disagreement.set_model(given.model);
    disagreement.set_label(given.outcome);
    disagreement.set_shadow_label(other.outcome);
    disagreement.set_target(target);
    *disagreement.mutable_time() = TimestampOf(now);
    Sample(std::move(disagreement), &version);
  }
}

void ShadowBook::Sample(v1::Disagreement disagreement, Version* version) {
  if (version->sample.size() < kMaxDisagreements) {
    return version->sample.push_back(std::move(disagreement));
  }
  const uint64_t place = NextRandom(&random_) % version->counts.disagreements;
  if (place < kMaxDisagreements) version->sample[place] = std::move(disagreement);
}

void ShadowBook::CountDrop(ShadowDrop why) {
  MutexLock lock(mu_);
  ++dropped_[why];
}

ShadowReading ShadowBook::Read() const {
  MutexLock lock(mu_);
  ShadowReading reading{.dropped = dropped_};
  for (const auto& [model, version] : versions_) reading.versions[model] = version.counts;
  return reading;
}

v1::GetShadowReportResponse ShadowBook::Report(std::string_view head,
                                               std::string_view version) const {
  v1::GetShadowReportResponse report;
  report.set_version(std::string(version));
  MutexLock lock(mu_);
  for (const auto& [why, count] : dropped_) report.set_dropped(report.dropped() + count);
  const auto found = versions_.find(absl::StrCat(std::string(head), "@", std::string(version)));
  if (found == versions_.end()) return report;
  const ShadowCounts& counts = found->second.counts;
  report.set_compared(counts.compared);
  report.set_disagreements(counts.disagreements);
  for (const auto& [labels, count] : counts.pairs) {
    v1::LabelPairCount* pair = report.add_pairs();
    pair->set_label(labels.first);
    pair->set_shadow_label(labels.second);
    pair->set_count(count);
  }
  std::stable_sort(report.mutable_pairs()->begin(), report.mutable_pairs()->end(),
                   [](const v1::LabelPairCount& a, const v1::LabelPairCount& b) {
                     return a.count() > b.count();
                   });
  for (const v1::Disagreement& one : found->second.sample) *report.add_sample() = one;
  return report;
}

}  // namespace tasnif
