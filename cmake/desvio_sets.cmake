# Packs every file of params/sets into the params room: one zstd frame a file, included by the assembler.
find_program(ZSTD_PROGRAM zstd REQUIRED)
file(GLOB_RECURSE set_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/params/sets ${PROJECT_SOURCE_DIR}/params/sets/*)
list(SORT set_files)
set(sets_dir ${PROJECT_BINARY_DIR}/sets)
set(packed "")
set(assembly ".section .rodata\n")
set(declarations "")
set(entries "")
set(number 0)
foreach(file IN LISTS set_files)
  set(frame ${sets_dir}/${number}.zst)
  add_custom_command(OUTPUT ${frame}
    COMMAND ${ZSTD_PROGRAM} -q -f -19 ${PROJECT_SOURCE_DIR}/params/sets/${file} -o ${frame}
    DEPENDS ${PROJECT_SOURCE_DIR}/params/sets/${file} COMMENT "Packing ${file}")
  list(APPEND packed ${frame})
  string(APPEND assembly ".balign 16\n.global desvio_set_${number}\n.hidden desvio_set_${number}\ndesvio_set_${number}:\n.incbin \"${frame}\"\n"
         ".global desvio_set_end_${number}\n.hidden desvio_set_end_${number}\ndesvio_set_end_${number}:\n.byte 0\n")
  string(APPEND declarations "extern std::byte const desvio_set_${number}[];\nextern std::byte const desvio_set_end_${number}[];\n")
  string(APPEND entries "        {\"${file}\", {desvio_set_${number}, desvio_set_end_${number}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
file(CONFIGURE OUTPUT ${sets_dir}/sets.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${sets_dir}/sets.cpp CONTENT
"#include \"desvio/params/sets.hpp\"
#include <array>
extern \"C\" {
${declarations}}
namespace desvio {
std::span<PackedFile const> packed_files() {
    static std::array<PackedFile, ${number}> const files{{
${entries}    }};
    return files;
}
}  // namespace desvio
" @ONLY)
set_source_files_properties(${sets_dir}/sets.S PROPERTIES OBJECT_DEPENDS "${packed}")
target_sources(desvio_params PRIVATE ${sets_dir}/sets.S ${sets_dir}/sets.cpp)
