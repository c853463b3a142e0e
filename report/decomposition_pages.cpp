#include "desvio/report/decomposition.hpp"

#include "report/figures.hpp"
#include "report/json_tables.hpp"
#include "report/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Align;
using text::Cell;
using text::Tone;

constexpr std::size_t part_width = 44;  ///< columns for the name of a part beside six of figures

std::string numbered(Decomposition const& result, std::size_t part) {
    return fmt::format("{:>2}  {}", part + 1, text::shorten(result.parts[part].name, part_width));
}

std::string introduction(Decomposition const& result, TextStyle const& style) {
    std::string const& name = result.scenario.title.empty() ? result.scenario.name : result.scenario.title;
    std::string out = text::paint(name, Tone::strong, style) + "\n";
    std::string const from = result.from.rules.empty() ? "the base " + result.base.name : result.from.name;
    std::string const solved =
        result.plan.is_exact
            ? fmt::format("all {} solved", text::count_of(result.plan.coalitions.size(), "combination"))
            : fmt::format("{} solved, those that {} sampled orders pass through (seed {})",
                          text::count_of(result.plan.coalitions.size(), "combination"), result.plan.orders.size(),
                          result.seed);
    bool const is_by_rules = result.by == SplitBy::measure || result.by == SplitBy::rule;
    std::string const parts =
        text::count_of(result.parts.size(), to_string(result.by)) + (is_by_rules ? "" : " whose cells change");
    return out +
           text::sentence_line(fmt::format("From {} to {}: {}, {}.", from, result.scenario.name, parts, solved), style);
}

/// Each part's share in every figure of one kind.
std::string overview_of_kind(Decomposition const& result, std::vector<std::size_t> const& figures,
                             TextStyle const& style) {
    Figure const& first = result.figures[figures.front()];
    std::vector<text::Column> columns{{"", Align::left}};
    for (std::size_t k = 0; k < result.parts.size(); ++k)
        columns.push_back({fmt::format("{}", k + 1), Align::right, k > 3});
    columns.insert(columns.end(), {{"=\nChange"}, {"Beyond\neach alone", Align::right, true}});
    text::TextTable table(std::move(columns));
    for (std::size_t const o : figures) {
        auto const at = static_cast<Index>(o);
        Figure const& figure = result.figures[o];
        std::vector<Cell> cells{{text::shorten(text::subject_of(figure.outcome, result.base), text::subject_width)}};
        for (Index k = 0; k < result.split.shapley.rows(); ++k)
            cells.push_back(text::figure_cell(result.split.shapley(k, at), figure.units));
        cells.push_back(text::figure_cell(result.split.whole(at), figure.units));
        cells.push_back(text::figure_cell(result.split.interaction(at), figure.units));
        table.add_row(std::move(cells));
    }
    return text::section(text::title_of(first.long_name, first.units) + ": what each part adds, mean over all orders",
                         style) +
           table.render(style);
}

std::string legend(Decomposition const& result, TextStyle const& style) {
    std::string out;
    for (std::size_t k = 0; k < result.parts.size(); ++k)
        out += fmt::format("{:>2}  ", k + 1) +
               text::wrap(result.parts[k].name, static_cast<std::size_t>(std::max(style.width, 1)), 4, 4) + "\n";
    return out;
}

std::string share_text(double part, double whole) { return whole == 0.0 ? "–" : text::format_share(part / whole, 1); }

/// One figure: each part by every way of counting.
std::string detail(Decomposition const& result, std::size_t o, TextStyle const& style) {
    auto const at = static_cast<Index>(o);
    Figure const& figure = result.figures[o];
    Attribution const& split = result.split;
    bool const has_error = !result.plan.is_exact;
    std::vector<text::Column> columns{{"", Align::left}, {"Alone"}, {"In order"}, {"Last"}, {"Shapley"}};
    if (has_error) columns.push_back({"±"});
    columns.push_back({"Share"});
    text::TextTable table(std::move(columns));
    auto const value = [&](double v) { return text::figure_cell(v, figure.units); };
    for (Index k = 0; k < split.alone.rows(); ++k) {
        std::vector<Cell> cells{{numbered(result, static_cast<std::size_t>(k))},
                                value(split.alone(k, at)),
                                value(split.in_order(k, at)),
                                value(split.last(k, at)),
                                value(split.shapley(k, at))};
        if (has_error) cells.push_back({text::format_residual(split.standard_error(k, at))});
        cells.push_back({share_text(split.shapley(k, at), split.whole(at))});
        table.add_row(std::move(cells));
    }
    double const whole = split.whole(at);
    auto const add_total = [&](std::string const& name, double alone, double in_order, double last, double shapley) {
        std::vector<Cell> cells{{name}, value(alone), value(in_order), value(last), value(shapley)};
        if (has_error) cells.push_back({""});
        cells.push_back({share_text(shapley, whole)});
        table.add_row(std::move(cells));
    };
    double const alone = split.alone.col(at).sum(), in_order = split.in_order.col(at).sum(),
                 last = split.last.col(at).sum(), shapley = split.shapley.col(at).sum();
    add_total("Sum of the parts", alone, in_order, last, shapley);
    // What two orders of counting leave unexplained is what the parts do together.
    add_total("Together, beyond that", whole - alone, whole - in_order, whole - last, whole - shapley);
    add_total("Whole change", whole, whole, whole, whole);
    return text::section(
               text::subject_of(figure.outcome, result.base) + ": " + text::with_units(figure.long_name, figure.units),
               style) +
           table.render(style);
}

