#include "desvio/params/measures.hpp"

#include "desvio/core/contracts.hpp"
#include "params/rule_schedule.hpp"

#include <algorithm>
#include <utility>

namespace desvio {
namespace {

bool are_same(Selector const& a, Selector const& b) {
    return std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(),
                      [](SelectorTerm const& x, SelectorTerm const& y) { return x.text == y.text; });
}

bool are_same(TariffRule const& a, TariffRule const& b) {
    return are_same(a.importer, b.importer) && are_same(a.exporter, b.exporter) && are_same(a.sector, b.sector) &&
           a.action == b.action && a.value == b.value && a.exempt_share == b.exempt_share && a.table == b.table;
}

bool are_same(TradeCostRule const& a, TradeCostRule const& b) {
    return are_same(a.exporter, b.exporter) && are_same(a.importer, b.importer) && are_same(a.sector, b.sector) &&
           a.both_ways == b.both_ways && a.change == b.change && a.days == b.days &&
           a.value_of_time == b.value_of_time && a.value_of_time_reading == b.value_of_time_reading;
}

bool are_same(ProductivityRule const& a, ProductivityRule const& b) {
    return are_same(a.region, b.region) && are_same(a.sector, b.sector) && a.change == b.change;
}

bool are_same(RetaliationRule const& a, RetaliationRule const& b) {
    return are_same(a.by, b.by) && are_same(a.against, b.against) && are_same(a.sector, b.sector) &&
           a.mirror == b.mirror && a.rate == b.rate;
}

bool are_same(ScheduleRule const& a, ScheduleRule const& b) {
    return a.file == b.file && a.date == b.date && are_same(a.only, b.only) && are_same(a.without, b.without);
}

/// What a rule does, shortly, for one without a note.
std::string action_of(Rule const& rule) {
    if (auto const* tariff = std::get_if<TariffRule>(&rule)) {
        if (tariff->action == TariffAction::table) return "table " + tariff->table;
        return fmt::format("{} = {:.4g} on {}", to_string(tariff->action), tariff->value, to_string(tariff->exporter));
    }
    if (auto const* cost = std::get_if<TradeCostRule>(&rule)) return fmt::format("change = {:.4g}", cost->change);
    if (auto const* output = std::get_if<ProductivityRule>(&rule))
        return fmt::format("change = {:.4g}", output->change);
    if (auto const* schedule = std::get_if<ScheduleRule>(&rule)) return schedule->file;
    auto const& answer = std::get<RetaliationRule>(rule);
    return (answer.mirror ? "mirror" : fmt::format("rate = {:.4g}", answer.rate)) + " by " + to_string(answer.by);
}

/// A name that no other text has in `known`: the one given, or with the scenario's name in front.
template <typename Kept>
std::string unused_name(std::string name, std::map<std::string, Kept> const& known, std::string const& text,
                        std::string const& scenario) {
    for (auto found = known.find(name); found != known.end() && found->second.text != text; found = known.find(name))
        name.insert(0, scenario + "/");
    return name;
}

/// Adds what the rules of `from` name to `to` (tables of rates, values of time, groups) and returns the rules under the
/// names it then has: a name that stands for another text already gets the scenario's name in front.
std::vector<Rule> bring_tables(Scenario& to, Scenario const& from, std::vector<Rule> rules) {
    for (auto const& [name, table] : from.tables) {
        std::string const unused = unused_name(name, to.tables, table.text, from.name);
        to.tables.emplace(unused, table);
        for (Rule& rule : rules) {
            auto* const tariff = std::get_if<TariffRule>(&rule);
            if (tariff != nullptr && tariff->action == TariffAction::table && tariff->table == name)
                tariff->table = unused;
        }
    }
    for (auto const& [name, table] : from.values_of_time) {
        std::string const unused = unused_name(name, to.values_of_time, table.text, from.name);
        to.values_of_time.emplace(unused, table);
        for (Rule& rule : rules) {
            auto* const cost = std::get_if<TradeCostRule>(&rule);
            if (cost != nullptr && cost->value_of_time == name) cost->value_of_time = unused;
        }
    }
    for (GroupDefinition const& group : from.groups) {
        auto const known = std::find_if(to.groups.begin(), to.groups.end(),
                                        [&](GroupDefinition const& other) { return other.name == group.name; });
        if (known == to.groups.end())
            to.groups.push_back(group);
        else if (!are_same(known->members, group.members))
            throw InputError({group.members.where,
                              fmt::format("the group '{}' is another one in {}", group.name, to.name),
                              "the two scenarios are answered together", "Give one of them another name."});
    }
    for (auto const& [name, table] : from.group_tables) to.group_tables.emplace(name, table);
    if (to.group_file.empty()) to.group_file = from.group_file;
    return rules;
}

/// Appends a rule; the parts of one [[schedule]] block become one rule again, so that its measures meet as in the
/// whole.
void add_rule(std::vector<Rule>& rules, Rule const& rule) {
    auto const* const part = std::get_if<ScheduleRule>(&rule);
    auto* const last = rules.empty() ? nullptr : std::get_if<ScheduleRule>(&rules.back());
    bool const is_next = part != nullptr && last != nullptr && part->is_part && last->is_part &&
                         part->schedule == last->schedule && part->date == last->date &&
                         part->where.text() == last->where.text();
    if (!is_next) return rules.push_back(rule);
    last->only.terms.insert(last->only.terms.end(), part->only.terms.begin(), part->only.terms.end());
}

/// Length of the longest common subsequence of what is left from (a, b) on, for every (a, b).
std::vector<std::vector<std::size_t>> common_lengths(std::vector<Rule> const& first, std::vector<Rule> const& second) {
    std::vector<std::vector<std::size_t>> length(first.size() + 1, std::vector<std::size_t>(second.size() + 1, 0));
    for (std::size_t a = first.size(); a-- > 0;)
        for (std::size_t b = second.size(); b-- > 0;)
            length[a][b] = says_the_same(first[a], second[b]) ? length[a + 1][b + 1] + 1
                                                              : std::max(length[a + 1][b], length[a][b + 1]);
    return length;
}

}  // namespace

