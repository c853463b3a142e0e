#include "desvio/tables/aggregate.hpp"

#include "tables/aggregate_labels.hpp"
#include "tables/aggregate_use.hpp"
#include "tables/place.hpp"

#include <cmath>
#include <limits>

namespace desvio {
namespace {

constexpr double not_declared = std::numeric_limits<double>::quiet_NaN();

/// Y[j,i] = sum_n M[j,n,i]
Matrix sum_output(Tensor3 const& trade) {
    Matrix output(trade.outer(), trade.cols());
    for (Index j = 0; j < trade.outer(); ++j) output.row(j) = trade.slice(j).colwise().sum();
    return output;
}

class Aggregator {
  public:
    Aggregator(Base const& base, Merging const& regions, Merging const& sectors)
        : given_(base), regions_(regions), sectors_(sectors), output_(sum_output(base.trade)) {}

    Aggregated aggregate() {
        Base& base = done_.base;
        base = aggregated_labels(given_, regions_, sectors_, output_, done_.lost_groups);
        add_flows();
        new_output_ = sum_output(base.trade);
        add_inputs();
        if (given_.value_added_share) add_value_added();
        if (given_.final_demand) add_final_demand();
        if (!given_.trade_quality.empty()) choose_quality();
        if (given_.use_table) aggregate_use(given_, regions_, sectors_, base);
        if (given_.jobs_per_output)
            base.jobs_per_output = aggregated_jobs(*given_.jobs_per_output, regions_, sectors_, output_, new_output_);
        base.elasticities = aggregated_elasticities(given_, sectors_, output_);
        return std::move(done_);
    }

  private:
    [[nodiscard]] bool is_single(Index j, Index n) const {
        return sectors_.members[to_place(j)].size() == 1 && regions_.members[to_place(n)].size() == 1;
    }

    /// Calls visit(new j, new n, new i, j, n, i) for every flow.
    void for_each_flow(auto const& visit) const {
        for (Index j = 0; j < given_.n_sectors(); ++j)
            for (Index n = 0; n < given_.n_regions(); ++n)
                for (Index i = 0; i < given_.n_regions(); ++i)
                    visit(sectors_.target[to_place(j)], regions_.target[to_place(n)], regions_.target[to_place(i)], j,
                          n, i);
    }

    /// M' and t'; W by region.
    void add_flows() {
        Index const n_sectors = sectors_.size(), n_regions = regions_.size();
        Tensor3& trade = done_.base.trade = Tensor3(n_sectors, n_regions, n_regions);
        Tensor3 duty(n_sectors, n_regions, n_regions);
        constexpr double unseen = -1.0;
        common_rate_ = Tensor3(n_sectors, n_regions, n_regions, unseen);
        done_.duty_within = Vector::Zero(n_regions);
        for_each_flow([&](Index new_j, Index new_n, Index new_i, Index j, Index n, Index i) {
            double const value = given_.trade(j, n, i);
            double const paid = given_.tariff(j, n, i) * value;
            trade(new_j, new_n, new_i) += value;
            if (new_n != new_i) {
                duty(new_j, new_n, new_i) += paid;
                double const rate = given_.tariff(j, n, i);
                double& common = common_rate_(new_j, new_n, new_i);
                common = common == unseen || common == rate ? rate : 0.0;
            } else if (n != i) {
                trade(new_j, new_n, new_i) += paid;
                done_.duty_within(new_n) += paid;
                done_.trade_within += value;
            }
        });
        set_rates(duty);
    }

    /// t' = duty paid over value; where nothing flows, or one flow stays alone, the rate its members share, or 0.
    void set_rates(Tensor3 const& duty) {
        Tensor3& tariff = done_.base.tariff = Tensor3(duty.outer(), duty.rows(), duty.cols());
        for (Index j = 0; j < duty.outer(); ++j)
            for (Index n = 0; n < duty.rows(); ++n)
                for (Index i = 0; i < duty.cols(); ++i) {
                    if (n == i) continue;
                    double const value = done_.base.trade(j, n, i);
                    bool const is_alone = is_single(j, n) && regions_.members[to_place(i)].size() == 1;
                    tariff(j, n, i) = is_alone || value <= 0.0 ? common_rate_(j, n, i) : duty(j, n, i) / value;
                }
    }

