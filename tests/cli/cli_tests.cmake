# The program as its users meet it: exit codes, messages, files. Python's h5py reads and changes result files.
find_program(DESVIO_TEST_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "Python with h5py, netCDF4, xarray and h5netcdf")
if(NOT DESVIO_TEST_PYTHON)
  message(WARNING "no /usr/bin/python3: the tests of the program are left out")
  return()
endif()

# desvio_add_program_test(<name> <script>): every script is a unittest program that finds the binary in DESVIO.
function(desvio_add_program_test name script)
  add_test(NAME ${name} COMMAND ${DESVIO_TEST_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/${script})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "DESVIO=$<TARGET_FILE:desvio>" TIMEOUT 300)
endfunction()

foreach(part analyze base_change batch bench compare completion groups help import input leontief plot processes
             report rerun run schedule shared_tables sweep terminal use)
  desvio_add_program_test(cli.${part} cli/${part}_test.py)
endforeach()
desvio_add_program_test(formats.result formats/test_result.py)
desvio_add_program_test(formats.pictures formats/test_pictures.py)
