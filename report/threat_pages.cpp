#include "desvio/report/threats.hpp"

#include "report/figures.hpp"
#include "report/json_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

using text::Align;
using text::Cell;
using text::Tone;

constexpr double per_million = 1e4;            ///< of income, from percent
constexpr std::size_t most_world_columns = 3;  ///< beside mean, spread and extremes
constexpr std::size_t most_worlds_listed = 16;
constexpr std::size_t most_spreads = 4;  ///< above this many outcomes only the first is taken apart
constexpr std::size_t most_lines_over = 7;

std::string chance(double probability) {
    double const hundredth = std::round(probability * 1e4) / 1e2;
    return hundredth == std::round(hundredth) ? text::format_share(probability) : text::format_share(probability, 2);
}

std::string worlds_table(ThreatResult const& result, TextStyle const& style) {
    text::TextTable table({{"World", Align::left}, {"Probability"}, {"Rules"}});
    std::vector<std::size_t> order(result.world_names.size());
    for (std::size_t w = 0; w < order.size(); ++w) order[w] = w;
    if (order.size() > most_worlds_listed) {
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return result.risk.probability(static_cast<Index>(a)) > result.risk.probability(static_cast<Index>(b));
        });
        order.resize(most_worlds_listed);
    }
    for (std::size_t const w : order) {
        World const& world = result.prospects.worlds[w];
        std::size_t rules = result.scenario.rules.size();
        if (world.is_otherwise && !result.scenario.otherwise.empty())
            rules += result.threatened.at(result.scenario.otherwise).rules.size();
        for (std::size_t k = 0; k < world.comes.size(); ++k)
            if (world.comes[k]) rules += result.threatened.at(result.scenario.threats[k].scenario).rules.size();
        table.add_row({{result.world_names[w]},
                       {chance(result.risk.probability(static_cast<Index>(w)))},
                       {text::format_number(static_cast<double>(rules))}});
    }
    std::string out = table.render(style);
    if (order.size() < result.world_names.size())
        out += fmt::format("and {} less likely ones\n", result.world_names.size() - order.size());
    return out;
}

std::string values_table(ThreatResult const& result, std::vector<std::size_t> const& figures, TextStyle const& style) {
    Figure const& first = result.figures[figures.front()];
    Risk const& risk = result.risk;
    bool const has_cost = !std::isnan(result.certainty_cost(static_cast<Index>(figures.front())));
    bool const shows_worlds = result.world_names.size() <= most_world_columns;
    std::vector<text::Column> columns{{"", Align::left}, {"Expected"}};
    if (result.sources) columns.push_back({"5th…95th\npercentile", Align::right, true});
    columns.push_back({"Stand.\ndev."});
    if (shows_worlds) {
        for (std::string const& name : result.world_names) columns.push_back({text::shorten(name, 16)});
    } else {
        columns.insert(columns.end(), {{"Worst"}, {"Best"}});
    }
    if (has_cost) columns.push_back({"Certainty\ncost", Align::right, true});
    if (result.sources) columns.push_back({"Elasti-\ncities", Align::right, true});
    text::TextTable table(std::move(columns));
    for (std::size_t const o : figures) {
        auto const at = static_cast<Index>(o);
        Figure const& figure = result.figures[o];
        auto const value = [&](double v) { return text::level_cell(v, figure.units, figure.long_name); };
        std::vector<Cell> cells{{text::shorten(text::subject_of(figure.outcome, result.base), text::subject_width)},
                                value(risk.expected(at))};
        if (result.sources)
            cells.push_back({value(result.sources->expected_lower(at)).text + "…" +
                             value(result.sources->expected_upper(at)).text});
        cells.push_back({text::format_number(std::sqrt(risk.variance(at)), text::decimals_of(figure.units))});
        if (shows_worlds) {
            for (Index w = 0; w < result.values.rows(); ++w) cells.push_back(value(result.values(w, at)));
        } else {
            cells.push_back(value(result.values(risk.worst[o], at)));
            cells.push_back(value(result.values(risk.best[o], at)));
        }
        if (has_cost) cells.push_back({text::format_number(per_million * result.certainty_cost(at), 2)});
        if (result.sources) {
            double const ours = result.sources->from_elasticities(at), theirs = result.sources->from_threats(at);
            cells.push_back({ours + theirs > 0.0 ? text::format_share(ours / (ours + theirs), 1) : "–"});
        }
        table.add_row(std::move(cells));
    }
    return text::section(text::title_of(first.long_name, first.units), style) + table.render(style);
}

