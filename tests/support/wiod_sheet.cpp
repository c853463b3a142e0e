#include "tests/support/wiod_sheet.hpp"

#include "io/csv.hpp"

#include <algorithm>
#include <cmath>

namespace desvio::test {

namespace {

constexpr int per_row = 100;

std::string text_of(SheetCell const& cell) {
    if (auto const* const text = std::get_if<std::string>(&cell)) return *text;
    std::string number;
    append_number(number, std::get<double>(cell));
    return number;
}

double largest_gap(Vector const& sums, Vector const& totals) {
    double gap = 0.0;
    for (Index k = 0; k < sums.size(); ++k)
        gap = std::max(gap, std::abs(sums[k] - totals[k]) / std::max(1.0, std::abs(totals[k])));
    return gap;
}

}  // namespace

SheetRows wiod_sheet(WiodSheetShape const& shape) {
    SheetRows rows(6);
    rows[0] = {"Intercountry Input-Output Table"};
    rows[2] = {"(industry-by-industry)", {}, {}, {}};
    rows[3] = {"(millions of US$)", {}, {}, {}};
    rows[4] = {{}, {}, {}, {}};
    rows[5] = {{}, {}, {}, {}};
    for (std::string const& region : shape.regions)
        for (std::size_t k = 0; k < shape.codes.size(); ++k) {
            rows[2].push_back(shape.codes[k]);
            rows[3].emplace_back("Industry " + text_of(shape.codes[k]));
            rows[4].emplace_back(region);
            rows[5].emplace_back("c" + std::to_string(k + 1));
        }
    for (std::string const& region : shape.regions)
        for (std::string const& category : shape.categories) {
            rows[2].push_back(shape.category_row == 3 ? SheetCell(category) : SheetCell());
            rows[3].emplace_back("Final " + category);
            rows[4].emplace_back(region);
            rows[5].emplace_back(shape.category_row == 3 ? "c57" : category);
        }
    rows[2].push_back(shape.total_code.empty() ? SheetCell() : SheetCell(shape.total_code));
    rows[3].emplace_back("Total output");
    rows[4].emplace_back("TOT");
    std::size_t const n_numbers = rows[3].size() - 4;
    for (std::string const& region : shape.regions)
        for (SheetCell const& code : shape.codes) {
            int const number = static_cast<int>(rows.size()) - 5;
            rows.push_back({code, "Industry " + text_of(code), region, "r" + std::to_string(number)});
            for (std::size_t c = 1; c <= n_numbers; ++c)
                rows.back().emplace_back(static_cast<double>(per_row * number) + static_cast<double>(c));
        }
    return rows;
}

double row_gap(IoTable const& table) {
    Vector const sums = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    return largest_gap(sums, table.declared_output);
}

double column_gap(IoTable const& table) {
    Vector sums = table.intermediate.colwise().sum().transpose();
    sums += table.intermediate_taxes.colwise().sum().transpose();
    sums += table.value_added.colwise().sum().transpose();
    return largest_gap(sums, table.declared_cost);
}

}  // namespace desvio::test
