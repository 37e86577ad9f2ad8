// server/http_classify.h
//
// What the body of POST /v1/articles:classify is, as a request:
//
//  * application/json: a tasnif.v1.ClassifyRequest (server/json_body.h); no query.
//  * text/plain, text/html: one article, its charset from Content-Type or detected. Options and
//    what else is known of the article come as query parameters: heads, top_k, explain, models,
//    target, return_text, priority; id, title, language, url, publisher, byline. Lists are
//    separated by commas or repeated: ?heads=topic,stance&target=Norway&target=Sweden
//
//   TASNIF_RETURN_IF_ERROR(CheckClassifyBody(request));                  // cheap, before admission
//   TASNIF_ASSIGN_OR_RETURN(v1::ClassifyRequest call, ReadClassifyBody(request));   // on a worker
//
// Threads: pure functions.
#ifndef TASNIF_SERVER_HTTP_CLASSIFY_H_
#define TASNIF_SERVER_HTTP_CLASSIFY_H_

#include "absl/status/statusor.h"
#include "server/http_message.h"
#include "tasnif/v1/classifier.pb.h"

namespace tasnif {

// UNIMPLEMENTED (to be sent as 415): another media type, or a Content-Encoding.
absl::Status CheckClassifyBody(const HttpRequest& request);

// INVALID_ARGUMENT: no such JSON, an unknown parameter (near ones are named), a value that is not
// of its kind.
absl::StatusOr<v1::ClassifyRequest> ReadClassifyBody(const HttpRequest& request);

}  // namespace tasnif

#endif  // TASNIF_SERVER_HTTP_CLASSIFY_H_
