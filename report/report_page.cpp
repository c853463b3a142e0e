#include "desvio/report/report_page.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/carried_tables.hpp"
#include "desvio/io/digest.hpp"
#include "desvio/report/page_files.hpp"
#include "desvio/report/pictures.hpp"
#include "desvio/report/plot.hpp"
#include "report/json_tables.hpp"
#include "report/page_language.hpp"
#include "report/page_model.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace desvio {
namespace {

// No network, whoever's text the page carries; styles are set one by one by the charts.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "worker-src blob:; base-uri 'none'; form-action 'none'";

/// Every occurrence of one text by another.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// Text between tags or inside a quoted attribute.
std::string escape_html(std::string text) {
    text = replaced(std::move(text), "&", "&amp;");
    text = replaced(std::move(text), "<", "&lt;");
    text = replaced(std::move(text), ">", "&gt;");
    return replaced(std::move(text), "\"", "&quot;");
}

/// A text as a zlib stream in base64: a third of it where it is pictures, and nothing in it can end its element.
std::string packed(std::string_view text) {
    auto const bytes = deflate_bytes(std::as_bytes(std::span(text)));
    return base64_text({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

/// A script as it may stand in a script element: these are found in its strings, patterns and comments only.
std::string escape_script(std::string script) {
    script = replaced(std::move(script), "</script", "<\\/script");
    return replaced(std::move(script), "<!--", "<\\!--");
}

std::string gather(std::string_view folder, std::string_view ending) {
    std::string all;
    for (std::string const& path : page_paths(folder))
        if (path.ends_with(ending)) all += page_file(path).value() + "\n";
    return all;
}

std::string gather_scripts(bool with_model) {
    std::string scripts = page_file("vendor/charts.js").value_or("") + "\n" + page_file("vendor/map.js").value_or("") +
                          "\n" + gather("charts/", ".js") + gather("report/", ".js");
    if (with_model) scripts += gather("live/", ".js");
    return escape_script(std::move(scripts));
}

/// The texts of the charts and of the page in one object.
std::string gather_words(std::string const& language) {
    text::Json words = text::Json::object();
    for (std::string const& path : {"words/" + language + ".json", "words/report." + language + ".json"})
        if (auto const content = page_file(path)) words.update(text::Json::parse(*content));
    return words.dump();
}

/// The template with each {{place}} filled; what is filled in is not looked at again.
std::string fill(std::string_view page, std::map<std::string, std::string, std::less<>> const& places) {
    std::string filled;
    while (true) {
        std::size_t const open = page.find("{{"), close = page.find("}}", open);
        if (close == std::string_view::npos) return filled.append(page);
        filled.append(page.substr(0, open));
        if (auto const at = places.find(page.substr(open + 2, close - open - 2)); at != places.end())
            filled += at->second;
        page.remove_prefix(close + 2);
    }
}

bool is_sweep(LabelledFile const& file) { return file.text_attribute("format") == "desvio-sweep"; }

/// All files stand on one base, or the page would hold two pictures of the world against each other.
void require_one_base(std::vector<LabelledFile> const& files) {
    FaultList faults;
    std::string const& first = files.front().text_attribute("base_sha256");
    for (LabelledFile const& file : files)
        if (file.text_attribute("base_sha256") != first)
            faults.add({file.origin},
                       fmt::format("stands on another base than {}: {}, not {}", files.front().origin,
                                   file.text_attribute("base_name"), files.front().text_attribute("base_name")),
                       "differences would be between two pictures of the world",
                       "'desvio compare --map' compares over the codes that both have.");
    faults.throw_if_any();
}

/// What the pictures say, for a reader without scripts.
std::string plain_summary(LabelledFile const& file, std::string const& language) {
    std::string text;
    for (Plot const& plot : Plotter(file, language).describe()) text += plot.title + "\n" + plot.alternative + "\n\n";
    return text;
}

}  // namespace

std::string report_page(std::vector<LabelledFile> const& files, PageOptions const& options, PageContent* content) {
    require_page_language(options.language);
    if (files.empty()) throw InputError({{}, "there is no file to report on", "", "Give a result."});
    require_one_base(files);
    LabelledFile const& first = files.front();
    LabelledFile const* ladder = options.ladder ? &*options.ladder : nullptr;
    std::string pictures, names;
    int answers = 0;
    auto const add = [](std::string& list, std::string const& json) { list += (list.empty() ? "" : ",") + json; };
    for (std::size_t k = 0; k < files.size(); ++k) {
        // A sweep beside a run is the run's ladder.
        if (k > 0 && is_sweep(files[k]) && !is_sweep(first)) {
            ladder = &files[k];
            continue;
        }
        ++answers;
        add(pictures, pictures_json(files[k], nullptr, PictureTables::drawn));
        // Without a name the answer was never a file: its scenario, which the page carries, is.
        std::string const name =
            k < options.names.size() ? options.names[k] : files[k].text_attribute("scenario_name") + ".toml";
        add(names, text::Json(name).dump(-1, ' ', false, text::Json::error_handler_t::replace));
    }
    bool const with_model = options.with_model && has_page_model() && !is_sweep(first);
    if (content != nullptr) *content = {answers, ladder != nullptr, with_model};
    std::string const model = with_model ? R"({"input":")" + page_model_input(first) + "\"}" : "null";
    std::string const data = fmt::format(
        R"({{"words":{},"files":[{}],"names":[{}],"ladder":{},"model":{}}})", gather_words(options.language), pictures,
        names, ladder == nullptr ? "null" : pictures_json(*ladder, nullptr, PictureTables::drawn), model);
    std::string const scripts = gather_scripts(with_model);
    std::string const& title = first.text_attribute("title");
    return fill(page_file("report/report.html").value_or(""),
                {{"lang", options.language},
                 {"title", escape_html(title.empty() ? first.text_attribute("scenario_name") : title)},
                 {"summary", escape_html(plain_summary(first, options.language))},
                 {"policy", escape_html(fmt::format(fmt::runtime(policy), sha256_base64(scripts)))},
                 {"styles", gather("report/", ".css")},
                 {"data", packed(data)},
                 {"scripts", scripts}});
}

}  // namespace desvio
