#include "tests/support/random_base.hpp"

#include "tests/support/base_builder.hpp"

#include <cmath>
#include <random>
#include <string>

namespace desvio::test {

namespace {

/// Uniform numbers from the engine's bits alone: the standard library's distributions differ between platforms.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : engine_(seed) {}
    double uniform(double low, double high) {
        double const unit = static_cast<double>(engine_() >> 11U) * 0x1p-53;
        return low + (high - low) * unit;
    }
    /// Skewed sizes over about two orders of magnitude.
    double size() { return std::exp(uniform(-1.5, 1.5) + uniform(-1.0, 1.0)); }

  private:
    std::mt19937_64 engine_;
};

bool is_autarkic(RandomBaseOptions const& options, Index n) {
    return options.has_autarkic_region && n == options.regions - 1;
}

/// The region n buys j from i: home bias, zeros, and the special regions and sectors of the options.
void draw_trade(RandomBaseOptions const& options, Draw& draw, BaseParts& parts) {
    Index const n_regions = options.regions, n_trading = n_regions - (options.has_autarkic_region ? 1 : 0);
    for (Index j = 0; j < options.sectors; ++j) {
        RowMatrix flows = RowMatrix::Zero(n_regions, n_regions);
        for (Index n = 0; n < n_regions; ++n) {
            for (Index i = 0; i < n_regions; ++i) {
                double const size = draw.size(), chance = draw.uniform(0.0, 1.0);
                bool const is_ring = i == (n + 1) % n_trading;  // keeps trading regions connected
                bool const is_zero = chance < options.zero_flow_share && !is_ring;
                if (i == n) flows(n, i) = 300.0 * size;
                if (i != n && !is_zero && !is_autarkic(options, n) && !is_autarkic(options, i))
                    flows(n, i) = 40.0 * size;
            }
        }
        if (options.has_untraded_sector && j == options.sectors - 1)
            flows = flows.diagonal().asDiagonal().toDenseMatrix();
        if (options.has_absent_sector && j == 1) {
            flows.row(0).setZero();
            flows.col(0).setZero();
        }
        if (options.has_import_only_sector && j == 1) flows.col(1).setZero();
        parts.trade.push_back(flows);
    }
}

/// Scales cross-border flows from i to n by s[n]/s[i] until every region imports what it exports (Osborne balancing).
void balance_trade(BaseParts& parts, Index n_regions) {
    for (int sweep = 0; sweep < 400; ++sweep) {
        for (Index r = 0; r < n_regions; ++r) {
            double imports = 0.0, exports = 0.0;
            for (RowMatrix const& flows : parts.trade) {
                imports += flows.row(r).sum() - flows(r, r);
                exports += flows.col(r).sum() - flows(r, r);
            }
            if (imports <= 0.0 || exports <= 0.0) continue;
            double const scale = std::sqrt(exports / imports);
            for (RowMatrix& flows : parts.trade) {
                double const own = flows(r, r);
                flows.row(r) *= scale;
                flows.col(r) /= scale;
                flows(r, r) = own;
            }
        }
    }
}

void draw_duties(RandomBaseOptions const& options, Draw& draw, BaseParts& parts) {
    for (Index j = 0; j < options.sectors; ++j) {
        bool const is_free = !options.has_duties || (parts.kinds[static_cast<std::size_t>(j)] == SectorKind::services &&
                                                     !options.has_duties_on_services);
        RowMatrix duties = RowMatrix::Zero(options.regions, options.regions);
        for (Index n = 0; n < options.regions; ++n) {
            for (Index i = 0; i < options.regions; ++i) {
                double const duty = draw.uniform(0.0, 0.4);
                if (i != n && !is_free) duties(n, i) = duty;
            }
        }
        parts.tariff.push_back(duties);
    }
}

/// Input shares with beta >= 0.3 before, more after, the scaling that leaves final demand positive.
void draw_input_shares(RandomBaseOptions const& options, Draw& draw, BaseParts& parts) {
    if (!options.has_links) return;
    Index const n_sectors = options.sectors;
    for (Index n = 0; n < options.regions; ++n) {
        RowMatrix shares(n_sectors, n_sectors);
        for (Index k = 0; k < n_sectors; ++k) {
            double total = 0.0;
            for (Index j = 0; j < n_sectors; ++j) total += shares(j, k) = draw.size();
            shares.col(k) *= draw.uniform(0.2, 0.7) / total;
        }
        Vector output(n_sectors);
        for (Index k = 0; k < n_sectors; ++k) output[k] = parts.trade[static_cast<std::size_t>(k)].col(n).sum();
        for (Index j = 0; j < n_sectors; ++j) {
            auto const slot = static_cast<std::size_t>(j);
            double const spent =
                parts.trade[slot].row(n).sum() + parts.trade[slot].row(n).dot(parts.tariff[slot].row(n));
            double const used = shares.row(j).dot(output);
            if (used > 0.7 * spent) shares.row(j) *= 0.7 * spent / used;
        }
        if (options.has_absent_sector && n == 0) {
            shares.row(1).setZero();
            shares.col(1).setZero();
        }
        parts.input_share.push_back(shares);
    }
}

}  // namespace

Base make_random_base(RandomBaseOptions const& options) {
    Draw draw(options.seed);
    BaseParts parts;
    for (Index n = 0; n < options.regions; ++n) parts.regions.push_back("R" + std::to_string(n));
    for (Index j = 0; j < options.sectors; ++j) {
        parts.sectors.push_back("S" + std::to_string(j));
        bool const is_service = options.sectors > 1 && j >= options.sectors - options.sectors / 3;
        parts.kinds.push_back(is_service ? SectorKind::services : SectorKind::goods);
        parts.theta.push_back(draw.uniform(options.theta_low, options.theta_high));
    }
    draw_trade(options, draw, parts);
    if (options.is_balanced) balance_trade(parts, options.regions);
    draw_duties(options, draw, parts);
    draw_input_shares(options, draw, parts);
    return make_base(parts);
}

}  // namespace desvio::test
