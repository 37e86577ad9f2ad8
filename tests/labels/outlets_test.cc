#include "labels/outlets.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

constexpr std::string_view kHeader = "domain,name,country,state_media,source_type\n";

OutletList Parsed(const std::string& lines) {
  absl::StatusOr<OutletList> list = OutletList::Parse(std::string(kHeader) + lines);
  EXPECT_TRUE(list.ok()) << list.status();
  return *std::move(list);
}

TEST(HostOf, TakesTheHostOutOfWhateverStandsAround) {
  const struct {
    std::string_view input, expected;
  } kCases[] = {
      {"https://www.BBC.co.uk:443/news?a=b#c", "bbc.co.uk"},
      {"bbc.co.uk", "bbc.co.uk"},
      {"  HTTP://News.Example.COM.  ", "news.example.com"},
      {"//cdn.example.org/x", "cdn.example.org"},
      {"https://user:word@example.org/", "example.org"},
      {"example.org/path//with/slashes", "example.org"},
      {"https://example.org?u=http://other.net/", "example.org"},
      {"https://موقع.وزارة.السعودية/خبر", "موقع.وزارة.السعودية"},
      {"https://example.org\\@evil.net", "example.org"},
      {"BBC News", ""},
      {"صحيفة الخليج", ""},
      {"Reuters", ""},
      {"St. Louis Post", ""},
      {"https://[::1]:80/", ""},
      {".gov.eg", ""},
      {"a..b", ""},
      {"", ""},
      {"https://", ""},
      {"@", ""},
      {"www.", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(HostOf(c.input), c.expected) << c.input;
}

TEST(OutletList, SubDomainTakesTheNearestListedParent) {
  const OutletList list = Parsed(
      "example.com,Example,GB,no,\n"
      "satire.example.com,Fun,GB,no,satire\n");
  ASSERT_NE(list.Find("https://a.b.example.com/x"), nullptr);
  EXPECT_EQ(list.Find("https://a.b.example.com/x")->name, "Example");
  EXPECT_EQ(list.Find("www.satire.example.com")->source_type, "satire");
  EXPECT_EQ(list.Find("https://notexample.com/"), nullptr);
  EXPECT_EQ(list.Find("com"), nullptr);
  EXPECT_EQ(list.Find(""), nullptr);
}

TEST(OutletList, ReadsEveryColumn) {
  const OutletList list =
      Parsed("# comment\n\na.b,\"One, \"\"Two\"\"\",EG,yes,wire_agency\r\nc.d,,,,\n");
  EXPECT_EQ(list.size(), 2u);
  const OutletEntry* full = list.Find("a.b");
  ASSERT_NE(full, nullptr);
  EXPECT_EQ(full->name, "One, \"Two\"");
  EXPECT_EQ(full->country, "EG");
  EXPECT_EQ(full->state_media, std::optional<bool>(true));
  EXPECT_EQ(full->source_type, "wire_agency");
  EXPECT_FALSE(list.Find("c.d")->state_media.has_value());
}

TEST(OutletList, BadLineIsNamed) {
  const struct {
    std::string_view line, message;
  } kCases[] = {
      {"a.b,Name,GB\n", "line 2: 3 fields, expected 5"},
      {"https://a.b,Name,GB,no,\n", "line 2: 'https://a.b' is no domain"},
      {"www.a.b,Name,GB,no,\n", "line 2: 'www.a.b' is no domain"},
      {",Name,GB,no,\n", "line 2: '' is no domain"},
      {"a.b,Name,Egypt,no,\n", "line 2: country 'Egypt'"},
      {"a.b,Name,GB,1,\n", "line 2: state_media is '1'"},
      {"a.b,Name,GB,no,Satire!\n", "line 2: source_type 'Satire!'"},
      {"a.b,Name,GB,no,\na.b,Name,GB,no,\n", "line 3: 'a.b' is listed twice"},
  };
  for (const auto& c : kCases) {
    const auto list = OutletList::Parse(std::string(kHeader) + std::string(c.line));
    EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument) << c.line;
    EXPECT_NE(std::string(list.status().message()).find(c.message), std::string::npos)
        << list.status();
  }
  EXPECT_EQ(OutletList::Parse("host,name\n").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(OutletList, MissingFileIsNotFound) {
  EXPECT_EQ(OutletList::Open("no/such/outlets.csv").status().code(), absl::StatusCode::kNotFound);
}

TEST(ShippedOutlets, ListReadsAndHoldsWhatEveryoneExpects) {
  const auto list = OutletList::Open(TASNIF_SOURCE_DIR "/models/lists/outlets.csv");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_GT(list->size(), 500u);
  const struct {
    std::string_view url, domain, country, source_type;
    std::optional<bool> state_media;
  } kCases[] = {
      {"https://www.reuters.com/world/", "reuters.com", "GB", "wire_agency", false},
      {"https://www.wam.ae/ar/article/1", "wam.ae", "AE", "wire_agency", true},
      {"https://www.spa.gov.sa/123", "spa.gov.sa", "SA", "wire_agency", true},
      {"https://www.bbc.com/arabic/1", "bbc.com", "GB", "", false},
      {"https://arabic.rt.com/news/", "arabic.rt.com", "RU", "", true},
      {"https://www.aljazeera.net/news/", "aljazeera.net", "QA", "", true},
      {"https://gate.ahram.org.eg/News/1.aspx", "ahram.org.eg", "EG", "", true},
      {"https://ar.wikipedia.org/wiki/", "wikipedia.org", "", "reference_info", std::nullopt},
      {"https://alhudood.net/1", "alhudood.net", "GB", "satire", false},
      {"https://x.com/a/status/1", "x.com", "US", "user_generated", false},
      {"https://ec.europa.eu/x", "europa.eu", "", "press_release_official", std::nullopt},
  };
  for (const auto& c : kCases) {
    const OutletEntry* entry = list->Find(c.url);
    ASSERT_NE(entry, nullptr) << c.url;
    EXPECT_EQ(entry->domain, c.domain);
    EXPECT_EQ(entry->country, c.country);
    EXPECT_EQ(entry->source_type, c.source_type) << c.url;
    EXPECT_EQ(entry->state_media, c.state_media) << c.url;
  }
}

}  // namespace
}  // namespace tasnif
