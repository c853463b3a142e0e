#include "report/json_tables.hpp"

#include <numeric>

namespace desvio::text {
namespace {

Json value_at(Table const& table, std::size_t at) {
    return std::visit([at](auto const& values) { return Json(values.at(at)); }, table.values);
}

/// The part of the table from offset `at` that the axes from `depth` on span; moves `at` past it.
Json nest(Table const& table, LabelledFile const& file, std::size_t depth, std::size_t& at) {
    if (depth == table.dimensions.size()) return value_at(table, at++);
    Dimension const& dimension = *file.find_dimension(table, table.dimensions[depth]);
    if (auto const* names = std::get_if<std::vector<std::string>>(&dimension.labels)) {
        Json object = Json::object();
        for (std::string const& name : *names) object.emplace(name, nest(table, file, depth + 1, at));
        return object;
    }
    Json array = Json::array();
    for (std::size_t k = 0; k < dimension.size(); ++k) array.push_back(nest(table, file, depth + 1, at));
    return array;
}

}  // namespace

Json table_to_json(Table const& table, LabelledFile const& file) {
    std::size_t at = 0;
    return nest(table, file, 0, at);
}

Json tables_to_json(LabelledFile const& file, std::string const& left_out) {
    constexpr std::size_t most_dimensions = 2;
    Json json = Json::object();
    for (Attribute const& attribute : file.attributes) {
        std::visit([&](auto const& value) { json[attribute.name] = value; }, attribute.value);
    }
    for (Table const& table : file.tables) {
        if (table.dimensions.size() > most_dimensions || table.path.starts_with(left_out + "/")) continue;
        Json::json_pointer const path(table.path);
        // An attribute that shares its name with a group gives way to it.
        if (Json& group = json[path.parent_pointer()]; !group.is_object()) group = Json::object();
        json[path] = table_to_json(table, file);
    }
    return json;
}

std::string to_text(Json const& json) {
    // Text that is not UTF-8 (a name in a user's file) is shown with replacement characters rather than refused.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace desvio::text
