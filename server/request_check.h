// server/request_check.h
//
// What is wrong with a request before any model is asked. Pure.
#ifndef TASNIF_SERVER_REQUEST_CHECK_H_
#define TASNIF_SERVER_REQUEST_CHECK_H_

#include <cstddef>

#include "absl/status/status.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// INVALID_ARGUMENT: no article, more than `max_articles`, or two articles with the same id (the
// message gives both places, from 0). Ids that are too long are left to the labeller, which
// refuses their articles one by one. Cost: one hash per id.
absl::Status CheckClassifyRequest(const v1::ClassifyRequest& request, size_t max_articles);

}  // namespace tasnif

#endif  // TASNIF_SERVER_REQUEST_CHECK_H_
