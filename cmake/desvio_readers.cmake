# Lists the readers of native table formats: io/reader_NAME.cpp defines `TableReader reader_NAME()`.
file(GLOB reader_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/io/reader_*.cpp)
set(reader_declarations "")
set(reader_calls "")
foreach(file IN LISTS reader_files)
  get_filename_component(reader ${file} NAME_WE)
  string(APPEND reader_declarations "TableReader ${reader}();\n")
  string(APPEND reader_calls "${reader}(), ")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/table_readers.cpp CONTENT
[=[// Made by the build from the names of io/reader_*.cpp.
#include "io/table_reader.hpp"
namespace desvio {
@reader_declarations@std::vector<TableReader> table_readers() { return {@reader_calls@}; }
}  // namespace desvio
]=] @ONLY)
# Readers have the same names for what each does alone, so these are compiled one by one.
set_source_files_properties(${reader_files} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
target_sources(desvio_io PRIVATE ${PROJECT_BINARY_DIR}/table_readers.cpp)
