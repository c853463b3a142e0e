#include "desvio/engine/figure.hpp"

namespace desvio {

std::string units_of(OutcomeKind const& kind, Base const& base, Closures const& closures) {
    if (!kind.units.starts_with("million")) return kind.units;
    std::string const money = base.unit.empty() ? "million US$" : base.unit;
    bool const is_numeraire = kind.units.ends_with("numeraire") && closures.factors == Factors::mobile;
    return is_numeraire ? "numeraire " + money : money;
}

std::vector<Figure> read_figures(std::vector<std::string> const& texts, Base const& base, Closures const& closures) {
    std::vector<Figure> figures;
    std::vector<Fault> faults;
    for (std::string const& text : texts) {
        try {
            Outcome outcome = parse_outcome(text, base);
            OutcomeKind const& kind = outcome_kinds()[outcome.kind];
            figures.push_back({std::move(outcome), text, units_of(kind, base, closures), kind.long_name});
        } catch (InputError const& error) {
            faults.insert(faults.end(), error.faults().begin(), error.faults().end());
        }
    }
    if (!faults.empty()) throw InputError(faults);
    return figures;
}

// An outcome of one argument and one of two read what stands in brackets.
std::vector<Index> named_regions(std::string const& text, Base const& base) {
    return parse_outcome("welfare_pct[" + text + "]", base).regions;
}

std::vector<Index> named_sectors(std::string const& text, Base const& base) {
    return parse_outcome("output[*, " + text + "]", base).sectors;
}

std::vector<std::string> usual_figures(std::vector<Index> const& focus, Base const& base) {
    std::vector<std::string> texts;
    if (focus.size() > 1) {
        std::string together;
        for (std::string const& group : base.region_groups())
            if (base.region_members(group) == focus) together = "@" + group;
        if (static_cast<Index>(focus.size()) == base.n_regions()) together = "*";
        if (together.empty()) {
            for (Index const n : focus) together += (together.empty() ? "[" : ", ") + base.regions[n];
            together += "]";
        }
        texts.push_back("welfare_pct[" + together + "]");
    }
    for (Index const n : focus) texts.push_back("welfare_pct[" + base.regions[n] + "]");
    return texts;
}

Eigen::RowVectorXd figure_values(std::vector<Figure> const& figures, OutcomeContext const& context,
                                 Counterfactual const& answer) {
    Eigen::RowVectorXd values(static_cast<Index>(figures.size()));
    for (std::size_t k = 0; k < figures.size(); ++k)
        values(static_cast<Index>(k)) = value_of(figures[k].outcome, context, answer);
    return values;
}

}  // namespace desvio
