#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/table_io.hpp"
#include "desvio/io/write_pymrio.hpp"
#include "desvio/tables/expand.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

/// What is written, in words, after it was.
std::string write_as_pymrio(TableOrBase const& given, std::string const& target) {
    if (auto const* const table = std::get_if<IoTable>(&given)) {
        write_pymrio(*table, target);
        return fmt::format("{} regions x {} sectors, cell by cell as published", table->n_regions(),
                           table->n_sectors());
    }
    Base const& base = std::get<Base>(given);
    write_pymrio(full_table(base), target);
    if (base.use_table)
        return fmt::format("{} regions x {} sectors, cell by cell as the base keeps them; duties are a tax row",
                           base.n_regions(), base.n_sectors());
    return fmt::format(
        "{} regions x {} sectors; each user buys a good from all origins in the same proportions, and "
        "duties are a tax row",
        base.n_regions(), base.n_sectors());
}

TableOrBase read_source(Invocation const& invocation) {
    std::string const source = invocation.words("base").front();
    auto const builtins = builtin_bases();
    if (std::find(builtins.begin(), builtins.end(), source) != builtins.end())
        return read_base(source, {.quality = true});
    std::string format;
    ByteProgress progress(invocation.has("quiet"));
    return read_table(
        source, {invocation.word("from"), invocation.has("year") ? invocation.get<int>("year") : 0, progress.monitor()},
        format);
}

int export_base(Invocation const& invocation) {
    if (!invocation.has("output")) throw UsageError("'base export' needs -o TARGET: the folder or .h5 file to write");
    std::string const form = invocation.word("to");
    std::vector<std::string> const forms{"csv", "hdf5", "pymrio"};
    if (std::find(forms.begin(), forms.end(), form) == forms.end())
        throw UsageError(fmt::format("--to cannot be '{}'. {}", form, suggest_name(form, forms)));
    std::string const target = invocation.word("output");
    if (form == "hdf5") {
        if (!target.ends_with(".h5")) throw UsageError("--to hdf5 needs a target that ends in .h5");
        require_writable(target);
    } else {
        if (target.ends_with(".h5")) throw UsageError(fmt::format("--to {} writes a folder, not an .h5 file", form));
        require_writable_folder(target);
    }
    TableOrBase const given = read_source(invocation);
    std::string what;
    if (form == "pymrio") {
        what = write_as_pymrio(given, target);
    } else {
        auto const* const base = std::get_if<Base>(&given);
        if (base == nullptr)
            throw UsageError(
                fmt::format("--to {} writes a base; make one of the table with 'desvio base import'", form));
        write_base(*base, target);
        what = fmt::format("{} regions x {} sectors, every figure to the bit", base->n_regions(), base->n_sectors());
    }
    if (!invocation.has("quiet")) print(fmt::format("Written to {}: {}.\n", target, what));
    return ok;
}

}  // namespace

Command base_export_command() {
    Command command{.name = "base export",
                    .summary = "write a base as a folder of CSV, as HDF5 or as a folder for pymrio",
                    .usage = "BASE --to csv|hdf5|pymrio -o TARGET",
                    .details =
                        "BASE is a built-in name, a folder or an .h5 file; for pymrio also a published table in any\n"
                        "format that 'base import' reads. Figures keep their bits.",
                    .positionals = {{.name = "base", .most = 1, .least = 1, .shown = "a BASE or a table"}},
                    .options = po::options_description(""),
                    .examples = {"desvio base export world-2023 --to csv -o world/",
                                 "desvio base export world-2023 --to pymrio -o for-pymrio/",
                                 "desvio base export 2020_SML.csv --to pymrio -o icio-2020/"},
                    .completions = builtin_bases(),
                    .run = export_base};
    add_value<std::string>(command, "output,o", "TARGET", "folder, or file ending in .h5, to write");
    add_value<std::string>(command, "to", "FORM", "csv", "csv", "csv, hdf5 or pymrio");
    add_value<std::string>(command, "from", "FORMAT", "layout of a published table, when the guess is wrong");
    add_value<int>(command, "year", "YEAR", "which year of several");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
