#include "desvio/report/leontief_report.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

constexpr Index most_rows_shown = 10;
constexpr Index most_sides_shown = 12;
constexpr Index most_numbers_printed = 20000;
constexpr double bytes_a_mega = 1e6;

std::string count_of(Index count, std::string const& noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string how_exact(LeontiefSummary const& summary) {
    std::string text = fmt::format("{} of the largest right-hand side{}", text::format_residual(summary.residual),
                                   summary.is_residual_estimated ? ", estimated from above" : "");
    if (summary.condition >= 0.0) text += fmt::format("; condition {}", text::format_compact(summary.condition));
    if (summary.spectral_radius_bound >= 0.0)
        text += fmt::format("; spectral radius at most {:.3f}", summary.spectral_radius_bound);
    return text;
}

std::string leontief_totals(LeontiefAnswer const& answer, TextStyle const& style) {
    Matrix const& f = answer.right_hand_sides.values;
    text::TextTable table({{"Right-hand side", Align::left}, {"Its sum"}, {"Sum of the\nsolution"}, {"Ratio"}});
    for (Index k = 0; k < std::min(f.cols(), most_sides_shown); ++k) {
        double const given = f.col(k).sum(), found = answer.solution.col(k).sum();
        table.add_row({{answer.right_hand_sides.labels[static_cast<std::size_t>(k)]},
                       {text::format_number(given)},
                       {text::format_number(found)},
                       {given != 0.0 ? fmt::format("{:.4f}", found / given) : "–"}});
    }
    std::string shown = table.render(style);
    if (f.cols() > most_sides_shown) shown += fmt::format("... {} more\n", f.cols() - most_sides_shown);
    return shown;
}

std::string leontief_largest(LeontiefAnswer const& answer, TextStyle const& style) {
    Vector const x = answer.solution.col(0);
    std::vector<Index> order(static_cast<std::size_t>(x.size()));
    std::iota(order.begin(), order.end(), Index{0});
    auto const shown = std::min<std::ptrdiff_t>(x.size(), most_rows_shown);
    std::partial_sort(order.begin(), order.begin() + shown, order.end(), [&](Index a, Index b) {
        return std::abs(x(a)) != std::abs(x(b)) ? std::abs(x(a)) > std::abs(x(b)) : a < b;
    });
    bool const is_small = std::abs(x(order.front())) < 1000.0;
    text::TextTable table({{fmt::format("Largest of {}", answer.right_hand_sides.labels.front()), Align::left},
                           {"Right-hand\nside"},
                           {"Solution"}});
    for (std::ptrdiff_t k = 0; k < shown; ++k) {
        Index const row = order[static_cast<std::size_t>(k)];
        table.add_row({{answer.rows[row]},
                       {text::format_number(answer.right_hand_sides.values(row, 0), is_small ? 4 : 0)},
                       {text::format_number(x(row), is_small ? 4 : 0)}});
    }
    return table.render(style);
}

std::string leontief_cells(LeontiefAnswer const& answer, TextStyle const& style) {
    text::TextTable table({{"Input", Align::left}, {"User", Align::left}, {"Element of\nthe inverse"}});
    for (std::size_t k = 0; k < answer.cells.size(); ++k)
        table.add_row({{answer.rows[answer.cells[k].first]},
                       {answer.rows[answer.cells[k].second]},
                       {fmt::format("{:.10g}", answer.cell_values(static_cast<Index>(k)))}});
    return table.render(style);
}

Json known_or_none(double value) { return value >= 0.0 ? Json(value) : Json(); }

}  // namespace

std::string format_leontief(LeontiefAnswer const& answer, TextStyle const& style) {
    LeontiefSummary const& summary = answer.summary;
    Index const n = answer.rows.size(), m = answer.right_hand_sides.values.cols();
    text::Page page(
        fmt::format("{}: {}, {}, {}", answer.name, answer.is_transposed ? "(I - A)' x = f" : "(I - A) x = f",
                    count_of(n, "row"), count_of(m, "right-hand side")),
        style);
    page.add("Method", to_string(summary.method) + (summary.reason.empty() ? "" : ": " + summary.reason));
    page.add("Residual", how_exact(summary));
    page.add("Steps", fmt::format("{} iterations, {} passes over the matrix", summary.iterations, summary.products));
    page.add("Memory", fmt::format("{:.1f} MB beside the matrix of {:.1f} MB", summary.bytes / bytes_a_mega,
                                   static_cast<double>(sizeof(double)) * static_cast<double>(n) *
                                       static_cast<double>(n) / bytes_a_mega));
    page.add("Time", fmt::format("set-up {:.3f} s, solve {:.3f} s", summary.setup_seconds, summary.seconds));
    for (std::string const& warning : summary.warnings) page.add("Odd", warning);
    std::string shown = page.text();
    if (n > 0 && m > 0)
        shown += "\n" + text::paint(answer.unit.empty() ? "Totals" : "Totals, " + answer.unit, Tone::strong, style) +
                 "\n" + leontief_totals(answer, style) + "\n" + leontief_largest(answer, style);
    if (!answer.cells.empty()) shown += "\n" + leontief_cells(answer, style);
    return shown;
}

std::string format_leontief_json(LeontiefAnswer const& answer) {
    LeontiefSummary const& summary = answer.summary;
    Matrix const& f = answer.right_hand_sides.values;
    Json totals = Json::object(), solution, cells = Json::array();
    bool const is_printed = answer.solution.size() <= most_numbers_printed;
    if (is_printed) solution = Json::object();
    for (Index k = 0; k < f.cols(); ++k) {
        std::string const& label = answer.right_hand_sides.labels[static_cast<std::size_t>(k)];
        totals[label] = {{"right_hand_side", f.col(k).sum()}, {"solution", answer.solution.col(k).sum()}};
        if (!is_printed) continue;
        Json column = Json::object();
        for (Index row = 0; row < answer.rows.size(); ++row) column[answer.rows[row]] = answer.solution(row, k);
        solution[label] = std::move(column);
    }
    for (std::size_t k = 0; k < answer.cells.size(); ++k)
        cells.push_back({{"row", answer.rows[answer.cells[k].first]},
                         {"column", answer.rows[answer.cells[k].second]},
                         {"value", answer.cell_values(static_cast<Index>(k))}});
    return text::to_text({{"input", answer.name},
                          {"origin", answer.origin},
                          {"unit", answer.unit},
                          {"rows", answer.rows.size()},
                          {"right_hand_sides", f.cols()},
                          {"transposed", answer.is_transposed},
                          {"solver",
                           {{"status", to_string(summary.status)},
                            {"message", summary.message},
                            {"method", to_string(summary.method)},
                            {"reason", summary.reason},
                            {"residual", summary.residual},
                            {"residual_estimated", summary.is_residual_estimated},
                            {"condition", known_or_none(summary.condition)},
                            {"spectral_radius_bound", known_or_none(summary.spectral_radius_bound)},
                            {"iterations", summary.iterations},
                            {"products", summary.products},
                            {"bytes", summary.bytes},
                            {"warnings", summary.warnings},
                            {"setup_seconds", summary.setup_seconds},
                            {"seconds", summary.seconds}}},
                          {"totals", std::move(totals)},
                          {"cells", std::move(cells)},
                          {"solution", std::move(solution)}});
}

}  // namespace desvio
