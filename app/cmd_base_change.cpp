#include "app/base_target.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/concordance_io.hpp"
#include "desvio/io/duty_table_io.hpp"
#include "desvio/io/split_plan_io.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/report/base_changes.hpp"
#include "desvio/tables/aggregate.hpp"
#include "desvio/tables/overlay.hpp"
#include "desvio/tables/split.hpp"

#include <fmt/format.h>

#include <optional>

namespace desvio::app {
namespace {

std::string named_base(Invocation const& invocation) { return invocation.words("base").front(); }

Positional base_argument() {
    return {.name = "base", .most = 1, .least = 1, .shown = "a BASE: a built-in name, a folder or an .h5 file"};
}

/// The merging of one axis that an option names; every code stays itself when it is not given.
Merging chosen_merging(Invocation const& invocation, char const* option, CodeAxis const& axis) {
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
    write_changed_base(result.base, "aggregated", invocation, target);
    print(invocation.has("json")
              ? format_aggregated_json(result, base)
              : format_aggregated(result, base, output_style()) + fmt::format("Written to {}\n", target));
    return ok;
}

Split chosen_split(Invocation const& invocation, Base const& base) {
    std::string const file = invocation.word("into");
    if (invocation.has("sector")) {
        if (invocation.has("internal-trade")) throw UsageError("--internal-trade is for regions");
        return split_sector(base, invocation.word("sector"), read_split_plan(file, SplitAxis::sector));
    }
    RegionSplitOptions options;
    if (invocation.has("internal-trade")) {
        options.internal_trade = invocation.get<double>("internal-trade");
        // Written so that NaN is refused too.
        if (!(*options.internal_trade >= 0.0 && *options.internal_trade <= 1.0))
            throw UsageError("--internal-trade is a fraction of the parent's own sales, from 0 to 1");
    }
    return split_region(base, invocation.word("region"), read_split_plan(file, SplitAxis::region), options);
}

int split(Invocation const& invocation) {
    std::string const target = base_target(invocation, "base split");
    if (invocation.has("region") == invocation.has("sector"))
        throw UsageError("'base split' needs either --region CODE or --sector CODE");
    if (!invocation.has("into")) throw UsageError("'base split' needs --into FILE: the parts and their shares");
    Base const base = read_base(named_base(invocation), {.quality = true});
    Split result = chosen_split(invocation, base);
    warn_of_dropped_use(base, result.base);
    write_changed_base(result.base, "split", invocation, target);
    print(invocation.has("json") ? format_split_json(result)
                                 : format_split(result, output_style()) + fmt::format("Written to {}\n", target));
    return ok;
}

DutyTableLayout chosen_layout(Invocation const& invocation) {
    DutyTableLayout layout;
    if (invocation.has("columns")) layout.rename(invocation.word("columns"));
    if (invocation.has("only")) layout.choose(invocation.word("only"));
    layout.one_importer = invocation.word("importer");
    layout.is_percent = invocation.has("percent");
    return layout;
}

DutyBearer chosen_bearer(Invocation const& invocation) {
    std::string const wanted = invocation.word("borne-by");
    if (wanted == "final-demand") return DutyBearer::final_demand;
    if (wanted == "users") return DutyBearer::users;
    throw UsageError(
        fmt::format("--borne-by cannot be '{}'. {}", wanted, suggest_name(wanted, {"final-demand", "users"})));
}

/// The set that --elasticities names: one of the base, or a file.
ElasticitySet chosen_elasticities(std::string const& name_or_path, Base const& base) {
    bool const is_path = name_or_path.find_first_of("./") != std::string::npos;
    return is_path ? read_elasticity_table(name_or_path, base) : base.elasticity_set(name_or_path);
}

int set(Invocation const& invocation) {
    std::string const target = base_target(invocation, "base set");
    if (!invocation.has("tariffs") && !invocation.has("elasticities"))
        throw UsageError("'base set' needs --tariffs FILE, --elasticities NAME or both");
    OverlayOptions options;
    options.bearer = chosen_bearer(invocation);
    Base base = read_base(named_base(invocation), {.quality = true});
    std::optional<Overlaid> overlaid;
    if (invocation.has("tariffs")) {
        DutyTable const table = read_duty_table(invocation.word("tariffs"), chosen_layout(invocation));
        if (invocation.has("sector-map")) options.sectors = read_concordance(invocation.word("sector-map"));
        if (invocation.has("region-map")) options.regions = read_concordance(invocation.word("region-map"));
        overlaid = overlay_duties(base, table, options);
        warn_of_dropped_use(base, overlaid->base);
        base = overlaid->base;
    }
    if (invocation.has("elasticities"))
        base = overlay_elasticities(base, chosen_elasticities(invocation.word("elasticities"), base));
    write_changed_base(base, invocation.has("tariffs") ? "other duties laid" : "other elasticities set", invocation,
                       target);
    if (invocation.has("json")) {
        print(format_overlaid_json(overlaid ? &*overlaid : nullptr, base));
        return ok;
    }
    if (overlaid) print(format_overlaid(*overlaid, output_style()));
    if (invocation.has("elasticities"))
        print(fmt::format("Elasticities: {}; the former ones are kept as 'former-default'.\n",
                          invocation.word("elasticities")));
    print(fmt::format("Written to {}\n", target));
    return ok;
}

}  // namespace

Command base_split_command() {
    Command command{
        .name = "base split",
        .summary = "divide a region or a sector of a base into parts",
        .usage = "BASE --region CODE|--sector CODE --into FILE -o NEW",
        .details =
            "FILE is a table with the columns code and share (of output), and if wanted name, groups, exports,\n"
            "imports (shares of the parent's) and sector (region, for a sector): the share of a part there. A row\n"
            "with a partner gives a part's shares of exports to that region and of imports from it.\n"
            "Every part makes as its parent does; every identity holds, and aggregating the parts gives the\n"
            "parent back.",
        .positionals = {base_argument()},
        .options = po::options_description(""),
        .examples = {"desvio base split world-2023 --region BRA --into states.csv -o states/",
                     "desvio base split world-2023 --sector MET --into metals.csv -o metals.h5"},
        .completions = builtin_bases(),
        .run = split};
    add_base_target(command);
    add_value<std::string>(command, "region", "CODE", "the region to split");
    add_value<std::string>(command, "sector", "CODE", "the sector to split");
    add_value<std::string>(command, "into", "FILE", "the parts and their shares");
    add_value<double>(command, "internal-trade", "X",
                      "fraction of the parent's own sales between parts; by gravity when not given");
    add_flag(command, "json", "print JSON");
    return command;
}

Command base_set_command() {
    Command command{
        .name = "base set",
        .summary = "lay other duties or elasticities over a base",
        .usage = "BASE [--tariffs FILE] [--elasticities NAME|FILE] -o NEW",
        .details =
            "FILE has the columns sector, exporter, importer, rate; --columns, --only, --importer and --percent\n"
            "take in other tables, --sector-map and --region-map other codes. Flows stay; what is spent changes\n"
            "with the duty, and who bears that --borne-by says. Rates that fall on one flow are averaged, by\n"
            "value if there is one.",
        .positionals = {base_argument()},
        .options = po::options_description(""),
        .examples = {"desvio base set world-2023 --tariffs rates.csv -o my-world/",
                     "desvio base set world-2023 --elasticities cp2015 -o cp.h5"},
        .completions = builtin_bases(),
        .run = set};
    add_base_target(command);
    add_value<std::string>(command, "tariffs", "FILE", "a table of duties, also packed by gzip");
    add_value<std::string>(command, "elasticities", "NAME", "a set of the base, or a CSV file, to be the default");
    add_value<std::string>(command, "sector-map", "FILE", "from the table's sectors; or gtap-to-world-2023");
    add_value<std::string>(command, "region-map", "FILE", "from the table's regions");
    add_value<std::string>(command, "columns", "LIST", "names of its columns: sector=gtap,rate=total,value=imports");
    add_value<std::string>(command, "only", "COL=TEXT", "take only rows with this text: date=2025-08-07");
    add_value<std::string>(command, "importer", "CODE", "importer of every row, for a table without that column");
    add_flag(command, "percent", "rates are in percent");
    add_value(command, "borne-by", "WHO", std::string("final-demand"), "final-demand",
              "who bears what the duty adds: final-demand or users");
    add_flag(command, "json", "print JSON");
    return command;
}

Command base_aggregate_command() {
    Command command{
        .name = "base aggregate",
        .summary = "merge regions and sectors of a base",
        .usage = "BASE [--regions FILE] [--sectors FILE] -o NEW",
        .details =
            "FILE is a table with the columns from, to and perhaps name: each code, @group, or * for all\n"
            "others, and what it becomes part of. Flows and duties paid are summed; a duty between regions that\n"
            "become one is counted into the value of the flow, so that every identity holds.",
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
