#include "io/base_history.hpp"

#include "desvio/core/error.hpp"
#include "desvio/params/table_health.hpp"

#include <numeric>

namespace desvio {

namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

constexpr char const* provenance = "/provenance";
constexpr char const* health = "/health";

/// Writes records as columns: one table a member, all with the same axis.
class ColumnWriter {
  public:
    ColumnWriter(LabelledFile& file, std::string group, std::string axis)
        : file_(file), group_(std::move(group)), axis_(std::move(axis)) {}

    void add_axis(std::variant<Texts, Numbers> labels, std::string const& long_name) {
        file_.dimensions.insert_or_assign(group_ + '/' + axis_, Dimension{axis_, std::move(labels), long_name});
    }
    template <typename Row, typename Take>
    void add(std::string const& name, std::vector<Row> const& rows, std::string const& units,
             std::string const& long_name, Take const& take) {
        std::vector<std::decay_t<decltype(take(rows.front()))>> column;
        column.reserve(rows.size());
        for (Row const& row : rows) column.push_back(take(row));
        file_.tables.push_back({group_ + '/' + name, {axis_}, std::move(column), units, long_name});
    }

  private:
    LabelledFile& file_;
    std::string group_, axis_;
};

/// One axis of one group, read back column by column.
class ColumnReader {
  public:
    ColumnReader(LabelledFile const& file, std::string group, std::size_t rows)
        : file_(file), group_(std::move(group)), rows_(rows) {}

    [[nodiscard]] Texts const& texts(std::string const& name) const {
        return sized(name, file_.texts(group_ + '/' + name));
    }
    [[nodiscard]] Numbers const& numbers(std::string const& name) const {
        return sized(name, file_.numbers(group_ + '/' + name));
    }
    [[nodiscard]] Vector vector(std::string const& name) const {
        Numbers const& values = numbers(name);
        return Eigen::Map<Vector const>(values.data(), static_cast<Index>(values.size()));
    }