/// The pair of parts that does most together.
std::string strongest_pair(Decomposition const& result, std::size_t o, TextStyle const& style) {
    if (result.split.pairs.empty() || result.parts.size() < 2) return {};
    Matrix const& pairs = result.split.pairs[o];
    Index k = 0, l = 0;
    double const size = pairs.cwiseAbs().maxCoeff(&k, &l);
    if (!(size > 0.0)) return {};
    return text::sentence_line(
        fmt::format("Most together: {} and {}, {} beyond each by itself.", std::min(k, l) + 1, std::max(k, l) + 1,
                    text::figure_cell(pairs(k, l), result.figures[o].units).text),
        style);
}

std::string explanation(Decomposition const& result, TextStyle const& style) {
    std::string words =
        "Alone: without any other part. In order: after the parts above it. Last: after all others, which is what "
        "taking it away would undo. Shapley: the mean over all orders in which the parts can come.";
    if (result.by != SplitBy::measure && result.by != SplitBy::rule)
        words += " A part is the cells of one " + to_string(result.by) + " as they are in the end.";
    bool const is_any_mirror =
        std::any_of(result.parts.begin(), result.parts.end(), [](Part const& part) { return part.is_mirror; });
    if (is_any_mirror) words += " A mirrored answer does nothing where the duties it answers are absent.";
    if (!result.split.whole.allFinite())
        words += " –: not defined in every combination (the rate of a loss that is none), so that it cannot be split.";
    std::string out = "\n" + text::sentence_line(words, style);
    out += text::sentence_line(
        fmt::format("Checked: largest residual of any equation {}; parts add up to the whole to {} of it.",
                    text::format_residual(result.audit.largest()), text::format_residual(result.split.largest_gap)),
        style);
    return out + text::sentence_line(fmt::format("Model {} ({}), elasticities {}, base {}.", result.scenario.model.kind,
                                                 describe_closures(result.scenario.model),
                                                 result.scenario.model.elasticities, result.base.name),
                                     style);
}

/// The figure whose value changes most, among those of the kind of the first.
std::size_t most_changed(Decomposition const& result) {
    std::size_t most = 0;
    for (std::size_t o = 1; o < result.figures.size(); ++o) {
        if (result.figures[o].outcome.kind != result.figures.front().outcome.kind) continue;
        if (most == 0 || std::abs(result.split.whole(static_cast<Index>(o))) >
                             std::abs(result.split.whole(static_cast<Index>(most))))
            most = o;
    }
    return most;
}

}  // namespace

std::string format_decomposition(Decomposition const& result, bool is_asked, TextStyle const& style) {
    std::string out = introduction(result, style);
    std::vector<std::size_t> detailed;
    if (is_asked) {
        for (std::size_t o = 0; o < result.figures.size(); ++o) detailed.push_back(o);
    } else {
        detailed.push_back(0);
        if (std::size_t const most = most_changed(result); most != 0) detailed.push_back(most);
    }
    if (detailed.size() < result.figures.size()) {
        out += legend(result, style);
        for (auto const& figures : text::by_kind(result.figures)) out += overview_of_kind(result, figures, style);
    }
    for (std::size_t const o : detailed) out += detail(result, o, style) + strongest_pair(result, o, style);
    return out + explanation(result, style);
}

std::string format_decomposition_json(Decomposition const& result) {
    text::Json json = text::tables_to_json(to_tables(result, ""), "/input");
    json.erase("command_line");
    return text::to_text(json);
}

}  // namespace desvio
