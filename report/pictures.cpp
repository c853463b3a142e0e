#include "desvio/report/pictures.hpp"

#include "desvio/core/error.hpp"
#include "desvio/engine/sweep.hpp"
#include "report/picture_labels.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <string_view>

namespace desvio {
namespace {

constexpr std::size_t most_axes = 2;  // of a table beside the axes of a sweep; flows by sector have three

/// Writes JSON from front to back: forty thousand numbers in a few milliseconds, since a page waits for them.
class JsonText {
  public:
    void key(std::string_view name) {
        comma();
        append_string(name);
        out_.push_back(':');
        is_first_ = true;
    }
    void open(char bracket) {
        comma();
        out_.push_back(bracket);
        is_first_ = true;
    }
    void close(char bracket) {
        out_.push_back(bracket);
        is_first_ = false;
    }
    void value(std::string const& text) {
        comma();
        append_string(text);
    }
    void value(double number) {
        comma();
        if (std::isfinite(number))
            fmt::format_to(fmt::appender(out_), "{}", number);
        else
            append("null");
    }
    void value(std::int64_t number) {
        comma();
        fmt::format_to(fmt::appender(out_), "{}", number);
    }
    template <typename Element>
    void value(std::vector<Element> const& list) {
        open('[');
        for (Element const& element : list) value(element);
        close(']');
    }
    template <typename Value>
    void entry(std::string_view name, Value const& content) {
        key(name);
        value(content);
    }
    template <typename Value>
    void object(std::string_view name, std::vector<std::pair<std::string, Value>> const& entries) {
        key(name);
        open('{');
        for (auto const& [inner, content] : entries) entry(inner, content);
        close('}');
    }
    void null_or_text(std::string_view name, Attribute const* attribute) {
        key(name);
        auto const* text = attribute == nullptr ? nullptr : std::get_if<std::string>(&attribute->value);
        if (text != nullptr) return value(*text);
        comma();
        append("null");
    }
    [[nodiscard]] std::string text() const { return fmt::to_string(out_); }

