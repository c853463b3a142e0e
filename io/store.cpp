#include "desvio/io/store.hpp"

#include "desvio/core/error.hpp"
#include "io/table_path.hpp"

namespace desvio {

namespace {

[[noreturn]] void fail(LabelledFile const& file, std::string const& problem) {
    throw FileError({{file.origin}, problem, "the file is not complete, or not of this kind", {}});
}

template <typename Values>
std::vector<Values> const& values_of(LabelledFile const& file, std::string const& path, char const* kind) {
    Table const* const table = file.find_table(path);
    if (table == nullptr) fail(file, fmt::format("there is no table {}", path));
    auto const* const values = std::get_if<std::vector<Values>>(&table->values);
    if (values == nullptr) fail(file, fmt::format("the table {} does not hold {}", path, kind));
    return *values;
}

}  // namespace

Attribute const* LabelledFile::find_attribute(std::string const& name) const {
    for (Attribute const& attribute : attributes)
        if (attribute.name == name) return &attribute;
    return nullptr;
}

Table const* LabelledFile::find_table(std::string const& path) const {
    for (Table const& table : tables)
        if (table.path == path) return &table;
    return nullptr;
}

Dimension const* LabelledFile::find_dimension(Table const& table, std::string const& name) const {
    for (std::string group = group_of(table.path); !group.empty(); group = group_of(group)) {
        std::string key = group;
        key.append("/").append(name);
        if (auto const at = dimensions.find(key); at != dimensions.end()) return &at->second;
    }
    auto const at = dimensions.find(name);
    return at == dimensions.end() ? nullptr : &at->second;
}

std::string const& LabelledFile::text_attribute(std::string const& name) const {
    Attribute const* const attribute = find_attribute(name);
    if (attribute == nullptr) fail(*this, fmt::format("there is no attribute '{}'", name));
    auto const* const text = std::get_if<std::string>(&attribute->value);
    if (text == nullptr) fail(*this, fmt::format("the attribute '{}' is not a text", name));
    return *text;
}

std::vector<double> const& LabelledFile::numbers(std::string const& path) const {
    return values_of<double>(*this, path, "numbers");
}

std::vector<std::string> const& LabelledFile::texts(std::string const& path) const {
    return values_of<std::string>(*this, path, "text");
}

}  // namespace desvio
