# The room `distributed`: with DESVIO_PETSC the sources in distributed/petsc, else those in distributed/absent, which say
# how to get it. MPI and PETSc are private to the room.
option(DESVIO_PETSC "Leontief systems spread over MPI ranks by PETSc" OFF)
set(distributed_libraries "")
if(DESVIO_PETSC)
  if(BUILD_SHARED_LIBS)
    message(FATAL_ERROR "DESVIO_PETSC needs static rooms: libpetsc loads an HDF5 of its own, and two shared ones would mix")
  endif()
  pkg_check_modules(PETSC REQUIRED IMPORTED_TARGET PETSc>=3.18)
  find_package(MPI REQUIRED COMPONENTS C)
  set(distributed_libraries PkgConfig::PETSC MPI::MPI_C)
endif()

desvio_add_room(distributed ROOMS core solvers PRIVATE ${distributed_libraries})
if(DESVIO_PETSC)
  file(GLOB distributed_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/distributed/petsc/*.cpp)
  target_compile_definitions(desvio_distributed PRIVATE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
  # libpetsc needs an HDF5 for MPI: the functions of the static one inside the program must not answer its calls.
  target_link_options(desvio_distributed INTERFACE "LINKER:--exclude-libs,ALL")
else()
  file(GLOB distributed_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/distributed/absent/*.cpp)
endif()
target_sources(desvio_distributed PRIVATE ${distributed_sources})