    /// gamma'[n,k,j] = sum gamma[n,k,j] Y[j,n] / Y'[j,n]; a lone user keeps its shares, only its inputs are merged.
    void add_inputs() {
        Index const n_sectors = sectors_.size(), n_regions = regions_.size();
        Tensor3& share = done_.base.input_share = Tensor3(n_regions, n_sectors, n_sectors);
        for (Index n = 0; n < given_.n_regions(); ++n)
            for (Index k = 0; k < given_.n_sectors(); ++k)
                for (Index j = 0; j < given_.n_sectors(); ++j) {
                    Index const new_n = regions_.target[to_place(n)], new_j = sectors_.target[to_place(j)];
                    double const weight = is_single(new_j, new_n) ? 1.0 : output_(j, n);
                    share(new_n, sectors_.target[to_place(k)], new_j) += given_.input_share(n, k, j) * weight;
                }
        for (Index n = 0; n < n_regions; ++n)
            for (Index j = 0; j < n_sectors; ++j)
                if (!is_single(j, n) && new_output_(j, n) > 0.0) share.slice(n).col(j) /= new_output_(j, n);
    }

    /// beta'[j,n] = (sum beta Y + W[j,n]) / Y'[j,n], where W is what output grew by
    void add_value_added() {
        Matrix const& declared = *given_.value_added_share;
        Matrix share = Matrix::Zero(sectors_.size(), regions_.size());
        Matrix output = Matrix::Zero(sectors_.size(), regions_.size());
        for (Index n = 0; n < given_.n_regions(); ++n)
            for (Index j = 0; j < given_.n_sectors(); ++j) {
                Index const new_j = sectors_.target[to_place(j)], new_n = regions_.target[to_place(n)];
                double const weight = is_single(new_j, new_n) ? 1.0 : output_(j, n);
                share(new_j, new_n) += declared(j, n) * weight;
                output(new_j, new_n) += output_(j, n);
            }
        for (Index n = 0; n < regions_.size(); ++n)
            for (Index j = 0; j < sectors_.size(); ++j) {
                if (is_single(j, n)) continue;
                double const whole = new_output_(j, n);
                share(j, n) = whole > 0.0 ? (share(j, n) + whole - output(j, n)) / whole : not_declared;
            }
        done_.base.value_added_share = std::move(share);
    }

    void add_final_demand() {
        Matrix demand = Matrix::Zero(sectors_.size(), regions_.size());
        for (Index n = 0; n < given_.n_regions(); ++n)
            for (Index j = 0; j < given_.n_sectors(); ++j)
                demand(sectors_.target[to_place(j)], regions_.target[to_place(n)]) += (*given_.final_demand)(j, n);
        done_.base.final_demand = std::move(demand);
    }

    void choose_quality() {
        Index const n_sectors = sectors_.size(), n_regions = regions_.size();
        auto const n_cells = to_place(n_sectors * n_regions * n_regions);
        auto const n_qualities = given_.quality_names.size();
        // Value by cell and quality; a cell without value takes the quality of its first member.
        std::vector<double> value(n_cells * n_qualities, 0.0);
        std::vector<unsigned char> first(n_cells, 0);
        std::vector<bool> is_seen(n_cells, false);
        std::size_t flow = 0;
        for_each_flow([&](Index new_j, Index new_n, Index new_i, Index j, Index n, Index i) {
            auto const cell = to_place((new_j * n_regions + new_n) * n_regions + new_i);
            unsigned char const quality = given_.trade_quality[flow++];
            if (!is_seen[cell]) first[cell] = quality;
            is_seen[cell] = true;
            value[cell * n_qualities + quality] += given_.trade(j, n, i);
        });
        done_.base.quality_names = given_.quality_names;
        done_.base.trade_quality = first;
        for (std::size_t cell = 0; cell < n_cells; ++cell) {
            double largest = 0.0;
            for (std::size_t quality = 0; quality < n_qualities; ++quality)
                if (value[cell * n_qualities + quality] > largest) {
                    largest = value[cell * n_qualities + quality];
                    done_.base.trade_quality[cell] = static_cast<unsigned char>(quality);
                }
        }
    }

    Base const& given_;
    Merging const& regions_;
    Merging const& sectors_;
    Matrix output_, new_output_;
    Tensor3 common_rate_;  // of the members of a flow; 0 where they differ
    Aggregated done_;
};

}  // namespace

Aggregated aggregate_base(Base const& base, Merging const& regions, Merging const& sectors) {
    DESVIO_EXPECT(static_cast<Index>(regions.target.size()) == base.n_regions());
    DESVIO_EXPECT(static_cast<Index>(sectors.target.size()) == base.n_sectors());
    return Aggregator(base, regions, sectors).aggregate();
}

}  // namespace desvio
