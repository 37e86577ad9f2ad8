# Build options, compiler flags and sanitizers that apply to every target.
option(TASNIF_BUILD_TESTS "Build the tests" ON)
option(TASNIF_WERROR "Treat warnings as errors" OFF)
set(TASNIF_SANITIZE "" CACHE STRING "Sanitizers to build with: 'address,undefined' or 'thread'")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# A second build of the same sources takes seconds where ccache is installed.
find_program(TASNIF_CCACHE ccache)
if(TASNIF_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TASNIF_CCACHE}")
endif()

add_library(tasnif_flags INTERFACE)
# Designated initialisers leave out what keeps its default; gcc 12 warns of that too.
target_compile_options(tasnif_flags INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                                              -Wno-missing-field-initializers)
if(TASNIF_WERROR)
  target_compile_options(tasnif_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # The annotated Mutex of base/ is checked by clang only.
  target_compile_options(tasnif_flags INTERFACE -Wthread-safety)
endif()

if(TASNIF_SANITIZE)
  add_compile_options(-fsanitize=${TASNIF_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${TASNIF_SANITIZE})
  if(TASNIF_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