SourceLocation const& place_of(Rule const& rule) {
    return std::visit([](auto const& one) -> SourceLocation const& { return one.where; }, rule);
}

std::string const& note_of(Rule const& rule) {
    return std::visit([](auto const& one) -> std::string const& { return one.note; }, rule);
}

std::string kind_of(Rule const& rule) {
    if (std::holds_alternative<TariffRule>(rule)) return "tariff";
    if (std::holds_alternative<TradeCostRule>(rule)) return "trade_cost";
    if (std::holds_alternative<ScheduleRule>(rule)) return "schedule";
    return std::holds_alternative<ProductivityRule>(rule) ? "productivity" : "retaliation";
}

std::string rule_name(Rule const& rule) {
    if (!note_of(rule).empty()) return note_of(rule);
    int const line = place_of(rule).line;
    return (line > 0 ? fmt::format("line {}: ", line) : "") + kind_of(rule) + " " + action_of(rule);
}

std::string measure_name(Rule const& rule) {
    return std::visit([](auto const& one) { return one.measure; }, rule);
}

bool says_the_same(Rule const& first, Rule const& second) {
    return std::visit(
        [&](auto const& one) {
            auto const* other = std::get_if<std::decay_t<decltype(one)>>(&second);
            return other != nullptr && are_same(one, *other);
        },
        first);
}

std::vector<bool> MeasureSplit::present(std::vector<bool> const& taken) const {
    DESVIO_EXPECT(taken.size() == measures.size());
    std::vector<bool> is_there(roles.size());
    for (std::size_t k = 0; k < roles.size(); ++k) is_there[k] = roles[k] != RuleRole::added;
    for (std::size_t m = 0; m < measures.size(); ++m)
        if (taken[m])
            for (std::size_t const rule : measures[m].rules) is_there[rule] = roles[rule] == RuleRole::added;
    return is_there;
}

Scenario MeasureSplit::mix(std::vector<bool> const& taken) const {
    std::vector<bool> const is_there = present(taken);
    Scenario mixed = scenario;
    mixed.rules.clear();
    for (std::size_t k = 0; k < roles.size(); ++k)
        if (is_there[k]) add_rule(mixed.rules, scenario.rules[k]);
    return mixed;
}

MeasureSplit split_measures(Scenario const& first, Scenario const& second, MeasureNamer const& name) {
    MeasureSplit split;
    split.scenario = second;
    split.scenario.rules.clear();
    std::vector<Rule> const of_second = bring_tables(split.scenario, second, second.rules);
    std::vector<Rule> const of_first = bring_tables(split.scenario, first, first.rules);
    auto const add = [&](Rule const& rule, RuleRole role) {
        split.scenario.rules.push_back(rule);
        split.roles.push_back(role);
    };
    auto const length = common_lengths(of_first, of_second);
    std::size_t a = 0, b = 0;
    while (a < of_first.size() || b < of_second.size()) {
        bool const is_first_left = a < of_first.size(), is_second_left = b < of_second.size();
        if (is_first_left && is_second_left && says_the_same(of_first[a], of_second[b])) {
            add(of_second[b++], RuleRole::shared);
            ++a;
        } else if (is_first_left && (!is_second_left || length[a + 1][b] >= length[a][b + 1])) {
            add(of_first[a++], RuleRole::removed);
        } else {
            add(of_second[b++], RuleRole::added);
        }
    }
    for (std::size_t k = 0; k < split.roles.size(); ++k) {
        if (split.roles[k] == RuleRole::shared) continue;
        Rule const& rule = split.scenario.rules[k];
        bool const is_removed = split.roles[k] == RuleRole::removed;
        std::string const group = name(rule);
        auto const known = std::find_if(split.measures.begin(), split.measures.end(), [&](Measure const& measure) {
            return !group.empty() && measure.is_removed == is_removed &&
                   name(split.scenario.rules[measure.rules.front()]) == group;
        });
        if (known != split.measures.end()) {
            known->rules.push_back(k);
        } else {
            split.measures.push_back({group.empty() ? rule_name(rule) : group, {k}, place_of(rule), is_removed});
        }
    }
    return split;
}

