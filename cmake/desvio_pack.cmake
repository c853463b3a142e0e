# desvio_pack(<target> <name> ROOT <folder> FILES <path>... FUNCTION <function> HEADER <header>)
#   packs files into a library: one zstd frame a file, included by the assembler. `FUNCTION()` of `HEADER` lists them by
#   their paths below ROOT. A path "PATH=FILE" is packed from FILE, which may be made by the build.
find_program(ZSTD_PROGRAM zstd REQUIRED)
function(desvio_pack target name)
  cmake_parse_arguments(pack "" "ROOT;FUNCTION;HEADER" "FILES" ${ARGN})
  list(SORT pack_FILES)
  set(folder ${PROJECT_BINARY_DIR}/${name})
  set(frames "")
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(entries "")
  set(number 0)
  foreach(entry IN LISTS pack_FILES)
    string(REGEX REPLACE "=.*" "" path ${entry})
    string(REGEX REPLACE "^[^=]*=" "" file ${entry})
    if(file STREQUAL path)
      set(file ${pack_ROOT}/${path})
    endif()
    # Named by its path: a file that comes or goes leaves the others' frames as they are.
    string(MD5 digest ${path})
    set(frame ${folder}/${digest}.zst)
    add_custom_command(OUTPUT ${frame} COMMAND ${ZSTD_PROGRAM} -q -f -19 ${file} -o ${frame}
      DEPENDS ${file} COMMENT "Packing ${path}")
    list(APPEND frames ${frame})
    set(symbol desvio_${name}_${number})
    string(APPEND assembly ".balign 16\n.global ${symbol}\n.hidden ${symbol}\n${symbol}:\n.incbin \"${frame}\"\n"
           ".global ${symbol}_end\n.hidden ${symbol}_end\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern std::byte const ${symbol}[];\nextern std::byte const ${symbol}_end[];\n")
    string(APPEND entries "        {\"${path}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${folder}/${name}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}.cpp CONTENT
"#include \"${pack_HEADER}\"
#include <array>
extern \"C\" {
${declarations}}
namespace desvio {
std::span<PackedFile const> ${pack_FUNCTION}() {
    static std::array<PackedFile, ${number}> const files{{
${entries}    }};
    return files;
}
}  // namespace desvio
" @ONLY)
  set_source_files_properties(${folder}/${name}.S PROPERTIES OBJECT_DEPENDS "${frames}")
  target_sources(${target} PRIVATE ${folder}/${name}.S ${folder}/${name}.cpp)
endfunction()
