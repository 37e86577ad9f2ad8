# Run by CPack when it gathers the files of the package: those that lie outside /usr.
set(root "${CMAKE_INSTALL_PREFIX}")
if(root MATCHES "/usr$")
  get_filename_component(root "${root}" DIRECTORY)
endif()
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/serve.conf" DESTINATION "${root}/etc/tasnif")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/tasnif.service" DESTINATION "${root}/lib/systemd/system")
