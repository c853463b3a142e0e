#include "desvio/core/error.hpp"
#include "desvio/core/tensor.hpp"
#include "desvio/core/units.hpp"
#include "desvio/report/pictures.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace desvio {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// Flows and duties of a result file, by (sector, importer, exporter).
struct Flows {
    Index n_sectors = 0, n_regions = 0, market = 0;
    std::vector<double> const& trade_base;
    std::vector<double> const& trade_after;
    std::vector<double> const& duty_base;
    std::vector<double> const& duty_after;

    [[nodiscard]] std::size_t at(Index j, Index n, Index i) const {
        return static_cast<std::size_t>((j * n_regions + n) * n_regions + i);
    }
};

std::vector<std::string> const& labels_of(LabelledFile const& file, Table const& table, std::string const& name) {
    Dimension const* const dimension = file.find_dimension(table, name);
    auto const* labels = dimension == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&dimension->labels);
    if (labels == nullptr)
        throw FileError({{file.origin},
                         "the table " + table.path + " has no axis " + name,
                         "the file is not complete, or not of this kind",
                         {}});
    return *labels;
}

Flows read_flows(LabelledFile const& file) {
    Flows flows{.trade_base = file.numbers("/trade/base"),
                .trade_after = file.numbers("/trade/counterfactual"),
                .duty_base = file.numbers("/tariff/base"),
                .duty_after = file.numbers("/tariff/counterfactual")};
    Table const& trade = *file.find_table("/trade/base");
    auto const& regions = labels_of(file, trade, "exporter");
    flows.n_sectors = static_cast<Index>(labels_of(file, trade, "sector").size());
    flows.n_regions = static_cast<Index>(regions.size());
    std::string const& market = file.text_attribute("market");
    auto const found = std::find(regions.begin(), regions.end(), market);
    std::size_t const cells = flows.at(flows.n_sectors, 0, 0);
    for (auto const* values : {&flows.trade_base, &flows.trade_after, &flows.duty_base, &flows.duty_after})
        if (values->size() != cells || found == regions.end())
            throw FileError({{file.origin},
                             found == regions.end() ? "the market " + market + " is no region of its trade"
                                                    : "flows and duties have different shapes",
                             "the file is not complete, or not of this kind",
                             {}});
    flows.market = found - regions.begin();
    return flows;
}

/// sum_j M[j,n,i], exporters in rows
std::vector<double> sum_of_sectors(Flows const& flows, std::vector<double> const& trade) {
    std::vector<double> sums(static_cast<std::size_t>(flows.n_regions * flows.n_regions), 0.0);
    for (Index j = 0; j < flows.n_sectors; ++j)
        for (Index n = 0; n < flows.n_regions; ++n)
            for (Index i = 0; i < flows.n_regions; ++i)
                sums[static_cast<std::size_t>(i * flows.n_regions + n)] += trade[flows.at(j, n, i)];
    return sums;
}

/// M[j,u,i] or t[j,u,i] of the market u
std::vector<double> of_market(Flows const& flows, std::vector<double> const& values) {
    std::vector<double> slice;
    slice.reserve(static_cast<std::size_t>(flows.n_sectors * flows.n_regions));
    for (Index j = 0; j < flows.n_sectors; ++j)
        for (Index i = 0; i < flows.n_regions; ++i) slice.push_back(values[flows.at(j, flows.market, i)]);
    return slice;
}

/// sum M t / sum M over sectors and the importers that count, M of the base
template <typename Counts>
std::vector<double> average_duty(Flows const& flows, std::vector<double> const& duty, Counts const& counts) {
    std::vector<double> averages;
    for (Index i = 0; i < flows.n_regions; ++i) {
        double paid = 0.0, trade = 0.0;
        for (Index j = 0; j < flows.n_sectors; ++j)
            for (Index n = 0; n < flows.n_regions; ++n) {
                if (!counts(n, i)) continue;
                paid += flows.trade_base[flows.at(j, n, i)] * duty[flows.at(j, n, i)];
                trade += flows.trade_base[flows.at(j, n, i)];
            }
        averages.push_back(trade > 0.0 ? paid / trade : no_value);
    }
    return averages;
}

/// 100 (Y' / (c_hat Y) - 1); missing where nothing is produced
std::vector<double> quantity_change(LabelledFile const& file) {
    auto const& before = file.numbers("/sector/output_base");
    auto const& after = file.numbers("/sector/output_counterfactual");
    auto const& cost_hat = file.numbers("/sector/unit_cost_hat");
    std::vector<double> change;
    for (std::size_t k = 0; k < std::min({before.size(), after.size(), cost_hat.size()}); ++k)
        change.push_back(before[k] > 0.0 ? percent * (after[k] / cost_hat[k] / before[k] - 1.0) : no_value);
    return change;
}

}  // namespace

std::vector<Table> derived_tables(LabelledFile const& result) {
    Flows const flows = read_flows(result);
    std::string const& money = result.find_table("/trade/base")->units;
    std::string const& numeraire = result.find_table("/trade/counterfactual")->units;
    std::string const market = result.text_attribute("market");
    std::vector<Table> tables;
    auto const add = [&](std::string const& name, std::vector<std::string> dimensions, std::vector<double> values,
                         std::string const& units, std::string long_name) {
        tables.push_back({"/derived/" + name, std::move(dimensions), std::move(values), units, std::move(long_name)});
    };
    std::vector<std::string> const pair{"exporter", "importer"}, by_sector{"sector", "exporter"}, exporter{"exporter"};
    add("exports_base", pair, sum_of_sectors(flows, flows.trade_base), money,
        "exports before the change, all sectors; the diagonal is home sales");
    add("exports_counterfactual", pair, sum_of_sectors(flows, flows.trade_after), numeraire,
        "exports after the change, all sectors; the diagonal is home sales");
    add("market_imports_base", by_sector, of_market(flows, flows.trade_base), money,
        "imports of " + market + " before the change");
    add("market_imports_counterfactual", by_sector, of_market(flows, flows.trade_after), numeraire,
        "imports of " + market + " after the change");
    struct Duty {
        std::string name, when;
        std::vector<double> const& rate;
    };
    for (Duty const& duty : {Duty{"base", "before", flows.duty_base}, {"counterfactual", "after", flows.duty_after}}) {
        std::string const weighted = " " + duty.when + " the change, weighted by trade before it";
        add("duty_" + duty.name, exporter,
            average_duty(flows, duty.rate, [&](Index n, Index) { return n == flows.market; }), units::fraction,
            "average duty of " + market + weighted);
        add("duty_by_sector_" + duty.name, by_sector, of_market(flows, duty.rate), units::fraction,
            "duty of " + market + " " + duty.when + " the change");
        add("duty_faced_" + duty.name, exporter,
            average_duty(flows, duty.rate, [](Index n, Index i) { return n != i; }), units::fraction,
            "average duty met abroad" + weighted);
    }
    add("output_pct", {"sector", "region"}, quantity_change(result), units::percent_name, "quantity produced, change");
    return tables;
}

}  // namespace desvio
