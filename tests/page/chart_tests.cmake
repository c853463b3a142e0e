# The charts of page/ in Duktape, on worlds worked by hand and on answers of the program. Sanitizers see nothing of scripts.
if(DESVIO_SANITIZE OR NOT DESVIO_TEST_PYTHON)
  return()
endif()
if(NOT TARGET PkgConfig::DUKTAPE)
  pkg_check_modules(DUKTAPE REQUIRED IMPORTED_TARGET duktape)
endif()
add_executable(script_runner ${CMAKE_CURRENT_LIST_DIR}/script_runner.cpp)
target_link_libraries(script_runner PRIVATE PkgConfig::DUKTAPE desvio_build_flags)

foreach(part words charts charts_of_answers)
  add_test(NAME page.${part} COMMAND ${DESVIO_TEST_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/${part}_test.py)
  set_tests_properties(page.${part} PROPERTIES
                       ENVIRONMENT "DESVIO=$<TARGET_FILE:desvio>;SCRIPT_RUNNER=$<TARGET_FILE:script_runner>" TIMEOUT 600)
endforeach()
