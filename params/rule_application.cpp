#include "params/rule_application.hpp"

#include "params/cost_changes.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

/// A duty of -1 gives the goods away: 1 + t' must stay positive by more than rounding.
constexpr double lowest_duty = -1.0 + 1e-9;

std::string flows_text(Selector const& importer, char const* arrow, Selector const& exporter, Selector const& sector) {
    return fmt::format("{} {} {}, {}", to_string(importer), arrow, to_string(exporter),
                       sector.terms.empty() ? "every sector" : to_string(sector));
}

/// f(u) of shock.hpp for the actions that need no table.
double act(TariffAction action, double value, double duty) {
    switch (action) {
        case TariffAction::rate:
            return value;
        case TariffAction::add:
            return duty + value;
        case TariffAction::factor:
            return duty * value;
        case TariffAction::floor:
            return std::max(duty, value);
        case TariffAction::cap:
            return std::min(duty, value);
        case TariffAction::table:
            break;
    }
    return duty;
}

/// A long list by its first entries and how many more there are.
std::vector<Unmatched> shorten(std::vector<Unmatched> list) {
    constexpr std::size_t most = 10;
    if (list.size() <= most) return list;
    std::size_t const more = list.size() - most;
    list.resize(most);
    list.back().problem += fmt::format(", as {} more rows do", more);
    return list;
}

}  // namespace

/// Sets duties, notes their change and reports once a rule if one of them cannot be.
class RuleApplication::DutyGuard {
  public:
    DutyGuard(RuleApplication& owner, SourceLocation where) : owner_(owner), where_(std::move(where)) {}

    void set(Index j, Index n, Index i, double duty) {
        double& current = owner_.shock_.tariff(j, n, i);
        meter_.note(owner_.base_.trade(j, n, i), current, duty);
        current = duty;
        if (std::isfinite(duty) && duty >= lowest_duty) return;
        if (n_refused_++ == 0) {
            first_refused_ = fmt::format("{} on {} from {}", owner_.base_.regions[n], owner_.base_.sectors[j],
                                         owner_.base_.regions[i]);
            first_duty_ = duty;
        }
    }

    void note_exempt(double trade) { meter_.note_exempt(trade); }

    void report(RuleEffect effect) {
        if (n_refused_ > 0) {
            owner_.faults_.add(where_,
                               fmt::format("the rule leaves {} duties out of range, first that of {}: {:.6g}",
                                           n_refused_, first_refused_, first_duty_),
                               "a duty must be finite and above -1, or the goods have no price",
                               "Give a larger rate, or a floor after it.");
        }
        meter_.report(effect);
        owner_.effects_.push_back(std::move(effect));
    }

  private:
    RuleApplication& owner_;
    SourceLocation where_;
    EffectMeter meter_;
    Index n_refused_ = 0;
    std::string first_refused_;
    double first_duty_ = 0.0;
};

RuleApplication::RuleApplication(Scenario const& scenario, Base const& base, NameBook& names, FaultList& faults)
    : scenario_(scenario), base_(base), names_(names), faults_(faults) {
    shock_.tariff = base.tariff;
}

void RuleApplication::judge(std::vector<Unmatched> const& unmatched, bool is_allowed, RuleEffect& effect) {
    for (Unmatched const& one : unmatched) {
        if (is_allowed || scenario_.allow_unmatched)
            effect.unmatched.push_back(one.problem);
        else
            faults_.add(one.where, one.problem, "the base has none there, so nothing would change",
                        "Check the name; write allow_unmatched = true in the rule, or give --allow-unmatched, if it is "
                        "meant.");
    }
}

FlowSet RuleApplication::select(FlowSelectors const& selectors, bool is_allowed, RuleEffect& effect) {
    std::size_t const faults_before = faults_.size();
    FlowSet flows = select_flows(selectors, names_, faults_);
    if (faults_.size() == faults_before)
        judge(find_unmatched(selectors, flows, names_, base_.trade), is_allowed, effect);
    return flows;
}

void RuleApplication::apply(TariffRule const& rule) {
    if (rule.action == TariffAction::table) return apply_table(rule);
    RuleEffect effect{"tariff", {}, rule.note, rule.where};
    effect.exempt_share = rule.exempt_share;
    FlowSet const flows =
        select({rule.importer, rule.exporter, rule.sector, false, rule.where}, rule.allow_unmatched, effect);
    DutyGuard guard(*this, rule.where);
    flows.for_each([&](Index j, Index n, Index i) {
        double const duty = shock_.tariff(j, n, i), full = act(rule.action, rule.value, duty);
        if (full != duty) guard.note_exempt(rule.exempt_share * base_.trade(j, n, i));
        // t' = e u + (1 - e) f(u)
        guard.set(j, n, i, rule.exempt_share * duty + (1.0 - rule.exempt_share) * full);
    });
    effect.summary = fmt::format("{} = {:.4g} on {}", to_string(rule.action), rule.value,
                                 flows_text(rule.importer, "<-", rule.exporter, rule.sector));
    if (rule.exempt_share > 0.0) effect.summary += fmt::format(", {:.4g} of each flow exempt", rule.exempt_share);
    guard.report(std::move(effect));
}