  private:
    template <typename Values>
    Values const& sized(std::string const& name, Values const& values) const {
        if (values.size() != rows_)
            throw FileError({{file_.origin},
                             fmt::format("{}/{} has {} values for {} rows", group_, name, values.size(), rows_),
                             "the file is not a base of this version",
                             "Write it again."});
        return values;
    }
    LabelledFile const& file_;
    std::string group_;
    std::size_t rows_;
};

void add_provenance(Base const& base, std::string const& prefix, LabelledFile& file) {
    if (base.provenance.empty()) return;
    Numbers order(base.provenance.size());
    std::iota(order.begin(), order.end(), 1.0);
    ColumnWriter columns(file, prefix + provenance, "order");
    columns.add_axis(order, "order of the steps");
    columns.add("step", base.provenance, "", "what was done", [](auto const& s) { return s.step; });
    columns.add("detail", base.provenance, "", "how, with its figures", [](auto const& s) { return s.detail; });
    columns.add("cells", base.provenance, "1", "figures that changed", [](auto const& s) { return s.cells; });
    columns.add("moved", base.provenance, base.unit, "sum of absolute changes", [](auto const& s) { return s.moved; });
    columns.add("worst", base.provenance, "", "the figure that changed most", [](auto const& s) { return s.worst; });
}

void add_health(TableHealth const& table, std::string const& unit, std::string const& prefix, LabelledFile& file) {
    std::string const group = prefix + health;
    auto const names = [](auto const& rows, auto const& take) {
        Texts texts;
        for (auto const& row : rows) texts.push_back(take(row));
        return texts;
    };
    ColumnWriter identities(file, group, "identity");
    identities.add_axis(names(table.identities, [](auto const& i) { return i.identity; }), "identity of the table");
    identities.add("meaning", table.identities, "", "in words", [](auto const& i) { return i.meaning; });
    identities.add("error", table.identities, "1", "largest relative error", [](auto const& i) { return i.error; });
    identities.add("tolerance", table.identities, "1", "what rounding may leave",
                   [](auto const& i) { return i.tolerance; });
    identities.add("worst", table.identities, "", "worst cell", [](auto const& i) { return i.worst; });
    identities.add("detail", table.identities, "", "the two numbers there", [](auto const& i) { return i.detail; });

    ColumnWriter findings(file, group, "finding");
    findings.add_axis(names(table.findings, [](auto const& f) { return f.name; }), "what was looked for");
    findings.add("count", table.findings, "1", "how many there are", [](auto const& f) { return f.count; });
    findings.add("amount", table.findings, unit, "what they add up to", [](auto const& f) { return f.amount; });
    findings.add("worst_finding", table.findings, "", "the worst one", [](auto const& f) { return f.worst; });
    findings.add("remedy", table.findings, "", "option that mends it", [](auto const& f) { return f.remedy; });

    if (!table.suspicions.empty()) {
        Numbers order(table.suspicions.size());
        std::iota(order.begin(), order.end(), 1.0);
        ColumnWriter suspicions(file, group, "suspicion");
        suspicions.add_axis(order, "suspicion");
        suspicions.add("suspected", table.suspicions, "", "units that seem to differ", [](auto const& s) { return s; });
    }
    ColumnWriter regions(file, group, "table_region");
    regions.add_axis(table.regions, "region of the table");
    auto const add_total = [&](char const* name, Vector const& values, char const* long_name) {
        regions.add(name, Numbers(values.begin(), values.end()), unit, long_name, [](double v) { return v; });
    };
    add_total("output", table.output, "gross output");
    add_total("value_added", table.value_added, "value added");
    add_total("taxes", table.taxes, "net taxes on intermediate use");
    add_total("final_taxes", table.final_taxes, "net taxes on final use");
    add_total("final_demand", table.final_demand, "final demand at basic prices");
    add_total("exports", table.exports, "exports at basic prices");
    add_total("imports", table.imports, "imports at basic prices");
    auto const add_scalar = [&](char const* name, double value, char const* long_name) {
        file.tables.push_back({group + '/' + name, {}, Numbers{value}, "1", long_name});
    };
    add_scalar("spectral_radius", table.spectral_radius, "spectral radius of A");
    add_scalar("imbalance", table.imbalance, "largest relative difference of a row and its column");
    file.tables.push_back({group + "/most_imbalanced", {}, Texts{table.most_imbalanced}, "", "its sector"});
}

std::size_t axis_size(LabelledFile const& file, std::string const& path) {
    Table const* const table = file.find_table(path);
    if (table == nullptr || table->dimensions.size() != 1) return 0;
    Dimension const* const dimension = file.find_dimension(*table, table->dimensions.front());
    return dimension != nullptr ? dimension->size() : 0;
}

Texts axis_texts(LabelledFile const& file, std::string const& path) {
    Table const* const table = file.find_table(path);
    if (table == nullptr || table->dimensions.size() != 1) return {};
    Dimension const* const dimension = file.find_dimension(*table, table->dimensions.front());
    auto const* const texts = dimension != nullptr ? std::get_if<Texts>(&dimension->labels) : nullptr;
    return texts != nullptr ? *texts : Texts{};
}

TableHealth read_health(LabelledFile const& file, std::string const& group) {
    TableHealth table;
    Texts const identities = axis_texts(file, group + "/error");
    ColumnReader const identity(file, group, identities.size());
    for (std::size_t k = 0; k < identities.size(); ++k)
        table.identities.push_back({identities[k], identity.texts("meaning")[k], identity.numbers("error")[k],
                                    identity.numbers("tolerance")[k], identity.texts("worst")[k],
                                    identity.texts("detail")[k]});
    Texts const findings = axis_texts(file, group + "/count");
    ColumnReader const finding(file, group, findings.size());
    for (std::size_t k = 0; k < findings.size(); ++k)
        table.findings.push_back({findings[k], finding.numbers("count")[k], finding.numbers("amount")[k],
                                  finding.texts("worst_finding")[k], finding.texts("remedy")[k]});
    if (file.find_table(group + "/suspected") != nullptr) table.suspicions = file.texts(group + "/suspected");
    table.regions = axis_texts(file, group + "/output");
    ColumnReader const region(file, group, table.regions.size());
    table.output = region.vector("output");
    table.value_added = region.vector("value_added");
    table.taxes = region.vector("taxes");
    table.final_taxes = region.vector("final_taxes");
    table.final_demand = region.vector("final_demand");
    table.exports = region.vector("exports");
    table.imports = region.vector("imports");
    ColumnReader const scalar(file, group, 1);
    table.spectral_radius = scalar.numbers("spectral_radius").front();
    table.imbalance = scalar.numbers("imbalance").front();
    table.most_imbalanced = scalar.texts("most_imbalanced").front();
    return table;
}

}  // namespace

void add_history_tables(Base const& base, std::string const& prefix, LabelledFile& file) {
    add_provenance(base, prefix, file);
    if (base.health) add_health(*base.health, base.unit, prefix, file);
}

void read_history_tables(LabelledFile const& file, std::string const& prefix, Base& base) {
    std::string const group = prefix + provenance;
    std::size_t const n_steps = axis_size(file, group + "/step");
    ColumnReader const steps(file, group, n_steps);
    for (std::size_t k = 0; k < n_steps; ++k)
        base.provenance.push_back({steps.texts("step")[k], steps.texts("detail")[k], steps.numbers("cells")[k],
                                   steps.numbers("moved")[k], steps.texts("worst")[k]});
    if (file.find_table(prefix + health + "/error") != nullptr)
        base.health = std::make_shared<TableHealth const>(read_health(file, prefix + health));
}

}  // namespace desvio
