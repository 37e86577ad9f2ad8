#include "labels/host_rules.h"

#include <gtest/gtest.h>

#include <string_view>

namespace tasnif {
namespace {

struct RuleCase {
  std::string_view address, domain, country, source_type;
  bool is_certain;
  std::string_view why;
};

constexpr std::string_view kOfficial = kOfficialSourceType;
constexpr std::string_view kUser = kUserSourceType;

TEST(EntryByRule, JudgesHostsAndPaths) {
  const RuleCase kCases[] = {
      {"https://www.mofa.gov.eg/a", "mofa.gov.eg", "EG", kOfficial, true, "government"},
      {"press.mofa.gov.sa", "mofa.gov.sa", "SA", kOfficial, true, "a department of a ministry"},
      {"www.gov.uk", "gov.uk", "GB", kOfficial, true, "the suffix is a site itself"},
      {"https://mod.mil.gr", "mod.mil.gr", "GR", kOfficial, true, "an army"},
      {"whitehouse.gov", "whitehouse.gov", "US", kOfficial, true, "American by the suffix alone"},
      {"www.navy.mil", "navy.mil", "US", kOfficial, true, "the same"},
      {"presidencia.gob.mx", "presidencia.gob.mx", "MX", kOfficial, true, "Spanish"},
      {"www.interieur.gouv.fr", "interieur.gouv.fr", "FR", kOfficial, true, "French"},
      {"https://www.ju.edu.jo/ar/1", "ju.edu.jo", "JO", kOfficial, false, "university"},
      {"news.harvard.edu", "harvard.edu", "US", kOfficial, false, "American university"},
      {"https://www.ox.ac.uk/news", "ox.ac.uk", "GB", kOfficial, false, "British university"},
      {"https://qalam.blogspot.com/2013/x.html", "qalam.blogspot.com", "", kUser, true, "blog"},
      {"qalam.blogspot.com.eg", "qalam.blogspot.com.eg", "", kUser, true, "of a country"},
      {"https://forums.example.com/t/1", "forums.example.com", "", kUser, true, "forum by host"},
      {"http://vb.example.sa/", "vb.example.sa", "", kUser, true, "usual among Arabic forums"},
      {"http://www.example.org/vb/showthread.php?t=1", "example.org", "", kUser, true, "by folder"},
      {"http://example.org/a/ShowThread.php?t=1", "example.org", "", kUser, true, "by page"},
      {"https://forum.uni.edu.eg/1", "forum.uni.edu.eg", "", kUser, true,
       "a university's forum is a forum"},
      {"https://blogs.example.org/x", "blogs.example.org", "", kUser, false,
       "perhaps a newspaper's"},
      {"community.example.co.uk", "community.example.co.uk", "", kUser, false, "members"},
  };
  for (const RuleCase& c : kCases) {
    const auto entry = EntryByRule(c.address);
    ASSERT_TRUE(entry.has_value()) << c.address << ": " << c.why;
    EXPECT_EQ(entry->domain, c.domain) << c.why;
    EXPECT_EQ(entry->country, c.country) << c.address;
    EXPECT_EQ(entry->source_type, c.source_type) << c.address;
    EXPECT_EQ(entry->is_certain, c.is_certain) << c.address;
    EXPECT_FALSE(entry->state_media.has_value()) << c.address;
  }
}

TEST(EntryByRule, IsSilentAboutOthers) {
  const std::string_view kOthers[] = {
      "gov",
      "example.com",
      "gov.example.com",
      "governor.eg",
      "go.com",
      "",
      "blog.com",
      "education.example",
      "blogspot",
      "example.com/forumla",
      "edu.example.com",
      "forumx.example.com",
      "The Gazette",
      "https://e.com/a?u=/vb/showthread.php",
  };
  for (const std::string_view address : kOthers) {
    EXPECT_FALSE(EntryByRule(address).has_value()) << address;
  }
}

}  // namespace
}  // namespace tasnif
