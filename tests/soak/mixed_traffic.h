// tests/soak/mixed_traffic.h
//
// Clients of many kinds that call a server at the same time until they are told to stop, and check
// every answer.
//
//   MixedTraffic traffic(server.address(), book);
//   traffic.Start();
//   …
//   traffic.Stop();
//   traffic.findings();   // What was wrong; empty where nothing was.
//
// The kinds: calls of 1 to 64 articles, whole streams, streams whose client reads slowly, calls and
// streams that are aborted midway or have a deadline that cannot be kept, and tensors.
// Threads: starts one for each client.
#ifndef TASNIF_TESTS_SOAK_MIXED_TRAFFIC_H_
#define TASNIF_TESTS_SOAK_MIXED_TRAFFIC_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "inference/grpc_service.grpc.pb.h"
#include "tasnif/v1/classifier.grpc.pb.h"
#include "tests/soak/answer_book.h"

namespace tasnif {

class MixedTraffic {
 public:
  // book: must outlive the traffic.
  MixedTraffic(const std::string& address, const AnswerBook& book);
  ~MixedTraffic() { Stop(); }

  void Start();
  // Waits until every client has finished its call.
  void Stop();

  // At most the first twenty.
  std::vector<std::string> findings() const;
  // Of the topic model, in answers: how it shows that models changed meanwhile.
  std::set<std::string> models() const;
  // What was checked: articles, and calls that were given up on purpose.
  size_t answered() const { return answered_; }
  size_t aborted() const { return aborted_; }

 private:
  // One round of one client.
  using Round = void (MixedTraffic::*)(std::mt19937* random);

  void Run(Round round, unsigned seed);
  void Call(std::mt19937* random);
  void Stream(std::mt19937* random) { RunStream(random, 300, absl::ZeroDuration()); }
  void ReadSlowly(std::mt19937* random) { RunStream(random, 150, absl::Milliseconds(5)); }
  void RunStream(std::mt19937* random, size_t articles, absl::Duration pause);
  void AbortCall(std::mt19937* random);
  void AbortStream(std::mt19937* random);
  void Infer(std::mt19937* random);

  void Check(size_t index, const v1::ArticleResult& result);
  void CheckStatus(const grpc::Status& status, const std::string& what);
  void Complain(const std::string& finding);

  // Constant after construction.
  const AnswerBook& book_;
  const std::unique_ptr<v1::Classifier::Stub> classifier_;
  const std::unique_ptr<inference::GRPCInferenceService::Stub> inference_;
  std::vector<std::thread> clients_;

  // Thread-safe.
  std::atomic<bool> is_over_ = false;
  std::atomic<size_t> answered_ = 0;
  std::atomic<size_t> aborted_ = 0;

  mutable Mutex mu_;
  std::set<std::string> models_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> findings_ ABSL_GUARDED_BY(mu_);
};

}  // namespace tasnif

#endif  // TASNIF_TESTS_SOAK_MIXED_TRAFFIC_H_
