// labels/timestamp.h
//
// Times as messages have them, and back.
//
//   TimeOf(article.published())                       // absl::Time
//   *correction->mutable_submitted() = TimestampOf(clock.Now());
//
// Threads: pure functions.
#ifndef TASNIF_LABELS_TIMESTAMP_H_
#define TASNIF_LABELS_TIMESTAMP_H_

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace tasnif {

// To the nanosecond.
inline absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

// Of the years 1 to 9999, which is what the message can hold.
inline google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp out;
  out.set_seconds(absl::ToUnixSeconds(time));
  const absl::Duration rest = time - absl::FromUnixSeconds(out.seconds());
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return out;
}

// "2024-02-13T10:00:00+00:00", without what is less than a second.
inline std::string FormatToSecond(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace tasnif

#endif  // TASNIF_LABELS_TIMESTAMP_H_
