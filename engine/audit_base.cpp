#include "engine/equation_check.hpp"

namespace desvio {

// X = gamma Y + alpha I subtracts large uses from large spending: a residual of final demand smaller than this share of
// the region's spending is rounding.
static constexpr double negligible_base_cell = 1e-9;

std::vector<EquationResidual> audit_base(Accounts const& base) {
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    EquationCheck output("base_gross_output", "Y[j,i] = sum_n M[j,n,i]; relative to Y");
    EquationCheck spending("base_expenditure", "X[j,n] = sum_i (1+t) M[j,n,i]; relative to X");
    EquationCheck share("base_trade_share", "pi[j,n,i] X[j,n] = (1+t) M[j,n,i], 0 where X = 0; relative to X");
    EquationCheck cost("base_cost_share", "sum_k gamma[n,k,j] + beta[j,n] = 1");
    EquationCheck value_added("base_value_added", "V[n] = sum_j beta[j,n] Y[j,n]; relative to V");
    EquationCheck revenue("base_tariff_revenue", "R[n] = sum_j sum_i t M; relative to sum |t| M");
    EquationCheck deficit("base_deficit", "D[n] = imports - exports; relative to n's output");
    EquationCheck income("base_income", "I[n] = V + R + D; relative to |V| + |R| + |D|");
    EquationCheck final_share("base_final_share", "sum_j alpha[j,n] = 1");
    EquationCheck market(
        "base_market", "X[j,n] = sum_k gamma[n,j,k] Y[k,n] + alpha[j,n] I[n]; relative to X, at least 1e-9 of n's sum");
    EquationCheck deficit_sum("base_deficit_sum", "sum_n D[n] = 0; relative to world trade");

    Matrix made = Matrix::Zero(n_sectors, n_regions), spent = Matrix::Zero(n_sectors, n_regions);
    Vector duties = Vector::Zero(n_regions), gross_duties = Vector::Zero(n_regions);
    Vector imports = Vector::Zero(n_regions), exports = Vector::Zero(n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        for (Index n = 0; n < n_regions; ++n) {
            double const total = base.expenditure(j, n);
            for (Index i = 0; i < n_regions; ++i) {
                double const flow = base.trade(j, n, i), duty = base.tariff(j, n, i) * flow;
                made(j, i) += flow;
                spent(j, n) += flow + duty;
                duties[n] += duty;
                gross_duties[n] += std::abs(duty);
                if (i != n) imports[n] += flow;
                if (i != n) exports[i] += flow;
                share.compare(base.trade_share(j, n, i) * total, flow + duty, total, j, n, i);
                if (total == 0.0) share.compare(base.trade_share(j, n, i), 0.0, 0.0, j, n, i);
            }
        }
    }
    for (Index n = 0; n < n_regions; ++n) {
        double const all_spending = spent.col(n).sum();
        double earned = 0.0, alpha_sum = 0.0;
        for (Index j = 0; j < n_sectors; ++j) {
            output.compare(base.gross_output(j, n), made(j, n), 0.0, j, n);
            spending.compare(base.expenditure(j, n), spent(j, n), 0.0, j, n);
            double cost_sum = base.value_added_share(j, n), wanted = base.final_share(j, n) * base.income[n];
            for (Index k = 0; k < n_sectors; ++k) {
                cost_sum += base.input_share(n, k, j);
                wanted += base.input_share(n, j, k) * base.gross_output(k, n);
            }
            cost.compare(cost_sum, 1.0, 0.0, j, n);
            market.compare(base.expenditure(j, n), wanted, negligible_base_cell * all_spending, j, n);
            earned += base.value_added_share(j, n) * base.gross_output(j, n);
            alpha_sum += base.final_share(j, n);
        }
        double const v = base.value_added[n], r = base.tariff_revenue[n], d = base.deficit[n];
        value_added.compare(v, earned, 0.0, -1, n);
        revenue.compare(r, duties[n], gross_duties[n], -1, n);
        deficit.compare(d, imports[n] - exports[n], made.col(n).sum(), -1, n);
        income.compare(base.income[n], v + r + d, std::abs(v) + std::abs(r) + std::abs(d), -1, n);
        final_share.compare(alpha_sum, 1.0, 0.0, -1, n);
    }
    deficit_sum.compare(base.deficit.sum(), 0.0, std::max(imports.sum(), negligible_base_cell * spent.sum()));

    std::vector<EquationResidual> results;
    for (EquationCheck const* check : {&output, &spending, &share, &cost, &value_added, &revenue, &deficit, &income,
                                       &final_share, &market, &deficit_sum}) {
        results.push_back(check->result(base.regions, base.sectors));
    }
    return results;
}

}  // namespace desvio
