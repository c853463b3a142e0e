#include "desvio/report/base_changes.hpp"
#include "report/base_facts.hpp"
#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"

#include <fmt/format.h>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

/// World totals of two bases side by side.
std::string totals_table(Base const& given, Base const& made, TextStyle const& style) {
    auto const before = text::gather_facts(given);
    auto const after = text::gather_facts(made);
    text::TextTable table({{"", Align::left}, {"Before"}, {"After"}});
    auto const count = [](Index n) { return text::format_number(static_cast<double>(n)); };
    table.add_row({{"Regions"}, {count(given.n_regions())}, {count(made.n_regions())}});
    table.add_row({{"Sectors"}, {count(given.n_sectors())}, {count(made.n_sectors())}});
    auto const money = [&](char const* what, double old_value, double new_value) {
        table.add_row({{what}, {text::format_number(old_value)}, {text::format_number(new_value)}});
    };
    money("World value added", before.value_added, after.value_added);
    money("Gross output", before.gross_output, after.gross_output);
    money("Trade across borders", before.cross_border, after.cross_border);
    money("Duties paid", before.duties, after.duties);
    return text::paint("World totals, " + text::money_unit(given), Tone::strong, style) + "\n" + table.render(style);
}

Json totals_json(Base const& base) {
    auto const facts = text::gather_facts(base);
    return {{"regions", base.n_regions()},
            {"sectors", base.n_sectors()},
            {"value_added", facts.value_added},
            {"gross_output", facts.gross_output},
            {"cross_border_trade", facts.cross_border},
            {"duties", facts.duties}};
}

}  // namespace

std::string format_aggregated(Aggregated const& result, Base const& given, TextStyle const& style) {
    std::string out = totals_table(given, result.base, style);
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    if (result.trade_within > 0.0) {
        double const duty = result.duty_within.sum();
        std::string line = fmt::format("Trade of {} between merged regions is own sales now. ",
                                       text::format_number(result.trade_within));
        line += duty > 0.0 ? fmt::format(
                                 "Duties of {} paid on it are counted into the value of what was sold: "
                                 "M'[j,n,n] = sum (1 + t) M, value added of the seller.",
                                 text::format_number(duty))
                           : std::string("No duty was paid on it.");
        out += text::wrap(line, width) + "\n";
        for (Index n = 0; n < result.base.n_regions(); ++n)
            if (result.duty_within(n) > 0.0)
                out += fmt::format("  {}: {}\n", result.base.regions[n], text::format_number(result.duty_within(n)));
    }
    if (!result.lost_groups.empty()) {
        std::string lost;
        for (std::string const& group : result.lost_groups) lost += (lost.empty() ? "" : ", ") + group;
        out += text::wrap("Groups that only some of the merged carried, taken out: " + lost, width) + "\n";
    }
    return out;
}

std::string format_aggregated_json(Aggregated const& result, Base const& given) {
    Json duties = Json::object();
    for (Index n = 0; n < result.base.n_regions(); ++n) duties[result.base.regions[n]] = result.duty_within(n);
    return text::to_text({{"before", totals_json(given)},
                          {"after", totals_json(result.base)},
                          {"trade_within", result.trade_within},
                          {"duty_within", std::move(duties)},
                          {"lost_groups", result.lost_groups}});
}

std::string format_base_diff(BaseDiff const& diff, TextStyle const& style) {
    if (diff.is_same()) return "The bases are the same in every figure and label.\n";
    std::string out;
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    for (std::string const& line : diff.texts) out += text::wrap(line, width, 2) + "\n";
    text::TextTable summary({{"", Align::left},
                             {"Numbers"},
                             {"Differ"},
                             {"Largest\nabsolute"},
                             {"Largest\nrelative"},
                             {"Sum\nbefore"},
                             {"Sum\nafter"}});
    text::TextTable cells(
        {{"", Align::left}, {"Where", Align::left}, {"Before"}, {"After"}, {"Absolute"}, {"Relative"}});
    for (QuantityDiff const& quantity : diff.quantities) {
        summary.add_row({{quantity.quantity},
                         {text::format_number(static_cast<double>(quantity.compared))},
                         {text::format_number(static_cast<double>(quantity.differing))},
                         {text::format_compact(quantity.largest_absolute)},
                         {text::format_residual(quantity.largest_relative)},
                         {text::format_compact(quantity.total_before)},
                         {text::format_compact(quantity.total_after)}});
        for (CellDifference const& cell : quantity.largest)
            cells.add_row({{quantity.quantity},
                           {cell.where},
                           {text::format_compact(cell.before)},
                           {text::format_compact(cell.after)},
                           {text::format_compact(cell.absolute())},
                           {text::format_residual(cell.relative())}});
    }
    out += summary.render(style);
    if (!cells.empty())
        out += "\n" + text::paint("Largest differences of each kind", Tone::strong, style) + "\n" + cells.render(style);
    return out;
}

std::string format_base_diff_json(BaseDiff const& diff) {
    Json quantities = Json::array();
    for (QuantityDiff const& quantity : diff.quantities) {
        Json cells = Json::array();
        for (CellDifference const& cell : quantity.largest)
            cells.push_back({{"where", cell.where},
                             {"before", cell.before},
                             {"after", cell.after},
                             {"absolute", cell.absolute()},
                             {"relative", cell.relative()}});
        quantities.push_back({{"quantity", quantity.quantity},
                              {"unit", quantity.unit},
                              {"compared", quantity.compared},
                              {"differing", quantity.differing},
                              {"largest_absolute", quantity.largest_absolute},
                              {"largest_relative", quantity.largest_relative},
                              {"total_before", quantity.total_before},
                              {"total_after", quantity.total_after},
                              {"largest", std::move(cells)}});
    }
    return text::to_text({{"same", diff.is_same()}, {"texts", diff.texts}, {"quantities", std::move(quantities)}});
}

}  // namespace desvio
