#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/scenario_headlines.hpp"
#include "app/terminal.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/group_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/catalogue.hpp"
#include "desvio/report/short_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace desvio::app {
namespace {

constexpr char const* default_base = "world-2023";

/// What was asked: a topic, perhaps one name of it.
struct Request {
    std::string name;
    std::string base;
    bool as_json = false;
    bool with_headlines = false;
    std::optional<Date> day = {};
};

void print_listing(Listing const& listing, Request const& request) {
    print(request.as_json ? format_listing_json(listing) : format_listing(listing, output_style()));
}

[[noreturn]] void refuse_name(std::string const& kind, std::string const& name, std::vector<std::string> const& known) {
    throw InputError(
        {{}, fmt::format("unknown {} '{}'", kind, name), "it cannot be described", suggest_name(name, known)});
}

/// The listing with only the row that starts with `name`.
Listing only_row(Listing listing, std::string const& name) {
    std::erase_if(listing.rows, [&](auto const& row) { return row.front() != name; });
    return listing;
}

void describe_scenarios(Request const& request) {
    if (request.with_headlines) return print_scenario_headlines(request.name, request.as_json);
    if (!request.name.empty()) {
        Scenario const scenario = read_scenario(request.name);
        if (!request.as_json) return print(scenario.toml);
        return print_listing(
            {"Scenario",
             {"name", "title", "base", "note", "source", "toml"},
             {{scenario.name, scenario.title, scenario.base, scenario.note, scenario.source, scenario.toml}}},
            request);
    }
    std::vector<Scenario> scenarios;
    for (std::string const& name : builtin_scenarios()) scenarios.push_back(read_scenario(name));
    print_listing(list_scenarios(scenarios), request);
    if (!request.as_json)
        print("\n'desvio describe scenario NAME' shows one with its note and sources; 'desvio run NAME' runs it.\n");
}

void describe_scenario(Request const& request) {
    if (request.name.empty())
        throw UsageError("'describe scenario' needs a NAME; 'desvio describe scenarios' lists them");
    Scenario const scenario = read_scenario(request.name);
    if (request.as_json) return describe_scenarios(request);
    Base const base = read_base(scenario.base);
    print(format_scenario(scenario, resolve_scenario(scenario, base), base, output_style()));
}

void describe_models(Request const& request) {
    std::vector<std::string> const known = model_kinds();
    if (!request.name.empty() && std::find(known.begin(), known.end(), request.name) == known.end())
        refuse_name("model", request.name, known);
    print_listing(list_models(request.name), request);
}

/// For the screen the note follows the source in one column; JSON has both.
void print_memberships(Listing listing, Request const& request) {
    if (request.as_json) return print_listing(listing, request);
    listing.columns.pop_back();
    for (auto& row : listing.rows) {
        std::string const note = std::exchange(row.back(), {});
        row.pop_back();
        if (!note.empty()) row.back() += "; " + note;
    }
    print_listing(listing, request);
}

void describe_all_groups(Base const& base, Request const& request) {
    GroupTable const registry = read_group_registry();
    if (request.day) return print_listing(list_groups_on(base, registry, *request.day), request);
    print_listing(list_groups(base), request);
    if (request.as_json) return;
    print(
        "\nThese are the base's own, whatever the day. By date, as in 'desvio describe groups --date 2025-08-07':\n\n");
    Listing dated{"Groups by date", {"group", "what"}, {}};
    for (auto const& [group, title] : group_titles()) dated.rows.push_back({"@" + group, title});
    print_listing(dated, request);
}

void describe_groups(Request const& request) {
    Base const base = read_base(request.base);
    if (request.name.empty()) return describe_all_groups(base, request);
    std::string const name = request.name.starts_with('@') ? request.name.substr(1) : request.name;
    Listing members{"@" + name, {"member", "name"}, {}};
    for (Index const n : base.region_members(name)) {
        members.rows.push_back({base.regions[n], base.region_table[static_cast<std::size_t>(n)].name});
    }
    for (Index const j : base.sector_members(name)) {
        members.rows.push_back({base.sectors[j], base.sector_table[static_cast<std::size_t>(j)].name});
    }
    GroupTable const registry = read_group_registry();
    Listing const dated = list_memberships(base, registry, name, request.day);
    bool const is_dated = !list_memberships(base, registry, name, {}).rows.empty();
    if (members.rows.empty() && !is_dated) {
        std::vector<std::string> known;
        for (auto const& row : list_groups(base).rows) known.push_back(row.front());
        for (std::string const& other : group_names(registry)) {
            known.push_back("@" + other);
            for (std::string const& tier : tiers_of(registry, other))
                known.push_back(fmt::format("@{}:{}", other, tier));
        }
        refuse_name("group", "@" + name, known);
    }
    bool const is_by_date = is_dated && (request.day || members.rows.empty());
    if (request.as_json) return is_by_date ? print_memberships(dated, request) : print_listing(members, request);
    if (!is_by_date) print_listing(members, request);
    if (!is_dated) return;
    if (!is_by_date) print("\n");
    std::string const group = split_tier(name).group;
    print(fmt::format("@{}: {}\n", group, group_titles().at(group)));
    if (dated.rows.empty()) return print(fmt::format("Nobody on {}.\n", to_string(*request.day)));
    print_memberships(dated, request);
}

void describe_bases(Request const& request) {
    if (!request.name.empty()) {
        Base const base = read_base(request.name, {.quality = true});
        return print(request.as_json ? format_base_info_json(base) : format_base_info(base, output_style()));
    }
    std::vector<Base> bases;
    for (std::string const& name : builtin_bases()) bases.push_back(read_base(name));
    print_listing(list_bases(bases), request);
}

void describe_regions(Request const& request) {
    Base const base = read_base(request.base);
    Listing const regions = list_regions(base);
    if (request.name.empty()) return print_listing(regions, request);
    auto const region = base.regions.find(request.name);
    if (!region) refuse_name("region", request.name, base.regions.codes());
    if (request.as_json) return print_listing(only_row(regions, request.name), request);
    print(format_region(base, *region, output_style()));
}

void describe_sectors(Request const& request) {
    Base const base = read_base(request.base);
    Listing const sectors = list_sectors(base);
    if (request.name.empty()) return print_listing(sectors, request);
    auto const sector = base.sectors.find(request.name);
    if (!sector) refuse_name("sector", request.name, base.sectors.codes());
    if (request.as_json) return print_listing(only_row(sectors, request.name), request);
    print(format_sector(base, *sector, output_style()));
}

void describe_outcomes(Request const& request) {
    Listing const outcomes = list_outcomes();
    if (request.name.empty()) return print_listing(outcomes, request);
    std::vector<std::string> names;
    for (auto const& row : outcomes.rows) names.push_back(row.front());
    if (std::find(names.begin(), names.end(), request.name) == names.end()) refuse_name("outcome", request.name, names);
    print_listing(only_row(outcomes, request.name), request);
}

struct Topic {
    char const* name;
    void (*describe)(Request const&);
};
constexpr std::array<Topic, 8> topics{{{"scenarios", describe_scenarios},
                                       {"scenario", describe_scenario},
                                       {"models", describe_models},
                                       {"outcomes", describe_outcomes},
                                       {"groups", describe_groups},
                                       {"bases", describe_bases},
                                       {"regions", describe_regions},
                                       {"sectors", describe_sectors}}};

std::vector<std::string> topic_names() {
    std::vector<std::string> names(topics.size());
    std::transform(topics.begin(), topics.end(), names.begin(), [](Topic const& topic) { return topic.name; });
    return names;
}

int run(Invocation const& invocation) {
    std::string const wanted = invocation.words("topic").front();
    auto const names = invocation.words("name");
    auto const topic =
        std::find_if(topics.begin(), topics.end(), [&](Topic const& candidate) { return candidate.name == wanted; });
    if (topic == topics.end()) {
        throw UsageError(fmt::format("cannot describe '{}'. {}", wanted, suggest_name(wanted, topic_names())));
    }
    topic->describe({names.empty() ? "" : names.front(), invocation.word("base", default_base), invocation.has("json"),
                     invocation.has("headlines"),
                     invocation.has("date") ? std::optional(parse_day(invocation.word("date"))) : std::nullopt});
    return ok;
}

}  // namespace

