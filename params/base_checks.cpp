#include "desvio/params/accounts.hpp"
#include "desvio/params/use_table.hpp"

#include <cmath>
#include <limits>
#include <tuple>

namespace desvio {
namespace {

// Rounding of sums of some thousand cells stays orders below; declared figures carry about ten printed digits (FORMATS
// §1).
constexpr double identity_tolerance = 1e-9;
constexpr double declared_tolerance = 1e-8;

/// Keeps the worst cell of one identity; NaN is worse than anything.
class Worst {
  public:
    void see(double error, auto const& describe) {
        if (!(error <= error_) && !std::isnan(error_)) {
            error_ = error;
            std::tie(where_, detail_) = describe();
        }
    }
    [[nodiscard]] IdentityCheck check(std::string identity, std::string meaning, double tolerance) const {
        return {std::move(identity), std::move(meaning), error_, tolerance, where_, detail_};
    }

  private:
    double error_ = 0.0;
    std::string where_, detail_;
};

std::string at(Base const& base, Index j, Index n) {
    return fmt::format("sector {}, region {}", base.sectors[j], base.regions[n]);
}

/// Largest violation of "value >= 0" over all cells of flows or duties.
IdentityCheck check_sign(Base const& base, Tensor3 const& values, std::string identity, std::string meaning) {
    Worst worst;
    for (Index j = 0; j < values.outer(); ++j)
        for (Index n = 0; n < values.rows(); ++n)
            for (Index i = 0; i < values.cols(); ++i) {
                double const value = values(j, n, i);
                if (!(value >= 0.0))
                    worst.see(std::isnan(value) ? value : -value, [&] {
                        return std::pair{fmt::format("sector {}, exporter {}, importer {}", base.sectors[j],
                                                     base.regions[i], base.regions[n]),
                                         fmt::format("value {:.6g}", value)};
                    });
            }
    return worst.check(std::move(identity), std::move(meaning), 0.0);
}

IdentityCheck check_input_signs(Base const& base) {
    Worst worst;
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index k = 0; k < base.n_sectors(); ++k)
            for (Index j = 0; j < base.n_sectors(); ++j) {
                double const share = base.input_share(n, k, j);
                if (!(share >= 0.0))
                    worst.see(std::isnan(share) ? share : -share, [&] {
                        return std::pair{fmt::format("region {}, input {}, user {}", base.regions[n], base.sectors[k],
                                                     base.sectors[j]),
                                         fmt::format("share {:.6g}", share)};
                    });
            }
    return worst.check("gamma[n,k,j] >= 0", "no input has a negative cost", 0.0);
}

IdentityCheck check_value_added_positive(Base const& base, Accounts const& accounts) {
    Worst worst;
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            double const share = accounts.value_added_share(j, n);
            if (!(share > 0.0))
                worst.see(std::isnan(share) ? share : 1.0 - share, [&] {
                    return std::pair{at(base, j, n), fmt::format("inputs cost {:.9g} of output, value added {:.6g}",
                                                                 1.0 - share, share)};
                });
        }
    return worst.check("beta[j,n] = 1 - sum_k gamma[n,k,j] > 0", "every sector pays some value added", 0.0);
}

IdentityCheck check_final_demand(Base const& base, Accounts const& accounts) {
    Worst worst;
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            double const demand = accounts.final_share(j, n) * accounts.income(n);
            double const spent = accounts.expenditure(j, n);
            // Negative by rounding of printed figures is no violation: measured against what is spent there.
            double const error = demand < 0.0 ? -demand / std::max(spent, std::numeric_limits<double>::min()) : 0.0;
            worst.see(std::isnan(demand) ? demand : error, [&] {
                return std::pair{at(base, j, n),
                                 fmt::format("{:.6g} spent, {:.6g} bought as inputs", spent, spent - demand)};
            });
        }
    return worst.check("X[j,n] = sum_k gamma[n,j,k] Y[k,n] + alpha[j,n] I[n], alpha >= 0",
                       "what is spent covers what producers buy; the rest is final demand", identity_tolerance);
}

IdentityCheck check_income(Base const& base, Accounts const& accounts) {
    Worst worst;
    for (Index n = 0; n < base.n_regions(); ++n) {
        double const income = accounts.income(n);
        double const final_demand =
            accounts.expenditure.col(n).sum() - (base.input_share.slice(n) * accounts.gross_output.col(n)).sum();
        double const size = std::max(std::abs(income), accounts.value_added(n));
        bool const empty = size == 0.0 && final_demand == 0.0;
        double const error = empty ? 0.0 : std::abs(final_demand - income) / size;
        worst.see(income < 0.0 ? 1.0 : error, [&] {
            return std::pair{fmt::format("region {}", base.regions[n]),
                             fmt::format("final demand {:.9g}, V + R + D = {:.9g}", final_demand, income)};
        });
    }
    return worst.check("sum_j alpha[j,n] = 1, I[n] = V + R + D >= 0", "final demand is income", identity_tolerance);
}

