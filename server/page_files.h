// server/page_files.h
//
// The files of the page at `/` and the OpenAPI document, as they stand in the tree (server/page/,
// docs/openapi.yaml); the build embeds them into the program.
//
//   const PageFile* file = FindPageFile("/page.js");   // null where there is none
//
// Threads: constant.
#ifndef TASNIF_SERVER_PAGE_FILES_H_
#define TASNIF_SERVER_PAGE_FILES_H_

#include <string_view>

#include "absl/types/span.h"

namespace tasnif {

// What the browser may do with the page: everything from here, nothing from elsewhere, no frame.
inline constexpr char kPagePolicy[] =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

struct PageFile {
  std::string_view path;  // "/page.js"; that of the page itself is "/".
  std::string_view content_type;
  std::string_view bytes;
};

absl::Span<const PageFile> PageFiles();

const PageFile* FindPageFile(std::string_view path);

}  // namespace tasnif

#endif  // TASNIF_SERVER_PAGE_FILES_H_
