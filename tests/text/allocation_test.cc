// Tokenizing allocates nothing once its buffers have grown, whatever mixture of table and ICU a
// text needs outside of dictionary scripts. This program counts every allocation with operator new.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "text/tokenizer.h"

namespace {

std::atomic<long> allocations{0};

void* Count(size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(size_t bytes) { return Count(bytes); }
void* operator new[](size_t bytes) { return Count(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace tasnif {
namespace {

TEST(TokenizerAllocation, NoneIsMadeAfterTheFirstText) {
  const auto tokenizer = Tokenizer::Create().value();
  std::string text;
  while (text.size() < 20'000) {
    text +=
        "The Minister's office said 3.5% of the façade cost 1,250 €. قال الرئيسُ إنّ الحكومة ستعلن "
        "٢٠٢٤ "
        "موازنتها. Президент сообщил о ёмкости рынка. Straße. प्रधानमंत्री ने कहा। می\u200Cشود. 한국어 "
        "e\u0301 ";
  }
  Tokens tokens;
  tokenizer->Tokenize(text, &tokens);
  const size_t count = tokens.size();
  tokens.Clear();
  const long before = allocations;
  tokenizer->Tokenize(text, &tokens);
  EXPECT_EQ(allocations - before, 0);
  EXPECT_EQ(tokens.size(), count);
}

}  // namespace
}  // namespace tasnif
