#pragma once

#include "desvio/io/store.hpp"
#include "desvio/report/pictures.hpp"

#include <memory>
#include <string>
#include <vector>

/// Single pictures for papers, from the same chart definitions as the pages (docs/formats/pictures.md).
namespace desvio {

struct PlotOptions {
    int width = 900, height = 0;  ///< px; height 0: what the chart wants
    std::string selected = {};    ///< code of a region to be made to stand out; empty: none
};

/// One picture with its title, subtitle and source in it.
struct Plot {
    std::string name, title;
    std::string alternative;  ///< says in words and numbers what is to be seen; also inside the SVG
    std::string svg;
    std::string csv;  ///< every number drawn, unrounded
};

/// A chart that there is, and whether this file can fill it.
struct ChartChoice {
    std::string name, needs;  ///< "run" or "sweep"
    bool is_filled = false;
};

/// The charts of one file in one language.
/// \tests unit/plot_test.cpp, cli/plot_test.py
class Plotter {
  public:
    /// \param language  one of page_languages() \throws InputError, FileError
    /// \param tables  those it takes; the pictures are the same
    Plotter(LabelledFile const& file, std::string const& language, PictureTables tables = PictureTables::drawn);
    ~Plotter();
    Plotter(Plotter const&) = delete;
    Plotter& operator=(Plotter const&) = delete;

    [[nodiscard]] std::vector<ChartChoice> const& charts() const noexcept;

    /// \throws InputError for an unknown chart (with the nearest known), one that this file cannot fill, a region that
    ///         is none, or a size out of bounds
    [[nodiscard]] Plot draw(std::string const& chart, PlotOptions const& options = {}) const;

    /// Title and alternative of every chart that the file can fill; nothing is drawn.
    [[nodiscard]] std::vector<Plot> describe() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// An SVG as PNG with `scale` pixels a px, or as PDF with its text as text.
/// \throws FileError when librsvg is not installed; InputError when the picture would be too large
std::string png_of(std::string const& svg, double scale = 2.0);
std::string pdf_of(std::string const& svg, std::string const& title);

/// Languages that the program has words in: "en", "es", "pt".
std::vector<std::string> page_languages();

}  // namespace desvio