/// Who makes the spread of one figure.
std::string spread_table(ThreatResult const& result, std::size_t o, TextStyle const& style) {
    auto const at = static_cast<Index>(o);
    double const variance = result.risk.variance(at);
    Figure const& figure = result.figures[o];
    auto const share = [&](double part) { return Cell{variance > 0.0 ? text::format_share(part / variance, 1) : "–"}; };
    text::TextTable table({{"", Align::left},
                           {"Probability"},
                           {"By itself"},
                           {"Share"},
                           {"With all\nit adds to"},
                           {"Expected\nwithout"},
                           {"Deviation\nwithout"}});
    for (std::size_t l = 0; l < result.prospects.lotteries.size(); ++l) {
        Lottery const& lottery = result.prospects.lotteries[l];
        auto const row = static_cast<Index>(l);
        bool const is_one = lottery.threats.size() == 1;
        auto const threat = static_cast<Index>(lottery.threats.front());
        Attribution const& split = result.risk.by_lottery;
        double const without = result.risk.variance_without(threat, at);
        table.add_row({{text::shorten(lottery.name, 40)},
                       {is_one ? chance(lottery.probability.front()) : ""},
                       share(split.alone(row, at)),
                       share(split.shapley(row, at)),
                       share(split.last(row, at)),
                       is_one
                           ? text::level_cell(result.risk.expected_without(threat, at), figure.units, figure.long_name)
                           : Cell{""},
                       {is_one ? text::format_number(std::sqrt(without), text::decimals_of(figure.units)) : ""}});
        if (is_one) continue;
        for (std::size_t const k : lottery.threats) {
            auto const one = static_cast<Index>(k);
            table.add_row({{"  " + text::shorten(result.scenario.threats[k].label, 38)},
                           {chance(result.scenario.threats[k].probability)},
                           {""},
                           {""},
                           {""},
                           text::level_cell(result.risk.expected_without(one, at), figure.units, figure.long_name),
                           {text::format_number(std::sqrt(result.risk.variance_without(one, at)),
                                                text::decimals_of(figure.units))}});
        }
    }
    return text::section(fmt::format("What makes the spread of {}: {}, part of the variance",
                                     text::subject_of(figure.outcome, result.base), figure.long_name),
                         style) +
           table.render(style);
}

/// What each world adds to the variance: for threats that exclude one another.
std::string world_shares(ThreatResult const& result, std::size_t o, TextStyle const& style) {
    auto const at = static_cast<Index>(o);
    double const variance = result.risk.variance(at);
    std::string parts;
    for (Index w = 0; w < result.values.rows() && variance > 0.0; ++w)
        parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", result.world_names[static_cast<std::size_t>(w)],
                             text::format_share(result.risk.world_variance(w, at) / variance, 1));
    if (parts.empty()) return {};
    return text::sentence_line(fmt::format("Parts of the variance of {} by world: {}.",
                                           text::subject_of(result.figures[o].outcome, result.base), parts),
                               style);
}

