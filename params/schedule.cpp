#include "desvio/params/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace desvio {
namespace {

std::vector<std::string> authority_names(Schedule const& schedule) {
    std::vector<std::string> names;
    for (Authority const& authority : schedule.authorities) names.push_back(authority.name);
    return names;
}

/// Looks at one schedule and gathers what is wrong with it.
class ScheduleCheck {
  public:
    ScheduleCheck(Schedule const& schedule, FaultList& faults)
        : schedule_(schedule), names_(authority_names(schedule)), faults_(faults) {}

    void check() {
        check_authorities();
        for (DatedMeasure const& measure : schedule_.measures) check(measure);
        for (auto const& [name, where] : lieu_where_)
            if (leads_back(name))
                faults_.add(where, fmt::format("'{}' stands in lieu of an authority that stands in lieu of it", name),
                            "neither would be left", "Let one of the two stand back.");
    }

  private:
    void check_authorities() {
        std::set<std::string> seen;
        for (Authority const& authority : schedule_.authorities)
            if (!seen.insert(authority.name).second)
                faults_.add(authority.where, fmt::format("the authority '{}' is given twice", authority.name),
                            "its place in the order is not clear", "Keep one of the blocks.");
    }

    void check(DatedMeasure const& measure) {
        auto const [at, is_new] = line_of_.emplace(measure.id, measure.where.line);
        if (!is_new)
            faults_.add(measure.where, fmt::format("the measure '{}' is given twice", measure.id),
                        fmt::format("line {} has it too", at->second), "Give each its own id.");
        require_authority(measure.authority, measure.authority_where, "its place in the order is not known");
        for (SelectorTerm const& other : measure.in_lieu_of) {
            require_authority(other.text, other.where, "it cannot stand in lieu of what is not there");
            if (other.text == measure.authority)
                faults_.add(other.where, fmt::format("'{}' is in lieu of its own authority", measure.id), {},
                            "Use stack = replace.");
            else if (lieu_of_[measure.authority].insert(other.text).second)
                lieu_where_.emplace(measure.authority, other.where);
        }
        if (measure.start && measure.end && *measure.end < *measure.start)
            faults_.add(measure.end_where,
                        fmt::format("'{}' ends on {}, before it starts on {}", measure.id, to_string(*measure.end),
                                    to_string(*measure.start)),
                        "it would never be in force", "Change the two about.");
        require_column(measure.rates, measure.rates_where);
        require_column(measure.exempt, measure.exempt_where);
        require_column(measure.covered, measure.covered_where);
        check_values(measure.rates, -1.0, largest_scheduled_rate, "rates are fractions: 0.25 is 25%");
        check_values(measure.exempt, 0.0, 1.0, "it is a share of the trade of the cell");
        check_values(measure.covered, 0.0, 1.0, "it is a share of the trade of the cell");
    }

    void require_authority(std::string const& name, SourceLocation const& where, char const* why) {
        if (std::find(names_.begin(), names_.end(), name) != names_.end()) return;
        faults_.add(where, fmt::format("unknown authority '{}'", name), why, suggest_name(name, names_));
    }

    void require_column(std::string const& name, SourceLocation const& where) {
        if (name.empty() || schedule_.cells.find_column(name)) return;
        faults_.add(where, fmt::format("no column '{}' in the cells", name), "its figures are not known",
                    schedule_.cells.columns.empty() ? "Name a file of cells with that column."
                                                    : suggest_name(name, schedule_.cells.columns));
    }

    void check_values(std::string const& name, double low, double high, char const* why) {
        auto const column = schedule_.cells.find_column(name);
        if (name.empty() || !column || !checked_.insert(name).second) return;
        for (auto const& row : schedule_.cells.rows) {
            double const value = row.values[*column];
            if (value >= low && value <= high) continue;
            faults_.add(row.where, fmt::format("{} of {} from {} is {:.6g}", name, row.sector, row.partner, value), why,
                        fmt::format("Give a figure from {:.6g} to {:.6g}.", low, high));
        }
    }

    [[nodiscard]] bool leads_back(std::string const& name) const {
        std::set<std::string> reached;
        std::vector<std::string> open{name};
        while (!open.empty()) {
            auto const others = lieu_of_.find(open.back());
            open.pop_back();
            if (others == lieu_of_.end()) continue;
            for (std::string const& other : others->second) {
                if (other == name) return true;
                if (reached.insert(other).second) open.push_back(other);
            }
        }
        return false;
    }

    Schedule const& schedule_;
    std::vector<std::string> names_;
    FaultList& faults_;
    std::map<std::string, int> line_of_;
    std::map<std::string, std::set<std::string>> lieu_of_;
    std::map<std::string, SourceLocation> lieu_where_;
    std::set<std::string> checked_;
};

}  // namespace

std::optional<std::size_t> ScheduleCells::find_column(std::string const& name) const {
    auto const at = std::find(columns.begin(), columns.end(), name);
    if (at == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(at - columns.begin());
}

void validate_schedule(Schedule const& schedule, FaultList& faults) { ScheduleCheck(schedule, faults).check(); }

std::vector<Date> change_days(Schedule const& schedule) {
    std::set<Date> days;
    for (DatedMeasure const& measure : schedule.measures) {
        if (measure.start) days.insert(*measure.start);
        if (measure.end) days.insert(*measure.end + std::chrono::days{1});
    }
    return {days.begin(), days.end()};
}

std::string to_string(Stacking value) {
    switch (value) {
        case Stacking::replace:
            return "replace";
        case Stacking::add:
            return "add";
        case Stacking::max:
            return "max";
        case Stacking::floor:
            break;
    }
    return "floor";
}

std::string to_string(DutyKind value) { return value == DutyKind::statutory ? "statutory" : "collected"; }

}  // namespace desvio
