#pragma once

#include "desvio/io/store.hpp"

#include <string>
#include <vector>

namespace desvio {

struct PageOptions {
    std::string language = "en";  ///< "en", "es", "pt"
    bool with_model = true;       ///< carry the engine and the base, so that the page's sliders work
};

/// One self-contained HTML page of one result or sweep and those it is compared with. No network, no other file.
/// \throws FileError, InputError (unknown language)
std::string report_page(std::vector<LabelledFile> const& files, PageOptions const& options = {});

/// One chart of docs/formats/pictures.md as SVG.
struct PlotOptions {
    std::string what = "redirection", language = "en";
    int width = 900, height = 0;  ///< px; height 0: what the chart wants
};
/// \throws InputError for an unknown chart (nearest known) or one that this file cannot fill; FileError
std::string plot_svg(LabelledFile const& file, PlotOptions const& options = {});
/// The same drawn: PNG at `scale` pixels a px, or PDF.
std::string png_of(std::string const& svg, double scale = 2.0);
std::string pdf_of(std::string const& svg);

}  // namespace desvio
