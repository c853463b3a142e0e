#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/table_io.hpp"
#include "desvio/report/import_report.hpp"
#include "desvio/tables/health.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <sstream>

namespace desvio::app {
namespace {

Inventories chosen_inventories(Invocation const& invocation) {
    std::string const wanted = invocation.word("inventories");
    constexpr std::array all{Inventories::leontief, Inventories::absorb, Inventories::keep};
    std::vector<std::string> known;
    for (Inventories const one : all) {
        if (to_string(one) == wanted) return one;
        known.push_back(to_string(one));
    }
    throw UsageError(fmt::format("--inventories cannot be '{}'. {}", wanted, suggest_name(wanted, known)));
}

double chosen_share(Invocation const& invocation, char const* name) {
    auto const share = invocation.get<double>(name);
    if (!(share >= 0.0 && share < 1.0)) throw UsageError(fmt::format("--{} must be at least 0 and below 1", name));
    return share;
}

std::vector<std::string> split_codes(std::string const& list) {
    std::vector<std::string> codes;
    std::stringstream words(list);
    for (std::string code; std::getline(words, code, ',');)
        if (!code.empty()) codes.push_back(code);
    return codes;
}

ImportOptions chosen_options(Invocation const& invocation, Monitor monitor) {
    ImportOptions options;
    options.mend.inventories = chosen_inventories(invocation);
    std::string const negative = invocation.word("negative");
    if (negative != "zero" && negative != "keep")
        throw UsageError(fmt::format("--negative cannot be '{}': zero or keep", negative));
    options.mend.zero_negative_inputs = negative == "zero";
    options.mend.balance = invocation.has("balance");
    options.mend.least_own_sales = chosen_share(invocation, "least-own-sales");
    options.mend.least_value_added = chosen_share(invocation, "least-value-added");
    options.mend.tiny = invocation.get<double>("tiny");
    if (!(options.mend.tiny >= 0.0)) throw UsageError("--tiny must be 0 or more (million)");
    options.mend.monitor = std::move(monitor);
    options.settle = invocation.has("settle");
    options.keep_use = invocation.has("keep-use");
    if (options.mend.inventories == Inventories::keep && !options.keep_use)
        throw UsageError("--inventories keep needs --keep-use: negative final demand can stand only in a full table");
    if (options.settle && options.keep_use)
        throw UsageError("--settle moves flows, so a full table would no longer agree: give --keep-use or --settle");
    options.services = split_codes(invocation.word("services"));
    return options;
}

void require_target(std::string const& target) {
    if (target.ends_with(".h5"))
        require_writable(target);
    else
        require_writable_folder(target);
}

/// What the file itself does not say.
void apply_names(Invocation const& invocation, auto& table) {
    if (invocation.has("name")) table.name = invocation.word("name");
    if (invocation.has("title")) table.title = invocation.word("title");
    if (table.year == 0 && invocation.has("year")) table.year = invocation.get<int>("year");
    if (table.year == 0) {
        print_warning("the table does not say its year: it is recorded as year 1; give it with --year");
        table.year = 1;
    }
}

/// Looks and writes nothing.
int show_checks(TableOrBase const& given, std::string const& guess, bool is_json) {
    if (!is_json) print(guess);

    if (auto const* const table = std::get_if<IoTable>(&given)) {
        TableHealth const health = examine_table(*table);
        print(is_json ? format_health_json(health) : format_health(health, output_style()));
        return ok;
    }
    auto const checks = check_base(std::get<Base>(given));
    print(is_json ? format_checks_json(checks) : format_checks(checks, output_style()));
    return ok;
}

int import(Invocation const& invocation) {
    std::string const path = invocation.words("path").front();
    bool const only_checks = invocation.has("check");
    if (!only_checks && !invocation.has("output"))
        throw UsageError("'base import' needs -o BASE: the .h5 file or folder to write; or --check to look only");
    bool const is_quiet = invocation.has("quiet");
    bool const is_json = invocation.has("json");
    Progress solving(is_quiet);
    ImportOptions const options = chosen_options(invocation, solving.monitor());
    std::string const target = invocation.word("output");
    if (!only_checks) require_target(target);

    auto const begin = std::chrono::steady_clock::now();
    ReadTableOptions reading{invocation.word("from"), invocation.has("year") ? invocation.get<int>("year") : 0, {}};
    std::string format;
    TableOrBase given;
    {
        ByteProgress progress(is_quiet);
        reading.monitor = progress.monitor();
        given = read_table(path, reading, format);
    }
    std::string const guess = reading.format.empty()
                                  ? fmt::format("{} is taken for {} (--from says otherwise).\n", path, format)
                                  : std::string();
    std::visit([&](auto& table) { apply_names(invocation, table); }, given);
    auto* const table = std::get_if<IoTable>(&given);
    if (only_checks) return show_checks(given, guess, is_json);
    Imported const imported = table != nullptr ? import_table(std::move(*table), options)
                                               : import_base(std::get<Base>(std::move(given)), format, options);
    if (imported.settled)
        if (int const code = judge(path, imported.settled->summary, imported.settled->audit); code != ok) return code;
    if (is_json)
        print(format_import_json(imported));
    else if (!is_quiet)
        print(guess + format_import(imported, output_style()));
    if (!imported.passed()) {
        print_error(
            fmt::format("{}: the table breaks identities of a base, so nothing was written; see the steps that "
                        "mend (desvio help base import){}",
                        path,
                        options.mend.inventories == Inventories::keep
                            ? "; stocks that outweigh all other demand for a good cannot be kept: --inventories "
                              "leontief takes them out"
                            : ""));
        return bad_input;
    }
    write_base(imported.base, target);
    std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin;
    if (!is_json && !is_quiet) print(fmt::format("Written to {} after {:.2f} s.\n", target, seconds.count()));
    return ok;
}

std::string list_formats() {
    std::string list = "Formats:";
    for (TableFormat const& format : table_formats()) list += fmt::format("\n  {:<14} {}", format.name, format.title);
    return list;
}

}  // namespace

Command base_import_command() {
    Command command{
        .name = "base import",
        .summary = "make a base of a published input-output database, saying what was done to it",
        .usage = "PATH -o BASE [--from FORMAT] [options]",
        .details =
            "PATH is a file, a folder or a .zip in the layout its publisher gave it. The format is guessed when\n"
            "--from is left out. Before anything is changed the table is examined; then each step that mends\n"
            "it says how much it moved, and the steps are kept in the base. Exit code 3, and nothing written,\n"
            "when the outcome still breaks an identity.\n\n" +
            list_formats(),
        .positionals = {{.name = "path", .most = 1, .least = 1, .shown = "a PATH: a file, folder or .zip"}},
        .options = po::options_description(""),
        .examples = {"desvio base import 2020_SML.csv -o icio-2020.h5",
                     "desvio base import ICIO2021.zip --year 2018 --check",
                     "desvio base import wiot09.xlsx -o wiod.h5 --inventories absorb --settle"},
        .completions = {},
        .run = import};
    add_value<std::string>(command, "output,o", "BASE", "file ending in .h5, or folder, to write");
    add_value<std::string>(command, "from", "FORMAT", "the layout, when the guess is wrong");
    add_value<int>(command, "year", "YEAR", "which year of several; or the year, where the table does not say it");
    add_value<std::string>(command, "name", "NAME", "name of the base");
    add_value<std::string>(command, "title", "TITLE", "title of the base");
    add_flag(command, "check", "examine the table and write nothing");
    add_flag(command, "balance", "scale rows and columns to the outputs the table states (GRAS)");
    add_value<std::string>(command, "negative", "HOW", "zero", "zero", "negative intermediate cells: zero, or keep");
    add_value<std::string>(
        command, "inventories", "HOW", to_string(Inventories::leontief), "leontief",
        "leontief: drop and recompute output; absorb: into household demand; keep (with --keep-use)");
    add_flag(command, "keep-use", "keep who uses what from where, the mended full table, in the base");
    add_value(command, "least-own-sales", "SHARE", 0.0, "0", "give sectors without own sales this share of output");
    add_value(command, "tiny", "MILLION", 0.0, "0", "set smaller cells to 0");
    add_value(command, "least-value-added", "SHARE", 0.0, "0", "scale inputs down to leave this share of output");
    add_value<std::string>(command, "services", "CODES", "which sectors are services (A,B,C), all others being goods");
    add_flag(command, "settle", "bring the base to its own equilibrium at the end");
    add_flag(command, "json", "print JSON");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
