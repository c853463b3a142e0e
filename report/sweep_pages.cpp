#include "desvio/core/units.hpp"
#include "desvio/report/sweep_report.hpp"

#include "report/json_tables.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <variant>

namespace desvio {
namespace {

using text::Align;
using text::Cell;
using text::Column;
using text::Tone;

constexpr std::size_t most_countries = 12, most_rows = 60, most_lines = 12;

/// What the page is made of, gathered once.
class SweepPage {
  public:
    SweepPage(SweepResult const& result, TextStyle const& style)
        : result_(result),
          style_(style),
          welfare_(result.table("/region/welfare_pct").values),
          gain_(result.table("/region/equivalent_variation").values),
          revenue_(result.table("/region/tariff_revenue_counterfactual").values),
          loss_(result.table("/redirection_volume/loss").values),
          redirected_(result.table("/redirection_volume/redirected").values) {
        for (Index const region : result.focus)
            if (region != result.market) countries_.push_back(region);
        auto const largest = [&](Index n) {
            return gain_.col(n).array().isNaN().select(0.0, gain_.col(n).array()).abs().maxCoeff();
        };
        std::stable_sort(countries_.begin(), countries_.end(),
                         [&](Index a, Index b) { return largest(a) > largest(b); });
        if (countries_.size() > most_countries) countries_.resize(most_countries);
        for (SweepTable const& table : result.tables)
            if (table.path.starts_with("/outcome/")) outcomes_.push_back(&table);
    }

    std::string write() {
        SweepPlan const& plan = result_.plan;
        Scenario const& scenario = plan.scenario;
        auto const width = static_cast<std::size_t>(std::max(style_.width, 1));
        std::string out =
            text::paint(scenario.title.empty() ? scenario.name : scenario.title, Tone::strong, style_) + "\n";
        for (SweepAxis const& axis : plan.axes)
            out += text::wrap(fmt::format("{}: {}, {} level{} from {} to {}; {} as written", axis.label,
                                          axis.number.long_name, axis.levels.size(), axis.levels.size() == 1 ? "" : "s",
                                          axis.levels.front(), axis.levels.back(), axis.number.written),
                              width, 4) +
                   "\n";
        out += "\n" + text::wrap("Real income, change in %, and what else moves with the level", width) + "\n";
        out += levels_table();
        out += bands_table();
        out += maxima();
        out += kinks();
        return out + facts();
    }

  private:
    [[nodiscard]] std::vector<Column> columns() const {
        std::vector<Column> columns;
        for (SweepAxis const& axis : result_.plan.axes) columns.push_back({axis.label});
        columns.push_back({result_.base.regions[result_.market]});
        if (result_.focus.size() > 1) columns.push_back({focus_title()});
        for (Index const n : countries_) columns.push_back({result_.base.regions[n], Align::right, true});
        columns.push_back({"Duties of\n" + result_.base.regions[result_.market]});
        columns.push_back({"Redi-\nrected"});
        for (SweepTable const* outcome : outcomes_) columns.push_back({outcome_title(*outcome)});
        return columns;
    }

    [[nodiscard]] std::string focus_title() const {
        std::string label = text::set_label(result_.base, result_.focus);
        constexpr std::size_t widest = 14;
        if (text::display_width(label) > widest) label = fmt::format("{} regions", result_.focus.size());
        if (auto const space = label.find(' '); space != std::string::npos) label[space] = '\n';
        return label;
    }

    static std::string outcome_title(SweepTable const& outcome) {
        std::string title = outcome.path.substr(std::string_view("/outcome/").size());
        if (auto const bracket = title.find('['); bracket != std::string::npos && bracket > 0)
            title.insert(bracket, "\n");
        return title;
    }

    /// Real income of the whole focus: sum of equivalent variations over the sum of incomes.
    [[nodiscard]] double focus_welfare(Index point) const {
        double gained = 0.0, income = 0.0;
        for (Index const n : result_.focus) {
            gained += gain_(point, n);
            income += result_.income_base(n);
        }
        return percent * gained / income;
    }

