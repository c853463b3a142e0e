#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/store.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

int run(Invocation const& invocation) {
    if (!invocation.has("csv")) throw UsageError("'export' needs --csv DIR: the folder to write");
    std::string const folder = invocation.word("csv");
    require_writable_folder(folder);
    LabelledFile const file = read_store(invocation.words("file").front());
    write_tidy_csv(file, folder);
    if (!invocation.has("quiet")) print(fmt::format("Wrote {} tables to {}\n", file.tables.size(), folder));
    return ok;
}

}  // namespace

Command export_command() {
    Command command{
        .name = "export",
        .summary = "turn a result file into tidy CSV tables",
        .usage = "FILE.h5 --csv DIR",
        .details = "One file a table; its columns are the names of the axes and the value.",
        .positionals = {{.name = "file", .most = 1, .least = 1, .shown = "a result FILE.h5"}},
        .options = po::options_description(""),
        .examples = {"desvio export brics.h5 --csv brics-tables/", "desvio export brics.h5 --csv out/ --quiet"},
        .completions = {},
        .run = run};
    add_value<std::string>(command, "csv", "DIR", "folder to write the tables to");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