  private:
    void comma() {
        if (!is_first_) out_.push_back(',');
        is_first_ = false;
    }
    void append(std::string_view text) { out_.append(text.data(), text.data() + text.size()); }
    // Text that is not UTF-8 (a name in a user's file) is shown with replacement characters rather than refused.
    void append_string(std::string_view text) {
        append(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

    fmt::memory_buffer out_;
    bool is_first_ = true;
};

/// Labels of the sweep's axes; none of a result.
std::vector<std::string> sweep_axes(LabelledFile const& file, bool is_sweep) {
    if (!is_sweep) return {};
    auto const at = file.dimensions.find("axis");
    auto const* labels =
        at == file.dimensions.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second.labels);
    if (labels == nullptr)
        throw FileError({{file.origin}, "there are no axes", "the file is not complete, or not of this kind", {}});
    return *labels;
}

/// Whether a table is drawn from as it stands. Flows at every level are kept along one axis and no more.
bool is_kept(Table const& table, std::vector<std::string> const& axes) {
    if (table.path.starts_with("/input/")) return false;
    auto const is_axis = [&](std::string const& name) {
        return std::find(axes.begin(), axes.end(), name) != axes.end();
    };
    auto const along =
        static_cast<std::size_t>(std::count_if(table.dimensions.begin(), table.dimensions.end(), is_axis));
    return table.dimensions.size() - along <= (along > 1 ? most_axes - 1 : most_axes);
}

/// Whether a chart or a page shows it, or may: flows at each level of a sweep, goods by sector and partner, and the
/// ledger in money of the counterfactual are for other programs.
bool is_drawn(Table const& table, bool is_sweep) {
    std::string_view const path = table.path;
    if (is_sweep) return !path.starts_with("/trade/");
    if (path == "/redirection_volume/output_cut_by_sector") return true;
    if (path == "/derived/market_imports_counterfactual" || path == "/derived/exports_counterfactual") return false;
    bool const is_ledger = path.starts_with("/redirection/") || path.starts_with("/redirection_volume/");
    if (is_ledger && path.ends_with("_by_sector")) return false;
    return !path.starts_with("/sector/") && !path.starts_with("/welfare/") && path != "/redirection/by_destination";
}

std::vector<std::string> words_of(std::string const& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

/// The regions that the answer is about: what the file says, else Latin America, else everybody.
std::vector<std::string> focus_of(LabelledFile const& file, text::PictureLabels const& labels) {
    if (file.find_attribute("focus") != nullptr) {
        auto focus = words_of(file.text_attribute("focus"));
        if (!focus.empty()) return focus;
    }
    for (auto const& [group, members] : labels.groups)
        if (group == "latin_america") return members;
    std::vector<std::string> everybody;
    for (auto const& [code, name] : labels.regions) everybody.push_back(code);
    return everybody;
}

void write_attributes(JsonText& json, LabelledFile const& file) {
    static std::set<std::string> const told_as_scenario{"scenario_toml", "scenario_note", "scenario_source"};
    json.key("attributes");
    json.open('{');
    for (Attribute const& attribute : file.attributes) {
        if (told_as_scenario.contains(attribute.name)) continue;
        std::visit([&](auto const& value) { json.entry(attribute.name, value); }, attribute.value);
    }
    json.close('}');
}

void write_scenario(JsonText& json, LabelledFile const& file) {
    json.key("scenario");
    json.open('{');
    json.entry("name", file.text_attribute("scenario_name"));
    json.entry("title", file.text_attribute("title"));
    json.null_or_text("note", file.find_attribute("scenario_note"));
    json.null_or_text("source", file.find_attribute("scenario_source"));
    json.entry("toml", file.text_attribute("scenario_toml"));
    json.close('}');
}

void write_dimensions(JsonText& json, LabelledFile const& file, std::vector<Table const*> const& tables) {
    json.key("dimensions");
    json.open('{');
    std::set<std::string> written;
    for (Table const* const table : tables)
        for (std::string const& name : table->dimensions) {
            Dimension const* const dimension = file.find_dimension(*table, name);
            if (dimension == nullptr || !written.insert(name).second) continue;
            std::visit([&](auto const& labels) { json.entry(name, labels); }, dimension->labels);
        }
    json.close('}');
}

void write_tables(JsonText& json, std::vector<Table const*> const& tables) {
    json.key("tables");
    json.open('{');
    for (Table const* const table : tables) {
        json.key(table->path);
        json.open('{');
        json.entry("dimensions", table->dimensions);
        json.entry("units", table->units);
        json.entry("long_name", table->long_name);
        std::visit([&](auto const& values) { json.entry("values", values); }, table->values);
        json.close('}');
    }
    json.close('}');
}

}  // namespace

std::string pictures_json(LabelledFile const& file, Base const* base, PictureTables wanted) {
    std::string const& format = file.text_attribute("format");
    bool const is_sweep = format == sweep_format;
    if (!is_sweep && format != "desvio-result")
        throw FileError({{file.origin},
                         "is neither a desvio result nor a sweep",
                         "its format attribute says '" + format + "'",
                         "Give a file that 'desvio run -o' or 'desvio sweep -o' wrote."});
    text::PictureLabels const labels = text::picture_labels(file, base);
    std::vector<Table> derived = is_sweep ? std::vector<Table>{} : derived_tables(file);
    if (labels.estimated_share && !is_sweep) derived.push_back(*labels.estimated_share);
    auto const axes = sweep_axes(file, is_sweep);
    std::vector<Table const*> tables;
    for (Table const& table : file.tables)
        if (is_kept(table, axes)) tables.push_back(&table);
    for (Table const& table : derived) tables.push_back(&table);
    if (wanted == PictureTables::drawn)
        std::erase_if(tables, [&](Table const* table) { return !is_drawn(*table, is_sweep); });

    JsonText json;
    json.open('{');
    json.entry("format", std::string("desvio-pictures"));
    json.entry("version", std::int64_t{1});
    json.entry("kind", std::string(is_sweep ? "sweep" : "run"));
    write_attributes(json, file);
    write_scenario(json, file);
    json.entry("focus", focus_of(file, labels));
    json.entry("market", file.text_attribute("market"));
    json.key("names");
    json.open('{');
    json.object("region", labels.regions);
    json.object("sector", labels.sectors);
    json.close('}');
    json.object("sector_kind", labels.sector_kinds);
    json.object("groups", labels.groups);
    write_dimensions(json, file, tables);
    write_tables(json, tables);
    json.close('}');
    return json.text();
}

}  // namespace desvio