std::string over_table(ThreatResult const& result, std::size_t threat, std::vector<double> const& probabilities,
                       TextStyle const& style) {
    RiskOverProbability const over = vary_probability(result, threat, probabilities);
    std::vector<text::Column> columns{{"", Align::left}};
    for (double const probability : probabilities) columns.push_back({chance(probability)});
    text::TextTable table(std::move(columns));
    // The first figure, then those that change most.
    std::vector<std::size_t> lines;
    for (std::size_t o = 0; o < result.figures.size(); ++o)
        if (result.figures[o].outcome.kind == result.figures.front().outcome.kind) lines.push_back(o);
    std::stable_sort(lines.begin() + 1, lines.end(), [&](std::size_t a, std::size_t b) {
        return result.risk.variance(static_cast<Index>(a)) > result.risk.variance(static_cast<Index>(b));
    });
    lines.resize(std::min(lines.size(), most_lines_over));
    for (std::size_t const o : lines) {
        std::vector<Cell> cells{
            {text::shorten(text::subject_of(result.figures[o].outcome, result.base), text::subject_width)}};
        for (Index p = 0; p < over.expected.rows(); ++p)
            cells.push_back(text::level_cell(over.expected(p, static_cast<Index>(o)), result.figures[o].units,
                                             result.figures[o].long_name));
        table.add_row(std::move(cells));
    }
    Figure const& first = result.figures.front();
    return text::section(
               fmt::format("{}: expected when {} has the probability", text::title_of(first.long_name, first.units),
                           result.scenario.threats[threat].label),
               style) +
           table.render(style);
}

std::string remarks(ThreatResult const& result, bool has_several, TextStyle const& style) {
    std::string words = fmt::format(
        "Expected: the mean over the worlds by their probabilities, not a forecast of any of them. Certainty "
        "cost: what each million of real income would give up to be sure of the mean, at a relative risk "
        "aversion of {}.",
        text::format_compact(result.risk_aversion));
    if (has_several)
        words +=
            " By itself: what knowing this alone would take from the variance; share: a fair division of all of it "
            "(Shapley); with all it adds to: what stays while only this is unknown. Without: were it certain not to "
            "come.";
    std::string out = "\n" + text::sentence_line(words, style);
    if (result.sources)
        out += text::sentence_line(
            fmt::format("Percentiles: of the mean, over {} draws of the elasticities (seed {}){}. Elasticities: their "
                        "part of the variance; the rest is not knowing what comes.",
                        result.draws, result.scenario.report.seed,
                        result.failed_draws > 0 ? fmt::format(", {} more did not solve", result.failed_draws) : ""),
            style);
    out += text::sentence_line(
        fmt::format("Checked: largest residual of any equation {}.", text::format_residual(result.audit.largest())),
        style);
    return out + text::sentence_line(fmt::format("Model {} ({}), elasticities {}, base {}.", result.scenario.model.kind,
                                                 describe_closures(result.scenario.model),
                                                 result.scenario.model.elasticities, result.base.name),
                                     style);
}

}  // namespace

std::string format_threats(ThreatResult const& result, std::optional<std::size_t> over,
                           std::vector<double> const& probabilities, TextStyle const& style) {
    std::string const& name = result.scenario.title.empty() ? result.scenario.name : result.scenario.title;
    std::string out = text::paint(name, Tone::strong, style) + "\n\n" + worlds_table(result, style);
    for (auto const& figures : text::by_kind(result.figures)) out += values_table(result, figures, style);
    bool const has_several = result.scenario.threats.size() > 1;
    std::size_t const n_figures = result.figures.size();
    for (std::size_t o = 0; has_several && o < (n_figures > most_spreads ? 1 : n_figures); ++o) {
        out += spread_table(result, o, style);
        if (result.world_names.size() <= most_worlds_listed) out += world_shares(result, o, style);
    }
    if (over) out += over_table(result, *over, probabilities, style);
    return out + remarks(result, has_several, style);
}

std::string format_threats_json(ThreatResult const& result) {
    text::Json json = text::tables_to_json(to_tables(result, ""), "/input");
    json.erase("command_line");
    return text::to_text(json);
}

}  // namespace desvio
