# Installs desvio from BUILD into a fresh prefix under WORK, then configures, builds and runs the consumer against it.
# The consumer is built for the plain processor: memory must pass between it and the library all the same.
file(REMOVE_RECURSE ${WORK})
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(failed)
    message(FATAL_ERROR "${ARGN} ended with ${failed}:\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G Ninja -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
if(NOT out MATCHES "welfare of Brazil: -?[0-9]+\\.[0-9]+ %")
  message(FATAL_ERROR "the consumer printed: ${out}")
endif()
run(${WORK}/prefix/bin/desvio --version)
message(STATUS "${out}")
