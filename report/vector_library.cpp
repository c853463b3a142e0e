#include "report/vector_library.hpp"

#include "desvio/core/error.hpp"

#include <dlfcn.h>

#include <initializer_list>
#include <utility>

namespace desvio {
namespace {

constexpr char const* library_name = "librsvg-2.so.2";

template <typename Function>
void look_up(void* library, char const* name, Function& function) {
    // cairo and GLib are found through librsvg, which needs them itself.
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function == nullptr)
        throw FileError({{library_name},
                         std::string("has no function ") + name,
                         "PNG and PDF pictures are drawn by it",
                         "Install Debian's librsvg2-2 (2.52 or later), or write an .svg."});
}

VectorLibrary load() {
    void* const library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw FileError({{library_name},
                         "is not installed",
                         "PNG and PDF pictures are drawn by it",
                         "Install Debian's librsvg2-2, or write an .svg."});
    VectorLibrary functions{};
#define DESVIO_LOOK_UP(name) look_up(library, #name, functions.name)
    DESVIO_LOOK_UP(rsvg_handle_new_from_data);
    DESVIO_LOOK_UP(rsvg_handle_get_intrinsic_size_in_pixels);
    DESVIO_LOOK_UP(rsvg_handle_render_document);
    DESVIO_LOOK_UP(g_object_unref);
    DESVIO_LOOK_UP(g_error_free);
    DESVIO_LOOK_UP(cairo_image_surface_create);
    DESVIO_LOOK_UP(cairo_surface_write_to_png_stream);
    DESVIO_LOOK_UP(cairo_pdf_surface_create_for_stream);
    DESVIO_LOOK_UP(cairo_pdf_surface_set_metadata);
    DESVIO_LOOK_UP(cairo_surface_finish);
    DESVIO_LOOK_UP(cairo_surface_status);
    DESVIO_LOOK_UP(cairo_surface_destroy);
    DESVIO_LOOK_UP(cairo_create);
    DESVIO_LOOK_UP(cairo_scale);
    DESVIO_LOOK_UP(cairo_destroy);
    DESVIO_LOOK_UP(cairo_status_to_string);
#undef DESVIO_LOOK_UP
    return functions;
}

}  // namespace

VectorLibrary const& vector_library() {
    static VectorLibrary const library = load();
    return library;
}

}  // namespace desvio
