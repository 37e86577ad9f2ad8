# Two functions every folder uses, so that each target names its direct dependencies.
include(GoogleTest)

# tasnif_library(NAME SRCS a.cc b.cc DEPS x y [PRIVATE_DEPS z])
#
# NAME is the folder; the target is tasnif_NAME with the alias tasnif::NAME. DEPS are seen by
# includers (they stand in headers), PRIVATE_DEPS only by the .cc files.
function(tasnif_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(tasnif_${name} STATIC ${ARG_SRCS})
  add_library(tasnif::${name} ALIAS tasnif_${name})
  target_include_directories(tasnif_${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  target_link_libraries(tasnif_${name} PUBLIC ${ARG_DEPS} PRIVATE $<BUILD_INTERFACE:tasnif_flags>
                                                                  ${ARG_PRIVATE_DEPS})
endfunction()

# tasnif_test(NAME SRCS a_test.cc DEPS x y [LABELS core])
#
# One GoogleTest program, one CTest test: listing cases would start each program once more.
# The label `core` marks tests that link no gRPC and run under the tsan preset.
function(tasnif_test name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE tasnif_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE TASNIF_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             TASNIF_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
endfunction()
