# Rooms, tests and applications as CMake targets. Warnings, sanitizers and -march are private to desvio's own targets.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "build type" FORCE)
endif()

# ccache where there is one; a base folder makes its hits independent of where the checkout stands.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

option(DESVIO_CONTRACTS "check EXPECT/ENSURE contracts" OFF)
set(DESVIO_SANITIZE "" CACHE STRING "sanitizers, e.g. address,undefined or thread")
option(DESVIO_COVERAGE "instrument for line coverage" OFF)
option(DESVIO_WARNINGS_FATAL "treat warnings as errors" OFF)
option(DESVIO_BATCHED "compile a room's files several at a time: a build from nothing in a third of the time" OFF)

add_library(desvio_build_flags INTERFACE)
target_compile_options(desvio_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast
  # In a batch a local name may hide one of another file, which is nobody's fault; single files are checked for it.
  $<$<NOT:$<BOOL:${DESVIO_BATCHED}>>:-Wshadow>
  # False alarms of g++ 12: self-initialisation inside its AVX-512 intrinsics, overlap inside std::string.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  $<$<BOOL:${DESVIO_WARNINGS_FATAL}>:-Werror>)
if(DESVIO_ARCH STREQUAL "native")
  # g++ 12's native tuning costs Eigen a fifth (design note on compilers); the instruction set is what matters. Its
  # AVX-512 intrinsics are the self-initialised ones; the portable presets keep the warning.
  target_compile_options(desvio_build_flags INTERFACE -march=native -mtune=generic -Wno-uninitialized)
elseif(DESVIO_ARCH STREQUAL "portable")
  target_compile_options(desvio_build_flags INTERFACE -march=x86-64-v2)
else()
  target_compile_options(desvio_build_flags INTERFACE -march=${DESVIO_ARCH})
endif()
if(DESVIO_SANITIZE)
  # Left out: checks of every pointer before every access. They treble the build, and the address sanitizer sees a bad
  # access when it happens.
  target_compile_options(desvio_build_flags INTERFACE -fsanitize=${DESVIO_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all -fno-sanitize=null,alignment,vptr,object-size,pointer-overflow)
  target_link_options(desvio_build_flags INTERFACE -fsanitize=${DESVIO_SANITIZE})
endif()
if(DESVIO_COVERAGE)
  target_compile_options(desvio_build_flags INTERFACE --coverage -fprofile-update=atomic -O0)
  target_link_options(desvio_build_flags INTERFACE --coverage)
endif()
if(DESVIO_CONTRACTS)
  target_compile_definitions(desvio_build_flags INTERFACE DESVIO_CONTRACTS)
endif()

# desvio_add_room(<name> [HEADERS_ONLY] [ROOMS ...] [PUBLIC ...] [PRIVATE ...])
#   library desvio_<name> (alias desvio::<name>) from <name>/*.cpp; public headers in include/desvio/<name>
function(desvio_add_room name)
  cmake_parse_arguments(room "HEADERS_ONLY" "" "ROOMS;PUBLIC;PRIVATE" ${ARGN})
  list(TRANSFORM room_ROOMS PREPEND desvio_)
  set(target desvio_${name})
  if(room_HEADERS_ONLY)
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_compile_features(${target} INTERFACE cxx_std_20)
    target_link_libraries(${target} INTERFACE ${room_ROOMS} ${room_PUBLIC})
    # Eigen frees what it allocated only under one alignment: without this a program built for another processor than
    # the library would hand Eigen's aligned memory to plain free().
    target_compile_definitions(${target} INTERFACE EIGEN_MAX_ALIGN_BYTES=64)
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
    add_library(${target} ${sources})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${room_ROOMS} ${room_PUBLIC}
                          PRIVATE ${room_PRIVATE} $<BUILD_INTERFACE:desvio_build_flags>)
  endif()
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} UNITY_BUILD ${DESVIO_BATCHED})
  add_library(desvio::${name} ALIAS ${target})
  set_property(GLOBAL APPEND PROPERTY DESVIO_ROOMS ${target})
endfunction()

# desvio_app(<target> <folder> [ROOMS ...] [PRIVATE ...])
function(desvio_app target folder)
  cmake_parse_arguments(app "" "" "ROOMS;PRIVATE" ${ARGN})
  list(TRANSFORM app_ROOMS PREPEND desvio_)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  target_sources(${target} PRIVATE ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${app_ROOMS} ${app_PRIVATE} desvio_version desvio_build_flags)
  # Every command's file has a function of the same name, so these are compiled one by one.
  file(GLOB commands ${PROJECT_SOURCE_DIR}/${folder}/cmd_*.cpp)
  set_source_files_properties(${commands} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${DESVIO_BATCHED})
endfunction()
