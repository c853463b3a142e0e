# Files read back by the libraries users have: Debian's h5py, netCDF4 and xarray. A test is one test_x.py and one line here.
find_program(DESVIO_SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)

add_executable(formats_sample_store formats/sample_store.cpp)
target_link_libraries(formats_sample_store PRIVATE desvio_io desvio_build_flags)

# desvio_add_format_test(<name> <arguments of test_<name>.py>...)
function(desvio_add_format_test name)
  if(NOT DESVIO_SYSTEM_PYTHON)
    return()
  endif()
  add_test(NAME formats.${name}
           COMMAND ${DESVIO_SYSTEM_PYTHON} -B ${PROJECT_SOURCE_DIR}/tests/formats/test_${name}.py ${ARGN})
  set_tests_properties(formats.${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

desvio_add_format_test(store $<TARGET_FILE:formats_sample_store> ${PROJECT_BINARY_DIR}/formats)
