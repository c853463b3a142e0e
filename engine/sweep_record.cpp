#include "engine/sweep_record.hpp"

#include "desvio/core/units.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace desvio {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// sum_j M[j,n,i], row-major (importer, exporter)
Vector sum_over_sectors(Tensor3 const& trade) {
    RowMatrix total = RowMatrix::Zero(trade.rows(), trade.cols());
    for (Index j = 0; j < trade.outer(); ++j) total += trade.slice(j);
    return total.reshaped<Eigen::RowMajor>();
}

Vector single(double value) { return Vector::Constant(1, value); }

double count_dead(Tensor3 const& before, Tensor3 const& after, double share) {
    double dead = 0.0;
    for (Index j = 0; j < before.outer(); ++j)
        for (Index n = 0; n < before.rows(); ++n)
            for (Index i = 0; i < before.cols(); ++i)
                if (i != n && is_dead(before(j, n, i), after(j, n, i), share)) dead += 1.0;
    return dead;
}

/// Diagnostics stand in every point that was tried; they come first among the tables.
std::vector<SweepTable> diagnostic_tables() {
    return {{"/diagnostics/state", {}, units::one, "0 not solved, 1 solved, 2 not converged, 3 failed its audit", {}},
            {"/diagnostics/residual_max", {}, units::one, "largest relative residual of any equation", {}},
            {"/diagnostics/walras", {}, units::one, "residual of the redundant balance equation", {}},
            {"/diagnostics/iterations", {}, units::one, "evaluations of the residual", {}},
            {"/diagnostics/seconds", {}, units::seconds, "time of the solve", {}}};
}

PointState state_of(SweepPoint const& point) {
    if (!point.found.summary.is_converged()) return PointState::not_converged;
    return point.audit.passed() ? PointState::solved : PointState::audit_failed;
}

}  // namespace

bool is_dead(double base_trade, double trade, double share) noexcept {
    return base_trade > 0.0 && trade < share * base_trade;
}

struct SweepRecord::Figures {
    SweepPoint const& point;
    Redirection value, volume;
    MarketShift market;
    [[nodiscard]] Equilibrium const& after() const noexcept { return point.found.equilibrium; }
    [[nodiscard]] ExactWelfare const& welfare() const noexcept { return point.found.welfare; }
};

SweepRecord::SweepRecord(SweepPlan const& plan, Counterfactuals const& model, Index market)
    : base_(model.accounts()),
      market_(market),
      market_code_(base_.regions[market]),
      money_(plan.given.unit.empty() ? "million US$" : plan.given.unit),
      numeraire_(plan.scenario.model.factors == Factors::rigid ? money_ : "numeraire " + money_),
      dead_share_(plan.dead_share),
      keep_trade_(plan.keep_trade) {
    add_regions();
    add_ledgers();
    add_market_and_trade(plan.keep_trade);
    add_outcomes(plan.outcomes, model.base());
    add("/diagnostics/dead_flows", {}, units::one,
        fmt::format("flows between regions below {} of their base", dead_share_),
        [this](Figures const& f) { return single(count_dead(base_.trade, f.after().trade, dead_share_)); });
}

void SweepRecord::add_regions() {
    using F = Figures const&;
    std::vector<std::string> const region{"region"};
    add("/region/wage_hat", region, units::one, "wage, counterfactual / base, in numeraire units",
        [](F f) { return f.after().wage_hat; });
    add("/region/price_index_hat", region, units::one, "consumer price index, counterfactual / base",
        [](F f) { return f.welfare().price_index_hat; });
    add("/region/real_wage_hat", region, units::one, "wage over consumer prices, counterfactual / base",
        [](F f) { return f.welfare().real_wage_hat; });
    add("/region/welfare_pct", region, units::percent_name, "real income, change",
        [](F f) { return f.welfare().welfare_pct; });
    add("/region/equivalent_variation", region, money_, "change of real income in money of the base",
        [](F f) { return f.welfare().equivalent_variation; });
    add("/region/income_counterfactual", region, numeraire_, "income after the change",
        [](F f) { return f.after().income; });
    add("/region/value_added_counterfactual", region, numeraire_, "value added after the change",
        [](F f) { return f.after().factor_income; });
    add("/region/tariff_revenue_counterfactual", region, numeraire_, "duties collected after the change",
        [](F f) { return f.after().tariff_revenue; });
    add("/region/deficit_counterfactual", region, numeraire_, "imports less exports after the change",
        [](F f) { return f.after().deficit; });
}

void SweepRecord::add_ledgers() {
    struct Line {
        char const* name;
        std::string long_name;
        Vector Redirection::*figure;
    };
    struct Ledger {
        std::string group, money, of;
        Redirection Figures::*ledger;
    };
    for (Ledger const& ledger : {Ledger{"/redirection/", numeraire_, "", &Figures::value},
                                 Ledger{"/redirection_volume/", money_, ", at base prices", &Figures::volume}}) {
        for (Line const& line :
             {Line{"loss", "exports lost in " + market_code_, &Redirection::loss},
              Line{"redirected", "exports gained in other foreign markets", &Redirection::redirected},
              Line{"absorbed", "gain of own sales at home", &Redirection::absorbed},
              Line{"output_cut", "fall of gross output", &Redirection::output_cut},
              Line{"redirected_share", "redirected / loss", &Redirection::rate}}) {
            bool const is_rate = line.figure == &Redirection::rate;
            add((ledger.group + line.name).c_str(), {"exporter"}, is_rate ? units::one : ledger.money,
                line.long_name + ledger.of,
                [of = ledger.ledger, line = line.figure](Figures const& f) { return f.*of.*line; });
        }
    }
}

