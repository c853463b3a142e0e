#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/io/flow_table_io.hpp"
#include "desvio/report/base_changes.hpp"
#include "desvio/tables/compare.hpp"
#include "desvio/tables/diff.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

constexpr int top_shown = 5;

Positional two_bases() {
    return {.name = "bases", .most = 2, .least = 2, .shown = "two BASEs: built-in names, folders or .h5 files"};
}

std::size_t chosen_top(Invocation const& invocation) {
    int const top = invocation.get<int>("top");
    if (top < 0) throw UsageError("--top must be 0 or more");
    return static_cast<std::size_t>(top);
}

int diff(Invocation const& invocation) {
    auto const names = invocation.words("bases");
    Base const before = read_base(names[0]);
    Base const after = read_base(names[1]);
    BaseDiff const difference = diff_bases(before, after, chosen_top(invocation));
    print(invocation.has("json") ? format_base_diff_json(difference) : format_base_diff(difference, output_style()));
    return difference.is_same() ? ok : audit_failed;
}

/// A base, or a long table of flows when the name ends as one does.
FlowTable read_other(Invocation const& invocation, std::string const& name) {
    if (name.ends_with(".csv") || name.ends_with(".csv.gz"))
        return read_flow_table(name, invocation.has("duty-inside"));
    if (invocation.has("duty-inside"))
        throw UsageError("--duty-inside is for a table of flows; a base is at basic prices");
    return flows_of(read_base(name));
}

Merging chosen_merging(Invocation const& invocation, char const* option, CodeAxis const& axis) {
    if (!invocation.has(option)) return keep_axis(axis);
    return merge_axis(read_concordance(invocation.word(option)), axis,
                      invocation.has("keep-others") ? Unmapped::kept : Unmapped::refused);
}

int compare(Invocation const& invocation) {
    auto const names = invocation.words("bases");
    std::size_t const top = chosen_top(invocation);
    FlowTable const first = flows_of(read_base(names[0]));
    FlowTable const other = read_other(invocation, names[1]);
    FlowTable const second =
        merge_flows(other, chosen_merging(invocation, "regions", plain_axis("region", other.regions)),
                    chosen_merging(invocation, "sectors", plain_axis("sector", other.sectors)));
    FlowComparison const comparison = compare_flows(first, second);
    print(invocation.has("json") ? format_flow_comparison_json(comparison, top)
                                 : format_flow_comparison(comparison, top, output_style()));
    return ok;
}

}  // namespace

Command base_compare_command() {
    Command command{
        .name = "base compare",
        .summary = "hold the flows of a base against another source",
        .usage = "A B [--regions FILE] [--sectors FILE] [--top N]",
        .details =
            "B is a base, or a long table of flows (.csv, .csv.gz) with the columns exporter, importer, sector,\n"
            "value and perhaps tariff. Its codes are merged into those of A by --regions and --sectors. Compared\n"
            "are the regions and sectors that both have.",
        .positionals =
            {{.name = "bases", .most = 2, .least = 2, .shown = "a BASE and another BASE or a table of flows"}},
        .options = po::options_description(""),
        .examples = {"desvio base compare world-2023 my-world/",
                     "desvio base compare world-2023 flows.csv.gz --sectors map.csv --keep-others"},
        .completions = builtin_bases(),
        .run = compare};
    add_value<std::string>(command, "regions", "FILE", "from B's regions to A's");
    add_value<std::string>(command, "sectors", "FILE", "from B's sectors to A's");
    add_flag(command, "keep-others", "codes without a row stay as they are");
    add_flag(command, "duty-inside", "B's flows hold the duty: take it out");
    add_value(command, "top", "N", top_shown, "5", "gaps shown of each kind");
    add_flag(command, "json", "print JSON");
    return command;
}

Command base_diff_command() {
    Command command{
        .name = "base diff",
        .summary = "say what differs between two bases, largest first",
        .usage = "A B [--top N]",
        .details =
            "Labels and texts, then flows, duties, input shares and elasticities, by the bits, over the codes\n"
            "that both have. Exit code 0 when they are the same, 5 when anything differs.",
        .positionals = {two_bases()},
        .options = po::options_description(""),
        .examples = {"desvio base diff world-2023 my-world/", "desvio base diff old.h5 new.h5 --top 20"},
        .completions = builtin_bases(),
        .run = diff};
    add_value(command, "top", "N", top_shown, "5", "cells shown of each kind of figure");
    add_flag(command, "json", "print JSON");
    return command;
}

}  // namespace desvio::app