void RuleApplication::apply_table(TariffRule const& rule) {
    RuleEffect effect{"tariff", {}, rule.note, rule.where};
    effect.exempt_share = rule.exempt_share;
    FlowSet const flows =
        select({rule.importer, rule.exporter, rule.sector, false, rule.where}, rule.allow_unmatched, effect);
    DutyGuard guard(*this, rule.where);
    auto const find = [&](Labels const& labels, std::string const& code, char const* noun,
                          SourceLocation const& where) {
        auto const at = labels.find(code);
        if (!at) {
            faults_.add(where, fmt::format("unknown {} '{}'", noun, code), "the base has no such code",
                        suggest_name(code, labels.codes()));
        }
        return at;
    };
    auto const table = scenario_.tables.find(rule.table);
    if (table == scenario_.tables.end()) {
        faults_.add(rule.where, fmt::format("the table '{}' was not read", rule.table),
                    "its rates are not part of the scenario", "Read the scenario from its file.");
        return;
    }
    std::size_t const faults_before = faults_.size();
    std::vector<Unmatched> unmatched;
    Index n_used = 0;
    for (RateRow const& row : table->second.rows) {
        auto const j = find(base_.sectors, row.sector, "sector", row.where);
        auto const i = find(base_.regions, row.exporter, "region", row.where);
        auto const n = find(base_.regions, row.importer, "region", row.where);
        if (!j || !i || !n || !flows.contains(*j, *n, *i)) continue;
        ++n_used;
        double const duty = shock_.tariff(*j, *n, *i), trade = base_.trade(*j, *n, *i);
        if (row.rate != duty) guard.note_exempt(rule.exempt_share * trade);
        if (row.rate != duty && trade == 0.0)
            unmatched.push_back(
                {fmt::format("the rate on {} from {} to {} meets no trade", row.sector, row.exporter, row.importer),
                 row.where});
        // t' = e u + (1 - e) rate
        guard.set(*j, *n, *i, rule.exempt_share * duty + (1.0 - rule.exempt_share) * row.rate);
    }
    if (n_used == 0 && faults_.size() == faults_before)
        unmatched = {{fmt::format("no row of {} is on a flow of the rule", rule.table), rule.where}};
    judge(shorten(std::move(unmatched)), rule.allow_unmatched, effect);
    effect.summary = fmt::format("table {} ({} rows) on {}", rule.table, table->second.rows.size(),
                                 flows_text(rule.importer, "<-", rule.exporter, rule.sector));
    if (rule.exempt_share > 0.0) effect.summary += fmt::format(", {:.4g} of each flow exempt", rule.exempt_share);
    guard.report(std::move(effect));
}

void RuleApplication::apply(TradeCostRule const& rule) {
    RuleEffect effect{"trade_cost", {}, rule.note, rule.where};
    FlowSet const flows =
        select({rule.importer, rule.exporter, rule.sector, rule.both_ways, rule.where}, rule.allow_unmatched, effect);
    Tensor3& cost = shock_.trade_cost_hat;
    if (cost.empty()) cost = Tensor3(base_.trade.outer(), base_.trade.rows(), base_.trade.cols(), 1.0);
    Vector const change = cost_changes(rule, flows.sectors, scenario_, base_, faults_);
    EffectMeter meter;
    flows.for_each([&](Index j, Index n, Index i) {
        double const before = cost(j, n, i);
        // d_hat <- d_hat (1 + change)
        cost(j, n, i) *= 1.0 + change[j];
        meter.note(base_.trade(j, n, i), before - 1.0, cost(j, n, i) - 1.0);
    });
    effect.summary = describe_cost(rule, change, flows.sectors) + " on " +
                     flows_text(rule.importer, rule.both_ways ? "<->" : "<-", rule.exporter, rule.sector);
    meter.report(effect);
    effects_.push_back(std::move(effect));
}

void RuleApplication::apply(ProductivityRule const& rule) {
    std::size_t const faults_before = faults_.size();
    std::vector<Index> const regions = names_.regions(rule.region, faults_);
    std::vector<Index> const sectors = names_.sectors(rule.sector, faults_);
    Matrix& productivity = shock_.productivity_hat;
    if (productivity.size() == 0) productivity = Matrix::Ones(base_.n_sectors(), base_.n_regions());
    Matrix gross_output = Matrix::Zero(base_.n_sectors(), base_.n_regions());
    EffectMeter meter;
    for (Index const j : sectors) {
        for (Index const i : regions) {
            double const before = productivity(j, i);
            // A_hat <- A_hat (1 + change)
            productivity(j, i) *= 1.0 + rule.change;
            gross_output(j, i) = base_.trade.slice(j).col(i).sum();
            meter.note(gross_output(j, i), before - 1.0, productivity(j, i) - 1.0);
        }
    }
    RuleEffect effect{"productivity",
                      fmt::format("change = {:.4g} in {}, {}", rule.change, to_string(rule.region),
                                  rule.sector.terms.empty() ? "every sector" : to_string(rule.sector)),
                      rule.note, rule.where};
    if (faults_.size() == faults_before)
        judge(find_unmatched(rule, names_, gross_output), rule.allow_unmatched, effect);
    meter.report(effect);
    effects_.push_back(std::move(effect));
}

void RuleApplication::apply(RetaliationRule const& rule) {
    RuleEffect effect{"retaliation", {}, rule.note, rule.where};
    // `by` imports from `against`.
    FlowSet const flows = select({rule.by, rule.against, rule.sector, false, rule.where}, rule.allow_unmatched, effect);
    DutyGuard guard(*this, rule.where);
    flows.for_each([&](Index j, Index n, Index i) {
        // mirror: what i added to its duty on the same good of n, t'[j,i,n] - t[j,i,n] where positive
        double const added =
            rule.mirror ? std::max(0.0, tariff_before_retaliation_(j, i, n) - base_.tariff(j, i, n)) : rule.rate;
        guard.set(j, n, i, shock_.tariff(j, n, i) + added);
    });
    std::string const answer = rule.mirror ? "mirror" : fmt::format("rate = {:.4g}", rule.rate);
    effect.summary = answer + " on " + flows_text(rule.by, "<-", rule.against, rule.sector);
    guard.report(std::move(effect));
}

}  // namespace desvio
