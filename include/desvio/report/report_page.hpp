#pragma once

#include "desvio/io/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace desvio {

struct PageOptions {
    std::string language = "en";  ///< one of page_languages() (plot.hpp)
    bool with_model = true;       ///< carry the engine and the base, so that the page's sliders work
    /// A sweep to show as the ladder of the first file, unless one of the files is a sweep; none: without one.
    std::optional<LabelledFile> ladder = {};
    std::vector<std::string> names = {};  ///< what the files are called; empty: by their scenarios
};

/// What went into a page.
struct PageContent {
    int answers = 0;
    bool has_ladder = false, has_model = false;
};

/// One self-contained HTML page of one result or sweep and those it is compared with. No network, no other file.
/// \param content  told what went into it, where one is given
/// \throws FileError; InputError for an unknown language, and for files on different bases
/// \tests unit/report_page_test.cpp, cli/report_test.py
std::string report_page(std::vector<LabelledFile> const& files, PageOptions const& options = {},
                        PageContent* content = nullptr);

}  // namespace desvio
