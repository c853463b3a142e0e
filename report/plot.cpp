#include "desvio/report/plot.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/csv_text.hpp"
#include "desvio/report/page_files.hpp"
#include "desvio/report/pictures.hpp"
#include "report/json_tables.hpp"
#include "report/page_language.hpp"
#include "report/script_engine.hpp"

#include <algorithm>
#include <limits>

namespace desvio {
namespace {

constexpr int least_width = 240, largest_side = 10000;  // px

std::string required_page_file(std::string const& path) {
    if (auto content = page_file(path)) return *std::move(content);
    throw FileError(
        {{"built-in page/" + path}, "is missing", "the program was built without it", "Install desvio again."});
}

/// A text as a script writes it.
std::string quoted(std::string const& text) {
    return text::Json(text).dump(-1, ' ', true, text::Json::error_handler_t::replace);
}

CsvValue cell_of(text::Json const& row, std::string const& key) {
    auto const at = row.find(key);
    if (at == row.end() || at->is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (at->is_number()) return at->get<double>();
    return at->is_string() ? at->get<std::string>() : at->dump();
}

std::string rows_as_csv(text::Json const& drawn) {
    std::vector<std::string> header;
    for (text::Json const& column : drawn.at("columns")) header.push_back(column.at("key"));
    std::vector<std::vector<CsvValue>> rows;
    for (text::Json const& row : drawn.at("rows")) {
        std::vector<CsvValue>& cells = rows.emplace_back();
        for (std::string const& key : header) cells.push_back(cell_of(row, key));
    }
    return csv_text(header, rows);
}

}  // namespace

struct Plotter::Parts {
    std::string origin, kind;
    std::vector<std::string> regions;
    std::vector<ChartChoice> choices;
    ScriptEngine engine;
};

std::vector<std::string> page_languages() {
    std::vector<std::string> languages;
    constexpr std::string_view folder = "words/", suffix = ".json";
    for (std::string const& path : page_paths(folder)) {
        std::string const name = path.substr(folder.size(), path.size() - folder.size() - suffix.size());
        if (name.find('.') == std::string::npos) languages.push_back(name);
    }
    return languages;
}

void require_page_language(std::string const& language) {
    auto const known = page_languages();
    if (std::find(known.begin(), known.end(), language) != known.end()) return;
    throw InputError({{},
                      fmt::format("there is no language '{}'", language),
                      "pages and pictures have words in some languages",
                      fmt::format("Give one of {}.", fmt::join(known, ", "))});
}

Plotter::Plotter(LabelledFile const& file, std::string const& language, PictureTables tables)
    : parts_(std::make_unique<Parts>()) {
    require_page_language(language);
    std::string const data = pictures_json(file, nullptr, tables);
    parts_->origin = file.origin;
    parts_->kind = file.text_attribute("format") == "desvio-sweep" ? "sweep" : "run";
    if (auto const at = file.dimensions.find("region"); at != file.dimensions.end())
        parts_->regions = std::get<std::vector<std::string>>(at->second.labels);

    ScriptEngine& engine = parts_->engine;
    auto const run = [&](std::string const& path) { engine.run(required_page_file(path), path); };
    run("plot/shims.js");
    run("vendor/charts.js");
    run("vendor/map.js");
    for (std::string const& path : page_paths("charts/")) run(path);
    run("plot/measure.js");
    run("plot/draw.js");
    engine.set_text("desvio_data", data);
    engine.set_text("desvio_words", required_page_file("words/" + language + ".json"));
    engine.run("desvio_data = JSON.parse(desvio_data); desvio_words = JSON.parse(desvio_words); ''", "data");
    for (text::Json const& chart :
         text::Json::parse(engine.run("desvio.plot_choices(desvio_data)", "plot/draw.js: plot_choices")))
        parts_->choices.push_back({chart.at("name"), chart.at("needs"), chart.at("is_filled")});
}

Plotter::~Plotter() = default;

std::vector<ChartChoice> const& Plotter::charts() const noexcept { return parts_->choices; }

Plot Plotter::draw(std::string const& chart, PlotOptions const& options) const {
    auto const& choices = parts_->choices;
    FaultList faults;
    auto const at =
        std::find_if(choices.begin(), choices.end(), [&](ChartChoice const& choice) { return choice.name == chart; });
    if (at == choices.end()) {
        std::vector<std::string> names;
        names.reserve(choices.size());
        for (ChartChoice const& choice : choices) names.push_back(choice.name);
        faults.add({}, fmt::format("there is no picture '{}'", chart), "", suggest_name(chart, names));
    } else if (at->needs != parts_->kind) {
        bool const is_ladder = at->needs == "sweep";
        faults.add({parts_->origin},
                   fmt::format("the picture '{}' is of {}, and this is {}", chart, is_ladder ? "a sweep" : "one run",
                               is_ladder ? "one run" : "a sweep"),
                   is_ladder ? "it shows real income over the levels of a duty" : "it shows one answer",
                   is_ladder ? "Give a file that 'desvio sweep -o' wrote." : "Give a file that 'desvio run -o' wrote.");
    } else if (!at->is_filled) {
        faults.add({parts_->origin}, fmt::format("the picture '{}' cannot be drawn from this file", chart),
                   "its model or its base lacks what it shows", "'--what all' draws those that can be.");
    }
    if (options.width < least_width || options.width > largest_side)
        faults.add({}, fmt::format("a picture cannot be {} px wide", options.width), "",
                   fmt::format("Give a width from {} to {}.", least_width, largest_side));
    if (options.height < 0 || options.height > largest_side)
        faults.add({}, fmt::format("a picture cannot be {} px high", options.height), "",
                   fmt::format("Give a height of at most {}, or 0 for what the chart wants.", largest_side));
    auto const& regions = parts_->regions;
    if (!options.selected.empty() && std::find(regions.begin(), regions.end(), options.selected) == regions.end())
        faults.add({parts_->origin}, fmt::format("there is no region '{}'", options.selected), "",
                   suggest_name(options.selected, regions));
    faults.throw_if_any();

    std::string const call =
        fmt::format("desvio.plot({}, desvio_data, desvio_words, {{ width: {}, height: {}, selected: {} }})",
                    quoted(chart), options.width, options.height, quoted(options.selected));
    text::Json const drawn = text::Json::parse(parts_->engine.run(call, "picture " + chart));
    if (drawn.contains("least_height"))
        throw InputError({{},
                          fmt::format("the picture '{}' does not fit into {} px", chart, options.height),
                          "its texts take most of them",
                          fmt::format("Give a --height of {} or more.", drawn.at("least_height").get<int>())});
    return {chart, drawn.at("title"), drawn.at("alternative"), drawn.at("svg"), rows_as_csv(drawn)};
}

std::vector<Plot> Plotter::describe() const {
    std::vector<Plot> plots;
    for (text::Json const& told : text::Json::parse(
             parts_->engine.run("desvio.plot_words(desvio_data, desvio_words)", "plot/draw.js: plot_words")))
        plots.push_back({told.at("name"), told.at("title"), told.at("alternative"), {}, {}});
    return plots;
}

}  // namespace desvio
