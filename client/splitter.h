// client/splitter.h
//
// Cuts a batch that no single call can carry into several, and puts their answers together. An
// article that is too large for any call gets INVALID_ARGUMENT in its result, unsent. Where the
// server finds a call too large (RESOURCE_EXHAUSTED without a time to come back: its limit is lower
// than ours), the halves are sent instead.
//
// Threads: safe, no lock. Cost: moves pointers, copies no text.
#ifndef TASNIF_CLIENT_SPLITTER_H_
#define TASNIF_CLIENT_SPLITTER_H_

#include <memory>

#include "client/call_cut.h"
#include "client/transport.h"

namespace tasnif {

class Splitter : public Transport {
 public:
  // limits: of one call; max_bytes of articles and options together.
  Splitter(const CallLimits& limits, std::unique_ptr<Transport> next);

  void Send(Batch batch, Done done) override;
  void Flush() override { next_->Flush(); }
  void Cancel() override { next_->Cancel(); }

 private:
  struct Whole;

  void SendRange(std::shared_ptr<Whole> whole, const CallRange& range);
  void OnReply(std::shared_ptr<Whole> whole, const CallRange& range, Reply reply);

  // Constant after construction.
  const CallLimits limits_;
  const std::unique_ptr<Transport> next_;
};

}  // namespace tasnif

#endif  // TASNIF_CLIENT_SPLITTER_H_
