#include "desvio/model/input_output.hpp"

#include "model/orders.hpp"
#include "model/sourcing.hpp"
#include "model/trade_sums.hpp"

#include <algorithm>
#include <utility>

namespace desvio {
namespace {

/// Values by buyer summed over the buyers of a region: J x B -> J x N.
Matrix sum_by_region(Buyers const& buyers, Matrix const& values, Index n_regions) {
    Matrix sums = Matrix::Zero(values.rows(), n_regions);
    for (Index b = 0; b < buyers.size(); ++b) sums.col(buyers.region[static_cast<std::size_t>(b)]) += values.col(b);
    return sums;
}

/// Flows that keep their quantity, at the producer's new price: c_hat H. Nothing when the base has none.
Tensor3 held_flows(Buyers const& buyers, Matrix const& unit_cost_hat) {
    Tensor3 flows = buyers.held;
    for (Index j = 0; j < flows.outer(); ++j) flows.slice(j) *= unit_cost_hat.row(j).transpose().asDiagonal();
    return flows;
}

void add_flows(Tensor3& flows, Tensor3 const& more) {
    if (!more.empty()) flows.flat() += more.flat();
}

/// What producers receive for flows, J x N: sum_n M[j,n,i].
Matrix received(Tensor3 const& flows) {
    Matrix sums(flows.outer(), flows.cols());
    for (Index j = 0; j < flows.outer(); ++j) sums.row(j) = flows.slice(j).colwise().sum();
    return sums;
}

/// P_hat[j,n]: the mean over the region's buyers, weighted by what they spent in the base; 1 where nobody did.
Matrix mean_price(Buyers const& buyers, Matrix const& base_spending, Matrix const& price_hat, Index n_regions) {
    Matrix const weights = sum_by_region(buyers, base_spending, n_regions);
    Matrix const sums = sum_by_region(buyers, base_spending.cwiseProduct(price_hat), n_regions);
    return (weights.array() > 0.0).select(sums.array() / weights.array(), 1.0);
}

/// (1 + t) M and R of every region from the flows.
void account_for_flows(Equilibrium& equilibrium) {
    Tensor3 const& trade = equilibrium.trade;
    equilibrium.trade_share = trade;
    equilibrium.trade_share.flat().array() *= 1.0 + equilibrium.tariff.flat().array();
    equilibrium.expenditure.resize(trade.outer(), trade.rows());
    equilibrium.tariff_revenue = Vector::Zero(trade.rows());
    for (Index j = 0; j < trade.outer(); ++j) {
        auto share = equilibrium.trade_share.slice(j);
        equilibrium.expenditure.row(j) = share.rowwise().sum().transpose();
        equilibrium.tariff_revenue += equilibrium.tariff.slice(j).cwiseProduct(trade.slice(j)).rowwise().sum();
        for (Index n = 0; n < share.rows(); ++n)
            if (equilibrium.expenditure(j, n) > 0.0) share.row(n) /= equilibrium.expenditure(j, n);
    }
    equilibrium.deficit = imports_less_exports(trade);
}

/// The two solves as one: all evaluations, the worse residual, and the first that failed.
Summary join(Summary costs, Summary const& orders) {
    costs.evaluations += orders.evaluations;
    costs.seconds += orders.seconds;
    if (orders.final_residual > costs.final_residual || !orders.is_converged()) {
        costs.final_residual = orders.final_residual;
        costs.worst_component = orders.worst_component;
    }
    for (Iteration iteration : orders.history) {
        iteration.evaluation = static_cast<int>(costs.history.size()) + 1;
        costs.history.push_back(iteration);
    }
    if (costs.is_converged() && !orders.is_converged()) {
        costs.status = orders.status;
        costs.message = orders.message;
        costs.method = orders.method;
    }
    return costs;
}

}  // namespace

InputOutput::InputOutput(Accounts const& accounts, Buyers const& buyers, double demand_elasticity)
    : accounts_(accounts), buyers_(buyers), demand_elasticity_(demand_elasticity) {}

ShortRunSolution InputOutput::solve(Shock const& shock, FixedPointOptions const& options, Monitor const& monitor,
                                    Matrix const* start, Vector const* theta) const {
    Index const n_regions = accounts_.n_regions();
    ShortRunSolution solution;
    CostMap costs(accounts_, buyers_, shock, theta != nullptr ? *theta : accounts_.theta, demand_elasticity_);
    Vector x = Vector::Zero(costs.size());
    if (start != nullptr) x = start->reshaped();
    Summary const cost_summary = solve_fixed_point(costs, x, options, monitor);

    ShortRun& parts = solution.short_run;
    parts.direct_cost_hat = costs.log_cost_at(Vector::Zero(costs.size())).array().exp();
    Equilibrium& result = solution.equilibrium;
    solution.log_unit_cost_hat = costs.log_cost_at(x);
    result.unit_cost_hat = solution.log_unit_cost_hat.array().exp();
    parts.buyer_price_hat = costs.log_price().array().exp();
    parts.buyer_share = costs.shares();
    Tensor3 const input_share = costs.input_shares();
    OrderChain const chain(buyers_, parts.buyer_share, input_share, shock.tariff);

    // f' = final spending F P^(1-eta) by origin, and what keeps its quantity
    Matrix const final_spending =
        buyers_.final_spending.array() * ((1.0 - demand_elasticity_) * costs.log_price().array()).exp();
    Tensor3 const held = held_flows(buyers_, result.unit_cost_hat);
    Matrix final_orders = chain.orders(final_spending);
    if (!held.empty()) final_orders += received(held);

    OrderMap orders(accounts_, chain, final_orders, accounts_.gross_output);
    Vector y = (accounts_.gross_output.array() > 0.0).cast<double>().matrix().reshaped();
    Summary const order_summary = solve_fixed_point(orders, y, options, monitor);
    solution.summary = join(cost_summary, order_summary);
    Matrix const output = orders.output(y);

    // d = A' Y + f' - Y at the base's output
    Matrix const& base_output = accounts_.gross_output;
    parts.direct_output_change = chain.input_orders(base_output) + final_orders - base_output;
    parts.buyer_spending = chain.input_spending(output) + final_spending;

    result.wage_hat = Vector::Ones(n_regions);
    result.tariff = shock.tariff;
    result.trade = chain.flows(parts.buyer_spending);
    add_flows(result.trade, held);
    account_for_flows(result);
    result.gross_output = received(result.trade);
    Matrix const value_added_share = costs.value_added_shares();
    result.value_added = value_added_share.cwiseProduct(result.gross_output);
    // beta' (Y + d) - beta Y
    parts.direct_value_added_change = value_added_share.cwiseProduct(base_output + parts.direct_output_change) -
                                      buyers_.value_added_share.cwiseProduct(base_output);
    result.factor_income = result.value_added.colwise().sum().transpose();
    result.income = result.factor_income + result.tariff_revenue + result.deficit;
    Matrix const base_input_spending =
        OrderChain(buyers_, buyers_.share, buyers_.input_share, accounts_.tariff).input_spending(base_output);
    result.price_hat =
        mean_price(buyers_, base_input_spending + buyers_.final_spending, parts.buyer_price_hat, n_regions);
    if (buyers_.is_by_user())
        result.final_price_hat = mean_price(buyers_, buyers_.final_spending, parts.buyer_price_hat, n_regions);
    return solution;
}

}  // namespace desvio
