# The engine inside pages (docs/adr/0013-engine-in-the-page.md): what a question needs of the rooms, compiled by em++ into
# engine.wasm, and that as a script a page can hold. Room by room in one piece: the whole is a minute's work, and ccache
# keeps it.
find_program(DESVIO_EMXX em++ DOC "em++ of emscripten")
find_program(DESVIO_PAGE_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH DOC "Python that writes the engine as a script")
set(wasm_default OFF)
if(DESVIO_EMXX AND DESVIO_PAGE_PYTHON AND CMAKE_BUILD_TYPE STREQUAL "Release"
   AND NOT BUILD_SHARED_LIBS AND NOT DESVIO_SANITIZE AND NOT DESVIO_PETSC)
  set(wasm_default ON)
endif()
option(DESVIO_WASM "build the engine that pages carry (needs em++ of emscripten)" ${wasm_default})
if(NOT DESVIO_WASM)
  message(STATUS "Engine in pages: left out; reports will carry no model (DESVIO_WASM, em++: ${DESVIO_EMXX})")
  return()
endif()
message(STATUS "Engine in pages: by ${DESVIO_EMXX}")

set(wasm_dir ${PROJECT_BINARY_DIR}/wasm)
set(DESVIO_ENGINE_BINARY ${PROJECT_BINARY_DIR}/page/live/engine_binary.js)
file(MAKE_DIRECTORY ${wasm_dir}/include/desvio ${PROJECT_BINARY_DIR}/page/live)

# Headers alone: the folders they stand in hold those of this machine's C library too, which em++ must not see.
foreach(package fmt/format.h toml++/toml.h nlohmann/json.hpp boost/version.hpp)
  get_filename_component(folder ${package} DIRECTORY)
  find_path(found_${folder} ${package} REQUIRED)
  file(CREATE_LINK ${found_${folder}}/${folder} ${wasm_dir}/include/${folder} SYMBOLIC)
