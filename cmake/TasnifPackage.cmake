# The Debian package: cmake --build build/release --target tasnif_program && (cd build/release && cpack)
#
# Program, shipped models, a systemd unit with its own user, and one config file (deploy/debian).
# What it depends on is the kind `run` of deploy/packages.txt, where each library stands once.
include(GNUInstallDirs)
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
        RENAME copyright)

file(STRINGS "${PROJECT_SOURCE_DIR}/deploy/packages.txt" package_lines REGEX "# run ")
set(depends adduser)
foreach(line IN LISTS package_lines)
  string(REGEX REPLACE " .*" "" name "${line}")
  list(APPEND depends "${name}")
endforeach()
list(JOIN depends ", " CPACK_DEBIAN_PACKAGE_DEPENDS)

set(debian "${PROJECT_SOURCE_DIR}/deploy/debian")
set(CPACK_GENERATOR DEB)
# The server and its models; not the component `client`, which is for compilers (client/install.cmake).
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};${PROJECT_NAME};Unspecified;/")
# Files outside /usr are put in place by a script, so that 'cmake --install' never writes to /etc.
set(CPACK_INSTALL_SCRIPTS "${debian}/stage.cmake")
set(CPACK_PACKAGE_NAME tasnif)
set(CPACK_PACKAGE_CONTACT "Tasnif maintainers <maintainers@tasnif.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "labels news articles with topic, stance and source type")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${debian}/conffiles;${debian}/postinst;${debian}/prerm"
                                       "${debian}/postrm")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
