#include "params/axis_names.hpp"

#include <algorithm>
#include <utility>

namespace desvio {
namespace {

constexpr std::string_view definitions_origin = "[groups]";

/// Where a step stands: a term that is one name is pointed at as a whole, a part of an expression by its column. Texts
/// stand in quotes, one character before their first; escapes in them are counted as what they stand for.
SourceLocation place_in(SelectorTerm const& term, std::size_t offset) {
    SourceLocation where = term.where;
    if (where.column <= 0) return where;
    auto const is_start = [](char c) {
        constexpr unsigned char mark = 0xC0, continuation = 0x80;
        return (static_cast<unsigned char>(c) & mark) != continuation;
    };
    auto const end = term.text.begin() + static_cast<std::ptrdiff_t>(offset);
    where.column += 1 + static_cast<int>(std::count_if(term.text.begin(), end, is_start));
    return where;
}

std::string list_codes(std::vector<std::string> const& codes) { return fmt::format("{}", fmt::join(codes, " ")); }

GroupDefinition const* find_definition(Scenario const* scenario, std::string const& name) {
    if (scenario == nullptr) return nullptr;
    auto const at = std::find_if(scenario->groups.begin(), scenario->groups.end(),
                                 [&](GroupDefinition const& one) { return one.name == name; });
    return at == scenario->groups.end() ? nullptr : &*at;
}

/// "its first joined on 2020-07-01": what there is to know of a group without members on a day.
std::string explain_nobody(std::vector<Membership const*> const& rows, Date day) {
    auto const is_later = [&](Membership const* row) { return row->start && *row->start > day; };
    std::optional<Date> first, last;
    for (Membership const* row : rows) {
        if (is_later(row) && (!first || *row->start < *first)) first = row->start;
        if (row->end && *row->end <= day && (!last || *row->end > *last)) last = row->end;
    }
    if (first) return fmt::format("the first is in it from {}", to_string(*first));
    if (last) return fmt::format("the last left on {}", to_string(*last));
    return "the table has no row for it";
}

}  // namespace

AxisNames::AxisNames(NamedAxis axis, Scenario const* scenario, std::vector<GroupUse>& uses)
    : axis_(std::move(axis)), scenario_(scenario), uses_(uses) {}

std::vector<Index> AxisNames::select(Selector const& selector, FaultList& faults) {
    nobody_.clear();
    Known const found = evaluate(selector, faults);
    std::vector<Index> chosen;
    for (std::size_t k = 0; k < found.marks.size(); ++k)
        if (found.marks[k]) chosen.push_back(static_cast<Index>(k));
    // An unknown name has been reported already: "nothing left" would only repeat it.
    if (!chosen.empty() || !found.is_known) return chosen;
    bool const is_by_exclusion = std::any_of(selector.terms.begin(), selector.terms.end(),
                                             [](SelectorTerm const& term) { return term.text.starts_with('!'); });
    std::string const problem = fmt::format("'{}' names no {}", to_string(selector), axis_.noun);
    if (!nobody_.empty())
        faults.add(selector.where, problem, fmt::format("{}", fmt::join(nobody_, "; ")), "Give another day.");
    else if (is_by_exclusion)
        faults.add(selector.where, problem, "everything it holds is taken out again", "Take out fewer.");
    else
        faults.add(selector.where, problem, fmt::format("no {} is in all that it asks for", axis_.noun),
                   "Ask for less.");
    return chosen;
}

std::vector<TermMembers> AxisNames::by_term(Selector const& selector) {
    FaultList ignored;  // select() has reported them
    std::vector<TermMembers> terms;
    Marks excluded = none();
    std::vector<Marks> held;
    for (SelectorTerm const& term : selector.terms) {
        Term const found = evaluate_term(term, ignored);
        if (found.is_exclusion) {
            for (std::size_t k = 0; k < excluded.size(); ++k) excluded[k] = excluded[k] || found.value.marks[k];
        } else {
            terms.push_back({term, {}});
            held.push_back(found.value.marks);
        }
    }
    for (std::size_t t = 0; t < terms.size(); ++t) {
        for (std::size_t k = 0; k < excluded.size(); ++k)
            if (held[t][k] && !excluded[k]) terms[t].members.push_back(static_cast<Index>(k));
    }
    return terms;
}

bool AxisNames::resolves(GroupDefinition const& definition, FaultList& faults) {
    open_ = {definition.name};
    Known const found = evaluate(definition.members, faults);
    open_.clear();
    return found.is_known;
}

AxisNames::Known AxisNames::evaluate(Selector const& selector, FaultList& faults) {
    Known result{none()};
    Marks excluded = none();
    bool is_any_inclusion = false;
    for (SelectorTerm const& term : selector.terms) {
        Term const found = evaluate_term(term, faults);
        Marks& marks = found.is_exclusion ? excluded : result.marks;
        for (std::size_t k = 0; k < marks.size(); ++k) marks[k] = marks[k] || found.value.marks[k];
        is_any_inclusion = is_any_inclusion || !found.is_exclusion;
        result.is_known = result.is_known && found.value.is_known;
    }
    if (!is_any_inclusion) result.marks.assign(result.marks.size(), true);
    for (std::size_t k = 0; k < excluded.size(); ++k) result.marks[k] = result.marks[k] && !excluded[k];
    return result;
}

AxisNames::Term AxisNames::evaluate_term(SelectorTerm const& term, FaultList& faults) {
    // Bases may have codes that hold operators: the name as a whole goes before the expression. No name is no code.
    bool const begins_with_not = term.text.starts_with('!');
    std::string const whole = begins_with_not ? term.text.substr(1) : term.text;
    if (whole.empty() || axis_.labels->find(whole)) return {named(whole, term.where, faults), begins_with_not};
    SelectorExpression expression = parse_selector_expression(term.text);
    if (expression.fault) {
        faults.add(place_in(term, expression.fault->offset), expression.fault->problem,
                   "a selector is names with ! (not), & (both), | (either) and brackets", expression.fault->remedy);
        return {{none(), false}, false};
    }
    // "!X" takes X out of its list, whatever X is.
    bool const is_exclusion = expression.steps.back().kind == SelectorStep::Kind::negation;
    if (is_exclusion) expression.steps.pop_back();
    return {run(term, expression.steps, faults), is_exclusion};
}

AxisNames::Known AxisNames::run(SelectorTerm const& term, std::vector<SelectorStep> const& steps, FaultList& faults) {
    std::vector<Marks> stack;
    bool is_known = true;
    for (SelectorStep const& step : steps) {
        if (step.kind == SelectorStep::Kind::name) {
            Known const found = named(step.name, steps.size() == 1 ? term.where : place_in(term, step.offset), faults);
            is_known = is_known && found.is_known;
            stack.push_back(found.marks);
            continue;
        }
        if (step.kind == SelectorStep::Kind::negation) {
            stack.back().flip();
            continue;
        }
        Marks const right = std::move(stack.back());
        stack.pop_back();
        Marks& left = stack.back();
        bool const is_join = step.kind == SelectorStep::Kind::join;
        for (std::size_t k = 0; k < left.size(); ++k) left[k] = is_join ? left[k] || right[k] : left[k] && right[k];
    }
    return {std::move(stack.back()), is_known};
}

AxisNames::Known AxisNames::named(std::string const& name, SourceLocation const& where, FaultList& faults) {
    Known found{none()};
    if (name == "*") {
        found.marks.flip();
    } else if (name.starts_with('@')) {
        return group(name.substr(1), where, faults);
    } else if (auto const k = axis_.labels->find(name)) {
        found.marks[static_cast<std::size_t>(*k)] = true;
    } else {
        found.is_known = false;
        faults.add(where, fmt::format("unknown {} '{}'", axis_.noun, name), "the base has no such code", suggest(name));
    }
    return found;
}

AxisNames::Known AxisNames::group(std::string const& name, SourceLocation const& where, FaultList& faults) {
    if (GroupDefinition const* definition = find_definition(scenario_, name))
        return defined(*definition, where, faults);
    std::string const bare = split_tier(name).group;
    if (scenario_ != nullptr && axis_.is_of_regions) {
        if (GroupTable const* table = table_of(scenario_->group_file, bare))
            return dated(*table, scenario_->group_file, name, where, faults);
        if (GroupTable const* table = scenario_->date ? table_of(registry_name, bare) : nullptr)
            return dated(*table, registry_name, name, where, faults);
    }
    std::vector<Index> const members = axis_.base_members(name);
    if (members.empty()) return unknown_group(name, where, faults);
    Known found{none()};
    for (Index const k : members) found.marks[static_cast<std::size_t>(k)] = true;
    return found;
}

AxisNames::Known AxisNames::unknown_group(std::string const& name, SourceLocation const& where, FaultList& faults) {
    bool const is_dated = axis_.is_of_regions && scenario_ != nullptr && !scenario_->date &&
                          table_of(registry_name, split_tier(name).group) != nullptr;
    faults.add(where, fmt::format("unknown {} group '@{}'", axis_.noun, name), "no member of the base carries it",
               is_dated ? "The registry knows it by date: write date = \"2025-08-07\" under [scenario], or give --date."
                        : suggest("@" + name));
    return {none(), false};
}

AxisNames::Known const& AxisNames::value_of(GroupDefinition const& definition) {
    if (!definitions_.contains(definition.name)) {
        FaultList ignored;
        bool const was_inside = std::exchange(is_inside_, true);
        open_.push_back(definition.name);
        Known found = evaluate(definition.members, ignored);
        open_.pop_back();
        is_inside_ = was_inside;
        definitions_.emplace(definition.name, std::move(found));
    }
    return definitions_.at(definition.name);
}

AxisNames::Known AxisNames::defined(GroupDefinition const& definition, SourceLocation const& where, FaultList& faults) {
    if (std::find(open_.begin(), open_.end(), definition.name) != open_.end()) {
        note_circle(definition.name);
        return {none(), false};
    }
    Known const& found = value_of(definition);
    if (!found.is_known) {
        if (!is_inside_ && other_->value_of(definition).is_known)
            faults.add(where,
                       fmt::format("the group '@{}' holds {}s, not {}s", definition.name, other_->noun(), axis_.noun),
                       fmt::format("this is a selector of {}s", axis_.noun), fmt::format("Name {}s.", axis_.noun));
        return found;
    }
    GroupUse use{"@" + definition.name, std::string(definitions_origin)};
    for (std::size_t k = 0; k < found.marks.size(); ++k)
        if (found.marks[k]) use.members.push_back(static_cast<Index>(k));
    note(std::move(use));
    return found;
}

AxisNames::Known AxisNames::dated(GroupTable const& table, std::string const& origin, std::string const& name,
                                  SourceLocation const& where, FaultList& faults) {
    TieredName const wanted = split_tier(name);
    std::vector<Membership const*> const rows = rows_of(table, wanted.group, wanted.tier);
    if (rows.empty()) {
        std::vector<std::string> known;
        for (std::string const& tier : tiers_of(table, wanted.group))
            known.push_back(fmt::format("@{}:{}", wanted.group, tier));
        faults.add(where, fmt::format("'@{}' names no part of the group @{}", name, wanted.group),
                   fmt::format("{} has no such role or status of it", origin), suggest_name("@" + name, known));
        return {none(), false};
    }
    bool const has_dates = std::any_of(
        rows.begin(), rows.end(), [](Membership const* row) { return row->start.has_value() || row->end.has_value(); });
    if (has_dates && !scenario_->date) {
        faults.add(where, fmt::format("the group '@{}' of {} goes by date", name, origin),
                   "who is in it depends on the day", "Write date = \"2025-08-07\" under [scenario], or give --date.");
        return {none(), false};
    }
    Known found{none()};
    GroupUse use{"@" + name, origin, scenario_->date};
    bool is_any = false;
    for (Membership const* row : rows) {
        if (scenario_->date && !holds_on(*row, *scenario_->date)) continue;
        is_any = true;
        auto const k = axis_.labels->find(row->region);
        if (!k) {
            use.absent.push_back(row->region);
            continue;
        }
        found.marks[static_cast<std::size_t>(*k)] = true;
        if (row->status == disputed_status) use.disputed.push_back(row->region);
        if (row->status == memory_status) use.from_memory.push_back(row->region);
    }
    for (std::size_t k = 0; k < found.marks.size(); ++k)
        if (found.marks[k]) use.members.push_back(static_cast<Index>(k));
    if (!is_any) {
        use.nobody = explain_nobody(rows, *scenario_->date);
        nobody_.push_back(fmt::format("nobody was in @{} on {}, {}", name, to_string(*scenario_->date), use.nobody));
    } else if (use.members.empty()) {
        found.is_known = false;
        faults.add(where, fmt::format("no member of '@{}' is a region of the base by itself", name),
                   fmt::format("{} are inside its aggregates, or not in it", list_codes(use.absent)),
                   "Use a base that tells them apart, or name the aggregate.");
    }
    note(std::move(use));
    return found;
}

GroupTable const* AxisNames::table_of(std::string const& file, std::string const& group) const {
    auto const at = scenario_->group_tables.find(file);
    if (file.empty() || at == scenario_->group_tables.end()) return nullptr;
    auto const& rows = at->second.rows;
    bool const has_group =
        std::any_of(rows.begin(), rows.end(), [&](Membership const& row) { return row.group == group; });
    return has_group ? &at->second : nullptr;
}

/// "Did you mean 'BRA'?": by the name for people first, then by the nearest code or group.
std::string AxisNames::suggest(std::string const& wanted) const {
    for (std::size_t k = 0; k < axis_.titles.size(); ++k) {
        if (edit_distance(wanted, axis_.titles[k]) == 0)
            return fmt::format("Did you mean '{}'?", axis_.labels->codes()[k]);
    }
    std::vector<std::string> known = axis_.labels->codes();
    auto const add_group = [&](std::string const& group) {
        if (std::find(known.begin(), known.end(), "@" + group) == known.end()) known.push_back("@" + group);
    };
    for (std::string const& group : axis_.groups) add_group(group);
    if (scenario_ != nullptr) {
        for (GroupDefinition const& definition : scenario_->groups) add_group(definition.name);
        for (auto const& [file, table] : scenario_->group_tables)
            if (axis_.is_of_regions && (file != registry_name || scenario_->date))
                for (std::string const& group : group_names(table)) add_group(group);
    }
    return suggest_name(wanted, known);
}

void AxisNames::note(GroupUse use) {
    use.is_of_regions = axis_.is_of_regions;
    bool const is_noted = std::any_of(uses_.begin(), uses_.end(), [&](GroupUse const& one) {
        return one.name == use.name && one.is_of_regions == use.is_of_regions;
    });
    if (!is_noted) uses_.push_back(std::move(use));
}

void AxisNames::note_circle(std::string const& name) {
    std::vector<std::string> circle(std::find(open_.begin(), open_.end(), name), open_.end());
    auto const place = [&](std::string const& one) { return find_definition(scenario_, one); };
    std::rotate(circle.begin(),
                std::min_element(circle.begin(), circle.end(),
                                 [&](std::string const& a, std::string const& b) { return place(a) < place(b); }),
                circle.end());
    if (std::find(circles_.begin(), circles_.end(), circle) == circles_.end()) circles_.push_back(std::move(circle));
}

}  // namespace desvio
