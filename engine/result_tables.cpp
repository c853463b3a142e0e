#include "desvio/core/units.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/version.hpp"
#include "engine/result_parts.hpp"
#include "engine/scenario_record.hpp"

#include <utility>

namespace desvio {
namespace {

/// Row-major values of an Eigen matrix, as tables store them.
template <class Derived>
std::vector<double> row_major(Eigen::MatrixBase<Derived> const& matrix) {
    std::vector<double> values(static_cast<std::size_t>(matrix.size()));
    Eigen::Map<RowMatrix>(values.data(), matrix.rows(), matrix.cols()) = matrix;
    return values;
}

std::vector<double> values_of(Vector const& vector) { return {vector.begin(), vector.end()}; }
std::vector<double> values_of(Tensor3 const& tensor) { return values_of(tensor.flat()); }

/// Collects tables; each call is one dataset: path, axes, values, unit, what it is.
class TableMaker {
  public:
    TableMaker(LabelledFile& file, std::string money, std::string numeraire)
        : money_(std::move(money)), numeraire_(std::move(numeraire)), file_(file) {}

    void add(std::string path, std::vector<std::string> dimensions, std::vector<double> values, std::string units,
             std::string long_name) {
        file_.tables.push_back(
            {std::move(path), std::move(dimensions), std::move(values), std::move(units), std::move(long_name)});
    }
    void by_region(std::string const& name, Vector const& values, std::string const& units, std::string long_name) {
        add("/region/" + name, {"region"}, values_of(values), units, std::move(long_name));
    }
    void by_sector(std::string const& name, Matrix const& values, std::string const& units, std::string long_name) {
        add("/sector/" + name, {"sector", "region"}, row_major(values), units, std::move(long_name));
    }
    void by_flow(std::string const& path, Tensor3 const& values, std::string const& units, std::string long_name) {
        add(path, {"sector", "importer", "exporter"}, values_of(values), units, std::move(long_name));
    }
    [[nodiscard]] std::string const& money() const noexcept { return money_; }
    [[nodiscard]] std::string const& numeraire() const noexcept { return numeraire_; }

