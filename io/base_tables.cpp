#include "desvio/io/base_io.hpp"

#include "desvio/params/io_table.hpp"
#include "io/base_files.hpp"
#include "io/base_history.hpp"
#include "io/base_names.hpp"

#include <algorithm>
#include <stdexcept>

namespace desvio {

namespace {

std::vector<double> values_of(Tensor3 const& tensor) { return {tensor.flat().begin(), tensor.flat().end()}; }

std::vector<double> values_of(RowMatrix const& rows) { return {rows.data(), rows.data() + rows.size()}; }

/// Row by row: tables are stored with the last axis fastest.
std::vector<double> values_of(Matrix const& matrix) { return values_of(RowMatrix(matrix)); }

/// Adds tables under a prefix, with the dimensions of this base.
class BaseTables {
  public:
    BaseTables(Base const& base, std::string const& prefix, LabelledFile& file)
        : base_(base), prefix_(prefix), file_(file) {}

    void add_dimension(std::string const& name, std::vector<std::string> const& labels, std::string const& long_name) {
        std::string const key = prefix_.empty() ? name : prefix_ + '/' + name;
        file_.dimensions.insert_or_assign(key, Dimension{name, labels, long_name});
    }
    void add_numbers(std::string const& path, std::vector<std::string> dimensions, std::vector<double> values,
                     std::string const& units, std::string const& long_name) {
        file_.tables.push_back({prefix_ + path, std::move(dimensions), std::move(values), units, long_name});
    }
    void add_texts(std::string const& path, std::vector<std::string> dimensions, std::vector<std::string> values,
                   std::string const& long_name) {
        file_.tables.push_back({prefix_ + path, std::move(dimensions), std::move(values), "", long_name});
    }
    /// One text a row of a table, e.g. all names of all regions.
    template <typename Row, typename Take>
    void add_column(std::string const& path, std::string const& dimension, std::vector<Row> const& rows,
                    std::string const& long_name, Take const& take) {
        std::vector<std::string> texts;
        texts.reserve(rows.size());
        for (Row const& row : rows) texts.push_back(take(row));
        add_texts(path, {dimension}, std::move(texts), long_name);
    }

    void add_dimensions();
    void add_manifest();
    void add_labels();
    void add_figures();
    [[nodiscard]] bool is_reported(char const* path, Tensor3 const& values) const;
    void add_elasticities();
    void add_quality();
    void add_use();
    void add_jobs();