endforeach()
get_target_property(eigen_include Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)
# Without the commit, so that the engine is built again only when it changes.
file(CONFIGURE OUTPUT ${wasm_dir}/include/desvio/version.hpp CONTENT
"#pragma once
namespace desvio {
inline constexpr char version[] = \"${PROJECT_VERSION}\";
inline constexpr char git_commit[] = \"\";
inline constexpr char compiler[] = \"WebAssembly\";
}  // namespace desvio
" @ONLY)

# The sets that a scenario may name, as they are.
file(GLOB wasm_sets CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/params/sets
     params/sets/concordances/*.csv params/sets/groups/*.csv params/sets/schedules/*/*.csv params/sets/schedules/*/*.toml
     params/sets/value-of-time/*.csv)
set(texts "")
set(entries "")
set(number 0)
foreach(file IN LISTS wasm_sets)
  file(READ ${PROJECT_SOURCE_DIR}/params/sets/${file} text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/params/sets/${file})
  string(APPEND texts "constexpr char set_${number}[] = R\"desvio_set(${text})desvio_set\";\n")
  string(APPEND entries "    {\"${file}\", {set_${number}, sizeof set_${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
set(text "#include \"page/live/raw_sets.hpp\"
namespace desvio {
namespace {
${texts}constexpr RawSet sets[] = {
${entries}};
}
std::span<RawSet const> raw_sets() { return sets; }
}
")
set(old "")
if(EXISTS ${wasm_dir}/sets.cpp)
  file(READ ${wasm_dir}/sets.cpp old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${wasm_dir}/sets.cpp "${text}")
endif()

# desvio_wasm_part(<name> <file>...): those files as one object, added to wasm_objects
set(wasm_flags -std=c++20 -O3 -fwasm-exceptions -DNDEBUG -DFMT_HEADER_ONLY -DEIGEN_MAX_ALIGN_BYTES=64
    -I${PROJECT_SOURCE_DIR} -I${PROJECT_SOURCE_DIR}/include -isystem ${wasm_dir}/include -isystem ${eigen_include})
set(wasm_compiler ${DESVIO_EMXX})
if(CCACHE_PROGRAM)
  set(wasm_compiler ${CMAKE_COMMAND} -E env CCACHE_COMPILERTYPE=clang CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM} ${DESVIO_EMXX})
endif()
set(wasm_objects "")
function(desvio_wasm_part name)
  set(text "")
  foreach(file IN LISTS ARGN)
    string(APPEND text "#include \"${file}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT ${wasm_dir}/${name}.cpp CONTENT "${text}" @ONLY)
  set(object ${wasm_dir}/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${wasm_compiler} ${wasm_flags} -MD -MF ${object}.d -MT ${object} -c ${wasm_dir}/${name}.cpp -o ${object}
    DEPENDS ${wasm_dir}/${name}.cpp DEPFILE ${object}.d COMMENT "Compiling ${name} for pages" VERBATIM)
  set(wasm_objects ${wasm_objects} ${object} PARENT_SCOPE)
endfunction()

file(GLOB wasm_params CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} params/*.cpp)
list(REMOVE_ITEM wasm_params params/vary_axes.cpp)
file(GLOB wasm_solvers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} solvers/*.cpp)
list(FILTER wasm_solvers EXCLUDE REGEX "leontief|gras")
file(GLOB wasm_model CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} model/*.cpp)
desvio_wasm_part(params ${wasm_params})
desvio_wasm_part(solvers ${wasm_solvers} tables/expand.cpp)
desvio_wasm_part(model ${wasm_model})
desvio_wasm_part(io io/base_from_tables.cpp io/base_history.cpp io/carried_read.cpp io/concordance_io.cpp io/csv.cpp
  io/group_table.cpp io/rate_table.cpp io/scenario_edit.cpp io/scenario_groups.cpp io/scenario_schedules.cpp io/scenario_text.cpp
  io/scenario_threats.cpp io/scenario_toml.cpp io/scenario_trade_cost.cpp io/schedule_io.cpp io/schedule_measures.cpp io/store.cpp
  io/text.cpp io/toml_fields.cpp io/value_of_time_io.cpp)
desvio_wasm_part(engine engine/audit.cpp engine/audit_base.cpp engine/audit_short_run.cpp engine/counterfactuals.cpp
  engine/group_record.cpp engine/live.cpp engine/result_focus.cpp engine/result_tables.cpp engine/scenario_record.cpp engine/settle.cpp
  engine/solved_run.cpp)
desvio_wasm_part(report report/live_json.cpp report/picture_labels.cpp report/picture_sums.cpp report/pictures.cpp)
desvio_wasm_part(live page/live/bridge.cpp page/live/raw_sets.cpp ${wasm_dir}/sets.cpp)

add_custom_command(OUTPUT ${wasm_dir}/engine.wasm
  COMMAND ${DESVIO_EMXX} -O3 -fwasm-exceptions -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=64MB
          -sTOTAL_STACK=4MB ${wasm_objects} -o ${wasm_dir}/engine.wasm
  DEPENDS ${wasm_objects} COMMENT "Linking the engine for pages" VERBATIM)
add_custom_command(OUTPUT ${DESVIO_ENGINE_BINARY}
  COMMAND ${DESVIO_PAGE_PYTHON} -B ${PROJECT_SOURCE_DIR}/scripts/carry_engine.py ${wasm_dir}/engine.wasm ${DESVIO_ENGINE_BINARY}
  DEPENDS ${wasm_dir}/engine.wasm ${PROJECT_SOURCE_DIR}/scripts/carry_engine.py COMMENT "Writing the engine as a script" VERBATIM)
add_custom_target(desvio_page_engine ALL DEPENDS ${DESVIO_ENGINE_BINARY})
# What packs the page into the program takes it from here, under the name that page_file() gives it.
set_property(GLOBAL APPEND PROPERTY DESVIO_PAGE_MADE live/engine_binary.js=${DESVIO_ENGINE_BINARY})