  private:
    std::string money_, numeraire_;
    LabelledFile& file_;
};

/// M' / (M c_hat of the origin); 1 where the base has no flow
std::vector<double> volume_hat(Accounts const& base, Equilibrium const& counterfactual) {
    Tensor3 const volume = volume_at_base_prices(counterfactual.trade, counterfactual.unit_cost_hat);
    auto const before = base.trade.flat().array();
    Vector const hat = (before > 0.0).select(volume.flat().array() / before, 1.0);
    return values_of(hat);
}

void add_trade(TableMaker& make, RunResult const& result) {
    make.by_flow("/trade/base", result.accounts.trade, make.money(),
                 "trade before the change, basic price, before duty");
    make.by_flow("/trade/counterfactual", result.equilibrium.trade, make.numeraire(),
                 "trade after the change, basic price, before duty");
    make.add("/trade/volume_hat", {"sector", "importer", "exporter"}, volume_hat(result.accounts, result.equilibrium),
             units::one, "volume of trade, counterfactual / base");
    make.by_flow("/tariff/base", result.accounts.tariff, units::fraction, "ad-valorem duty before the change");
    make.by_flow("/tariff/counterfactual", result.equilibrium.tariff, units::fraction,
                 "ad-valorem duty after the change");
}

void add_interval(TableMaker& make, std::string const& name, Interval const& interval, std::string const& units,
                  std::string const& long_name) {
    make.by_region(name + "_p05", interval.lower, units, long_name + ", 5th percentile over elasticity draws");
    make.by_region(name + "_p50", interval.median, units, long_name + ", median over elasticity draws");
    make.by_region(name + "_p95", interval.upper, units, long_name + ", 95th percentile over elasticity draws");
}

void add_regions(TableMaker& make, RunResult const& result) {
    Accounts const& base = result.accounts;
    Equilibrium const& after = result.equilibrium;
    Welfare const& welfare = result.welfare;
    std::string const& money = make.money();
    std::string const& numeraire = make.numeraire();
    make.by_region("wage_hat", after.wage_hat, units::one, "wage, counterfactual / base, in numeraire units");
    make.by_region("price_index_hat", welfare.price_index_hat, units::one,
                   "consumer price index, counterfactual / base");
    make.by_region("real_wage_hat", welfare.real_wage_hat, units::one,
                   "wage over consumer prices, counterfactual / base");
    make.by_region("welfare_pct", welfare.welfare_pct, units::percent_name, "real income, change");
    if (result.closures.factors == Factors::mobile) {
        make.by_region("welfare_linear_pct", welfare.welfare_linear_pct, units::percent_name,
                       "real income, first order: terms of trade plus volume of trade");
        make.by_region("terms_of_trade_pct", welfare.terms_of_trade_pct, units::percent_name,
                       "first-order terms-of-trade effect on real income");
        make.by_region("volume_of_trade_pct", welfare.volume_of_trade_pct, units::percent_name,
                       "first-order volume-of-trade effect on real income");
    }
    make.by_region("income_base", base.income, money, "income before the change: value added, duties, deficit");
    make.by_region("income_counterfactual", after.income, numeraire, "income after the change");
    make.by_region("value_added_base", base.value_added, money, "value added before the change");
    make.by_region("value_added_counterfactual", after.factor_income, numeraire, "value added after the change");
    make.by_region("tariff_revenue_base", base.tariff_revenue, money, "duties collected before the change");
    make.by_region("tariff_revenue_counterfactual", after.tariff_revenue, numeraire,
                   "duties collected after the change");
    make.by_region("deficit_base", base.deficit, money, "imports less exports before the change, basic prices");
    make.by_region("deficit_counterfactual", after.deficit, numeraire, "imports less exports after the change");
    make.by_region("equivalent_variation", welfare.equivalent_variation, money,
                   "change of real income in money of the base");
    if (!result.uncertainty) return;
    Uncertainty const& draws = *result.uncertainty;
    add_interval(make, "welfare_pct", draws.welfare_pct, units::percent_name, "real income, change");
    add_interval(make, "real_wage_pct", draws.real_wage_pct, units::percent_name, "real wage, change");
    add_interval(make, "redirection_rate", draws.redirection_rate, units::one, "share of the loss redirected");
    add_interval(make, "redirection_loss", draws.loss, numeraire, "exports lost in the market");
    if (result.closures.factors == Factors::rigid)
        add_interval(make, "value_added_pct", draws.value_added_pct, units::percent_name, "value added, change");
}

void add_sectors(TableMaker& make, RunResult const& result) {
    Accounts const& base = result.accounts;
    Equilibrium const& after = result.equilibrium;
    make.by_sector("output_base", base.gross_output, make.money(), "gross output before the change");
    make.by_sector("output_counterfactual", after.gross_output, make.numeraire(), "gross output after the change");
    make.by_sector("unit_cost_hat", after.unit_cost_hat, units::one,
                   "unit cost of the producer, counterfactual / base");
    make.by_sector("price_hat", after.price_hat, units::one, "price index of the good, counterfactual / base");
    make.by_sector("expenditure_base", base.expenditure, make.money(), "spending before the change, duty included");
    make.by_sector("expenditure_counterfactual", after.expenditure, make.numeraire(),
                   "spending after the change, duty included");
    make.by_sector("value_added_base", base.value_added_share.cwiseProduct(base.gross_output), make.money(),
                   "value added before the change");
    make.by_sector("value_added_counterfactual", after.value_added, make.numeraire(), "value added after the change");
}

/// Direct parts of the input-output model and what the chain adds to them.
void add_short_run(TableMaker& make, RunResult const& result) {
    Accounts const& base = result.accounts;
    Equilibrium const& after = result.equilibrium;
    ShortRun const& parts = result.short_run->parts;
    auto const add = [&](std::string const& name, Matrix const& values, std::string const& units, std::string text) {
        make.add("/short_run/" + name, {"sector", "region"}, row_major(values), units, std::move(text));
    };
    auto const split = [&](std::string const& name, Matrix const& total, Matrix const& direct, std::string const& units,
                           std::string const& what) {
        add(name + "_direct", direct, units, what + ", direct: buyers' own orders at the base's output");
        add(name + "_indirect", total - direct, units, what + ", through the orders of other producers");
    };
    split("output_change", after.gross_output - base.gross_output, parts.direct_output_change, make.money(),
          "change of gross output");
    Matrix const value_added = result.short_run->buyers.value_added_share.cwiseProduct(base.gross_output);
    split("value_added_change", after.value_added - value_added, parts.direct_value_added_change, make.money(),
          "change of value added");
    Matrix const direct_cost_pct = percent * (parts.direct_cost_hat.array() - 1.0);
    add("cost_push_direct_pct", direct_cost_pct, units::percent_name,
        "change of unit cost from duties and costs on the producer's own inputs");
    add("cost_push_indirect_pct", (percent * (after.unit_cost_hat.array() - 1.0)).matrix() - direct_cost_pct,
        units::percent_name, "change of unit cost from what suppliers pass on");
    make.by_region("value_added_pct", percent * (after.factor_income.array() / base.value_added.array() - 1.0),
                   units::percent_name, "value added, change");
}

void add_employment(TableMaker& make, Employment const& jobs) {
    make.by_sector("jobs_base", jobs.base, units::persons, "persons at work before the change");
    make.by_sector("jobs_counterfactual", jobs.counterfactual, units::persons, "persons at work after the change");
}

void add_welfare_terms(TableMaker& make, Welfare const& welfare) {
    auto const partner = [&](std::string const& name, Matrix const& values, std::string long_name) {
        make.add("/welfare/" + name, {"region", "partner"}, row_major(values), units::percent_name,
                 std::move(long_name));
    };
    auto const sector = [&](std::string const& name, Matrix const& values, std::string long_name) {
        make.add("/welfare/" + name, {"sector", "region"}, row_major(values), units::percent_name,
                 std::move(long_name));
    };
    partner("terms_of_trade_by_partner", welfare.terms_of_trade_by_partner, "terms-of-trade effect by trading partner");
    partner("volume_of_trade_by_partner", welfare.volume_of_trade_by_partner,
            "volume-of-trade effect by trading partner");
    sector("terms_of_trade_by_sector", welfare.terms_of_trade_by_sector, "terms-of-trade effect by sector");
    sector("volume_of_trade_by_sector", welfare.volume_of_trade_by_sector, "volume-of-trade effect by sector");
}

/// One ledger under /group; `of` ends the long names: "" for values, ", at base prices" for volumes.
void add_ledger(TableMaker& make, std::string const& group, Redirection const& ledger, std::string const& market,
                std::string const& money, std::string const& of) {
    struct Line {
        char const* name;
        Vector const& total;
        Matrix const& by_sector;
        std::string const& units;
        std::string long_name;
    };
    for (Line const& line : {
             Line{"loss", ledger.loss, ledger.loss_by_sector, money, "exports lost in " + market + of},
             Line{"redirected", ledger.redirected, ledger.redirected_by_sector, money,
                  "exports gained in other foreign markets" + of},
             Line{"absorbed", ledger.absorbed, ledger.absorbed_by_sector, money, "gain of own sales at home" + of},
             Line{"output_cut", ledger.output_cut, ledger.output_cut_by_sector, money, "fall of gross output" + of},
             Line{"rate", ledger.rate, ledger.rate_by_sector, units::one, "redirected / loss" + of},
         }) {
        make.add(group + "/" + line.name, {"exporter"}, values_of(line.total), line.units, line.long_name);
        make.add(group + "/" + line.name + "_by_sector", {"sector", "exporter"}, row_major(line.by_sector), line.units,
                 line.long_name + ", by sector");
    }
    make.add(group + "/by_destination", {"exporter", "importer"}, row_major(ledger.by_destination), money,
             "exports gained by destination; 0 for " + market + " and for home" + of);
}

void add_redirection(TableMaker& make, RunResult const& result) {
    std::string const market = result.base.regions[result.redirection.market];
    add_ledger(make, "/redirection", result.redirection, market, make.numeraire(), "");
    add_ledger(make, "/redirection_volume", result.volume_redirection, market, make.money(), ", at base prices");
}

void add_concentration(TableMaker& make, Redirection const& ledger) {
    make.add("/concentration/herfindahl_base", {"exporter"}, values_of(ledger.herfindahl_base), units::one,
             "Herfindahl index of export destinations before the change");
    make.add("/concentration/herfindahl_counterfactual", {"exporter"}, values_of(ledger.herfindahl_counterfactual),
             units::one, "Herfindahl index of export destinations after the change");
    make.add("/concentration/destination_share_base", {"exporter", "importer"},
             row_major(ledger.destination_share_base), units::one,
             "share of the exporter's exports going there before the change");
    make.add("/concentration/destination_share_counterfactual", {"exporter", "importer"},
             row_major(ledger.destination_share_counterfactual), units::one,
             "share of the exporter's exports going there after the change");
}

void add_market(TableMaker& make, RunResult const& result) {
    MarketShift const& market = result.market;
    std::string const code = result.base.regions[market.market];
    make.add("/market/import_base", {"exporter"}, values_of(market.import_base), make.money(),
             "imports of " + code + " before the change");
    make.add("/market/import_counterfactual", {"exporter"}, values_of(market.import_counterfactual), make.numeraire(),
             "imports of " + code + " after the change");
    make.add("/market/share_base", {"exporter"}, values_of(market.share_base), units::one,
             "share of the imports of " + code + " before the change");
    make.add("/market/share_counterfactual", {"exporter"}, values_of(market.share_counterfactual), units::one,
             "share of the imports of " + code + " after the change");
    make.add("/market/diversion", {}, {market.diversion}, make.numeraire(),
             "imports of " + code + " gained by exporters whose duty did not rise");
    make.add("/market/destruction", {}, {market.destruction}, make.numeraire(), "total imports lost by " + code);
}

void add_diagnostics(TableMaker& make, LabelledFile& file, RunResult const& result) {
    std::vector<std::string> names, formulas, worst;
    std::vector<double> residuals;
    for (EquationResidual const& equation : result.audit.equations) {
        names.push_back(equation.equation);
        formulas.push_back(equation.formula);
        worst.push_back(equation.worst);
        residuals.push_back(equation.residual);
    }
    std::vector<double> history, numbers;
    for (Iteration const& iteration : result.summary.history) {
        history.push_back(iteration.residual);
        numbers.push_back(iteration.evaluation);
    }
    file.dimensions["equation"] = {"equation", names, "equation of the model"};
    file.dimensions["evaluation"] = {"evaluation", numbers, "evaluation of the residual"};
    make.add("/diagnostics/residual_max", {"equation"}, residuals, units::one,
             "largest relative residual of the equation");
    file.tables.push_back({"/diagnostics/formula", {"equation"}, formulas, "", "what the equation says"});
    file.tables.push_back({"/diagnostics/worst_cell", {"equation"}, worst, "", "where the residual is largest"});
    make.add("/diagnostics/walras", {}, {result.audit.walras}, units::one,
             "residual of the redundant balance equation");
    make.add("/diagnostics/iterations", {}, {static_cast<double>(result.summary.evaluations)}, units::one,
             "evaluations of the residual");
    make.add("/diagnostics/seconds", {}, {result.summary.seconds}, units::seconds, "time of the solve");
    make.add("/diagnostics/history", {"evaluation"}, history, units::one, "largest scaled residual");
}

void add_attributes(LabelledFile& file, RunResult const& result, std::string const& command_line) {
    ModelOptions const& model = result.scenario.model;
    ElasticitySet const& elasticities = result.given.elasticity_set(model.elasticities);
    auto const text = [&](char const* name, std::string value) { file.attributes.push_back({name, std::move(value)}); };
    auto const number = [&](char const* name, std::int64_t value) { file.attributes.push_back({name, value}); };
    text("format", "desvio-result");
    number("version", 1);
    text("title", result.scenario.title);
    text("model", model.kind);
    text("closures", describe_closures(model));
    text("numeraire", numeraire_of(model));
    text("elasticities", elasticities.name);
    text("elasticity_horizon", elasticities.horizon);
    text("market", result.base.regions[result.resolved.market]);
    text("market_reason", result.resolved.market_reason);
    text("base_name", result.given.name);
    text("base_sha256", result.base_sha256);
    add_scenario_attributes(file, result.scenario);
    text("desvio_version", version);
    text("git_commit", git_commit);
    text("compiler", compiler);
    text("created_utc", now_utc());
    text("command_line", command_line);
    text("solver_status", to_string(result.summary.status));
    text("solver_message", result.summary.message);
    number("draws", result.uncertainty ? result.uncertainty->draws : 0);
    number("draws_failed", result.uncertainty ? result.uncertainty->failed : 0);
    number("draws_seed", result.scenario.report.seed);
}

}  // namespace

LabelledFile answer_tables(RunResult const& result, std::string const& command_line) {
    LabelledFile file;
    add_attributes(file, result, command_line);
    std::vector<std::string> const& regions = result.base.regions.codes();
    file.dimensions["region"] = {"region", regions, "region"};
    file.dimensions["exporter"] = {"exporter", regions, "region the goods come from"};
    file.dimensions["importer"] = {"importer", regions, "region the goods go to"};
    file.dimensions["partner"] = {"partner", regions, "trading partner"};
    file.dimensions["sector"] = {"sector", result.base.sectors.codes(), "sector"};
    std::string const unit = result.base.unit.empty() ? "million US$" : result.base.unit;
    // Rigid factors leave money what it was.
    bool const is_rigid = result.closures.factors == Factors::rigid;
    TableMaker make(file, unit, is_rigid ? unit : "numeraire " + unit);
    add_trade(make, result);
    add_regions(make, result);
    add_sectors(make, result);
    if (result.short_run) add_short_run(make, result);
    if (result.employment) add_employment(make, *result.employment);
    if (result.closures.factors == Factors::mobile) add_welfare_terms(make, result.welfare);
    add_redirection(make, result);
    add_concentration(make, result.redirection);
    add_market(make, result);
    add_focus(file, result);
    add_diagnostics(make, file, result);
    return file;
}

LabelledFile to_tables(RunResult const& result, std::string const& command_line) {
    LabelledFile file = answer_tables(result, command_line);
    add_inputs(file, result.scenario, result.resolved.groups, result.given);
    return file;
}

RecordedRun recorded_run(LabelledFile const& result) {
    if (result.text_attribute("format") != "desvio-result")
        throw FileError({{result.origin},
                         "is not a desvio result",
                         "its format attribute says '" + result.text_attribute("format") + "'",
                         "Give a file that 'desvio run -o' wrote."});
    return recorded_inputs(result);
}

}  // namespace desvio
