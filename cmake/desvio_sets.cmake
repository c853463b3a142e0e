# Packs every file of params/sets into the params room.
include(desvio_pack)
file(GLOB_RECURSE set_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/params/sets ${PROJECT_SOURCE_DIR}/params/sets/*)
desvio_pack(desvio_params sets ROOT ${PROJECT_SOURCE_DIR}/params/sets FILES ${set_files}
            FUNCTION packed_files HEADER desvio/params/sets.hpp)
