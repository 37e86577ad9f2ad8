#include "server/feedback_service.h"

#include <deque>
#include <string>
#include <utility>

#include "base/status.h"
#include "feedback/corrected_page.h"
#include "feedback/correction_export.h"
#include "labels/timestamp.h"
#include "server/convert.h"
#include "server/counted_call.h"
#include "server/submit_correction.h"

namespace tasnif {
namespace {

// Small, so that a worker is soon free for other calls.
constexpr size_t kArticlesPerStep = 64;

CorrectionFilter FilterOf(const v1::ExportCorrectionsRequest& request) {
  CorrectionFilter filter{.head = request.head()};
  if (request.has_since()) filter.since = TimeOf(request.since());
  return filter;
}

// Reads a page on the executor, writes its lines one by one, then reads the next. One step runs at
// a time, so that nothing here needs a lock; deletes itself.
class ExportReactor : public grpc::ServerWriteReactor<v1::ExportCorrectionsResponse> {
 public:
  // The drain was entered; the reactor leaves it.
  ExportReactor(const CorrectionStore& store, Executor& executor, CorrectionFilter filter,
                Drain& drain)
      : store_(store), executor_(executor), filter_(std::move(filter)), drain_(drain) {
    ScheduleRead();
  }

 private:
  void ScheduleRead() {
    executor_.Run([this](size_t) {
      const absl::Status status = ReadLines();
      if (!status.ok()) return Finish(ToGrpcStatus(status, ""));
      WriteNext();
    });
  }

  // Pages without a line, such as one of conflicts only, are passed over.
  absl::Status ReadLines() {
    while (lines_.empty() && !is_last_) {
      TASNIF_ASSIGN_OR_RETURN(CorrectedPage page,
                              store_.Articles(filter_, cursor_, kArticlesPerStep));
      for (CorrectedArticle& article : page.articles) {
        TASNIF_RETURN_IF_ERROR(export_.Add(std::move(article), [this](std::string line) {
          lines_.push_back(std::move(line));
          return absl::OkStatus();
        }));
      }
      cursor_ = page.next;
      is_last_ = page.is_last;
    }
    return absl::OkStatus();
  }

  void WriteNext() {
    if (lines_.empty()) return Finish(grpc::Status::OK);
    message_.set_json_line(std::move(lines_.front()));
    lines_.pop_front();
    StartWrite(&message_);
  }

  void OnWriteDone(bool ok) override {
    // Not ok: the call is gone.
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (lines_.empty() && !is_last_) return ScheduleRead();
    WriteNext();
  }

  void OnDone() override {
    drain_.Leave();
    delete this;
  }

  // Constant after construction.
  const CorrectionStore& store_;
  Executor& executor_;
  const CorrectionFilter filter_;
  Drain& drain_;

  CorrectionExport export_{ConflictPolicy::kLeaveOut};
  CorrectionCursor cursor_;
  bool is_last_ = false;
  std::deque<std::string> lines_;
  v1::ExportCorrectionsResponse message_;
};

using ExportStream = grpc::ServerWriteReactor<v1::ExportCorrectionsResponse>;

}  // namespace

grpc::ServerUnaryReactor* FeedbackService::SubmitCorrection(
    grpc::CallbackServerContext* context, const v1::SubmitCorrectionRequest* request,
    v1::SubmitCorrectionResponse* response) {
  const auto who = access_.Check(*context, Role::kFeedback);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(executor_, drain_, context, response, [this, request, who = *who] {
    return tasnif::SubmitCorrection(request->correction(), who, registry_, store_);
  });
}

grpc::ServerUnaryReactor* FeedbackService::ListCorrections(
    grpc::CallbackServerContext* context, const v1::ListCorrectionsRequest* request,
    v1::ListCorrectionsResponse* response) {
  const auto who = access_.Check(*context, Role::kFeedback);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(executor_, drain_, context, response,
                  [this, request]() -> absl::StatusOr<v1::ListCorrectionsResponse> {
                    if (store_ == nullptr) return NoCorrectionStore();
                    return store_->List(*request);
                  });
}

grpc::ServerUnaryReactor* FeedbackService::ListCorrectedArticles(
    grpc::CallbackServerContext* context, const v1::ListCorrectedArticlesRequest* request,
    v1::ListCorrectedArticlesResponse* response) {
  const auto who = access_.Check(*context, Role::kFeedback);
  if (!who.ok()) return Refuse(context, who.status());
  return AnswerOn(executor_, drain_, context, response,
                  [this, request]() -> absl::StatusOr<v1::ListCorrectedArticlesResponse> {
                    if (store_ == nullptr) return NoCorrectionStore();
                    TASNIF_ASSIGN_OR_RETURN(const PageQuery query, QueryFromRequest(*request));
                    TASNIF_ASSIGN_OR_RETURN(
                        CorrectedPage page,
                        store_->Articles(query.filter, query.from, query.limit));
                    return PageResponse(std::move(page));
                  });
}

ExportStream* FeedbackService::ExportCorrections(grpc::CallbackServerContext* context,
                                                 const v1::ExportCorrectionsRequest* request) {
  const auto who = access_.Check(*context, Role::kFeedback);
  if (!who.ok()) return new RefusedStream<ExportStream>(ToGrpcStatus(who.status(), ""));
  if (store_ == nullptr)
    return new RefusedStream<ExportStream>(ToGrpcStatus(NoCorrectionStore(), ""));
  if (!drain_.Enter()) {
    return new RefusedStream<ExportStream>(ToGrpcStatus(
        absl::UnavailableError("the server is draining; export from another one"), ""));
  }
  return new ExportReactor(*store_, executor_, FilterOf(*request), drain_);
}

}  // namespace tasnif
