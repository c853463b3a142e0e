#include "desvio/core/error.hpp"
#include "desvio/io/store.hpp"
#include "io/atomic_write.hpp"
#include "io/csv.hpp"

#include <algorithm>
#include <set>

namespace desvio {

namespace {

constexpr std::size_t bytes_a_row = 40;  // a guess that saves most of the growing

/// "/trade/base" -> "trade_base.csv"
std::string file_name_of(std::string const& path) {
    std::string name = path.substr(1) + ".csv";
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
}

/// The labels of one axis as they stand in a row, with the comma after them.
std::vector<std::string> written_labels(Dimension const& dimension) {
    std::vector<std::string> written;
    std::visit(
        [&](auto const& labels) {
            for (auto const& label : labels) {
                std::string& text = written.emplace_back();
                if constexpr (std::is_same_v<std::decay_t<decltype(label)>, double>)
                    append_number(text, label);
                else
                    append_csv_field(text, label);
                text += ',';
            }
        },
        dimension.labels);
    return written;
}

void append_value(std::string& out, double value) { append_number(out, value); }
void append_value(std::string& out, std::string const& value) { append_csv_field(out, value); }

std::string write_table(LabelledFile const& file, Table const& table) {
    std::string out;
    std::vector<std::vector<std::string>> axes;
    for (std::string const& name : table.dimensions) {
        Dimension const* const dimension = file.find_dimension(table, name);
        if (dimension == nullptr)
            throw std::logic_error(fmt::format("table {}: there is no dimension '{}'", table.path, name));
        axes.push_back(written_labels(*dimension));
        append_csv_field(out, name);
        out += ',';
    }
    out += "value\n";
    std::visit(
        [&](auto const& values) {
            out.reserve(values.size() * bytes_a_row);
            std::vector<std::size_t> at(axes.size(), 0);
            for (auto const& value : values) {
                for (std::size_t axis = 0; axis < axes.size(); ++axis) out += axes[axis].at(at[axis]);
                append_value(out, value);
                out += '\n';
                for (std::size_t axis = axes.size(); axis-- > 0;) {
                    if (++at[axis] < axes[axis].size()) break;
                    at[axis] = 0;
                }
            }
        },
        table.values);
    return out;
}

}  // namespace

void write_tidy_csv(LabelledFile const& file, std::filesystem::path const& folder) {
    StagedFolder staged(folder);
    std::set<std::string> names;
    for (Table const& table : file.tables) {
        std::string const name = file_name_of(table.path);
        if (!names.insert(name).second) throw std::logic_error(fmt::format("two tables would be {}", name));
        staged.write(name, write_table(file, table));
    }
    staged.commit();
}

}  // namespace desvio
