# The shared HDF5 loads network libraries (curl, Kerberos) that desvio never calls: 10 ms of every start. The static one
# brings only what is used, but CMake's target for it does not name the compressors it needs in turn.
if(BUILD_SHARED_LIBS)
  find_package(HDF5 1.10 REQUIRED COMPONENTS C)
  return()
endif()
set(HDF5_USE_STATIC_LIBRARIES ON)
find_package(HDF5 1.10 REQUIRED COMPONENTS C)
find_library(DESVIO_SZIP sz REQUIRED)
set_property(TARGET hdf5::hdf5 APPEND PROPERTY INTERFACE_LINK_LIBRARIES ZLIB::ZLIB ${DESVIO_SZIP} ${CMAKE_DL_LIBS} m)
