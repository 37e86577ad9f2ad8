# Writes files into a C++ source, so that a program carries them.
#
#   cmake -DHEADER=server/page_bytes.h -DSOURCE=page_bytes.cc -DOUT_HEADER=… -DFILES="a.html;b.css"
#         -DNAMESPACE=tasnif::page_bytes -P EmbedFiles.cmake
#
# Each file becomes a function named after it: a.html is a_html().
set(declarations "")
set(definitions "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "[^A-Za-z0-9]" "_" name "${name}")
  file(READ "${file}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND declarations "std::string_view ${name}();\n")
  string(APPEND definitions
         "static const unsigned char k_${name}[] = {\n${bytes}0x00};\n"
         "std::string_view ${name}() {\n"
         "  return {reinterpret_cast<const char*>(k_${name}), ${size}};\n}\n")
endforeach()
file(WRITE "${OUT_HEADER}" "#pragma once\n#include <string_view>\nnamespace ${NAMESPACE} {\n${declarations}}\n")
file(WRITE "${OUT_SOURCE}" "#include \"${HEADER}\"\nnamespace ${NAMESPACE} {\n${definitions}}\n")