    /// Sales in the market before, million.
    [[nodiscard]] double sales_before(Index exporter) const {
        auto const at = std::find_if(result_.base_tables.begin(), result_.base_tables.end(),
                                     [](Table const& table) { return table.path == "/market/import_base"; });
        auto const* const values =
            at == result_.base_tables.end() ? nullptr : std::get_if<std::vector<double>>(&at->values);
        return values == nullptr ? 0.0 : values->at(static_cast<std::size_t>(exporter));
    }

    /// Of those in the focus who lose sales in the market: what finds other foreign buyers, over what they lose.
    [[nodiscard]] double redirection(Index point) const {
        double lost = 0.0, found = 0.0, before = 0.0;
        for (Index const n : result_.focus) {
            if (n == result_.market || !(loss_(point, n) > 0.0)) continue;
            lost += loss_(point, n);
            found += redirected_(point, n);
            before += sales_before(n);
        }
        return text::told_share(found, lost, before);
    }

    /// All points, the first axis running fastest.
    [[nodiscard]] std::vector<Index> points_in_order() const {
        std::vector<Index> points;
        for (Index const line : result_.grid.line_starts(0))
            for (Index k = 0; k < result_.grid.sizes.front(); ++k) points.push_back(line + k * result_.grid.stride(0));
        return points;
    }

    /// Whether a figure is the largest of its line along the first axis.
    [[nodiscard]] bool is_largest(RowMatrix const& values, Index point) const {
        Index const stride = result_.grid.stride(0), n = result_.grid.sizes.front();
        Index const line = point - result_.grid.at(point, 0) * stride;
        for (Index k = 0; k < n; ++k)
            if (!(values(line + k * stride, result_.market) <= values(point, result_.market))) return false;
        return n > 1;
    }

    [[nodiscard]] std::string levels_table() const {
        text::TextTable table(columns());
        std::vector<Index> const points = points_in_order();
        for (std::size_t row = 0; row < std::min(points.size(), most_rows); ++row) {
            Index const point = points[row];
            std::vector<Cell> cells;
            for (double const level : result_.levels(point)) cells.push_back({fmt::format("{:.6g}", level)});
            cells.push_back(marked(text::signed_cell(welfare_(point, result_.market), 2), welfare_, point));
            if (result_.focus.size() > 1) cells.push_back(text::signed_cell(focus_welfare(point), 2));
            for (Index const n : countries_) cells.push_back(text::signed_cell(welfare_(point, n), 2));
            cells.push_back(marked({text::format_number(revenue_(point, result_.market))}, revenue_, point));
            cells.push_back({text::format_share(redirection(point))});
            for (SweepTable const* outcome : outcomes_)
                cells.push_back({text::format_compact(outcome->values(point, 0))});
            table.add_row(std::move(cells));
        }
        std::string out = table.render(style_);
        if (points.size() > most_rows)
            out += fmt::format("... {} more points in the file\n", points.size() - most_rows);
        return out;
    }

    /// "-0.52…-0.31": from the 5th to the 95th percentile.
    [[nodiscard]] Cell band_cell(std::string const& path, Index point, Index cell) const {
        auto const at = [&](char const* ending) {
            auto const& tables = result_.bands.tables;
            auto const found = std::find_if(tables.begin(), tables.end(),
                                            [&](SweepTable const& table) { return table.path == path + ending; });
            return found->values(point, cell);
        };
        double const low = at("_p05"), high = at("_p95");
        if (std::isnan(low)) return {"–"};
        bool const is_percent = path.ends_with("_pct");
        bool const is_share = path.ends_with("_rate");
        auto const text_of = [&](double value) {
            if (is_percent) return text::format_signed(value, 2);
            return is_share ? text::format_share(value) : text::format_compact(value);
        };
        return {text_of(low) + "…" + text_of(high)};
    }

