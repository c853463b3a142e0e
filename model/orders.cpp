#include "model/orders.hpp"

#include <utility>

namespace desvio {

OrderChain::OrderChain(Buyers const& buyers, Tensor3 const& share, Tensor3 const& input_share, Tensor3 const& tariff)
    : buyers_(buyers), input_share_(input_share), net_share_(share) {
    for (Index j = 0; j < net_share_.outer(); ++j) {
        RowMatrix const net = 1.0 / (1.0 + tariff.slice(j).array());
        auto slice = net_share_.slice(j);
        for (Index b = 0; b < slice.rows(); ++b)
            slice.row(b).array() *= net.row(buyers_.region[static_cast<std::size_t>(b)]).array();
    }
}

/// X[j,b] = sum of gamma[n,j,k] Y[k,n] over the users k that b buys for
Matrix OrderChain::input_spending(Matrix const& output) const {
    Matrix spending = Matrix::Zero(output.rows(), buyers_.size());
    for (Index n = 0; n < output.cols(); ++n) {
        auto const share = input_share_.slice(n);
        if (buyers_.is_by_user())
            spending.middleCols(buyers_.of_user(n, 0), output.rows()) = share * output.col(n).asDiagonal();
        else
            spending.col(n) = share * output.col(n);
    }
    return spending;
}

Matrix OrderChain::orders(Matrix const& spending) const {
    Matrix received(spending.rows(), net_share_.cols());
    for (Index j = 0; j < spending.rows(); ++j) received.row(j).noalias() = spending.row(j) * net_share_.slice(j);
    return received;
}

Tensor3 OrderChain::flows(Matrix const& spending) const {
    Index const n_regions = net_share_.cols();
    Tensor3 flows(spending.rows(), n_regions, n_regions);
    for (Index j = 0; j < spending.rows(); ++j) {
        auto const share = net_share_.slice(j);
        auto flow = flows.slice(j);
        for (Index b = 0; b < buyers_.size(); ++b)
            flow.row(buyers_.region[static_cast<std::size_t>(b)]) += spending(j, b) * share.row(b);
    }
    return flows;
}

OrderMap::OrderMap(Accounts const& accounts, OrderChain const& chain, Matrix final_orders, Matrix base)
    : accounts_(accounts),
      chain_(chain),
      base_(std::move(base)),
      per_base_((base_.array() > 0.0).select(1.0 / base_.array(), 0.0)),
      final_orders_(std::move(final_orders)),
      base_orders_(base_ - chain.input_orders(base_)),
      scale_(Vector::Ones(base_.size())) {}

Matrix OrderMap::output(Vector const& x) const {
    return Eigen::Map<Matrix const>(x.data(), base_.rows(), base_.cols()).cwiseProduct(base_);
}

void OrderMap::residual(Vector const& x, Vector& f) {
    Matrix const wanted = chain_.input_orders(output(x)) + (1.0 - step_) * base_orders_ + step_ * final_orders_;
    f = relative(wanted).reshaped() - x;
}

void OrderMap::jacobian_times(Vector const& v, Vector& out) {
    out = relative(chain_.input_orders(output(v))).reshaped() - v;
}

std::string OrderMap::component_name(Index k) const {
    return "orders for " + accounts_.sectors[k % base_.rows()] + " of " + accounts_.regions[k / base_.rows()];
}

}  // namespace desvio
