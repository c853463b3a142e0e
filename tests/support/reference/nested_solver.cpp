#include "tests/support/reference/nested_solver.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace desvio::test {

namespace {

double trade_cost_hat(Shock const& shock, Index j, Index n, Index i) {
    return shock.trade_cost_hat.empty() ? 1.0 : shock.trade_cost_hat(j, n, i);
}

double productivity_hat(Shock const& shock, Index j, Index i) {
    return shock.productivity_hat.size() == 0 ? 1.0 : shock.productivity_hat(j, i);
}

/// kappa_hat = d_hat (1 + t') / (1 + t)
double kappa_hat(Accounts const& base, Shock const& shock, Index j, Index n, Index i) {
    return trade_cost_hat(shock, j, n, i) * (1 + shock.tariff(j, n, i)) / (1 + base.tariff(j, n, i));
}

std::vector<bool> trading_regions(Accounts const& base) {
    std::vector<bool> trades(static_cast<std::size_t>(base.n_regions()), false);
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                if (i == n || base.trade(j, n, i) == 0) continue;
                trades[static_cast<std::size_t>(n)] = trades[static_cast<std::size_t>(i)] = true;
            }
        }
    }
    return trades;
}

/// c[j,i] = w[i]^beta[j,i] prod_k P[k,i]^gamma[i,k,j] / A[j,i]
void compute_unit_costs(Accounts const& base, Shock const& shock, Equilibrium& e) {
    for (Index i = 0; i < base.n_regions(); ++i) {
        for (Index j = 0; j < base.n_sectors(); ++j) {
            double cost = std::pow(e.wage_hat[i], base.value_added_share(j, i));
            for (Index k = 0; k < base.n_sectors(); ++k) cost *= std::pow(e.price_hat(k, i), base.input_share(i, k, j));
            e.unit_cost_hat(j, i) = cost / productivity_hat(shock, j, i);
        }
    }
}

/// P[j,n] = (sum_i pi[j,n,i] (c[j,i] kappa[j,n,i])^-theta[j])^(-1/theta[j]); 1 where nothing is bought.
/// Returns the largest relative change of a price.
double update_prices(Accounts const& base, Shock const& shock, Equilibrium& e) {
    double largest_change = 0;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            double sum = 0;
            for (Index i = 0; i < base.n_regions(); ++i) {
                if (base.trade_share(j, n, i) == 0) continue;
                sum += base.trade_share(j, n, i) *
                       std::pow(e.unit_cost_hat(j, i) * kappa_hat(base, shock, j, n, i), -base.theta[j]);
            }
            double const price = sum > 0 ? std::pow(sum, -1 / base.theta[j]) : 1;
            largest_change = std::max(largest_change, std::abs(price / e.price_hat(j, n) - 1));
            e.price_hat(j, n) = price;
        }
    }
    return largest_change;
}

void solve_prices(Accounts const& base, Shock const& shock, Equilibrium& e) {
    constexpr int most_sweeps = 5000;
    for (int sweep = 0; sweep < most_sweeps; ++sweep) {
        compute_unit_costs(base, shock, e);
        if (update_prices(base, shock, e) < 1e-15) break;
    }
    compute_unit_costs(base, shock, e);
}

/// pi'[j,n,i] = pi[j,n,i] (c[j,i] kappa[j,n,i] / P[j,n])^-theta[j]
void compute_shares(Accounts const& base, Shock const& shock, Equilibrium& e) {
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                double const share = base.trade_share(j, n, i);
                double const landed = e.unit_cost_hat(j, i) * kappa_hat(base, shock, j, n, i) / e.price_hat(j, n);
                e.trade_share(j, n, i) = share == 0 ? 0 : share * std::pow(landed, -base.theta[j]);
            }
        }
    }
}

/// D' by closure. gdp-share: what is left over is spread by V' over the regions that trade.
void compute_deficits(Accounts const& base, Closures const& closures, std::vector<bool> const& trades, Equilibrium& e) {
    e.deficit = Vector::Zero(base.n_regions());
    if (closures.deficits == Deficits::fixed) e.deficit = base.deficit;
    if (closures.deficits != Deficits::gdp_share) return;
    double residual = 0, value_added = 0;
    for (Index n = 0; n < base.n_regions(); ++n) {
        e.deficit[n] = base.deficit[n] / base.value_added[n] * e.wage_hat[n] * base.value_added[n];
        residual += e.deficit[n];
        if (trades[static_cast<std::size_t>(n)]) value_added += e.wage_hat[n] * base.value_added[n];
    }
    for (Index n = 0; n < base.n_regions(); ++n) {
        if (!trades[static_cast<std::size_t>(n)]) continue;
        e.deficit[n] -= residual * e.wage_hat[n] * base.value_added[n] / value_added;
    }
}

