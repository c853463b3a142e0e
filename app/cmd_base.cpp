#include "app/base_target.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/region_figures_io.hpp"
#include "desvio/report/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

std::string named_base(Invocation const& invocation) { return invocation.words("base").front(); }

Positional base_argument() {
    return {.name = "base", .most = 1, .least = 1, .shown = "a BASE: a built-in name, a folder or an .h5 file"};
}

int check(Invocation const& invocation) {
    auto const checks = check_base(read_base(named_base(invocation)));
    print(invocation.has("json") ? format_checks_json(checks) : format_checks(checks, output_style()));
    bool const passed =
        std::all_of(checks.begin(), checks.end(), [](IdentityCheck const& entry) { return entry.passed(); });
    return passed ? ok : bad_input;
}

int show_health(TableHealth const& health, Invocation const& invocation) {
    bool const is_json = invocation.has("json");
    if (!invocation.has("gdp")) {
        print(is_json ? format_health_json(health) : format_health(health, output_style()));
        return ok;
    }
    GdpComparison const gdp = compare_gdp(health, read_region_figures(invocation.word("gdp")));
    print(is_json ? format_health_json(health, gdp)
                  : format_health(health, output_style()) + format_gdp(gdp, output_style()));
    return ok;
}

int info(Invocation const& invocation) {
    if (invocation.has("gdp") && !invocation.has("health"))
        throw UsageError("--gdp is held against the published table: give --health too");
    Base const base = read_base(named_base(invocation), {.quality = true});
    if (invocation.has("health")) {
        if (!base.health)
            throw InputError({{base.origin},
                              "it does not tell what the table it was made of was like",
                              "only bases that 'base import' wrote as .h5 do",
                              "Import the table again."});
        return show_health(*base.health, invocation);
    }
    print(invocation.has("json") ? format_base_info_json(base) : format_base_info(base, output_style()));
    return ok;
}

Deficits chosen_deficits(Invocation const& invocation) {
    std::string const wanted = invocation.word("deficits");
    for (Deficits const value : {Deficits::fixed, Deficits::balanced}) {
        if (to_string(value) == wanted) return value;
    }
    std::vector<std::string> const known{to_string(Deficits::fixed), to_string(Deficits::balanced)};
    throw UsageError(fmt::format("--deficits cannot be '{}'. {}", wanted, suggest_name(wanted, known)));
}

int settle(Invocation const& invocation) {
    if (!invocation.has("output")) throw UsageError("'base settle' needs -o NEW: the folder or .h5 file to write");
    Deficits const deficits = chosen_deficits(invocation);
    std::string const target = invocation.word("output");
    if (target.ends_with(".h5")) {
        require_writable(target);
    } else {
        require_writable_folder(target);
    }
    FixedPointOptions options;
    options.max_iterations = invocation.get<int>("max-iterations");
    if (options.max_iterations < 1) throw UsageError("--max-iterations must be 1 or more");
    std::string const name = named_base(invocation);
    Base const base = read_base(name);
    Settled const settled = settle_base(base, deficits, options);
    if (int const code = judge(name, settled.summary, settled.audit); code != ok) return code;
    warn_of_dropped_use(base, settled.base);
    write_base(settled.base, target);
    print(invocation.has("json") ? format_settled_json(settled)
                                 : format_settled(settled, output_style()) + fmt::format("Written to {}\n", target));
    return ok;
}

}  // namespace

Command base_check_command() {
    Command command{
        .name = "base check",
        .summary = "verify every accounting identity of a base and name the worst cell",
        .usage = "BASE [--json]",
        .details = "BASE is a built-in name, a folder in the CSV format, or an .h5 file. Exit code 3 when one fails.",
        .positionals = {base_argument()},
        .options = po::options_description(""),
        .examples = {"desvio base check world-2023", "desvio base check my-base/"},
        .completions = builtin_bases(),
        .run = check};
    add_flag(command, "json", "print JSON");
    return command;
}

Command base_info_command() {
    Command command{.name = "base info",
                    .summary = "describe a base: size, year, totals, traders, groups, elasticities, quality",
                    .usage = "BASE [--health [--gdp FILE]] [--json]",
                    .details = "BASE is a built-in name, a folder in the CSV format, or an .h5 file.",
                    .positionals = {base_argument()},
                    .options = po::options_description(""),
                    .examples = {"desvio base info world-2023", "desvio base info result.h5",
                                 "desvio base info icio-2020.h5 --health"},
                    .completions = builtin_bases(),
                    .run = info};
    add_flag(command, "health", "what the published table was like that it was made of");
    add_value<std::string>(command, "gdp", "FILE", "official GDP (region,value in million) to hold its GDP against");
    add_flag(command, "json", "print JSON");
    return command;
}

Command base_settle_command() {
    Command command{
        .name = "base settle",
        .summary = "bring a base to its own equilibrium and say how far each figure moved",
        .usage = "BASE -o NEW [--deficits fixed|balanced]",
        .details =
            "Solves the unshocked model and writes its solution as a new base. A base that is off its equilibrium\n"
            "would put its own adjustment into every result.",
        .positionals = {base_argument()},
        .options = po::options_description(""),
        .examples = {"desvio base settle my-base/ -o my-base-settled/",
                     "desvio base settle world-2023 -o balanced.h5 --deficits balanced"},
        .completions = builtin_bases(),
        .run = settle};
    add_value<std::string>(command, "output,o", "NEW", "folder, or file ending in .h5, to write");
    add_value(command, "deficits", "HOW", to_string(Deficits::fixed), "fixed",
              "fixed: keep them; balanced: remove them");
    add_value(command, "max-iterations", "N", FixedPointOptions{}.max_iterations, "500",
              "evaluations the solver may take");
    add_flag(command, "json", "print JSON");
    return command;
}

}  // namespace desvio::app
