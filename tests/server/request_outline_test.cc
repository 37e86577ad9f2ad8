#include "server/request_outline.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {
namespace {

// In blocks of a few bytes, as a message that came in pieces.
RequestOutline OutlineOfBytes(const std::string& bytes, int block = 7) {
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()),
                                                block);
  return OutlineOf(stream);
}

v1::ClassifyRequest RequestOf(int articles, v1::Priority priority) {
  v1::ClassifyRequest request;
  for (int i = 0; i < articles; ++i) {
    request.add_articles()->set_text("الأخبار العاجلة " + std::string(300 * i, 'x'));
  }
  request.mutable_options()->set_top_k(3);
  request.mutable_options()->add_targets()->set_name("روسيا");
  request.mutable_options()->set_priority(priority);
  return request;
}

TEST(RequestOutline, AgreesWithParsing) {
  for (const int articles : {0, 1, 3, 40}) {
    for (const auto priority :
         {v1::PRIORITY_UNSPECIFIED, v1::PRIORITY_INTERACTIVE, v1::PRIORITY_BULK}) {
      const std::string bytes = RequestOf(articles, priority).SerializeAsString();
      const RequestOutline outline = OutlineOfBytes(bytes);
      EXPECT_EQ(outline.articles, static_cast<size_t>(articles));
      EXPECT_EQ(outline.is_bulk, priority == v1::PRIORITY_BULK);
    }
  }
}

TEST(RequestOutline, OptionsInPiecesAreMergedAsParsingDoes) {
  v1::ClassifyRequest first, second;
  first.mutable_options()->set_priority(v1::PRIORITY_BULK);
  second.mutable_options()->set_top_k(2);
  const std::string both = first.SerializeAsString() + second.SerializeAsString();
  EXPECT_TRUE(OutlineOfBytes(both).is_bulk);
  second.mutable_options()->set_priority(v1::PRIORITY_INTERACTIVE);
  EXPECT_FALSE(OutlineOfBytes(both + second.SerializeAsString()).is_bulk);
}

TEST(RequestOutline, UnknownFieldsArePassedOver) {
  // Field 15 as a number, then as bytes, then as 64 bits.
  const std::string unknown("\x78\x05\x7A\x02hi\x79\x01\x02\x03\x04\x05\x06\x07\x08", 15);
  const std::string bytes = unknown + RequestOf(2, v1::PRIORITY_BULK).SerializeAsString() + unknown;
  EXPECT_EQ(OutlineOfBytes(bytes).articles, 2u);
  EXPECT_TRUE(OutlineOfBytes(bytes).is_bulk);
}

TEST(RequestOutline, EveryCutAndEveryChangedByteEndsWell) {
  const std::string bytes = RequestOf(2, v1::PRIORITY_BULK).SerializeAsString();
  for (size_t end = 0; end < bytes.size(); ++end) {
    EXPECT_LE(OutlineOfBytes(bytes.substr(0, end)).articles, 2u);
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(~changed[at]);
    EXPECT_LE(OutlineOfBytes(changed).articles, bytes.size());
  }
}

}  // namespace
}  // namespace tasnif