/// X'[j,n] = sum_k gamma[n,j,k] Y'[k,n] + alpha[j,n] (w V + R' + D')[n]  with Y' and R' written in X', as one system.
void solve_expenditure(Accounts const& base, Shock const& shock, Equilibrium& e) {
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    auto const slot = [n_regions](Index j, Index n) { return j * n_regions + n; };
    Matrix system = Matrix::Identity(n_sectors * n_regions, n_sectors * n_regions);
    Vector right(n_sectors * n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        for (Index n = 0; n < n_regions; ++n) {
            right[slot(j, n)] = base.final_share(j, n) * (e.wage_hat[n] * base.value_added[n] + e.deficit[n]);
            for (Index k = 0; k < n_sectors; ++k) {
                for (Index m = 0; m < n_regions; ++m) {
                    double const duty_free = e.trade_share(k, m, n) / (1 + shock.tariff(k, m, n));
                    system(slot(j, n), slot(k, m)) -= base.input_share(n, j, k) * duty_free;
                    double const duty = shock.tariff(k, n, m) / (1 + shock.tariff(k, n, m)) * e.trade_share(k, n, m);
                    system(slot(j, n), slot(k, n)) -= base.final_share(j, n) * duty;
                }
            }
        }
    }
    Vector const solution = system.partialPivLu().solve(right);
    for (Index j = 0; j < n_sectors; ++j) {
        for (Index n = 0; n < n_regions; ++n) e.expenditure(j, n) = solution[slot(j, n)];
    }
}

/// M' = pi' X' / (1 + t'), Y' = sum_n M', R' = sum t' M'
void compute_flows(Accounts const& base, Shock const& shock, Equilibrium& e) {
    e.gross_output.setZero();
    e.tariff_revenue.setZero();
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                double const flow = e.trade_share(j, n, i) * e.expenditure(j, n) / (1 + shock.tariff(j, n, i));
                e.trade(j, n, i) = flow;
                e.gross_output(j, i) += flow;
                e.tariff_revenue[n] += shock.tariff(j, n, i) * flow;
            }
        }
    }
}

/// Excess demand for n's factors: exports - imports + D'.
Vector excess_demand(Accounts const& base, Equilibrium const& e) {
    Vector excess = e.deficit;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i) {
                if (i == n) continue;
                excess[n] -= e.trade(j, n, i);
                excess[i] += e.trade(j, n, i);
            }
        }
    }
    return excess;
}

/// World value added of the trading regions is what it was; the others keep w = 1.
void normalise_wages(Accounts const& base, std::vector<bool> const& trades, Equilibrium& e) {
    double before = 0, after = 0;
    for (Index n = 0; n < base.n_regions(); ++n) {
        if (!trades[static_cast<std::size_t>(n)]) continue;
        before += base.value_added[n];
        after += e.wage_hat[n] * base.value_added[n];
    }
    for (Index n = 0; n < base.n_regions(); ++n) {
        e.wage_hat[n] = trades[static_cast<std::size_t>(n)] ? e.wage_hat[n] * before / after : 1;
    }
}

}  // namespace

Equilibrium solve_by_nested_loops(Accounts const& base, Shock const& shock, Closures const& closures) {
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    Equilibrium e;
    e.wage_hat = Vector::Ones(n_regions);
    e.price_hat = e.unit_cost_hat = Matrix::Ones(n_sectors, n_regions);
    e.expenditure = e.gross_output = Matrix::Zero(n_sectors, n_regions);
    e.trade_share = e.trade = Tensor3(n_sectors, n_regions, n_regions);
    e.tariff = shock.tariff;
    e.tariff_revenue = Vector::Zero(n_regions);
    std::vector<bool> const trades = trading_regions(base);

    constexpr int most_steps = 20000;
    double step = 0.3, last_error = -1;
    for (int k = 0; k < most_steps; ++k) {
        solve_prices(base, shock, e);
        compute_shares(base, shock, e);
        compute_deficits(base, closures, trades, e);
        solve_expenditure(base, shock, e);
        compute_flows(base, shock, e);
        Vector const excess = excess_demand(base, e);
        double const error = excess.cwiseAbs().maxCoeff() / base.value_added.sum();
        if (error < 1e-13) {
            e.income = e.wage_hat.cwiseProduct(base.value_added) + e.deficit + e.tariff_revenue;
            return e;
        }
        // A damped step overshoots where trade is open and elastic: shorten it when the error grows.
        if (last_error > 0 && error > last_error) step *= 0.7;
        last_error = error;
        for (Index n = 0; n < n_regions; ++n) {
            if (!trades[static_cast<std::size_t>(n)]) continue;
            e.wage_hat[n] *= 1 + step * excess[n] / (e.wage_hat[n] * base.value_added[n]);
        }
        normalise_wages(base, trades, e);
    }
    throw std::runtime_error("the wage loop of the reference solver did not converge");
}

}  // namespace desvio::test
