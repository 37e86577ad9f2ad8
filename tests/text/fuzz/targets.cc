#include "tests/text/fuzz/targets.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tests/text/tokenizer_pair.h"
#include "text/decoder.h"
#include "text/segmenter.h"
#include "text/sentences.h"
#include "text/utf8.h"

namespace tasnif {
namespace {

struct Pipeline {
  TokenizerPair tokenizers;
  std::unique_ptr<const Segmenter> segmenter = Segmenter::Create().value();
  std::unique_ptr<SentenceSplitter> splitter = SentenceSplitter::Create().value();
};

void Expect(bool is_right, std::string_view what) {
  if (is_right) return;
  std::cerr << "text pipeline: " << what << "\n";
  std::abort();
}

void CheckTokens(std::string_view text, TokenizerPair* pair) {
  if (!pair->Agrees(text)) {
    std::cerr << "fast: " << DescribeTokens(pair->fast())
              << "\nICU:  " << DescribeTokens(pair->icu()) << "\n";
    Expect(false, "the tokenizer differs from ICU");
  }
  for (const Token& token : pair->fast()) {
    Expect(token.begin_byte < token.end_byte && token.end_byte <= text.size(), "token's range");
    Expect(IsValidUtf8(pair->fast().word(token)), "a word is not UTF-8");
  }
}

void CheckSentences(std::string_view text, SentenceSplitter* splitter) {
  std::vector<ByteRange> sentences;
  splitter->Split(text, &sentences);
  uint32_t end = 0;
  for (const ByteRange sentence : sentences) {
    Expect(sentence.begin_byte >= end && !sentence.empty(), "sentences overlap or are empty");
    end = sentence.end_byte;
  }
  Expect(end <= text.size(), "a sentence leaves the text");
}

void CheckArticle(std::string_view text, Pipeline* pipeline) {
  Expect(IsValidUtf8(text), "decoded text is not UTF-8");
  const Segmentation segmentation = pipeline->segmenter->Segment(text);
  uint32_t end = 0;
  for (const Segment& segment : segmentation.segments) {
    Expect(segment.range.begin_byte == end && !segment.range.empty(), "segments leave a gap");
    end = segment.range.end_byte;
  }
  Expect(end == text.size(), "segments do not cover the text");
  const std::string body = BodyText(text, segmentation);
  CheckTokens(body, &pipeline->tokenizers);
  CheckSentences(body, &*pipeline->splitter);
}

}  // namespace

void FuzzTextPipeline(std::string_view bytes) {
  static auto& pipeline = *new Pipeline;
  CheckTokens(bytes, &pipeline.tokenizers);
  for (const std::string_view media_type : {"text/plain", "text/html"}) {
    const auto decoded = DecodeContent(bytes, "", media_type);
    Expect(decoded.ok() || decoded.status().code() == absl::StatusCode::kInvalidArgument,
           "decoding refuses with another code");
    if (decoded.ok()) CheckArticle(decoded->text, &pipeline);
  }
}

}  // namespace tasnif
