#include "benches/support/synthetic_world.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>

namespace desvio::bench {
namespace {

// The standard's distributions differ between libraries; its engine does not.
class Draws {
  public:
    explicit Draws(std::uint64_t seed) : engine_(seed) {}
    double uniform(double low, double high) {
        constexpr double unit = 1.0 / 9007199254740992.0;  // 2^-53
        return low + (high - low) * static_cast<double>(engine_() >> 11U) * unit;
    }
    /// Standard normal, by Box and Muller's transform.
    double normal() {
        double const radius = std::sqrt(-2.0 * std::log(1.0 - uniform(0.0, 1.0)));
        return radius * std::cos(2.0 * std::numbers::pi * uniform(0.0, 1.0));
    }
    double log_normal(double spread) { return std::exp(spread * normal()); }

  private:
    std::mt19937_64 engine_;
};

struct Geography {
    Vector size;      // N, spending
    Matrix position;  // 2 x N
    Tensor3 pull;     // J x N x N: cross-border pull before competitiveness, 0 on the diagonal
    Matrix home;      // J x N: share bought at home
};

Geography draw_geography(Index n, Index j, Index n_goods, WorldTraits const& traits, Draws& draws) {
    Geography world{Vector(n), Matrix(2, n), Tensor3(j, n, n), Matrix(j, n)};
    for (double& size : world.size) size = draws.log_normal(traits.size_spread);
    world.size *= traits.world_income / world.size.sum();
    for (double& coordinate : world.position.reshaped()) coordinate = draws.normal();
    double const largest = world.size.maxCoeff();
    for (Index k = 0; k < j; ++k) {
        bool const is_goods = k < n_goods;
        Vector capability(n);
        for (Index i = 0; i < n; ++i) capability[i] = world.size[i] * draws.log_normal(traits.capability_spread);
        for (Index market = 0; market < n; ++market) {
            double const drawn = is_goods ? draws.uniform(0.35, 0.85) : draws.uniform(0.88, 0.97);
            // Large markets buy more at home: up to a tenth more in goods, a fiftieth in services.
            world.home(k, market) = drawn + (is_goods ? 0.10 : 0.02) * std::sqrt(world.size[market] / largest);
            for (Index origin = 0; origin < n; ++origin) {
                if (origin == market) continue;
                double const distance = (world.position.col(market) - world.position.col(origin)).norm();
                world.pull(k, market, origin) = capability[origin] *
                                                std::pow(0.2 + distance, -traits.distance_elasticity) *
                                                draws.log_normal(traits.pair_spread);
            }
            auto pulls = world.pull.slice(k).row(market);
            double const least = traits.smallest_share / (1.0 - world.home(k, market)) * pulls.sum();
            pulls = (pulls.array() < least).select(0.0, pulls);
            pulls /= pulls.sum();
        }
    }
    return world;
}

// Duties differ by importer and by good around them; near neighbours trade freely.
Tensor3 draw_tariff(Geography const& world, Index n_goods, Draws& draws) {
    Index const n = world.size.size();
    Tensor3 tariff(world.home.rows(), n, n);
    Vector importer_level(n);
    for (double& level : importer_level) level = 0.04 * draws.log_normal(0.7);
    for (Index k = 0; k < n_goods; ++k) {
        double const good_level = draws.log_normal(0.5);
        for (Index market = 0; market < n; ++market) {
            for (Index origin = 0; origin < n; ++origin) {
                double const drawn = importer_level[market] * good_level * draws.log_normal(0.3);
                bool const is_free =
                    origin == market || (world.position.col(market) - world.position.col(origin)).norm() < 0.5;
                tariff(k, market, origin) = is_free ? 0.0 : std::min(drawn, 0.5);
            }
        }
    }
    return tariff;
}

Tensor3 draw_input_share(Index n, Index j, Draws& draws) {
    Matrix common(j, j);
    for (double& share : common.reshaped()) share = draws.log_normal(1.5);
    common.diagonal() *= 6.0;
    Tensor3 input_share(n, j, j);
    for (Index region = 0; region < n; ++region) {
        auto shares = input_share.slice(region);
        for (Index input = 0; input < j; ++input) {
            for (Index user = 0; user < j; ++user) shares(input, user) = common(input, user) * draws.log_normal(0.6);
        }
        for (Index user = 0; user < j; ++user) {
            double const inputs_in_cost = 1.0 - draws.uniform(0.25, 0.70);
            shares.col(user) *= inputs_in_cost / shares.col(user).sum();
        }
    }
    return input_share;
}

Matrix draw_final_share(Index n, Index j, Draws& draws) {
    Vector taste(j);
    for (double& weight : taste) weight = draws.log_normal(1.0);
    Matrix share(j, n);
    for (Index region = 0; region < n; ++region) {
        for (Index k = 0; k < j; ++k) share(k, region) = taste[k] * draws.log_normal(0.4);
        share.col(region) /= share.col(region).sum();
    }
    return share;
}

// Expenditure and competitiveness a[i] at which every market clears; returns the flows, M = pi X / (1 + t).
Tensor3 settle_flows(Geography const& world, Tensor3 const& tariff, Tensor3 const& input_share,
                     Matrix const& final_share, Vector const& deficit) {
    Index const n = world.size.size();
    Index const j = world.home.rows();
    Tensor3 flows(j, n, n);
    Vector competitiveness = Vector::Ones(n);
    Matrix expenditure = final_share * world.size.asDiagonal();
    Matrix output(j, n);
    constexpr int patience = 3000;
    for (int round = 0; round < patience; ++round) {
        Vector exports = Vector::Zero(n);
        Vector imports = Vector::Zero(n);
        for (Index k = 0; k < j; ++k) {
            auto flow = flows.slice(k);
            for (Index market = 0; market < n; ++market) {
                auto const pull = world.pull.slice(k).row(market).transpose().array();
                double const bought_abroad = (1.0 - world.home(k, market)) * expenditure(k, market);
                double const scale = bought_abroad / (pull * competitiveness.array()).sum();
                flow.row(market) =
                    (scale * pull * competitiveness.array() / (1.0 + tariff.slice(k).row(market).transpose().array()))
                        .matrix()
                        .transpose();
                imports[market] += flow.row(market).sum();
            }
            exports += flow.colwise().sum().transpose();
            flow.diagonal() = world.home.row(k).transpose().cwiseProduct(expenditure.row(k).transpose());
            output.row(k) = flow.colwise().sum();
        }
        Matrix next(j, n);
        for (Index region = 0; region < n; ++region) {
            next.col(region) =
                input_share.slice(region) * output.col(region) + final_share.col(region) * world.size[region];
        }
        Vector const correction = (imports - deficit).cwiseQuotient(exports);
        double const moved = ((next - expenditure).array() / expenditure.array()).abs().maxCoeff();
        if (moved < 1e-12 && (correction.array() - 1.0).abs().maxCoeff() < 1e-9) return flows;
        expenditure = next;
        competitiveness = competitiveness.array() * (0.7 * correction.array().log()).exp();
    }
    throw std::runtime_error("the synthetic world did not settle: its deficits or home shares leave no equilibrium");
}

std::string numbered(char const* prefix, Index k) {
    std::string digits = std::to_string(k + 1);
    return prefix + std::string(3 - std::min<std::size_t>(3, digits.size()), '0') + digits;
}

}  // namespace

Base make_synthetic_world(Index n_regions, Index n_sectors, WorldTraits const& traits) {
    DESVIO_EXPECT(n_regions >= 3 && n_sectors >= 2);
    Draws draws(traits.seed);
    Index const n_goods = n_sectors / 2;
    Geography const world = draw_geography(n_regions, n_sectors, n_goods, traits, draws);

    Base base;
    base.name = "synthetic-" + std::to_string(n_regions) + "x" + std::to_string(n_sectors);
    base.title =
        "Synthetic world, " + std::to_string(n_regions) + " regions, " + std::to_string(n_sectors) + " sectors";
    base.currency = "USD";
    base.unit = "million";
    base.source = "drawn, seed " + std::to_string(traits.seed);
    base.origin = "synthetic";
    for (Index n = 0; n < n_regions; ++n) base.region_table.push_back({numbered("R", n), numbered("Region ", n), {}});
    for (Index k = 0; k < n_sectors; ++k) {
        base.sector_table.push_back(
            {numbered("S", k), numbered("Sector ", k), k < n_goods ? SectorKind::goods : SectorKind::services, "", {}});
    }
    std::vector<std::string> region_codes;
    std::vector<std::string> sector_codes;
    for (Region const& region : base.region_table) region_codes.push_back(region.code);
    for (Sector const& sector : base.sector_table) sector_codes.push_back(sector.code);
    base.regions = Labels(region_codes);
    base.sectors = Labels(sector_codes);

    base.tariff = draw_tariff(world, n_goods, draws);
    base.input_share = draw_input_share(n_regions, n_sectors, draws);
    Matrix const final_share = draw_final_share(n_regions, n_sectors, draws);
    Vector deficit(n_regions);
    for (Index n = 0; n < n_regions; ++n) deficit[n] = traits.deficit_spread * draws.normal() * world.size[n];
    deficit -= world.size * (deficit.sum() / world.size.sum());
    base.trade = settle_flows(world, base.tariff, base.input_share, final_share, deficit);

    ElasticitySet elasticities;
    elasticities.name = "default";
    elasticities.theta.resize(n_sectors);
    for (double& theta : elasticities.theta) theta = draws.uniform(traits.theta_low, traits.theta_high);
    elasticities.standard_error = 0.2 * elasticities.theta;
    elasticities.source.assign(static_cast<std::size_t>(n_sectors), "drawn");
    base.elasticities.push_back(std::move(elasticities));
    return base;
}

Index largest_region(Base const& base) {
    Vector value_added = Vector::Zero(base.n_regions());
    for (Index k = 0; k < base.n_sectors(); ++k) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            value_added[n] += (1.0 - base.input_share.slice(n).col(k).sum()) * base.trade.slice(k).col(n).sum();
        }
    }
    Index largest = 0;
    value_added.maxCoeff(&largest);
    return largest;
}

Shock make_tariff_war(Base const& base, double points) {
    Shock shock;
    shock.tariff = base.tariff;
    Index const centre = largest_region(base);
    for (Index k = 0; k < base.n_sectors(); ++k) {
        if (base.sector_table[static_cast<std::size_t>(k)].kind != SectorKind::goods) continue;
        for (Index n = 0; n < base.n_regions(); ++n) {
            if (n == centre) continue;
            shock.tariff(k, centre, n) += points;
            shock.tariff(k, n, centre) += points;
        }
    }
    return shock;
}

}  // namespace desvio::bench
