#pragma once

#include "desvio/io/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

struct PageOptions {
    std::string language = "en";  ///< one of page_languages() (plot.hpp)
    bool with_model = true;       ///< carry the engine and the base, so that the page's sliders work
    /// A sweep to show as the ladder of the first file; none: without one. Taken for the first file that is a sweep.
    std::optional<LabelledFile> ladder;
    std::vector<std::string> names;  ///< what the files are called; empty: by their scenarios
};

/// One self-contained HTML page of one result or sweep and those it is compared with. No network, no other file.
/// \throws FileError, InputError (unknown language)
/// \tests unit/report_page_test.cpp, cli/report_test.py
std::string report_page(std::vector<LabelledFile> const& files, PageOptions const& options = {});

}  // namespace desvio