void SweepRecord::add_market_and_trade(bool keep_trade) {
    using F = Figures const&;
    add("/market/import_counterfactual", {"exporter"}, numeraire_, "imports of " + market_code_ + " after the change",
        [](F f) { return f.market.import_counterfactual; });
    add("/market/share_counterfactual", {"exporter"}, units::one,
        "share of the imports of " + market_code_ + " after the change",
        [](F f) { return f.market.share_counterfactual; });
    add("/market/diversion", {}, numeraire_,
        "imports of " + market_code_ + " gained by exporters whose duty did not rise",
        [](F f) { return single(f.market.diversion); });
    add("/market/destruction", {}, numeraire_, "total imports lost by " + market_code_,
        [](F f) { return single(f.market.destruction); });
    add("/trade/total_counterfactual", {"importer", "exporter"}, numeraire_,
        "trade after the change, all sectors, basic price, before duty",
        [](F f) { return sum_over_sectors(f.after().trade); });
    if (!keep_trade) return;
    add("/trade/counterfactual", {"sector", "importer", "exporter"}, numeraire_,
        "trade after the change, basic price, before duty", [](F f) { return f.after().trade.flat(); });
    add("/tariff/counterfactual", {"sector", "importer", "exporter"}, units::fraction,
        "ad-valorem duty after the change", [](F f) { return f.after().tariff.flat(); });
}

void SweepRecord::add_outcomes(std::vector<std::string> const& outcomes, Base const& base) {
    FaultList faults;
    for (std::string const& text : outcomes) {
        try {
            Outcome const outcome = parse_outcome(text, base, {text});
            OutcomeKind const& kind = outcome_kinds()[outcome.kind];
            add(("/outcome/" + text).c_str(), {}, kind.units, kind.long_name, [outcome, this](Figures const& f) {
                return single(value_of(outcome, {f.point.model.accounts(), market_}, f.point.found));
            });
        } catch (InputError const& error) {
            for (Fault const& fault : error.faults()) faults.add(fault.where, fault.problem, fault.why, fault.remedy);
        }
    }
    faults.throw_if_any();
}

Index SweepRecord::cells(Column const& column) const {
    Index product = 1;
    for (std::string const& dimension : column.dimensions)
        product *= dimension == "sector" ? base_.n_sectors() : base_.n_regions();
    return product;
}

std::vector<SweepTable> SweepRecord::tables(Index n_points) const {
    std::vector<SweepTable> tables = diagnostic_tables();
    for (SweepTable& table : tables) table.values = RowMatrix::Constant(n_points, 1, not_known);
    tables.front().values.setZero();
    for (Column const& column : columns_)
        tables.push_back({column.path, column.dimensions, column.units, column.long_name,
                          RowMatrix::Constant(n_points, cells(column), not_known)});
    return tables;
}

std::vector<Table> SweepRecord::base_tables() const {
    auto const list = [](auto const& values) { return std::vector<double>(values.begin(), values.end()); };
    Vector imports(base_.n_regions());
    Vector const total = sum_over_sectors(base_.trade);
    for (Index i = 0; i < imports.size(); ++i) imports(i) = i == market_ ? 0.0 : total(market_ * base_.n_regions() + i);
    std::vector<Table> tables{
        {"/region/income_base", {"region"}, list(base_.income), money_, "income before the change"},
        {"/region/value_added_base", {"region"}, list(base_.value_added), money_, "value added before the change"},
        {"/region/tariff_revenue_base",
         {"region"},
         list(base_.tariff_revenue),
         money_,
         "duties collected before the change"},
        {"/region/deficit_base", {"region"}, list(base_.deficit), money_, "imports less exports before the change"},
        {"/market/import_base",
         {"exporter"},
         list(imports),
         money_,
         "imports of " + market_code_ + " before the change"},
        {"/trade/total_base",
         {"importer", "exporter"},
         list(total),
         money_,
         "trade before the change, all sectors, basic price, before duty"}};
    if (keep_trade_) {
        tables.push_back({"/trade/base",
                          {"sector", "importer", "exporter"},
                          list(base_.trade.flat()),
                          money_,
                          "trade before the change, basic price, before duty"});
        tables.push_back({"/tariff/base",
                          {"sector", "importer", "exporter"},
                          list(base_.tariff.flat()),
                          units::fraction,
                          "ad-valorem duty before the change"});
    }
    return tables;
}

SweepRow SweepRecord::row(SweepPoint const& point) const {
    PointState const state = state_of(point);
    bool const has_audit = point.found.summary.is_converged();
    SweepRow row{single(static_cast<double>(state)), single(has_audit ? point.audit.largest() : not_known),
                 single(has_audit ? point.audit.walras : not_known), single(point.found.summary.evaluations),
                 single(point.found.summary.seconds)};
    if (state != PointState::solved) {
        for (Column const& column : columns_) row.push_back(Vector::Constant(cells(column), not_known));
        return row;
    }
    Equilibrium const& after = point.found.equilibrium;
    Figures const figures{
        point, compute_redirection(base_.trade, after.trade, market_),
        compute_redirection(base_.trade, volume_at_base_prices(after.trade, after.unit_cost_hat), market_),
        compute_market_shift(base_.trade, after.trade, base_.tariff, after.tariff, market_)};
    for (Column const& column : columns_) row.push_back(column.figure(figures));
    return row;
}

}  // namespace desvio
