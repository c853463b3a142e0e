#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/threat_io.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/measures.hpp"
#include "desvio/params/shock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace desvio::app {
namespace {

/// Does one check and prints its faults; true when there were none.
bool holds(std::function<void()> const& check) {
    try {
        check();
        return true;
    } catch (InputError const& error) {
        print_error(error.what());
        return false;
    }
}

/// What may come is tied to the base one by one, and so is what holds in any case.
void resolve_worlds(Scenario const& scenario, Base const& base) {
    static_cast<void>(resolve_scenario(join_scenarios({&scenario}), base));
    for (auto const& [name, part] : read_threatened(scenario)) static_cast<void>(resolve_scenario(part, base));
}

/// All that a run would refuse, without solving. Independent checks all get their turn, so that a user sees every
/// fault.
bool is_valid(std::string const& name, Invocation const& invocation) {
    std::string const other_base = invocation.word("base");
    bool const is_quiet = invocation.has("quiet");
    Scenario scenario;
    Base base;
    if (!holds([&] { scenario = read_scenario(name); })) return false;
    if (!other_base.empty()) scenario.base = other_base;
    if (invocation.has("date")) set_date(scenario, parse_day(invocation.word("date")));
    scenario.allow_unmatched = invocation.has("allow-unmatched");
    if (!holds([&] { base = read_base(scenario.base); })) return false;
    bool const is_good =
        static_cast<int>(holds([&] { static_cast<void>(base.elasticity_set(scenario.model.elasticities)); })) +
            static_cast<int>(holds([&] { resolve_worlds(scenario, base); })) +
            static_cast<int>(holds([&] { require_identities(base); })) ==
        3;
    // What the other readings make of the rules; the same fault in all of them is told once.
    bool are_readings_good = is_good;
    for (ReadingLevel const reading : {ReadingLevel::low, ReadingLevel::high}) {
        if (!are_readings_good || scenario.readings.empty()) break;
        are_readings_good = holds([&] { static_cast<void>(resolve_scenario(read_scenario(name, reading), base)); });
    }
    if (!are_readings_good) return false;
    if (!is_quiet) {
        bool const is_threats = !scenario.threats.empty();
        std::size_t const size = is_threats ? scenario.threats.size() : scenario.rules.size();
        print(fmt::format("ok  {}  {} {}{} on {}\n", name, size, is_threats ? "threat" : "rule", size == 1 ? "" : "s",
                          scenario.base));
    }
    return true;
}

int run(Invocation const& invocation) {
    int code = ok;
    for (std::string const& name : invocation.words("scenarios")) {
        try {
            if (!is_valid(name, invocation)) code = bad_input;
        } catch (FileError const& error) {
            print_error(error.what());
            if (code == ok) code = file_failed;
        }
    }
    return code;
}

}  // namespace

Command validate_command() {
    Command command{
        .name = "validate",
        .summary = "check scenarios without running them; lists every fault",
        .usage = "SCENARIO... [options]",
        .details =
            "Reads each scenario and its base and ties every name to it, as 'run' would. Exit code 3 when a\n"
            "scenario is refused, 6 when a file cannot be opened.",
        .positionals = {{.name = "scenarios", .most = -1, .least = 1, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio validate my.toml", "desvio validate *.toml --base my-base/"},
        .completions = builtin_scenarios(),
        .run = run};
    add_value<std::string>(command, "base", "BASE", "check against this base");
    add_value<std::string>(command, "date", "DAY", "the day the scenarios are about, in place of their own");
    add_flag(command, "allow-unmatched", "accept rules that name what meets no trade");
    add_flag(command, "quiet,q", "print faults only");
    return command;
}

}  // namespace desvio::app
