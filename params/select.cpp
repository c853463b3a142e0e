#include "desvio/core/labels.hpp"
#include "desvio/params/shock.hpp"

namespace desvio {
namespace {

/// One axis of a base seen from a selector: codes, names for people, and groups.
struct Axis {
    std::string noun;  ///< "region" or "sector"
    Labels const* labels = nullptr;
    std::vector<std::string> titles;  ///< names for people, so that "Brazil" finds BRA
    std::vector<std::string> groups;
};

/// "Did you mean 'BRA'?": by the name for people first, then by the nearest code or group.
std::string suggest_member(std::string const& wanted, Axis const& axis) {
    for (std::size_t k = 0; k < axis.titles.size(); ++k) {
        if (edit_distance(wanted, axis.titles[k]) == 0) {
            return fmt::format("Did you mean '{}'?", axis.labels->codes()[k]);
        }
    }
    std::vector<std::string> known = axis.labels->codes();
    for (std::string const& group : axis.groups) known.push_back("@" + group);
    return suggest_name(wanted, known);
}

template <typename Members>
std::vector<Index> select(Selector const& selector, Axis const& axis, Members const& members_of, FaultList& faults) {
    auto const size = static_cast<std::size_t>(axis.labels->size());
    std::vector<bool> held(size, false), excluded(size, false);
    bool is_any_inclusion = false, is_any_unknown = false;
    for (SelectorTerm const& term : selector.terms) {
        bool const is_exclusion = term.text.starts_with('!');
        std::string const name = is_exclusion ? term.text.substr(1) : term.text;
        std::vector<bool>& marks = is_exclusion ? excluded : held;
        is_any_inclusion = is_any_inclusion || !is_exclusion;
        if (name == "*") {
            marks.assign(size, true);
        } else if (name.starts_with('@')) {
            std::vector<Index> const members = members_of(name.substr(1));
            for (Index const k : members) marks[static_cast<std::size_t>(k)] = true;
            if (members.empty()) {
                is_any_unknown = true;
                faults.add(term.where, fmt::format("unknown {} group '{}'", axis.noun, name),
                           "no member of the base carries it", suggest_member(name, axis));
            }
        } else if (auto const k = axis.labels->find(name)) {
            marks[static_cast<std::size_t>(*k)] = true;
        } else {
            is_any_unknown = true;
            faults.add(term.where, fmt::format("unknown {} '{}'", axis.noun, name), "the base has no such code",
                       suggest_member(name, axis));
        }
    }
    if (!is_any_inclusion) held.assign(size, true);
    std::vector<Index> chosen;
    for (std::size_t k = 0; k < size; ++k) {
        if (held[k] && !excluded[k]) chosen.push_back(static_cast<Index>(k));
    }
    // An unknown name has been reported already: "nothing left" would only repeat it.
    if (chosen.empty() && !is_any_unknown) {
        faults.add(selector.where, fmt::format("'{}' names no {}", to_string(selector), axis.noun),
                   "everything it holds is taken out again", "Take out fewer.");
    }
    return chosen;
}

}  // namespace

std::vector<Index> select_regions(Selector const& selector, Base const& base, FaultList& faults) {
    Axis axis{"region", &base.regions, {}, base.region_groups()};
    for (Region const& region : base.region_table) axis.titles.push_back(region.name);
    return select(
        selector, axis, [&](std::string const& group) { return base.region_members(group); }, faults);
}

std::vector<Index> select_sectors(Selector const& selector, Base const& base, FaultList& faults) {
    Axis axis{"sector", &base.sectors, {}, base.sector_groups()};
    for (Sector const& sector : base.sector_table) axis.titles.push_back(sector.name);
    return select(
        selector, axis, [&](std::string const& group) { return base.sector_members(group); }, faults);
}

}  // namespace desvio
