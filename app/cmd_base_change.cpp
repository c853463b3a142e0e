#include "app/base_target.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/report/base_changes.hpp"
#include "desvio/tables/aggregate.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

std::string named_base(Invocation const& invocation) { return invocation.words("base").front(); }

Positional base_argument() {
    return {.name = "base", .most = 1, .least = 1, .shown = "a BASE: a built-in name, a folder or an .h5 file"};
}

/// The merging of one axis that an option names; every code stays itself when it is not given.
Merging chosen_merging(Invocation const& invocation, char const* option, Axis const& axis) {
    if (!invocation.has(option)) return keep_axis(axis);
    return merge_axis(read_concordance(invocation.word(option)), axis,
                      invocation.has("keep-others") ? Unmapped::kept : Unmapped::refused);
}

int aggregate(Invocation const& invocation) {
    std::string const target = base_target(invocation, "base aggregate");
    if (!invocation.has("regions") && !invocation.has("sectors"))
        throw UsageError("'base aggregate' needs --regions FILE, --sectors FILE or both");
    Base const base = read_base(named_base(invocation), {.quality = true});
    Merging const regions = chosen_merging(invocation, "regions", region_axis(base));
    Merging const sectors = chosen_merging(invocation, "sectors", sector_axis(base));
    Aggregated result = aggregate_base(base, regions, sectors);
    write_changed_base(result.base, "aggregated", target);
    print(invocation.has("json")
              ? format_aggregated_json(result, base)
              : format_aggregated(result, base, output_style()) + fmt::format("Written to {}\n", target));
    return ok;
}

}  // namespace

Command base_aggregate_command() {
    Command command{
        .name = "base aggregate",
        .summary = "merge regions and sectors of a base",
        .usage = "BASE [--regions FILE] [--sectors FILE] -o NEW",
        .details =
            "FILE is a table with the columns from, to and perhaps name: each code, @group, or * for all others, and\n"
            "what it becomes part of. Flows and duties paid are summed; a duty between regions that become one is\n"
            "counted into the value of the flow, so that every identity holds.",
        .positionals = {base_argument()},
        .options = po::options_description(""),
        .examples = {"desvio base aggregate world-2023 --regions blocs.csv -o blocs/",
                     "desvio base aggregate world-2023 --sectors broad.csv --keep-others -o broad.h5"},
        .completions = builtin_bases(),
        .run = aggregate};
    add_base_target(command);
    add_value<std::string>(command, "regions", "FILE", "which regions become which");
    add_value<std::string>(command, "sectors", "FILE", "which sectors become which");
    add_flag(command, "keep-others", "codes without a row stay as they are");
    add_flag(command, "json", "print JSON");
    return command;
}

}  // namespace desvio::app
