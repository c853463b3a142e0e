# cmake --install, and find_package(desvio) from another project.
include(CMakePackageConfigHelpers)
get_property(rooms GLOBAL PROPERTY DESVIO_ROOMS)
install(TARGETS desvio RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ${rooms} EXPORT desvio_targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/desvio DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT desvio_targets NAMESPACE desvio:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/desvio)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/desvio-config.cmake.in
  ${PROJECT_BINARY_DIR}/desvio-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/desvio)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/desvio-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/desvio-config.cmake ${PROJECT_BINARY_DIR}/desvio-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/desvio)