    /// What the elasticities leave open, level by level.
    [[nodiscard]] std::string bands_table() const {
        if (!result_.bands.is_drawn) return {};
        std::vector<Column> columns;
        for (SweepAxis const& axis : result_.plan.axes) columns.push_back({axis.label});
        columns.push_back({result_.base.regions[result_.market]});
        if (result_.focus.size() > 1) columns.push_back({focus_title()});
        columns.push_back({"Duties of\n" + result_.base.regions[result_.market]});
        for (SweepTable const* outcome : outcomes_) columns.push_back({outcome_title(*outcome)});
        for (Index const n : countries_) columns.push_back({result_.base.regions[n], Align::right, true});
        text::TextTable table(columns);
        std::vector<Index> const points = points_in_order();
        for (std::size_t row = 0; row < std::min(points.size(), most_rows); ++row) {
            Index const point = points[row];
            std::vector<Cell> cells;
            for (double const level : result_.levels(point)) cells.push_back({fmt::format("{:.6g}", level)});
            cells.push_back(band_cell("/region/welfare_pct", point, result_.market));
            if (result_.focus.size() > 1) cells.push_back(band_cell("/focus/welfare_pct", point, 0));
            cells.push_back(band_cell("/region/tariff_revenue_counterfactual", point, result_.market));
            for (SweepTable const* outcome : outcomes_) cells.push_back(band_cell(outcome->path, point, 0));
            for (Index const n : countries_) cells.push_back(band_cell("/region/welfare_pct", point, n));
            table.add_row(std::move(cells));
        }
        return "\n" +
               text::wrap(fmt::format("The same, low…high: 5th to 95th percentile over {} draws of the elasticities, "
                                      "the same draws at every level",
                                      result_.plan.draws - result_.bands.failed),
                          width()) +
               "\n" + table.render(style_);
    }

    /// ", 0.05 to 0.12 over the draws", where they were made.
    [[nodiscard]] std::string level_band(Optimum const& optimum) const {
        if (optimum.axis != 0) return {};
        for (LevelBand const& band : result_.bands.levels)
            if (band.line == optimum.line && band.objective == optimum.objective)
                return fmt::format(", over the draws from {:.3g} to {:.3g}", band.level.lower, band.level.upper);
        return {};
    }

    [[nodiscard]] Cell marked(Cell cell, RowMatrix const& values, Index point) const {
        cell.text += is_largest(values, point) ? "*" : " ";
        return cell;
    }

    /// "rate = 0.187"; of several axes the others in brackets: "rate = 0.187 (theta = 2)"
    [[nodiscard]] std::string place(std::size_t axis, Index line, double level) const {
        std::vector<SweepAxis> const& axes = result_.plan.axes;
        std::string text = fmt::format("{} = {:.3g}", axes[axis].label, level);
        std::vector<double> const levels = result_.levels(line);
        std::string others;
        for (std::size_t a = 0; a < axes.size(); ++a)
            if (a != axis) others += fmt::format("{}{} = {:.6g}", others.empty() ? "" : ", ", axes[a].label, levels[a]);
        return others.empty() ? text : fmt::format("{} ({})", text, others);
    }

    [[nodiscard]] std::string maxima() const {
        std::string out;
        std::string const market = text::name_in_sentence(text::short_name(result_.base, result_.market));
        std::size_t shown = 0;
        for (Optimum const& optimum : result_.optima) {
            if (++shown > most_lines) continue;
            bool const is_welfare = optimum.objective == Objective::welfare;
            if (std::isnan(optimum.level)) {
                out += text::wrap(fmt::format("Where {} of {} {} largest along {} was not found: a solve between the "
                                              "levels failed",
                                              is_welfare ? "real income" : "duties", market, is_welfare ? "is" : "are",
                                              result_.plan.axes[optimum.axis].label),
                                  width(), 4) +
                       "\n";
                continue;
            }
            std::string const value = is_welfare
                                          ? text::format_signed(optimum.value, 3) + "%"
                                          : text::format_number(optimum.value) + " " + text::money_unit(result_.base);
            out += text::wrap(
                       fmt::format("{} of {} {} largest at {}{}: {}{}", is_welfare ? "Real income" : "Duties", market,
                                   is_welfare ? "is" : "are", place(optimum.axis, optimum.line, optimum.level),
                                   optimum.is_at_end ? ", the end of the axis" : "", value, level_band(optimum)),
                       width(), 4) +
                   "\n";
        }
        if (shown > most_lines) out += fmt::format("... {} more maxima in the file\n", shown - most_lines);
        return out.empty() ? out : "\n" + out;
    }

