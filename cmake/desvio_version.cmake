# desvio/version.hpp: version, commit and compiler, made at build time so that the commit is never stale.
add_library(desvio_version INTERFACE)
set(DESVIO_VERSION_DIR ${PROJECT_BINARY_DIR}/generated)
add_custom_target(desvio_version_header
  COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
          "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-DBUILD=${CMAKE_BUILD_TYPE}" "-DARCH=${DESVIO_ARCH}"
          -DOUTPUT=${DESVIO_VERSION_DIR}/desvio/version.hpp -P ${CMAKE_CURRENT_LIST_DIR}/write_version.cmake
  BYPRODUCTS ${DESVIO_VERSION_DIR}/desvio/version.hpp
  COMMENT "Writing desvio/version.hpp")
add_dependencies(desvio_version desvio_version_header)
target_include_directories(desvio_version INTERFACE $<BUILD_INTERFACE:${DESVIO_VERSION_DIR}>)
