#pragma once

#include "desvio/io/store.hpp"

#include <string>
#include <vector>

namespace desvio {

/// A change in percent with the 5th and 95th percentile of the elasticity draws; NaN where none were made.
struct ChangeWithInterval {
    double pct = 0.0, lower = 0.0, upper = 0.0;
};

/// What a list of many answers shows of each. Taken from the tables of a result, so that a file made earlier and a run
/// of now read alike.
struct ShortAnswer {
    std::string scenario, title;
    std::string reading;             ///< empty where the scenario has none
    std::vector<std::string> focus;  ///< codes of the regions it is about
    std::string market;              ///< code
    bool is_value_added = false;     ///< rigid factors: changes are of value added, else of real income
    ChangeWithInterval together;     ///< of the regions in focus
    std::string worst, best;         ///< codes of the regions in focus that lose or gain most, in percent
    ChangeWithInterval worst_change, best_change;
    double loss = 0.0;      ///< exports of the focus lost in the market, million at base prices; negative is a gain
    double rate = 0.0;      ///< share of the loss sold in other countries; NaN where nothing is lost
    double residual = 0.0;  ///< the largest of any equation
    double seconds = 0.0;   ///< of the solve
};

/// \throws FileError when the tables are not those of a result, or of one made before /focus was written
/// \tests unit/short_answer_test.cpp
ShortAnswer short_answer(LabelledFile const& result);

}  // namespace desvio
