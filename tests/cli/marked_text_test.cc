#include "cli/marked_text.h"

#include <gtest/gtest.h>

namespace tasnif {
namespace {

using Words = google::protobuf::RepeatedPtrField<v1::Contribution>;

void Add(uint32_t begin, uint32_t end, float logit, Words* words, bool in_title = false) {
  v1::Contribution* word = words->Add();
  word->set_begin_byte(begin);
  word->set_end_byte(end);
  word->set_logit(logit);
  word->set_in_title(in_title);
}

TEST(MarkedText, WordsForAreGreenWordsAgainstAreRedAndStrongOnesBold) {
  Words words;
  Add(12, 16, -0.3f, &words);
  Add(4, 11, 1.0f, &words);
  EXPECT_EQ(MarkedText("The striker fell down.", words, 100),
            "The \x1b[1m\x1b[32mstriker\x1b[0m \x1b[31mfell\x1b[0m down.");
}

TEST(MarkedText, OffsetsAreBytesOfUtf8) {
  Words words;
  Add(9, 15, 1.0f, &words);
  EXPECT_EQ(MarkedText("سجل هدف جميل", words, 100).find("\x1b[1m\x1b[32m"), 9u);
}

TEST(MarkedText, WhatHasNoPlaceIsNotMarked) {
  Words words;
  Add(0, 0, 2.0f, &words);
  Add(0, 3, 2.0f, &words, /*in_title=*/true);
  Add(4, 90, 2.0f, &words);
  EXPECT_EQ(MarkedText("The striker", words, 100), "The striker");
}

TEST(MarkedText, OfTwoThatOverlapTheFirstStands) {
  Words words;
  Add(0, 7, 2.0f, &words);
  Add(4, 11, 1.0f, &words);
  EXPECT_EQ(MarkedText("red big cat", words, 100), "\x1b[1m\x1b[32mred big\x1b[0m cat");
}

TEST(MarkedText, LongTextIsCutAndWhatLiesBeyondIsLeftOut) {
  Words words;
  Add(5, 9, 1.0f, &words);
  EXPECT_EQ(MarkedText("late goal wins", words, 6), "late g…");
}

TEST(MarkedText, ControlCharactersOfTheArticleDoNotReachTheTerminal) {
  EXPECT_EQ(MarkedText("a\x1b[31mb\nc", {}, 100), "a [31mb c");
}

}  // namespace
}  // namespace tasnif
