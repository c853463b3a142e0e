#include "desvio/engine/run.hpp"
#include "desvio/params/use_table.hpp"
#include "engine/rebase.hpp"

#include <cmath>

namespace desvio {
namespace {

/// Costs made to add up: where value added is declared, input shares are scaled to 1 - beta.
Base with_consistent_costs(Base base) {
    if (!base.value_added_share) return base;
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            double const declared = (*base.value_added_share)(j, n);
            auto inputs = base.input_share.slice(n).col(j);
            if (!std::isnan(declared) && inputs.sum() > 0.0) inputs *= (1.0 - declared) / inputs.sum();
        }
    return base;
}

/// Final shares that a household can have: none negative, summing to 1.
void clip_final_shares(Accounts& accounts) {
    accounts.final_share = accounts.final_share.cwiseMax(0.0);
    for (Index n = 0; n < accounts.n_regions(); ++n) {
        double const total = accounts.final_share.col(n).sum();
        if (total > 0.0) accounts.final_share.col(n) /= total;
    }
}

/// The cell of `after` that moved most against `before`, relative to the larger of the cell and a millionth of the
/// mean.
class MovementFinder {
  public:
    MovementFinder(std::string quantity, double mean) : least_(std::abs(mean) / 1e6) {
        movement_.quantity = std::move(quantity);
    }
    void see(double before, double after, auto const& where) {
        double const size = std::max(std::abs(before), least_);
        double const relative = size > 0.0 ? std::abs(after - before) / size : 0.0;
        if (relative > movement_.largest_relative || movement_.where.empty())
            movement_ = {movement_.quantity, relative, where(), before, after};
    }
    [[nodiscard]] Settled::Movement const& result() const noexcept { return movement_; }

  private:
    Settled::Movement movement_;
    double least_;
};

Settled::Movement region_movement(std::string quantity, Labels const& regions, Vector const& before,
                                  Vector const& after) {
    MovementFinder finder(std::move(quantity), before.cwiseAbs().mean());
    for (Index n = 0; n < regions.size(); ++n) finder.see(before(n), after(n), [&] { return regions[n]; });
    return finder.result();
}

Settled::Movement sector_movement(std::string quantity, Accounts const& accounts, Matrix const& before,
                                  Matrix const& after) {
    MovementFinder finder(std::move(quantity), before.cwiseAbs().mean());
    for (Index n = 0; n < accounts.n_regions(); ++n)
        for (Index j = 0; j < accounts.n_sectors(); ++j)
            finder.see(before(j, n), after(j, n), [&] { return accounts.sectors[j] + " in " + accounts.regions[n]; });
    return finder.result();
}

Settled::Movement flow_movement(Accounts const& accounts, Tensor3 const& after) {
    MovementFinder finder("trade", accounts.trade.flat().mean());
    for (Index j = 0; j < accounts.n_sectors(); ++j)
        for (Index n = 0; n < accounts.n_regions(); ++n)
            for (Index i = 0; i < accounts.n_regions(); ++i)
                finder.see(accounts.trade(j, n, i), after(j, n, i), [&] {
                    return accounts.sectors[j] + " from " + accounts.regions[i] + " to " + accounts.regions[n];
                });
    return finder.result();
}

}  // namespace

Base rebase(Base base, Equilibrium const& equilibrium) {
    base.trade = equilibrium.trade;
    base.tariff = equilibrium.tariff;
    // The new flows imply value added and final demand; what was declared for the old ones no longer applies.
    base.value_added_share.reset();
    base.final_demand.reset();
    drop_stale_use_table(base, "flows moved to an equilibrium");
    return base;
}

Settled settle_base(Base const& given, Deficits deficits, FixedPointOptions const& options) {
    Base const base = with_consistent_costs(given);
    Accounts accounts = derive_accounts(base, base.elasticities.front().name, Derivation::declared);
    clip_final_shares(accounts);
    Shock unshocked;
    unshocked.tariff = accounts.tariff;
    Closures const closures{deficits};
    FixedPointOptions tight = options;
    tight.tolerance = std::min(options.tolerance, 1e-12);
    Solution const solution = CaliendoParro(accounts).solve(unshocked, closures, tight);

    Settled settled;
    settled.summary = solution.summary;
    settled.audit = audit_equilibrium(accounts, unshocked, closures, solution.equilibrium, AuditReport{}.tolerance,
                                      AuditScope::counterfactual);
    settled.base = rebase(base, solution.equilibrium);
    Accounts const after = derive_accounts(settled.base, base.elasticities.front().name);
    settled.movements = {
        flow_movement(accounts, settled.base.trade),
        sector_movement("gross output", accounts, accounts.gross_output, after.gross_output),
        sector_movement("expenditure", accounts, accounts.expenditure, after.expenditure),
        sector_movement("value added share", accounts, accounts.value_added_share, after.value_added_share),
        sector_movement("final share", accounts, accounts.final_share, after.final_share),
        region_movement("value added", accounts.regions, accounts.value_added, after.value_added),
        region_movement("tariff revenue", accounts.regions, accounts.tariff_revenue, after.tariff_revenue),
        region_movement("deficit", accounts.regions, accounts.deficit, after.deficit),
        region_movement("income", accounts.regions, accounts.income, after.income),
    };
    return settled;
}

}  // namespace desvio
