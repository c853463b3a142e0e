#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/store.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/pictures.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

int run(Invocation const& invocation) {
    std::string const folder = invocation.word("csv"), pictures = invocation.word("pictures");
    if (folder.empty() && pictures.empty())
        throw UsageError("'export' needs --csv DIR, the folder to write, or --pictures FILE.json");
    if (!folder.empty()) require_writable_folder(folder);
    if (!pictures.empty()) require_writable(pictures);
    LabelledFile const file = read_store(invocation.words("file").front());
    std::string written;
    if (!folder.empty()) {
        write_tidy_csv(file, folder);
        written += fmt::format("Wrote {} tables to {}\n", file.tables.size(), folder);
    }
    if (!pictures.empty()) {
        write_text_file(pictures, pictures_json(file) + '\n');
        written += fmt::format("Wrote {}\n", pictures);
    }
    if (!invocation.has("quiet")) print(written);
    return ok;
}

}  // namespace

Command export_command() {
    Command command{
        .name = "export",
        .summary = "turn a result file into tidy CSV tables, or JSON for charts",
        .usage = "FILE.h5 --csv DIR | --pictures FILE.json",
        .details =
            "--csv: one file a table; its columns are the names of the axes and the value.\n"
            "--pictures: what 'desvio plot' and 'desvio report' draw from, for charts of one's own.",
        .positionals = {{.name = "file", .most = 1, .least = 1, .shown = "a result FILE.h5"}},
        .options = po::options_description(""),
        .examples = {"desvio export brics.h5 --csv brics-tables/", "desvio export brics.h5 --csv out/ --quiet"},
        .completions = {},
        .run = run};
    add_value<std::string>(command, "csv", "DIR", "folder to write the tables to");
    add_value<std::string>(command, "pictures", "FILE", "JSON file to write, of a result or a sweep");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
