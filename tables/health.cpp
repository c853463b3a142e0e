#include "desvio/tables/health.hpp"

#include "tables/inventories.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace desvio {
namespace {

constexpr double printed_tolerance = 1e-6;  // published tables are rounded; below this they agree
constexpr double thousand = 1000.0;
constexpr double likeness = 1.3;  // a ratio within this factor of a thousand is taken for one
constexpr int most_products = 200;
constexpr double settled_radius = 1e-7;
constexpr double least_value_added = 0.01;  // of the world's output; real tables have 0.4 to 0.6

double relative_gap(double a, double b) {
    double const size = std::max(std::abs(a), std::abs(b));
    return size > 0.0 ? std::abs(a - b) / size : 0.0;
}

/// Compares two vectors over rows; NaN is worse than anything.
IdentityCheck compare(IoTable const& table, std::string identity, std::string meaning, Vector const& left,
                      Vector const& right) {
    IdentityCheck check{std::move(identity), std::move(meaning), 0.0, printed_tolerance, {}, {}};
    for (Index row = 0; row < left.size(); ++row) {
        double const gap = relative_gap(left(row), right(row));
        if (std::isnan(check.error) || gap <= check.error) continue;
        check.error = gap;
        check.worst = table.row_name(row);
        check.detail = fmt::format("{:.9g} against {:.9g}", left(row), right(row));
    }
    return check;
}

/// Sums that several looks at the table share.
struct Margins {
    Vector rows, columns;  // N J: what is sold; what it cost
    Vector taxes, value_added;
};

Margins sum_margins(IoTable const& table) {
    Margins margins;
    margins.rows = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    margins.taxes = Vector::Zero(table.n_rows());
    margins.value_added = Vector::Zero(table.n_rows());
    if (table.intermediate_taxes.rows() > 0) margins.taxes = table.intermediate_taxes.colwise().sum().transpose();
    if (table.value_added.rows() > 0) margins.value_added = table.value_added.colwise().sum().transpose();
    margins.columns = table.intermediate.colwise().sum().transpose();
    margins.columns += margins.taxes + margins.value_added;
    return margins;
}

void check_identities(IoTable const& table, Margins const& margins, TableHealth& health) {
    if (table.declared_output.size() > 0)
        health.identities.push_back(compare(table, "sum_nk Z + sum_nc F = x",
                                            "rows add up to the output the table states", margins.rows,
                                            table.declared_output));
    if (table.declared_cost.size() > 0)
        health.identities.push_back(compare(table, "sum_ij Z + sum_r T + sum_v V = x",
                                            "columns add up to the output the table states", margins.columns,
                                            table.declared_cost));
    if (table.value_added.rows() == 0) return;
    health.identities.push_back(compare(table, "sum_nk Z + sum_nc F = sum_ij Z + sum_r T + sum_v V",
                                        "what a sector sells is what it pays out", margins.rows, margins.columns));
    double const final = table.final_demand.sum();
    double const income = margins.value_added.sum() + margins.taxes.sum();
    health.identities.push_back({"sum F = sum V + sum T", "the world's final demand is its value added",
                                 relative_gap(final, income), printed_tolerance, "world",
                                 fmt::format("{:.9g} against {:.9g}", final, income)});
    IdentityCheck const& balance = health.identities[health.identities.size() - 2];
    health.imbalance = balance.error;
    health.most_imbalanced = balance.worst;
}

/// Counts the negative cells of a block and names the lowest.
TableHealth::Finding count_negative(std::string name, RowMatrix const& block, std::string remedy, auto const& label) {
    TableHealth::Finding finding{std::move(name), 0.0, 0.0, {}, std::move(remedy)};
    double lowest = 0.0;
    for (Index row = 0; row < block.rows(); ++row)
        for (Index column = 0; column < block.cols(); ++column) {
            double const value = block(row, column);
            if (!(value < 0.0)) continue;
            ++finding.count;
            finding.amount += value;
            if (value >= lowest) continue;
            lowest = value;
            finding.worst = fmt::format("{} ({:.6g})", label(row, column), value);
        }
    return finding;
}

/// Counts rows for which `is_so` holds and names the one of largest `size`.
TableHealth::Finding count_rows(IoTable const& table, std::string name, std::string remedy, auto const& is_so,
                                Vector const& size) {
    TableHealth::Finding finding{std::move(name), 0.0, 0.0, {}, std::move(remedy)};
    double largest = -1.0;
    for (Index row = 0; row < table.n_rows(); ++row) {
        if (!is_so(row)) continue;
        ++finding.count;
        if (std::abs(size(row)) <= largest) continue;
        largest = std::abs(size(row));
        finding.worst = fmt::format("{} ({:.6g})", table.row_name(row), size(row));
    }
    return finding;
}

/// What a region sells to itself of each sector.
Vector own_sales(IoTable const& table) {
    Vector own(table.n_rows());
    for (Index i = 0; i < table.n_regions(); ++i)
        for (Index j = 0; j < table.n_sectors(); ++j) {
            Index const row = table.row(i, j);
            own(row) = table.intermediate.row(row).segment(i * table.n_sectors(), table.n_sectors()).sum() +
                       table.final_demand.row(row).segment(i * table.n_categories(), table.n_categories()).sum();
        }
    return own;
}

void find_oddities(IoTable const& table, Margins const& margins, TableHealth& health) {
    auto const final_name = [&](Index row, Index column) {
        return fmt::format("{} to {} {}", table.row_name(row),
                           table.region_table[static_cast<std::size_t>(column / table.n_categories())].code,
                           table.final_categories[static_cast<std::size_t>(column % table.n_categories())]);
    };
    health.findings.push_back(
        count_negative("negative intermediate cells", table.intermediate, "--negative zero",
                       [&](Index row, Index column) { return table.row_name(row) + " to " + table.row_name(column); }));
    health.findings.push_back(
        count_negative("negative final cells", table.final_demand, "--inventories leontief or absorb", final_name));
    health.findings.push_back(
        count_negative("negative value-added cells", table.value_added, "", [&](Index v, Index k) {
            return table.value_added_rows[static_cast<std::size_t>(v)] + " of " + table.row_name(k);
        }));

    TableHealth::Finding inventories{"inventory columns", 0.0, 0.0, {}, "--inventories leontief or absorb"};
    for (Index const column : inventory_columns(table)) {
        ++inventories.count;
        inventories.amount += table.final_demand.col(column).sum();
    }
    health.findings.push_back(inventories);

    Vector const own = own_sales(table);
    Vector const inputs = margins.columns - margins.value_added - margins.taxes;
    auto const has_output = [&](Index row) { return margins.rows(row) > 0.0; };
    health.findings.push_back(count_rows(
        table, "sectors with output and without value added", "--least-value-added",
        [&](Index row) { return has_output(row) && margins.rows(row) <= inputs(row); }, margins.rows));
    health.findings.push_back(count_rows(
        table, "sectors with output and without own sales", "--least-own-sales",
        [&](Index row) { return has_output(row) && own(row) <= 0.0; }, margins.rows));
    health.findings.push_back(count_rows(
        table, "sectors without output", "", [&](Index row) { return margins.rows(row) == 0.0; }, inputs));
    health.findings.push_back(count_rows(
        table, "sectors of negative output", "--inventories leontief",
        [&](Index row) { return margins.rows(row) < 0.0; }, margins.rows));
    double const n_cells = static_cast<double>(table.intermediate.size());
    double const n_zero = static_cast<double>((table.intermediate.array() == 0.0).count());
    health.findings.push_back(
        {"intermediate cells that are 0", n_zero, 0.0, fmt::format("{:.1f} %", 100.0 * n_zero / n_cells), ""});
}

bool is_like(double ratio, double wanted) { return ratio > wanted / likeness && ratio < wanted * likeness; }

/// "about 1000 times" or nothing.
std::string thousand_apart(double a, double b) {
    if (!(a > 0.0) || !(b > 0.0)) return {};
    for (double const factor : {thousand, thousand * thousand}) {
        if (is_like(a / b, factor)) return fmt::format("about {:.0f} times", factor);
        if (is_like(b / a, factor)) return fmt::format("about 1/{:.0f} of", factor);
    }
    return {};
}

/// Blocks in thousands beside blocks in millions: the identities then fail by a factor, not by a remainder.
void suspect_units(IoTable const& table, Margins const& margins, TableHealth& health) {
    auto const suspect = [&](std::string const& what, double a, double b, std::string const& other) {
        if (auto const factor = thousand_apart(a, b); !factor.empty())
            health.suspicions.push_back(
                fmt::format("{} is {} {}: the two seem to be in different units", what, factor, other));
    };
    double const final = table.final_demand.sum();
    double const income = margins.value_added.sum() + margins.taxes.sum();
    suspect("final demand of the world", final, income, "its value added");
    if (table.declared_output.size() > 0)
        suspect("the output the table states", table.declared_output.sum(), margins.rows.sum(),
                "what its rows add up to");
    double const share = income / margins.rows.sum();
    if (table.value_added.rows() > 0 && share > 0.0 && share < least_value_added)
        health.suspicions.push_back(
            fmt::format("value added is {:.2g} of the world's output, where real tables have 0.4 to 0.6: intermediate "
                        "use may be in "
                        "another unit than the rest",
                        share));
    for (Index n = 0; n < table.n_regions(); ++n) {
        Index const J = table.n_sectors();
        suspect(fmt::format("what region {} sells", health.regions[static_cast<std::size_t>(n)]),
                margins.rows.segment(n * J, J).sum(), margins.columns.segment(n * J, J).sum(),
                "what its producers pay out");
    }
}

/// Power iteration on A = Z diag(1/x).
double find_spectral_radius(IoTable const& table, Vector const& rows) {
    Vector const per_output = rows.unaryExpr([](double x) { return x > 0.0 ? 1.0 / x : 0.0; });
    Vector v = rows.cwiseMax(0.0);
    if (!(v.sum() > 0.0)) return 0.0;
    v /= v.norm();
    double radius = 0.0;
    for (int product = 0; product < most_products; ++product) {
        Vector const next = table.intermediate * v.cwiseProduct(per_output);
        double const norm = next.norm();
        if (norm == 0.0) return 0.0;
        bool const is_settled = std::abs(norm - radius) <= settled_radius * norm;
        radius = norm;
        v = next / norm;
        if (is_settled) return radius;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

void sum_regions(IoTable const& table, Margins const& margins, TableHealth& health) {
    Index const n_regions = table.n_regions();
    Index const J = table.n_sectors();
    Index const C = table.n_categories();
    for (Vector* const total : {&health.output, &health.value_added, &health.taxes, &health.final_taxes,
                                &health.final_demand, &health.exports, &health.imports})
        *total = Vector::Zero(n_regions);
    for (Index i = 0; i < n_regions; ++i) {
        health.output(i) = margins.rows.segment(i * J, J).sum();
        health.value_added(i) = margins.value_added.segment(i * J, J).sum();
        health.taxes(i) = margins.taxes.segment(i * J, J).sum();
        health.final_demand(i) = table.final_demand.middleCols(i * C, C).sum();
        if (table.final_taxes.rows() > 0) health.final_taxes(i) = table.final_taxes.middleCols(i * C, C).sum();
        for (Index n = 0; n < n_regions; ++n) {
            if (n == i) continue;
            double const flow =
                table.intermediate.block(i * J, n * J, J, J).sum() + table.final_demand.block(i * J, n * C, J, C).sum();
            health.exports(i) += flow;
            health.imports(n) += flow;
        }
    }
}

}  // namespace

TableHealth examine_table(IoTable const& table) {
    TableHealth health;
    for (Region const& region : table.region_table) health.regions.push_back(region.code);
    Margins const margins = sum_margins(table);
    check_identities(table, margins, health);
    find_oddities(table, margins, health);
    suspect_units(table, margins, health);
    health.spectral_radius = find_spectral_radius(table, margins.rows);
    sum_regions(table, margins, health);
    return health;
}

}  // namespace desvio
