// labels/host_rules.h
//
// What an address says of a publisher that no list knows: governments, universities, blogs and
// forums go by the names of their hosts and paths.
//
//   std::optional<OutletEntry> entry = EntryByRule("https://press.mofa.gov.sa/1");
//   entry->domain == "mofa.gov.sa"; entry->country == "SA";
//
// Ask the list first (labels/outlets.h): it knows the state's own media, and sites that are not
// what their name says.
//
//   host or path                                    source type              certain
//   .gov .mil .gov.xx .gob.xx .gouv.xx .mil.xx …    press_release_official   yes
//   blogspot.* of any country; showthread.php,      user_generated           yes
//     viewtopic.php, forumdisplay.php; forum.*, vb.*
//     and paths under /forum/, /forums/, /vb/
//   .edu .edu.xx .ac.xx                             press_release_official   no: also papers,
//   courses blog.*, blogs.*, community.*                    user_generated           no: also a
//   firm's or a
//                                                                            newspaper's own
//
// Threads: pure functions.
// Source: the second-level names are those of the registries of countries, as the Public Suffix
// List (publicsuffix.org) collects them; the paths are the default ones of vBulletin and phpBB.
#ifndef TASNIF_LABELS_HOST_RULES_H_
#define TASNIF_LABELS_HOST_RULES_H_

#include <optional>
#include <string_view>

#include "labels/outlets.h"

namespace tasnif {

// What government sites, and the press offices of universities, publish.
inline constexpr std::string_view kOfficialSourceType = "press_release_official";
// What readers and members write.
inline constexpr std::string_view kUserSourceType = "user_generated";

// url_or_host: with or without scheme and path. Nothing where no rule holds. The entry has no name;
// its domain is the site's own part of the host; a registry's suffix tells the country, nothing
// else does (.io and .tv say little).
std::optional<OutletEntry> EntryByRule(std::string_view url_or_host);

}  // namespace tasnif

#endif  // TASNIF_LABELS_HOST_RULES_H_