IdentityCheck check_deficits(Base const& base, Accounts const& accounts) {
    Worst worst;
    double const sum = accounts.deficit.sum();
    worst.see(std::abs(sum) / std::max(base.trade.flat().sum(), std::numeric_limits<double>::min()), [&] {
        return std::pair{std::string("world"), fmt::format("deficits sum to {:.6g}", sum)};
    });
    return worst.check("sum_n D[n] = 0", "the world trades with itself only", identity_tolerance);
}

/// Own sales bear no duty: t[j,n,n] = 0.
IdentityCheck check_own_duty(Base const& base) {
    Worst worst;
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index n = 0; n < base.n_regions(); ++n)
            worst.see(std::abs(base.tariff(j, n, n)), [&] {
                return std::pair{at(base, j, n), fmt::format("duty on own sales {:.6g}", base.tariff(j, n, n))};
            });
    return worst.check("t[j,n,n] = 0", "own sales bear no duty", 0.0);
}

void check_declared(Base const& base, Accounts const& accounts, std::vector<IdentityCheck>& checks) {
    if (base.value_added_share) {
        Worst worst;
        for (Index n = 0; n < base.n_regions(); ++n)
            for (Index j = 0; j < base.n_sectors(); ++j) {
                double const declared = (*base.value_added_share)(j, n);
                if (std::isnan(declared)) continue;
                double const residual = accounts.value_added_share(j, n);
                worst.see(std::abs(declared - residual), [&] {
                    return std::pair{at(base, j, n),
                                     fmt::format("declared {:.9g}, 1 - inputs = {:.9g}", declared, residual)};
                });
            }
        checks.push_back(worst.check("declared beta[j,n] = 1 - sum_k gamma[n,k,j]",
                                     "value_added.csv agrees with the input shares", declared_tolerance));
    }
    if (base.final_demand) {
        Worst worst;
        for (Index n = 0; n < base.n_regions(); ++n)
            for (Index j = 0; j < base.n_sectors(); ++j) {
                double const declared = (*base.final_demand)(j, n);
                if (std::isnan(declared)) continue;
                double const residual = accounts.final_share(j, n) * accounts.income(n);
                double const spent = accounts.expenditure(j, n);
                double const gap = std::abs(declared - residual);
                worst.see(gap == 0.0 ? 0.0 : gap / std::max(spent, std::numeric_limits<double>::min()), [&] {
                    return std::pair{at(base, j, n), fmt::format("declared {:.9g}, X - inputs = {:.9g}, X = {:.9g}",
                                                                 declared, residual, spent)};
                });
            }
        checks.push_back(worst.check("declared F[j,n] = X[j,n] - sum_k gamma[n,j,k] Y[k,n]",
                                     "final_demand.csv agrees with flows and input shares", declared_tolerance));
    }
}

}  // namespace

std::vector<IdentityCheck> check_base(Base const& base) {
    Accounts const accounts = derive_accounts(base, base.elasticities.front().name);
    std::vector<IdentityCheck> checks{
        check_sign(base, base.trade, "M[j,n,i] >= 0", "no flow is negative, own sales included"),
        check_sign(base, base.tariff, "t[j,n,i] >= 0", "no duty is negative"),
        check_own_duty(base),
        check_input_signs(base),
        check_value_added_positive(base, accounts),
        check_final_demand(base, accounts),
        check_income(base, accounts),
        check_deficits(base, accounts),
    };
    check_declared(base, accounts, checks);
    for (IdentityCheck& check : check_use_table(base)) checks.push_back(std::move(check));
    return checks;
}

void require_identities(Base const& base) {
    FaultList faults;
    for (IdentityCheck const& check : check_base(base))
        if (!check.passed())
            faults.add({base.origin},
                       fmt::format("{} fails at {} by {:.3g} (allowed {:.1g}): {}", check.identity, check.worst,
                                   check.error, check.tolerance, check.detail),
                       check.meaning + "; a base off its identities would put its own adjustment into every result",
                       "Mend the figures, or make an equilibrium of them with 'desvio base settle'.");
    faults.throw_if_any();
}

}  // namespace desvio