Command describe_command() {
    Command command{
        .name = "describe",
        .summary = "list scenarios, models, outcomes, groups, bases, regions, sectors; show one",
        .usage = "TOPIC [NAME] [options]",
        .details =
            "TOPIC is scenarios, scenario, models, outcomes, groups, bases, regions or sectors.\n"
            "With NAME, the one of that name in full: the text of a scenario, the members of a group,\n"
            "the partners of a region, the elasticities of a sector. 'describe scenario NAME' has its note,\n"
            "its sources and what its rules do.",
        .positionals = {{.name = "topic",
                         .most = 1,
                         .least = 1,
                         .shown = "a topic: scenarios, scenario, models, outcomes, groups, bases, regions or sectors"},
                        {.name = "name", .most = 1, .least = 0, .shown = "NAME"}},
        .options = po::options_description(""),
        .examples = {"desvio describe scenarios", "desvio describe groups @latin_america",
                     "desvio describe groups @brics --date 2025-08-07"},
        .completions = topic_names(),
        .run = run};
    add_value<std::string>(command, "base", "BASE", "groups, regions and sectors of this base (default world-2023)");
    add_value<std::string>(command, "date", "DAY", "groups as they stand on this day, with who says so");
    add_flag(command, "json", "print JSON");
    add_flag(command, "headlines", "scenarios: run each and print the page of questions and answers, in Markdown");
    return command;
}

}  // namespace desvio::app
