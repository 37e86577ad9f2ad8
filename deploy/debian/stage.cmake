# Run by CPack when it gathers the files of the package: those that lie outside /usr. CPack puts a
# folder of its own before every path, by DESTDIR or at the front of the prefix.
set(root "")
if("$ENV{DESTDIR}" STREQUAL "")
  string(REGEX REPLACE "/usr(/local)?/*$" "" root "${CMAKE_INSTALL_PREFIX}")
  if(root STREQUAL "")
    message(FATAL_ERROR "stage.cmake: '${CMAKE_INSTALL_PREFIX}' is this machine's own; run cpack")
  endif()
endif()
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/serve.conf" DESTINATION "${root}/etc/tasnif")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/tasnif.service" DESTINATION "${root}/lib/systemd/system")
