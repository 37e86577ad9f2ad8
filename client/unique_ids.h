// client/unique_ids.h
//
// A server refuses a call in which two articles have one id, but callers who do not know of each
// other share calls here. The id of every article but the first is left out on the way, and stands
// in its result all the same: results come in order.
//
// Threads: safe, no state. Cost: one set of ids a call.
#ifndef TASNIF_CLIENT_UNIQUE_IDS_H_
#define TASNIF_CLIENT_UNIQUE_IDS_H_

#include <memory>

#include "client/transport.h"

namespace tasnif {

class UniqueIds : public Transport {
 public:
  explicit UniqueIds(std::unique_ptr<Transport> next);

  void Send(Batch batch, Done done) override;
  void Flush() override { next_->Flush(); }
  void Cancel() override { next_->Cancel(); }

 private:
  // Constant after construction.
  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_UNIQUE_IDS_H_
