#include "desvio/report/short_answers.hpp"

#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Align;
using text::Json;

std::string interval_of_change(ChangeWithInterval const& change) {
    if (std::isnan(change.lower)) return "";
    return fmt::format("{}…{}", text::format_signed(change.lower, 2), text::format_signed(change.upper, 2));
}

/// "BRA -0.42"
std::string named_change(std::string const& code, ChangeWithInterval const& change) {
    return fmt::format("{} {}", code, text::format_signed(change.pct, 2));
}

Json change_json(ChangeWithInterval const& change) {
    auto const number = [](double value) { return std::isnan(value) ? Json(nullptr) : Json(value); };
    return {{"pct", number(change.pct)}, {"p05", number(change.lower)}, {"p95", number(change.upper)}};
}

std::string row_name(ShortAnswer const& answer) {
    return answer.reading.empty() || answer.reading == to_string(ReadingLevel::central)
               ? answer.scenario
               : fmt::format("{} ({})", answer.scenario, answer.reading);
}

bool any_of(std::vector<ShortAnswer> const& answers, bool (*holds)(ShortAnswer const&)) {
    return std::any_of(answers.begin(), answers.end(), holds);
}

}  // namespace

std::string format_short_answers(std::vector<ShortAnswer> const& answers, TextStyle const& style) {
    if (answers.empty()) return {};
    bool const has_intervals = any_of(answers, [](auto const& answer) { return !std::isnan(answer.together.lower); });
    bool const has_value_added = any_of(answers, [](auto const& answer) { return answer.is_value_added; });
    std::vector<text::Column> columns{{"Scenario", Align::left}, {"Real\nincome %"}};
    if (has_intervals) columns.push_back({"5th…95th\npercentile"});
    columns.push_back({"Worst\n%", Align::left});
    if (has_intervals) columns.push_back({"5th…95th\npercentile", Align::right, true});
    columns.push_back({"Best\n%", Align::left});
    if (has_intervals) columns.push_back({"5th…95th\npercentile", Align::right, true});
    columns.insert(columns.end(), {{"Redi-\nrected"}, {"Solve,\ns"}, {"Largest\nresidual", Align::right, true}});
    text::TextTable table(std::move(columns));
    for (ShortAnswer const& answer : answers) {
        std::vector<text::Cell> cells{{row_name(answer) + (answer.is_value_added ? " *" : "")},
                                      text::signed_cell(answer.together.pct, 2)};
        if (has_intervals) cells.push_back({interval_of_change(answer.together)});
        cells.push_back({named_change(answer.worst, answer.worst_change)});
        if (has_intervals) cells.push_back({interval_of_change(answer.worst_change)});
        cells.push_back({named_change(answer.best, answer.best_change)});
        if (has_intervals) cells.push_back({interval_of_change(answer.best_change)});
        cells.push_back({text::format_share(text::told_share(answer.rate, 1.0, 0.0))});
        cells.push_back({text::format_number(answer.seconds, 3)});
        cells.push_back({text::format_residual(answer.residual)});
        table.add_row(std::move(cells));
    }
    std::string note =
        "Real income of the regions in focus together (Latin America unless a scenario says otherwise), of the one "
        "that "
        "loses or gains most, and the share of their lost sales in the market that other countries buy (–: nothing is "
        "lost).";
    if (has_intervals) note += " Percentiles are over elasticity draws.";
    auto const worst = std::max_element(answers.begin(), answers.end(),
                                        [](auto const& a, auto const& b) { return a.residual < b.residual; });
    note += fmt::format(" Largest residual of any equation {}, in {}.", text::format_residual(worst->residual),
                        row_name(*worst));
    if (has_value_added) note += " *: value added in the first year instead of real income.";
    return table.render(style) + text::wrap(note, static_cast<std::size_t>(std::max(style.width, 1))) + "\n";
}

std::string format_short_answers_json(std::vector<ShortAnswer> const& answers) {
    Json list = Json::array();
    for (ShortAnswer const& answer : answers) {
        list.push_back({{"scenario", answer.scenario},
                        {"title", answer.title},
                        {"reading", answer.reading.empty() ? Json(nullptr) : Json(answer.reading)},
                        {"focus", answer.focus},
                        {"market", answer.market},
                        {"figure", answer.is_value_added ? "value_added_pct" : "welfare_pct"},
                        {"together", change_json(answer.together)},
                        {"worst", {{"region", answer.worst}, {"change", change_json(answer.worst_change)}}},
                        {"best", {{"region", answer.best}, {"change", change_json(answer.best_change)}}},
                        {"loss", answer.loss},
                        {"redirection_rate", std::isnan(answer.rate) ? Json(nullptr) : Json(answer.rate)},
                        {"residual", answer.residual},
                        {"seconds", answer.seconds}});
    }
    return text::to_text(list);
}

}  // namespace desvio
