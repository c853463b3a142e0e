# The house keeps its own rules: doors between rooms, and a library that another project can find and use.
find_package(Python3 3.8 REQUIRED COMPONENTS Interpreter)
add_test(NAME house.documents_show_what_the_program_prints
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/documents_test.py)
set_tests_properties(house.documents_show_what_the_program_prints PROPERTIES
                     ENVIRONMENT "DESVIO=$<TARGET_FILE:desvio>" TIMEOUT 300)

add_test(NAME house.scenarios_page_is_current
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/scenarios_page_test.py)
set_tests_properties(house.scenarios_page_is_current PROPERTIES
                     ENVIRONMENT "DESVIO=$<TARGET_FILE:desvio>" TIMEOUT 300)

add_test(NAME house.scaling_tables_are_computed
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/scaling_test.py)

add_test(NAME house.words_of_the_report_page
         COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tests/page/report_words_test.py)

# What does not depend on how the program was built is tested once; sanitized libraries are not what anybody installs.
if(NOT DESVIO_SANITIZE AND NOT DESVIO_COVERAGE)
  add_test(NAME house.rooms COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/scripts/check_rooms.py)
  add_test(NAME house.rooms_finds_planted_violations
           COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/check_rooms_test.py)
  add_test(NAME house.install_and_find_package
           COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DWORK=${PROJECT_BINARY_DIR}/install_test
                   -DSOURCE=${PROJECT_SOURCE_DIR}/tests/install -DCXX=${CMAKE_CXX_COMPILER}
                   -P ${PROJECT_SOURCE_DIR}/tests/install/check_install.cmake)
  set_tests_properties(house.install_and_find_package PROPERTIES TIMEOUT 300)
endif()
