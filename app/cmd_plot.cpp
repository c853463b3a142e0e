#include "app/answer_file.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace desvio::app {
namespace {

namespace fs = std::filesystem;

constexpr char const* all_pictures = "all";
constexpr double default_scale = 2.0;

/// "svg", "png" or "pdf".
std::string checked_format(std::string const& name, std::string const& whose) {
    for (char const* const known : {"svg", "png", "pdf"})
        if (name == known) return name;
    throw UsageError(fmt::format("{}: pictures are written as svg, png or pdf, not '{}'", whose, name));
}

struct PlotTask {
    std::string what, target, format, data;
    PlotOptions options;
    double scale = default_scale;
    [[nodiscard]] bool is_all() const { return what == all_pictures; }
};

PlotTask read_task(Invocation const& invocation) {
    PlotTask task;
    task.what = invocation.word("what");
    task.target = invocation.word("output");
    task.data = invocation.word("data");
    if (task.what.empty()) throw UsageError("'plot' needs --what PICTURE: redirection, map, ladder, ..., or all");
    if (task.target.empty())
        throw UsageError("'plot' needs -o FILE.svg, .png or .pdf; with --what all the folder to write");
    std::string const ending = fs::path(task.target).extension().string();
    task.format = task.is_all() ? checked_format(invocation.word("format"), "--format")
                                : checked_format(ending.empty() ? "" : ending.substr(1), task.target);
    task.options.width = invocation.get<int>("width");
    task.options.height = invocation.get<int>("height");
    task.options.selected = invocation.word("region");
    task.scale = invocation.get<double>("scale");
    // Written so that NaN is refused too.
    if (!(task.scale > 0.0)) throw UsageError("--scale must be above 0");
    if (task.is_all()) {
        make_folder(task.target);
        if (!task.data.empty()) make_folder(task.data);
    } else {
        require_writable(task.target);
        if (!task.data.empty()) require_writable(task.data);
    }
    return task;
}

std::string encoded(Plot const& plot, PlotTask const& task) {
    if (task.format == "png") return png_of(plot.svg, task.scale);
    return task.format == "pdf" ? pdf_of(plot.svg, plot.title) : plot.svg;
}

/// Writes one picture and its numbers. \return what was written, for people
std::string write_plot(Plot const& plot, PlotTask const& task) {
    fs::path const target =
        task.is_all() ? fs::path(task.target) / (plot.name + "." + task.format) : fs::path(task.target);
    write_text_file(target, encoded(plot, task));
    std::string written = fmt::format("{}: {}\n", target.string(), plot.title);
    if (task.data.empty()) return written;
    fs::path const data = task.is_all() ? fs::path(task.data) / (plot.name + ".csv") : fs::path(task.data);
    write_text_file(data, plot.csv);
    return written + fmt::format("{}: its numbers\n", data.string());
}

int run(Invocation const& invocation) {
    PlotTask const task = read_task(invocation);
    bool const is_quiet = invocation.has("quiet");
    std::string const language = invocation.word("lang");
    AnswerFile const answer = answer_file(invocation.words("file").front(), is_quiet);
    if (answer.code != ok) return answer.code;
    Plotter const plotter(answer.file, language);

    // A ladder is of a sweep; where a run is given, its own duty is swept.
    std::optional<Plotter> ladder;
    bool const is_ladder = task.what == "ladder";
    if (is_ladder || task.is_all())
        if (auto const sweep = ladder_of(answer.file, is_quiet)) ladder.emplace(*sweep, language);
    if (!task.is_all()) {
        if (is_ladder && !ladder && answer.file.text_attribute("format") == "desvio-result")
            throw InputError({{answer.file.origin},
                              "the scenario has no duty with a number to sweep",
                              "its ladder would be real income over the levels of such a number",
                              "Sweep another of its numbers with 'desvio sweep --vary' and plot that file."});
        Plotter const& chosen = is_ladder && ladder ? *ladder : plotter;
        std::string const written = write_plot(chosen.draw(task.what, task.options), task);
        if (!is_quiet) print(written);
        return ok;
    }
    std::vector<Plotter const*> plotters{&plotter};
    if (ladder) plotters.push_back(&*ladder);
    std::string written;
    for (Plotter const* const from : plotters) {
        for (ChartChoice const& chart : from->charts())
            if (chart.is_filled) written += write_plot(from->draw(chart.name, task.options), task);
    }
    if (!is_quiet) print(written);
    return ok;
}

}  // namespace

Command plot_command() {
    Command command{
        .name = "plot",
        .summary = "draw one picture of a result for a paper: SVG, PNG or PDF",
        .usage = "FILE.h5|SCENARIO --what PICTURE -o FILE.svg|.png|.pdf [options]",
        .details =
            "PICTURE is one of redirection (where lost exports went), map, ladder (real income over levels of the\n"
            "duty), market-share, heatmap (sectors by countries), china, welfare, duties; or all, with -o FOLDER.\n"
            "The ladder of a run sweeps its first duty. A scenario is run first.",
        .positionals = {{.name = "file", .most = 1, .least = 1, .shown = "a result or sweep FILE.h5, or a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio plot brics.h5 --what redirection -o redirection.pdf",
                     "desvio plot brics.h5 --what map --lang es -o mapa.png --data mapa.csv",
                     "desvio plot brics-100 --what all -o pictures --format pdf"},
        .completions = builtin_scenarios(),
        .run = run};
    add_value<std::string>(command, "what", "PICTURE", "which picture, or all");
    add_value<std::string>(command, "output,o", "FILE", "file to write; its ending says how. all: a folder");
    add_value<std::string>(command, "format", "KIND", "svg", "svg", "with --what all: svg, png or pdf");
    add_value<std::string>(command, "data", "FILE", "write the numbers drawn as CSV; all: a folder");
    add_value(command, "width", "PX", 900, "900", "width of the picture; below 520 it is drawn for a column");
    add_value(command, "height", "PX", 0, "0", "height with its texts; 0: what the picture wants");
    add_value(command, "scale", "X", default_scale, "2", "pixels of a PNG a px");
    add_value<std::string>(command, "lang", "LANGUAGE", "en", "en", "language of the texts: en, es or pt");
    add_value<std::string>(command, "region", "CODE", "region that stands out");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