Scenario split_schedules(Scenario scenario, Base const& base) {
    std::vector<Rule> rules;
    for (Rule const& rule : scenario.rules) {
        auto const* const whole = std::get_if<ScheduleRule>(&rule);
        if (whole == nullptr) {
            rules.push_back(rule);
            continue;
        }
        std::vector<ScheduleRule> parts = parts_of_schedule(*whole, scenario.date, base);
        rules.insert(rules.end(), parts.begin(), parts.end());
    }
    scenario.rules = std::move(rules);
    return scenario;
}

Scenario join_scenarios(std::vector<Scenario const*> const& parts) {
    DESVIO_EXPECT(!parts.empty());
    Scenario joined = *parts.front();
    joined.threats.clear();
    joined.otherwise.clear();
    for (std::size_t k = 1; k < parts.size(); ++k) {
        std::vector<Rule> const rules = bring_tables(joined, *parts[k], parts[k]->rules);
        joined.rules.insert(joined.rules.end(), rules.begin(), rules.end());
    }
    return joined;
}

std::string model_difference(Scenario const& first, Scenario const& second) {
    std::string text;
    auto const note = [&](char const* what, std::string const& one, std::string const& other) {
        if (one != other) text += fmt::format("{}{} ({}, not {})", text.empty() ? "" : " and ", what, one, other);
    };
    note("base", first.base, second.base);
    auto const day = [](Scenario const& one) { return one.date ? to_string(*one.date) : std::string("none"); };
    note("date", day(first), day(second));
    note("model", first.model.kind, second.model.kind);
    if (first.model.kind == second.model.kind)
        note("closures", describe_closures(first.model), describe_closures(second.model));
    note("elasticities", first.model.elasticities, second.model.elasticities);
    return text;
}

namespace {

/// Calls visit(member, first cell, second cell, set) for every cell of two shocks; set(value) changes the first's.
template <typename Visit>
void walk_cells(Shock& first, Shock const& second, CellAxis axis, Visit const& visit) {
    auto const member = [axis](Index j, Index n, Index i) {
        if (axis == CellAxis::sector) return j;
        return axis == CellAxis::exporter ? i : n;
    };
    auto const walk_flows = [&](Tensor3& one, Tensor3 const& other) {
        for (Index j = 0; j < one.outer(); ++j)
            for (Index n = 0; n < one.rows(); ++n)
                for (Index i = 0; i < one.cols(); ++i) visit(member(j, n, i), one(j, n, i), other(j, n, i));
    };
    walk_flows(first.tariff, second.tariff);
    if (!first.trade_cost_hat.empty()) walk_flows(first.trade_cost_hat, second.trade_cost_hat);
    for (Index j = 0; j < first.productivity_hat.rows(); ++j)
        for (Index i = 0; i < first.productivity_hat.cols(); ++i)
            visit(member(j, i, i), first.productivity_hat(j, i), second.productivity_hat(j, i));
}

/// Writes out ones where a shock leaves a part empty and the other does not.
void fill_like(Shock& shock, Shock const& other) {
    Tensor3 const& like = other.trade_cost_hat;
    if (shock.trade_cost_hat.empty() && !like.empty())
        shock.trade_cost_hat = Tensor3(like.outer(), like.rows(), like.cols(), 1.0);
    if (shock.productivity_hat.size() == 0 && other.productivity_hat.size() > 0)
        shock.productivity_hat = Matrix::Ones(other.productivity_hat.rows(), other.productivity_hat.cols());
}

}  // namespace

std::vector<Index> changed_members(Shock const& first, Shock const& second, CellAxis axis) {
    Shock one = first, other = second;
    fill_like(one, other);
    fill_like(other, one);
    Index const n_members = axis == CellAxis::sector ? one.tariff.outer() : one.tariff.rows();
    std::vector<bool> is_changed(static_cast<std::size_t>(n_members), false);
    walk_cells(one, other, axis, [&](Index member, double const& before, double after) {
        if (before != after) is_changed[static_cast<std::size_t>(member)] = true;
    });
    std::vector<Index> members;
    for (Index k = 0; k < n_members; ++k)
        if (is_changed[static_cast<std::size_t>(k)]) members.push_back(k);
    return members;
}

Shock mix_cells(Shock const& first, Shock const& second, CellAxis axis, std::vector<bool> const& marked) {
    Shock mixed = first, other = second;
    fill_like(mixed, other);
    fill_like(other, mixed);
    walk_cells(mixed, other, axis, [&](Index member, double& cell, double after) {
        if (marked[static_cast<std::size_t>(member)]) cell = after;
    });
    return mixed;
}

}  // namespace desvio
