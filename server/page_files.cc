#include "server/page_files.h"

#include <algorithm>
#include <iterator>

#include "server/page_bytes.h"

namespace tasnif {
namespace {

const PageFile kFiles[] = {
    {"/", "text/html; charset=utf-8", page_bytes::index_html()},
    {"/page.css", "text/css; charset=utf-8", page_bytes::page_css()},
    {"/page.js", "text/javascript; charset=utf-8", page_bytes::page_js()},
    {"/results.js", "text/javascript; charset=utf-8", page_bytes::results_js()},
    {"/text.js", "text/javascript; charset=utf-8", page_bytes::text_js()},
    {"/words.js", "text/javascript; charset=utf-8", page_bytes::words_js()},
    {"/icon.svg", "image/svg+xml", page_bytes::icon_svg()},
    {"/openapi.yaml", "application/yaml", page_bytes::openapi_yaml()},
};

}  // namespace

absl::Span<const PageFile> PageFiles() { return kFiles; }

const PageFile* FindPageFile(std::string_view path) {
  const auto* found = std::find_if(std::begin(kFiles), std::end(kFiles),
                                   [path](const PageFile& file) { return file.path == path; });
  return found == std::end(kFiles) ? nullptr : found;
}

}  // namespace tasnif
