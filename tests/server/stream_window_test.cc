#include "server/stream_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace tasnif {
namespace {

// Reads one item of so many bytes, if the window wants one.
bool Take(StreamWindow* window, size_t bytes = 1) {
  if (!window->WantsRead()) return false;
  window->BeginRead();
  window->EndRead(bytes);
  return true;
}

void AnswerAndWrite(StreamWindow* window, size_t bytes = 1) {
  window->AddAnswer();
  ASSERT_TRUE(window->WantsWrite());
  window->BeginWrite();
  window->EndWrite(bytes);
}

TEST(StreamWindow, ReadsOneAtATimeUntilSoManyAreUnanswered) {
  StreamWindow window({.max_articles = 3});
  ASSERT_TRUE(window.WantsRead());
  window.BeginRead();
  EXPECT_FALSE(window.WantsRead()) << "a read is under way";
  window.EndRead(1);
  EXPECT_TRUE(Take(&window));
  EXPECT_TRUE(Take(&window));
  EXPECT_FALSE(window.WantsRead());
  AnswerAndWrite(&window);
  EXPECT_TRUE(window.WantsRead());
}

TEST(StreamWindow, AnItemIsUnansweredUntilItsAnswerIsWritten) {
  StreamWindow window({.max_articles = 1});
  ASSERT_TRUE(Take(&window));
  window.AddAnswer();
  EXPECT_FALSE(window.WantsRead());
  window.BeginWrite();
  EXPECT_FALSE(window.WantsRead()) << "a client that does not read its answers";
  window.EndWrite(1);
  EXPECT_TRUE(window.WantsRead());
}

TEST(StreamWindow, BytesAreALimitToo) {
  StreamWindow window({.max_articles = 100, .max_bytes = 1000});
  EXPECT_TRUE(Take(&window, 5000)) << "one item is always allowed";
  EXPECT_FALSE(window.WantsRead());
  AnswerAndWrite(&window, 5000);
  EXPECT_TRUE(Take(&window, 600));
  EXPECT_TRUE(Take(&window, 600)) << "the limit was not reached yet";
  EXPECT_FALSE(window.WantsRead());
}

TEST(StreamWindow, WritesOneAtATime) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  ASSERT_TRUE(Take(&window));
  window.AddAnswer();
  window.AddAnswer();
  ASSERT_TRUE(window.WantsWrite());
  window.BeginWrite();
  EXPECT_FALSE(window.WantsWrite());
  window.EndWrite(1);
  EXPECT_TRUE(window.WantsWrite());
}

TEST(StreamWindow, EndsAfterTheLastAnswerOfAClosedStream) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  window.BeginRead();
  window.EndRead(std::nullopt);
  EXPECT_FALSE(window.WantsRead());
  EXPECT_FALSE(window.WantsFinish());
  window.AddAnswer();
  EXPECT_FALSE(window.WantsFinish());
  window.BeginWrite();
  EXPECT_FALSE(window.WantsFinish());
  window.EndWrite(1);
  EXPECT_TRUE(window.WantsFinish());
}

TEST(StreamWindow, AnEmptyStreamEndsWhenItIsClosed) {
  StreamWindow window({});
  window.BeginRead();
  EXPECT_FALSE(window.WantsFinish());
  window.EndRead(std::nullopt);
  EXPECT_TRUE(window.WantsFinish());
}

TEST(StreamWindow, ClosedFromHereItEndsWithAReadStillUnderWay) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  window.BeginRead();
  window.Close();
  EXPECT_FALSE(window.WantsFinish());
  AnswerAndWrite(&window);
  EXPECT_TRUE(window.WantsFinish());
}

TEST(StreamWindow, AnItemThatComesInAfterTheCloseIsStillAnswered) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  window.BeginRead();
  window.Close();
  window.EndRead(1);
  AnswerAndWrite(&window);
  EXPECT_FALSE(window.WantsFinish());
  AnswerAndWrite(&window);
  EXPECT_TRUE(window.WantsFinish());
}

TEST(StreamWindow, HeldItReadsNothingButStillWrites) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  ASSERT_TRUE(Take(&window));
  window.Hold();
  EXPECT_FALSE(window.WantsRead());
  AnswerAndWrite(&window);
  window.Resume();
  EXPECT_TRUE(window.WantsRead());
}

TEST(StreamWindow, BrokenItFinishesAsSoonAsNoWriteIsUnderWay) {
  StreamWindow window({});
  ASSERT_TRUE(Take(&window));
  ASSERT_TRUE(Take(&window));
  window.AddAnswer();
  window.AddAnswer();
  window.BeginWrite();
  window.BeginRead();
  window.Break();
  EXPECT_FALSE(window.WantsFinish());
  window.EndWrite(1);
  EXPECT_FALSE(window.WantsWrite());
  EXPECT_FALSE(window.WantsRead());
  EXPECT_TRUE(window.WantsFinish());
}

TEST(StreamWindow, DroppedItemsNeedNoAnswer) {
  StreamWindow window({.max_articles = 1});
  ASSERT_TRUE(Take(&window, 10));
  window.Drop(10);
  EXPECT_EQ(window.unanswered(), 0u);
  EXPECT_TRUE(window.WantsRead());
}

// Whatever the order of events: never two reads or writes, never over the limits by more than the
// last item, and an end only when everything is answered.
TEST(StreamWindow, RandomOrdersKeepEveryRule) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    const WindowLimits limits = {.max_articles = 1 + random() % 4, .max_bytes = 1 + random() % 50};
    StreamWindow window(limits);
    size_t to_send = random() % 20, written = 0, read = 0;
    const size_t total = to_send;
    std::vector<size_t> computing, ready;
    bool is_reading = false;
    std::optional<size_t> writing;
    for (int step = 0; step < 10000 && !window.WantsFinish(); ++step) {
      if (window.WantsRead()) {
        ASSERT_FALSE(is_reading);
        ASSERT_LT(window.unanswered(), limits.max_articles);
        window.BeginRead();
        is_reading = true;
      }
      if (window.WantsWrite()) {
        ASSERT_FALSE(writing.has_value());
        window.BeginWrite();
        writing = ready.back();
        ready.pop_back();
      }
      const unsigned event = random() % 3;
      if (event == 0 && is_reading) {
        is_reading = false;
        if (to_send == 0) {
          window.EndRead(std::nullopt);
        } else {
          --to_send;
          ++read;
          computing.push_back(random() % 40);
          window.EndRead(computing.back());
        }
      } else if (event == 1 && !computing.empty()) {
        std::swap(computing[random() % computing.size()], computing.back());
        ready.push_back(computing.back());
        computing.pop_back();
        window.AddAnswer();
      } else if (event == 2 && writing.has_value()) {
        window.EndWrite(*writing);
        writing.reset();
        ++written;
      }
      ASSERT_EQ(window.unanswered(), read - written);
    }
    ASSERT_TRUE(window.WantsFinish());
    ASSERT_EQ(written, total);
  }
}

}  // namespace
}  // namespace tasnif
