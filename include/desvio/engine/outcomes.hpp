#pragma once

#include "desvio/core/error.hpp"
#include "desvio/engine/counterfactuals.hpp"
#include "desvio/params/name_book.hpp"

#include <string>
#include <vector>

/// Single figures of an answer by name, as people ask for them: welfare_pct[BRA], exports[@latin_america, CHN],
/// tariff_revenue[USA]. Names and definitions are those of a result file where it has the figure too.
namespace desvio {

/// A figure that can be asked for.
struct OutcomeKind {
    std::string name;
    std::vector<std::string> arguments;  ///< what stands in the brackets: "region", "exporter", "importer", "sector"
    std::string units;                   ///< "percent", "1", "fraction", "money of the base", "numeraire money"
    std::string long_name;
};

/// All of them, in the order of help pages.
std::vector<OutcomeKind> const& outcome_kinds();

/// A kind and the regions and sectors it is summed over.
struct Outcome {
    std::string text;      ///< as written
    std::size_t kind = 0;  ///< index in outcome_kinds()
    std::vector<Index> regions, partners, sectors;
};

/// What every figure is measured against.
struct OutcomeContext {
    Accounts const& accounts;
    Index market = 0;  ///< of the redirection ledger
};

/// Reads "NAME[ARGUMENT, ARGUMENT, ...]". An argument is a selector: a code, @group, "*", or a list in brackets of its
/// own; what is left out, or the brackets themselves, means everything. Percentages of several regions are of their
/// sums (real income: of the sum of incomes), never means of percentages.
/// \param where  of the text, for messages; its column is moved to the argument at fault
/// \throws InputError with every unknown name and the nearest known one \tests unit/outcomes_test.cpp
Outcome parse_outcome(std::string const& text, Base const& base, SourceLocation const& where = {});
/// The same with the groups of a scenario too: its own, and those of its day.
Outcome parse_outcome(std::string const& text, NameBook& book, SourceLocation const& where = {});

/// The figure in one answer. NaN where it is not defined (the rate of a loss that is none, a share of nothing).
double value_of(Outcome const& outcome, OutcomeContext const& context, Counterfactual const& answer);

}  // namespace desvio