  private:
    Base const& base_;
    std::string const& prefix_;
    LabelledFile& file_;
};

void BaseTables::add_dimensions() {
    add_dimension("region", base_.regions.codes(), "region");
    add_dimension("exporter", base_.regions.codes(), "exporting region");
    add_dimension("importer", base_.regions.codes(), "importing region");
    add_dimension("sector", base_.sectors.codes(), "sector");
    add_dimension("input", base_.sectors.codes(), "sector whose output is the input");
    add_dimension("user", base_.sectors.codes(), "sector that uses the input");
    std::vector<std::string> sets;
    for (ElasticitySet const& set : base_.elasticities) sets.push_back(set.name);
    add_dimension("elasticity_set", sets, "set of trade elasticities");
    if (!base_.trade_quality.empty()) add_dimension("quality", base_.quality_names, "how a flow was come by");
    if (base_.use_table) add_dimension("category", base_.use_table->final_categories, "category of final users");
}

void BaseTables::add_manifest() {
    using namespace base_table;
    add_texts(manifest_name, {}, {base_.name}, "name of the base");
    add_texts(manifest_title, {}, {base_.title}, "title of the base");
    add_numbers(manifest_year, {}, {static_cast<double>(base_.year)}, "year", "year of the figures");
    add_texts(manifest_currency, {}, {base_.currency}, "currency of the figures");
    add_texts(manifest_unit, {}, {base_.unit}, "unit of money");
    add_texts(manifest_source, {}, {base_.source}, "where the figures come from");
    add_texts(manifest_licence, {}, {base_.licence}, "terms of use");
}

void BaseTables::add_labels() {
    using namespace base_table;
    add_column(region_name, "region", base_.region_table, "name of the region", [](auto const& r) { return r.name; });
    add_column(region_groups, "region", base_.region_table, "groups it belongs to, separated by ;",
               [](auto const& r) { return join_groups(r.groups); });
    add_column(sector_name, "sector", base_.sector_table, "name of the sector", [](auto const& s) { return s.name; });
    add_column(sector_kind, "sector", base_.sector_table, "goods or services",
               [](auto const& s) { return std::string(s.kind == SectorKind::goods ? kind_goods : kind_services); });
    add_column(sector_isic, "sector", base_.sector_table, "ISIC divisions", [](auto const& s) { return s.isic; });
    add_column(sector_groups, "sector", base_.sector_table, "groups it belongs to, separated by ;",
               [](auto const& s) { return join_groups(s.groups); });
}

/// Whether a result that this base goes into shows the same figures already; they are kept once.
bool BaseTables::is_reported(char const* path, Tensor3 const& values) const {
    Table const* const reported = prefix_.empty() ? nullptr : file_.find_table(path);
    auto const* const numbers = reported != nullptr ? std::get_if<std::vector<double>>(&reported->values) : nullptr;
    return numbers != nullptr &&
           std::equal(numbers->begin(), numbers->end(), values.flat().begin(), values.flat().end());
}

void BaseTables::add_figures() {
    using namespace base_table;
    std::string const money = base_.unit.empty() ? "1" : base_.unit;
    if (!is_reported(reported_trade, base_.trade))
        add_numbers(trade, {"sector", "importer", "exporter"}, values_of(base_.trade), money,
                    "trade at basic prices, before duty");
    if (!is_reported(reported_tariff, base_.tariff))
        add_numbers(tariff, {"sector", "importer", "exporter"}, values_of(base_.tariff), "fraction", "ad-valorem duty");
    add_numbers(input_share, {"region", "input", "user"}, values_of(base_.input_share), "1",
                "cost of the input per unit of the user's output value");
    if (base_.value_added_share)
        add_numbers(value_added, {"sector", "region"}, values_of(*base_.value_added_share), "1",
                    "declared value added per unit of output value");
    if (base_.final_demand)
        add_numbers(final_demand, {"sector", "region"}, values_of(*base_.final_demand), money,
                    "declared final demand at purchaser prices");
}

void BaseTables::add_elasticities() {
    using namespace base_table;
    std::vector<double> theta, standard_error;
    std::vector<std::string> source;
    for (ElasticitySet const& set : base_.elasticities) {
        theta.insert(theta.end(), set.theta.begin(), set.theta.end());
        standard_error.insert(standard_error.end(), set.standard_error.begin(), set.standard_error.end());
        source.insert(source.end(), set.source.begin(), set.source.end());
    }
    std::vector<std::string> const dimensions{"elasticity_set", "sector"};
    add_numbers(elasticity_theta, dimensions, std::move(theta), "1", "trade elasticity");
    add_numbers(elasticity_error, dimensions, std::move(standard_error), "1", "standard error of the trade elasticity");
    add_texts(elasticity_source, dimensions, std::move(source), "where the elasticity comes from");
    add_column(elasticity_title, "elasticity_set", base_.elasticities, "title of the set",
               [](auto const& set) { return set.title; });
    add_column(elasticity_horizon, "elasticity_set", base_.elasticities, "horizon of the set",
               [](auto const& set) { return set.horizon; });
}

void BaseTables::add_quality() {
    using namespace base_table;
    if (base_.trade_quality.empty()) return;
    std::vector<double> cells(base_.quality_names.size(), 0.0);
    for (unsigned char const quality : base_.trade_quality) ++cells.at(quality);
    add_numbers(quality_cells, {"quality"}, std::move(cells), "1", "number of flows of this quality");
    add_numbers(quality_index, {"sector", "importer", "exporter"},
                {base_.trade_quality.begin(), base_.trade_quality.end()}, "1",
                "how the flow was come by: place in the dimension quality, from 0");
}

/// Rows (exporter, input) and columns (importer, user) of the full table are the axes in this order.
void BaseTables::add_use() {
    using namespace base_table;
    if (!base_.use_table) return;
    std::string const money = base_.unit.empty() ? "1" : base_.unit;
    add_numbers(use_intermediate, {"exporter", "input", "importer", "user"}, values_of(base_.use_table->intermediate),
                money, "what sectors buy, at basic prices before duty");
    add_numbers(use_final, {"exporter", "input", "importer", "category"}, values_of(base_.use_table->final_demand),
                money, "what final users buy, at basic prices before duty");
}

void BaseTables::add_jobs() {
    using namespace base_table;
    if (base_.jobs_per_output)
        add_numbers(jobs, {"sector", "region"}, values_of(*base_.jobs_per_output), "persons per million",
                    "jobs per million of gross output");
}

}  // namespace

void add_base_tables(Base const& base, std::string const& prefix, LabelledFile& file) {
    BaseTables tables(base, prefix, file);
    tables.add_dimensions();
    tables.add_manifest();
    tables.add_labels();
    tables.add_figures();
    tables.add_elasticities();
    tables.add_quality();
    tables.add_use();
    tables.add_jobs();
    add_history_tables(base, prefix, file);
}

}  // namespace desvio
