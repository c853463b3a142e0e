#include "desvio/model/variants.hpp"

#include <limits>

namespace desvio {
namespace {

bool drops_inputs(Variant variant) { return variant == Variant::no_io || variant == Variant::one_sector_no_io; }
bool sums_sectors(Variant variant) { return variant == Variant::one_sector || variant == Variant::one_sector_no_io; }

/// sum_j weight[j] value[j] / sum_j weight[j] for every pair; `otherwise` where nothing is traded.
RowMatrix mean_over_sectors(Tensor3 const& values, Tensor3 const& weights, double otherwise) {
    RowMatrix sum = RowMatrix::Zero(weights.rows(), weights.cols()), total = sum;
    for (Index j = 0; j < weights.outer(); ++j) {
        sum += weights.slice(j).cwiseProduct(values.slice(j));
        total += weights.slice(j);
    }
    return (total.array() > 0.0).select(sum.array() / total.array(), otherwise);
}

Tensor3 one_slice(RowMatrix const& matrix) {
    Tensor3 tensor(1, matrix.rows(), matrix.cols());
    tensor.slice(0) = matrix;
    return tensor;
}

/// theta of the sum: mean over sectors, weighted by cross-border flows.
double mean_theta(Base const& base, Vector const& theta) {
    double sum = 0.0, total = 0.0;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        double const crossing = base.trade.slice(j).sum() - base.trade.slice(j).trace();
        sum += crossing * theta(j);
        total += crossing;
    }
    return total > 0.0 ? sum / total : theta.mean();
}

/// All sectors summed into one. The one input share is the cost of all inputs over all output.
Base sum_sectors(Base const& base, std::string const& elasticities) {
    Index const n_regions = base.n_regions();
    Base one = base;
    one.sector_table = {{"ALL", "All sectors", SectorKind::goods, "", {}}};
    one.index_labels();
    RowMatrix flows = RowMatrix::Zero(n_regions, n_regions);
    for (Index j = 0; j < base.n_sectors(); ++j) flows += base.trade.slice(j);
    one.trade = one_slice(flows);
    one.tariff = one_slice(mean_over_sectors(base.tariff, base.trade, 0.0));
    one.input_share = Tensor3(n_regions, 1, 1);
    Vector const output = flows.colwise().sum().transpose();
    for (Index n = 0; n < n_regions; ++n) {
        double cost = 0.0;
        for (Index j = 0; j < base.n_sectors(); ++j)
            cost += base.input_share.slice(n).col(j).sum() * base.trade.slice(j).col(n).sum();
        if (output(n) > 0.0) one.input_share(n, 0, 0) = cost / output(n);
    }
    if (base.jobs_per_output) {
        one.jobs_per_output = Matrix::Zero(1, n_regions);
        for (Index j = 0; j < base.n_sectors(); ++j)
            one.jobs_per_output->row(0) +=
                base.jobs_per_output->row(j).cwiseProduct(base.trade.slice(j).colwise().sum());
        one.jobs_per_output->row(0) =
            (output.transpose().array() > 0.0)
                .select(one.jobs_per_output->row(0).array() / output.transpose().array(), 0.0);
    }
    ElasticitySet const& set = base.elasticity_set(elasticities);
    ElasticitySet mean{set.name,
                       set.title,
                       set.horizon,
                       Vector::Constant(1, mean_theta(base, set.theta)),
                       Vector::Constant(1, std::numeric_limits<double>::quiet_NaN()),
                       {"mean over sectors, weighted by cross-border flows"}};
    one.elasticities = {mean};
    return one;
}

}  // namespace

Base make_variant(Base const& base, Variant variant, std::string const& elasticities) {
    Base result = sums_sectors(variant) ? sum_sectors(base, elasticities) : base;
    if (drops_inputs(variant)) result.input_share.flat().setZero();
    if (variant != Variant::full) {
        // Declared figures and cell marks belong to the base as it was given.
        result.value_added_share.reset();
        result.final_demand.reset();
        result.trade_quality.clear();
        result.use_table.reset();
    }
    return result;
}

Shock make_variant(Shock const& shock, Base const& base, Variant variant) {
    if (!sums_sectors(variant)) return shock;
    Shock one;
    one.tariff = one_slice(mean_over_sectors(shock.tariff, base.trade, 0.0));
    if (!shock.trade_cost_hat.empty())
        one.trade_cost_hat = one_slice(mean_over_sectors(shock.trade_cost_hat, base.trade, 1.0));
    if (shock.productivity_hat.size() > 0) {
        Matrix output(base.n_sectors(), base.n_regions());
        for (Index j = 0; j < base.n_sectors(); ++j) output.row(j) = base.trade.slice(j).colwise().sum();
        auto const total = output.colwise().sum().array();
        auto const weighted = output.cwiseProduct(shock.productivity_hat).colwise().sum().array();
        one.productivity_hat = (total > 0.0).select(weighted / total, 1.0).matrix();
    }
    return one;
}

}  // namespace desvio
