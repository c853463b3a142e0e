#include "engine/figure_tables.hpp"

#include "desvio/version.hpp"
#include "engine/scenario_record.hpp"

#include <utility>

namespace desvio {
namespace {

template <typename Number>
Number attribute_of(LabelledFile const& file, std::string const& name) {
    Attribute const* const attribute = file.find_attribute(name);
    auto const* const number = attribute == nullptr ? nullptr : std::get_if<Number>(&attribute->value);
    if (number != nullptr) return *number;
    throw FileError({{file.origin},
                     fmt::format("there is no number '{}' among its attributes", name),
                     "the file is not whole",
                     "Make it again."});
}

}  // namespace

FigureTables::FigureTables(LabelledFile& file, std::string const& format) : file_(file) {
    text("format", format);
    number("version", 1);
}

void FigureTables::model(ModelOptions const& model) {
    text("model", model.kind);
    text("closures", describe_closures(model));
    text("elasticities", model.elasticities);
}

void FigureTables::origin(std::string const& command_line) {
    text("desvio_version", version);
    text("git_commit", git_commit);
    text("created_utc", now_utc());
    text("command_line", command_line);
}

void FigureTables::axis(std::string const& name, std::vector<std::string> labels, std::string const& long_name) {
    file_.dimensions[name] = {name, std::move(labels), long_name};
}

void FigureTables::axis_of_numbers(std::string const& name, std::vector<double> labels, std::string const& long_name) {
    file_.dimensions[name] = {name, std::move(labels), long_name};
}

void FigureTables::figures(std::vector<Figure> const& figures) {
    std::vector<std::string> names, units, meanings;
    for (Figure const& figure : figures) {
        names.push_back(figure.name);
        units.push_back(figure.units);
        meanings.push_back(figure.long_name);
    }
    axis("outcome", std::move(names), "figure of an answer");
    texts("/outcome/units", "outcome", std::move(units), "units of the outcome");
    texts("/outcome/long_name", "outcome", std::move(meanings), "what the outcome is");
}

void FigureTables::add(std::string path, std::vector<std::string> axes, std::vector<double> values, std::string units,
                       std::string long_name) {
    file_.tables.push_back(
        {std::move(path), std::move(axes), std::move(values), std::move(units), std::move(long_name)});
}

void FigureTables::texts(std::string path, std::string const& axis, std::vector<std::string> values,
                         std::string long_name) {
    file_.tables.push_back({std::move(path), {axis}, std::move(values), "", std::move(long_name)});
}

void FigureTables::by_outcome(std::string path, Vector const& values, std::string long_name, char const* units) {
    add(std::move(path), {"outcome"}, {values.begin(), values.end()}, units, std::move(long_name));
}

void FigureTables::by(std::string path, std::string const& axis, Matrix const& values, std::string long_name,
                      char const* units) {
    std::vector<double> rows;
    for (Index r = 0; r < values.rows(); ++r)
        for (Index c = 0; c < values.cols(); ++c) rows.push_back(values(r, c));
    add(std::move(path), {axis, "outcome"}, std::move(rows), units, std::move(long_name));
}

std::vector<std::string> recorded_outcomes(LabelledFile const& file) {
    auto const outcome = file.dimensions.find("outcome");
    auto const* const names =
        outcome == file.dimensions.end() ? nullptr : std::get_if<std::vector<std::string>>(&outcome->second.labels);
    if (names != nullptr) return *names;
    throw FileError({{file.origin}, "has no outcomes", "the file is not whole", "Make it again."});
}

std::int64_t recorded_count(LabelledFile const& file, std::string const& name) {
    return attribute_of<std::int64_t>(file, name);
}

double recorded_real(LabelledFile const& file, std::string const& name) { return attribute_of<double>(file, name); }

}  // namespace desvio
