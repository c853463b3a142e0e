#pragma once

#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>

namespace desvio {

/// The functions of librsvg, cairo and GLib that turn an SVG into pixels and pages. They are looked up when the first
/// picture asks for them: linked, their forty libraries would add a tenth of a second to every start of the program,
/// and they would have to be there for everything else it does. Private to report.
struct VectorLibrary {
    decltype(&::rsvg_handle_new_from_data) rsvg_handle_new_from_data;
    decltype(&::rsvg_handle_get_intrinsic_size_in_pixels) rsvg_handle_get_intrinsic_size_in_pixels;
    decltype(&::rsvg_handle_render_document) rsvg_handle_render_document;
    decltype(&::g_object_unref) g_object_unref;
    decltype(&::g_error_free) g_error_free;
    decltype(&::cairo_image_surface_create) cairo_image_surface_create;
    decltype(&::cairo_surface_write_to_png_stream) cairo_surface_write_to_png_stream;
    decltype(&::cairo_pdf_surface_create_for_stream) cairo_pdf_surface_create_for_stream;
    decltype(&::cairo_pdf_surface_set_metadata) cairo_pdf_surface_set_metadata;
    decltype(&::cairo_surface_finish) cairo_surface_finish;
    decltype(&::cairo_surface_status) cairo_surface_status;
    decltype(&::cairo_surface_destroy) cairo_surface_destroy;
    decltype(&::cairo_create) cairo_create;
    decltype(&::cairo_scale) cairo_scale;
    decltype(&::cairo_destroy) cairo_destroy;
    decltype(&::cairo_status_to_string) cairo_status_to_string;
};

/// \throws FileError when librsvg is not installed
VectorLibrary const& vector_library();

}  // namespace desvio