    [[nodiscard]] std::string kinks() const {
        std::string out;
        std::size_t shown = 0, hidden = 0, flows = 0;
        Kink const* heaviest = nullptr;
        for (Kink const& kink : result_.kinks) {
            bool const is_flow = kink.kind == KinkKind::dies || kink.kind == KinkKind::revives;
            if (is_flow) {
                ++flows;
                if (heaviest == nullptr || kink.base_trade > heaviest->base_trade) heaviest = &kink;
                continue;
            }
            bool const is_of_interest =
                kink.region == result_.market ||
                std::find(result_.focus.begin(), result_.focus.end(), kink.region) != result_.focus.end();
            if (!is_of_interest || shown == most_lines) {
                ++hidden;
                continue;
            }
            ++shown;
            out += text::wrap(fmt::format("{} turns from {} at {}", text::short_name(result_.base, kink.region),
                                          kink.kind == KinkKind::gains ? "loss to gain" : "gain to loss",
                                          place(kink.axis, kink.line, kink.level)),
                              width(), 4) +
                   "\n";
        }
        if (hidden > 0) out += fmt::format("... and {} more changes of sign\n", hidden);
        if (heaviest != nullptr)
            out +=
                text::wrap(
                    fmt::format("{} flow{} pass{} {} of what they are in the base; the largest is {} from {} to {} "
                                "({} {}), at {}",
                                flows, flows == 1 ? "" : "s", flows == 1 ? "es" : "", result_.plan.dead_share,
                                result_.base.sectors[heaviest->sector], result_.base.regions[heaviest->exporter],
                                result_.base.regions[heaviest->region], text::format_compact(heaviest->base_trade),
                                text::money_unit(result_.base), place(heaviest->axis, heaviest->line, heaviest->level)),
                    width(), 4) +
                "\n";
        return out.empty() ? out : "\n" + out;
    }

    [[nodiscard]] std::string facts() const {
        SweepPlan const& plan = result_.plan;
        RowMatrix const& residual = result_.table("/diagnostics/residual_max").values;
        double const largest = residual.array().isNaN().select(0.0, residual.array()).maxCoeff();
        text::Page page("", style_);
        page.add("Units",
                 fmt::format("duties in {} of {} a year, numeraire: {}. Redirected: of what those of {} who "
                             "lose sales in the market lose there, the share that finds other foreign buyers, "
                             "in quantities. *: largest of the levels shown",
                             text::money_unit(result_.base), result_.base.year,
                             plan.scenario.model.factors == Factors::rigid ? "wages stay as in the base"
                                                                           : "world value added stays as in the base",
                             text::name_in_sentence(text::set_label(result_.base, result_.focus))));
        page.add("Model", fmt::format("{}; {}", plan.scenario.model.kind, describe_closures(plan.scenario.model)));
        page.add("Base",
                 fmt::format("{}, {} regions x {} sectors, sha256 {}", plan.given.name, result_.base.n_regions(),
                             result_.base.n_sectors(), result_.base_sha256.substr(0, 12)));
        page.add("Market",
                 fmt::format("{} ({})", text::short_name(result_.base, result_.market), result_.market_reason));
        page.add("Audit",
                 fmt::format("{} of {} points solved; largest residual of any equation {}",
                             result_.count(PointState::solved), result_.grid.size(), text::format_residual(largest)));
        if (result_.bands.is_drawn)
            page.add("Draws", fmt::format("{} of {} solved at every level of their line; seed {}",
                                          plan.draws - result_.bands.failed, plan.draws, plan.scenario.report.seed));
        page.add("Work", fmt::format("{} solves, {} evaluations, {:.3g} s in all", result_.solves, result_.evaluations,
                                     result_.seconds));
        return page.text();
    }

    [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(std::max(style_.width, 1)); }

    SweepResult const& result_;
    TextStyle const& style_;
    RowMatrix const &welfare_, &gain_, &revenue_, &loss_, &redirected_;
    std::vector<Index> countries_;
    std::vector<SweepTable const*> outcomes_;
};

}  // namespace

std::string format_sweep(SweepResult const& result, TextStyle const& style) { return SweepPage(result, style).write(); }

std::string format_sweep_json(SweepResult const& result) {
    text::Json json = text::tables_to_json(to_tables(result, ""), "/input");
    json.erase("command_line");
    text::Json levels = text::Json::object();
    for (SweepAxis const& axis : result.plan.axes) levels[axis.label] = axis.levels;
    json["levels"] = std::move(levels);
    return text::to_text(json);
}

}  // namespace desvio
