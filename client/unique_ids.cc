#include "client/unique_ids.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"

namespace tasnif {
namespace {

// Longer ids are refused by the server, article by article.
constexpr size_t kMaxIdBytes = 256;

struct HiddenId {
  int place;
  std::string id;
};

std::vector<HiddenId> HideRepeated(v1::ClassifyRequest* request) {
  std::vector<HiddenId> hidden;
  absl::flat_hash_set<std::string> ids;
  for (int i = 0; i < request->articles_size(); ++i) {
    v1::Article* article = request->mutable_articles(i);
    const bool is_checked = !article->id().empty() && article->id().size() <= kMaxIdBytes;
    if (is_checked && !ids.insert(article->id()).second) {
      hidden.push_back({i, std::move(*article->mutable_id())});
      article->clear_id();
    }
  }
  return hidden;
}

void Restore(std::vector<HiddenId> hidden, Reply* reply) {
  for (HiddenId& entry : hidden) {
    TransportOutcome& outcome = reply->outcomes[static_cast<size_t>(entry.place)];
    if (outcome.result.ok()) outcome.result->set_id(entry.id);
    reply->batch.request.mutable_articles(entry.place)->set_id(std::move(entry.id));
  }
}

}  // namespace

UniqueIds::UniqueIds(std::unique_ptr<Transport> next) : next_(std::move(next)) {}

void UniqueIds::Send(Batch batch, Done done) {
  std::vector<HiddenId> hidden = HideRepeated(&batch.request);
  if (hidden.empty()) return next_->Send(std::move(batch), std::move(done));
  next_->Send(std::move(batch),
              [hidden = std::move(hidden), done = std::move(done)](Reply reply) mutable {
                Restore(std::move(hidden), &reply);
                std::move(done)(std::move(reply));
              });
}

}  // namespace tasnif
