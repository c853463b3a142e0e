# Pages as readers meet them, in a headless Chromium (tests/page/browser.py). `sh scripts/test.sh page` installs what they
# need and lets nothing skip; `ctest -L page` runs them where it is there. Sanitized programs draw the same pages.
if(DESVIO_SANITIZE OR DESVIO_COVERAGE OR NOT DESVIO_TEST_PYTHON)
  return()
endif()
file(GLOB page_tests CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_LIST_DIR}/*_test.py)
foreach(test IN LISTS page_tests)
  file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/${test} imports REGEX "^import browser")
  if(NOT imports)
    continue()  # of pages and charts as text
  endif()
  string(REGEX REPLACE "_test\\.py$" "" name ${test})
  add_test(NAME browser.${name} COMMAND ${DESVIO_TEST_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/${test})
  # One browser at a time: what they time should not wait for another.
  set_tests_properties(browser.${name} PROPERTIES ENVIRONMENT "DESVIO=$<TARGET_FILE:desvio>" LABELS page TIMEOUT 600
                       RESOURCE_LOCK browser)
endforeach()
