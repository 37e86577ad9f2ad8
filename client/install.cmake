# find_package(tasnif) and pkg-config for programs that link the client:
#
#   cmake --install BUILD --component client --prefix PREFIX
#
# Headers keep the names that they have here, below PREFIX/include/tasnif.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(client_libraries client client_core files services protos)
set(client_include "${CMAKE_INSTALL_INCLUDEDIR}/tasnif")
set(client_config "${CMAKE_INSTALL_LIBDIR}/cmake/tasnif")
foreach(library IN LISTS client_libraries)
  set_target_properties(tasnif_${library} PROPERTIES EXPORT_NAME ${library})
  install(TARGETS tasnif_${library} EXPORT tasnif_client_targets COMPONENT client
          ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          INCLUDES DESTINATION "${client_include}")
endforeach()
install(EXPORT tasnif_client_targets NAMESPACE tasnif:: FILE tasnifTargets.cmake
        DESTINATION "${client_config}" COMPONENT client)

# What client.h includes, and the parts of the stack for who wants to build another.
file(GLOB client_headers CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" *.h)
install(FILES ${client_headers} DESTINATION "${client_include}/client" COMPONENT client)
install(FILES "${PROJECT_SOURCE_DIR}/base/clock.h" "${PROJECT_SOURCE_DIR}/base/files.h"
              "${PROJECT_SOURCE_DIR}/base/mutex.h" "${PROJECT_SOURCE_DIR}/base/status.h"
              "${PROJECT_SOURCE_DIR}/base/steady_clock.h"
        DESTINATION "${client_include}/base" COMPONENT client)
install(DIRECTORY "${PROJECT_BINARY_DIR}/protos/tasnif" DESTINATION "${client_include}"
        COMPONENT client FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/protos/tasnif"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/tasnif/protos" COMPONENT client
        FILES_MATCHING PATTERN "*.proto")

configure_package_config_file(tasnifConfig.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/tasnifConfig.cmake" INSTALL_DESTINATION "${client_config}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/tasnifConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/tasnifConfig.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/tasnifConfigVersion.cmake"
        DESTINATION "${client_config}" COMPONENT client)
# "lib/pkgconfig" or "lib/x86_64-linux-gnu/pkgconfig" below the prefix.
file(RELATIVE_PATH client_prefix_from_pc "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" client_prefix_from_pc "${client_prefix_from_pc}")
configure_file(tasnif.pc.in tasnif.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/tasnif.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT client)
