# Packs the web room, page/, into the report room: what a browser or Duktape runs, and what the build made for it.
# A target that makes such a file adds it: set_property(GLOBAL APPEND PROPERTY DESVIO_PAGE_MADE live/engine.wasm=<file>)
include(desvio_pack)
file(GLOB page_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/page
     page/charts/*.js page/plot/*.js page/live/*.js page/report/*.js page/report/*.css page/report/*.html page/serve/*.* page/words/*.json
     page/vendor/charts.js page/vendor/map.js)
get_property(page_made GLOBAL PROPERTY DESVIO_PAGE_MADE)
desvio_pack(desvio_report page ROOT ${PROJECT_SOURCE_DIR}/page FILES ${page_files} ${page_made}
            FUNCTION packed_page HEADER report/page_pack.hpp)
# librsvg is looked up when the first PNG or PDF is drawn; only its headers are needed here.
target_include_directories(desvio_report SYSTEM PRIVATE ${RSVG_INCLUDE_DIRS} ${CAIRO_INCLUDE_DIRS})
target_link_libraries(desvio_report PRIVATE ${CMAKE_DL_LIBS})
