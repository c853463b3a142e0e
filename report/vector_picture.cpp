#include "desvio/core/error.hpp"
#include "desvio/report/plot.hpp"
#include "report/vector_library.hpp"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <stdexcept>

namespace desvio {
namespace {

constexpr double points_per_px = 0.75;   // CSS: 96 px or 72 points an inch
constexpr double most_pixels = 30000.0;  // pixels; cairo takes 32767

/// Gives back what a C library made.
template <auto Release>
struct Releaser {
    template <typename Thing>
    void operator()(Thing* thing) const {
        (vector_library().*Release)(thing);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Releaser<&VectorLibrary::cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Releaser<&VectorLibrary::cairo_destroy>>;
using Drawing = std::unique_ptr<RsvgHandle, Releaser<&VectorLibrary::g_object_unref>>;

cairo_status_t append_bytes(void* target, unsigned char const* data, unsigned int length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<char const*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

/// What the drawing libraries say went wrong is a mistake of the program: the SVG is its own.
void check(bool is_done, GError* error, std::string const& what) {
    if (is_done && error == nullptr) return;
    std::string message = error == nullptr ? "" : error->message;
    if (error != nullptr) vector_library().g_error_free(error);
    throw std::logic_error(fmt::format("{}: {}", what, message));
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::logic_error(
            fmt::format("a picture was not drawn: {}", vector_library().cairo_status_to_string(status)));
}

struct Loaded {
    Drawing drawing;
    double width = 0.0, height = 0.0;  ///< px
};

Loaded load_drawing(std::string const& svg) {
    VectorLibrary const& library = vector_library();
    GError* error = nullptr;
    Loaded loaded{Drawing(
        library.rsvg_handle_new_from_data(reinterpret_cast<unsigned char const*>(svg.data()), svg.size(), &error))};
    check(loaded.drawing != nullptr, error, "an SVG was not understood");
    gboolean const is_sized =
        library.rsvg_handle_get_intrinsic_size_in_pixels(loaded.drawing.get(), &loaded.width, &loaded.height);
    check(is_sized != 0, nullptr, "an SVG has no size");
    return loaded;
}

void draw(Loaded const& loaded, Surface const& surface, double scale) {
    VectorLibrary const& library = vector_library();
    check(library.cairo_surface_status(surface.get()));
    Pen const pen(library.cairo_create(surface.get()));
    library.cairo_scale(pen.get(), scale, scale);
    RsvgRectangle const page{0.0, 0.0, loaded.width, loaded.height};
    GError* error = nullptr;
    gboolean const is_done = library.rsvg_handle_render_document(loaded.drawing.get(), pen.get(), &page, &error);
    check(is_done != 0, error, "an SVG was not drawn");
}

}  // namespace

std::string png_of(std::string const& svg, double scale) {
    VectorLibrary const& library = vector_library();
    Loaded const loaded = load_drawing(svg);
    double const width = std::ceil(loaded.width * scale), height = std::ceil(loaded.height * scale);
    // Written so that NaN is refused too.
    if (!(width >= 1.0 && height >= 1.0 && width <= most_pixels && height <= most_pixels))
        throw InputError({{},
                          fmt::format("a picture of {:.0f} x {:.0f} pixels cannot be drawn", width, height),
                          fmt::format("either side must be from 1 to {:.0f}", most_pixels),
                          "Choose another --width, --height or --scale."});
    Surface const surface(
        library.cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)));
    draw(loaded, surface, scale);
    std::string bytes;
    check(library.cairo_surface_write_to_png_stream(surface.get(), append_bytes, &bytes));
    return bytes;
}

std::string pdf_of(std::string const& svg, std::string const& title) {
    VectorLibrary const& library = vector_library();
    Loaded const loaded = load_drawing(svg);
    std::string bytes;
    Surface const surface(library.cairo_pdf_surface_create_for_stream(
        append_bytes, &bytes, loaded.width * points_per_px, loaded.height * points_per_px));
    library.cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    library.cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "desvio");
    draw(loaded, surface, points_per_px);
    library.cairo_surface_finish(surface.get());
    check(library.cairo_surface_status(surface.get()));
    return bytes;
}

}  // namespace desvio
