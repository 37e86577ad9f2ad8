// server/stream_window.h
//
// What a stream may do next: one read and one write at a time, so many unanswered items and no
// more, answers in any order, and one end. A state machine without threads, messages or gRPC; the
// owner asks Wants…() after every event, says Begin…(), and does it.
//
//   StreamWindow window({.max_articles = 64});
//   if (window.WantsRead()) { window.BeginRead(); transport.StartRead(); }
//   …                                     // a message of 3 KB came:
//   window.EndRead(3000);
//   …                                     // it was labelled:
//   window.AddAnswer();
//   if (window.WantsWrite()) { window.BeginWrite(); transport.StartWrite(answer); }
//   …                                     // it was written:
//   window.EndWrite(3000);
//
// An item is unanswered until its answer has been written, so that a client that does not read its
// answers is not read from either.
//
// Threads: none of its own; server/stream_session.h guards it.
#ifndef TASNIF_SERVER_STREAM_WINDOW_H_
#define TASNIF_SERVER_STREAM_WINDOW_H_

#include <cstddef>
#include <optional>

namespace tasnif {

struct WindowLimits {
  // Items that are read and not answered. One is always allowed.
  size_t max_articles = 64;
  // Their bytes; the item that reaches the limit is the last one that is read.
  size_t max_bytes = 16u << 20;
};

class StreamWindow {
 public:
  explicit StreamWindow(const WindowLimits& limits) : limits_(limits) {}

  bool WantsRead() const {
    return !is_reading_ && !is_closed_ && !is_held_ && !is_broken_ && HasRoom();
  }
  void BeginRead() { is_reading_ = true; }
  // bytes: of the item that came. Nothing: no more will come (the client closed its side, or went).
  void EndRead(std::optional<size_t> bytes);

  // Nothing is read while it is held, whatever the room: the item at hand must be dealt with first.
  void Hold() { is_held_ = true; }
  void Resume() { is_held_ = false; }

  // An item has its answer.
  void AddAnswer() { ++answers_; }
  // An item needs no answer.
  void Drop(size_t bytes) { Forget(bytes); }

  bool WantsWrite() const { return !is_writing_ && !is_broken_ && answers_ > 0; }
  void BeginWrite();
  // bytes: of the item that was answered.
  void EndWrite(size_t bytes);

  // Reads no more, but answers what was read, also an item that is still on its way in.
  void Close() { is_closed_ = true; }
  // Nothing more is read or written.
  void Break() { is_broken_ = true; }

  // Time for the status: everything is answered, or the stream is broken; no write is under way.
  bool WantsFinish() const {
    return !is_writing_ && (is_broken_ || (is_closed_ && unanswered_ == 0));
  }

  size_t unanswered() const { return unanswered_; }
  bool is_closed() const { return is_closed_; }
  bool is_broken() const { return is_broken_; }

 private:
  bool HasRoom() const {
    return unanswered_ == 0 || (unanswered_ < limits_.max_articles && bytes_ < limits_.max_bytes);
  }
  void Forget(size_t bytes);

  const WindowLimits limits_;
  size_t unanswered_ = 0;
  size_t bytes_ = 0;    // Of the unanswered ones.
  size_t answers_ = 0;  // Of the unanswered ones, those whose answer waits to be written.
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_held_ = false;
  bool is_closed_ = false;
  bool is_broken_ = false;
};

}  // namespace tasnif

#endif  // TASNIF_SERVER_STREAM_WINDOW_H_
