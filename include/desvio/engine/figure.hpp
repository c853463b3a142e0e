#pragma once

#include "desvio/engine/outcomes.hpp"

#include <string>
#include <vector>

namespace desvio {

/// An outcome that was asked for and what pages and files call it.
struct Figure {
    Outcome outcome;
    std::string name;       ///< as written: "welfare_pct[BRA]"
    std::string units;      ///< "percent", "million US$", "numeraire million US$", "1"
    std::string long_name;  ///< "real income, change"
};

/// Reads outcomes on the labels of an answer. \throws InputError with every fault of all of them
std::vector<Figure> read_figures(std::vector<std::string> const& texts, Base const& base, Closures const& closures);

/// Real income of the focus together, where it is more than one region, and of each of its regions.
std::vector<std::string> usual_figures(std::vector<Index> const& focus, Base const& base);

/// The regions (sectors) that one argument of an outcome names: "BRA", "@brics", "[BRA, ARG]"; everything for "".
/// \throws InputError for unknown names
std::vector<Index> named_regions(std::string const& text, Base const& base);
std::vector<Index> named_sectors(std::string const& text, Base const& base);

/// Units of an outcome kind in words: which million, and whose prices.
std::string units_of(OutcomeKind const& kind, Base const& base, Closures const& closures);

/// One row: the figures in one answer.
Eigen::RowVectorXd figure_values(std::vector<Figure> const& figures, OutcomeContext const& context,
                                 Counterfactual const& answer);

}  // namespace desvio
