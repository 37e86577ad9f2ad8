#include "train/selection.h"

#include <algorithm>

#include "base/hash_mix.h"

namespace tasnif {
namespace {

constexpr uint64_t kDevSalt = 1;

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsHeldOut(const Selection& selection, const LabelledArticle& article) {
  return Has(selection.holdout_sources, article.source) ||
         Has(selection.holdout_publishers, article.article.publisher());
}

bool IsMovedToDev(const Selection& selection, const LabelledArticle& article) {
  const auto share = selection.dev_share.find(article.source);
  if (share == selection.dev_share.end()) return false;
  return HashShare(MixHash(HashArticle(article.article), kDevSalt)) < share->second;
}

}  // namespace

uint64_t MixHash(uint64_t hash, uint64_t salt) {
  return SplitMix(hash + salt * 0x9E3779B97F4A7C15u);
}

uint64_t HashBytes(std::string_view bytes) { return MixHash(Fnv1a(bytes), 0); }

double HashShare(uint64_t hash) { return static_cast<double>(hash >> 11) * 0x1p-53; }

uint64_t HashArticle(const v1::Article& article) {
  if (!article.id().empty()) return HashBytes(article.id());
  return HashBytes(article.title() + "\n" + article.text());
}

Part PartOf(const Selection& selection, const LabelledArticle& article) {
  if (Has(selection.drop_sources, article.source)) return Part::kNone;
  if (Has(selection.test_splits, article.split)) return Part::kTest;
  if (Has(selection.dev_splits, article.split)) return Part::kDev;
  if (!Has(selection.train_splits, article.split)) return Part::kNone;
  if (IsHeldOut(selection, article)) return Part::kHoldout;
  if (IsMovedToDev(selection, article)) return Part::kDev;
  if (article.is_weak && !selection.use_weak) return Part::kNone;
  return Part::kTrain;
}

}  // namespace tasnif
