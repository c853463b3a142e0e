# The served page and hostile requests, against the program itself.
if(DESVIO_TEST_PYTHON)
  desvio_add_program_test(service.page service/service_test.py)
  desvio_add_program_test(service.open service/open_test.py)
  desvio_add_program_test(service.hostile service/hostile_test.py)
endif()
