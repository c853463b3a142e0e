# What runs in pages, in node: the engine's numbers against the program's.
add_executable(carry_inputs page/carry_inputs.cpp)
target_link_libraries(carry_inputs PRIVATE desvio_test_support)
find_program(DESVIO_NODE NAMES node nodejs DOC "node, which runs what pages run")
if(DESVIO_WASM AND DESVIO_NODE AND DESVIO_TEST_PYTHON)
  add_test(NAME page.engine COMMAND ${DESVIO_TEST_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/page/engine_test.py)
  set_tests_properties(page.engine PROPERTIES TIMEOUT 300 ENVIRONMENT
    "DESVIO=$<TARGET_FILE:desvio>;NODE=${DESVIO_NODE};CARRY_INPUTS=$<TARGET_FILE:carry_inputs>;ENGINE_BINARY=${DESVIO_ENGINE_BINARY}")
endif()
