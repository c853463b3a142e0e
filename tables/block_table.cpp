#include "desvio/tables/block_table.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace desvio {

namespace {

/// What a number is drawn for: the same place in two streams has nothing in common.
enum class DrawStream : std::uint64_t {
    size,
    position,
    capability,
    inputs,
    home,
    technology,
    lacking,
    regional,
    missing,
    cell,
    taste,
    demand,
    cell_table,
    regional_table
};

constexpr std::uint64_t golden_step = 0x9e3779b97f4a7c15ULL;  // 2^64 / golden_step ratio, odd

/// The finaliser of SplitMix64: a bijection in which every bit of the result hangs on every bit of x.
/// \source Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014)
constexpr std::uint64_t mix_bits(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

constexpr std::uint64_t step_in(std::uint64_t bits, Index place) {
    return mix_bits(bits + golden_step * (static_cast<std::uint64_t>(place) + 1));
}

/// Bits of a place: the counter is the place itself.
constexpr std::uint64_t draw_bits(std::uint64_t seed, DrawStream stream, Index a, Index b) {
    return step_in(step_in(mix_bits(seed + golden_step * (static_cast<std::uint64_t>(stream) + 1)), a), b);
}
constexpr std::uint64_t draw_bits(std::uint64_t seed, DrawStream stream, Index a, Index b, Index c) {
    return step_in(draw_bits(seed, stream, a, b), c);
}
constexpr std::uint64_t draw_bits(std::uint64_t seed, DrawStream stream, Index a) {
    return draw_bits(seed, stream, a, 0);
}

/// In (0, 1), 53 bits.
double uniform_of(std::uint64_t bits) {
    constexpr double unit = 0x1p-53;
    return (static_cast<double>(bits >> 11U) + 0.5) * unit;
}

/// Standard normal, by Box and Muller's transform.
double normal_of(std::uint64_t bits) {
    double const radius = std::sqrt(-2.0 * std::log(uniform_of(bits)));
    return radius * std::cos(2.0 * std::numbers::pi * uniform_of(mix_bits(bits + golden_step)));
}

// Noise is looked up: one hash of 64 bits serves four cells.
constexpr unsigned table_bits = 12;
constexpr std::size_t table_size = std::size_t{1} << table_bits;
constexpr Index cells_a_hash = 4;
constexpr double largest_noise = 1.55;

std::vector<double> draw_noise(std::uint64_t seed, DrawStream stream, double spread) {
    std::vector<double> table(table_size);
    for (std::size_t k = 0; k < table_size; ++k)
        table[k] =
            std::min(largest_noise, std::exp(spread * normal_of(draw_bits(seed, stream, static_cast<Index>(k)))));
    return table;
}

/// The noise of four cells beside each other.
std::array<double, cells_a_hash> noise_of(std::uint64_t bits, std::vector<double> const& table) {
    constexpr std::uint64_t mask = table_size - 1;
    return {table[bits & mask], table[(bits >> table_bits) & mask], table[(bits >> (2 * table_bits)) & mask],
            table[(bits >> (3 * table_bits)) & mask]};
}

bool is_goods(Index sector, Index n_sectors) { return sector < (n_sectors + 1) / 2; }

struct ShareRange {
    double low, high;
    [[nodiscard]] double at(double share) const { return low + (high - low) * share; }
};

// Shares of output and of purchases; the bound on column sums in the header hangs on them.
constexpr ShareRange goods_inputs{0.58, 0.72}, services_inputs{0.38, 0.58};
constexpr ShareRange goods_home{0.35, 0.90}, services_home{0.85, 0.98};
static_assert(goods_inputs.high * (goods_home.low + (1.0 - goods_home.low) * largest_noise) < 1.0);
static_assert(services_inputs.high * (services_home.low + (1.0 - services_home.low) * largest_noise) < 1.0);

constexpr double regional_spread = 0.5, cell_spread = 0.6, capability_spread = 1.0, taste_spread = 1.0;
constexpr double world_income = 1e8;  // million

/// Of the share of zeros, this part is goods that a technology lacks; flows that do not exist make up the rest.
double lacking_share(BlockTableTraits const& traits) { return traits.zero_share / 3.0; }

std::string numbered_code(char const* prefix, Index k) { return fmt::format("{}{:03}", prefix, k + 1); }

}  // namespace

void BlockTableTraits::validate() const {
    FaultList faults;
    auto const require = [&](bool holds, std::string const& what) {
        if (!holds) faults.add({}, "a block table needs " + what);
    };
    require(n_regions >= 2, "two regions or more");
    require(n_sectors >= 2, "two sectors or more");
    require(zero_share >= 0.0 && zero_share < 1.0, "a share of zeros of at least 0 and below 1");
    require(size_spread >= 0.0 && distance_elasticity >= 0.0 && technology_spread >= 0.0,
            "spreads and a distance elasticity of 0 or more");
    require(own_input > 0.0, "a weight of own inputs above 0");
    faults.throw_if_any();
}

BlockTable::BlockTable(BlockTableTraits const& traits) : traits_(traits) {
    traits_.validate();
    cell_noise_ = draw_noise(traits_.seed, DrawStream::cell_table, cell_spread);
    regional_noise_ = draw_noise(traits_.seed, DrawStream::regional_table, regional_spread);
    draw_regions();
    draw_technology();
}

void BlockTable::draw_regions() {
    Index const n_regions = traits_.n_regions, n_sectors = traits_.n_sectors;
    auto const seed = traits_.seed;
    size_.resize(n_regions);
    for (Index n = 0; n < n_regions; ++n)
        size_(n) = std::exp(traits_.size_spread * normal_of(draw_bits(seed, DrawStream::size, n)));
    size_ /= size_.sum();
    std::vector<Index> by_size(static_cast<std::size_t>(n_regions));
    std::iota(by_size.begin(), by_size.end(), Index{0});
    std::stable_sort(by_size.begin(), by_size.end(), [&](Index a, Index b) { return size_(a) > size_(b); });

    // p[i] = p + min(p, 1 - p) (2 (rank + 1/2) / N - 1): its mean over exporters is p.
    double const lacking = lacking_share(traits_) * static_cast<double>(n_sectors - 1) / static_cast<double>(n_sectors);
    double const mean = 1.0 - (1.0 - traits_.zero_share) / (1.0 - lacking);
    missing_.resize(n_regions);
    Vector rank(n_regions);  // 0 for the smallest, 1 for the largest
    for (Index place = 0; place < n_regions; ++place) {
        Index const region = by_size[static_cast<std::size_t>(place)];
        double const share = (static_cast<double>(place) + 0.5) / static_cast<double>(n_regions);
        missing_(region) = mean + std::min(mean, 1.0 - mean) * (2.0 * share - 1.0);
        rank(region) = 1.0 - share;
    }

    constexpr double least_distance = 0.1;  // in standard deviations of positions
    nearness_.resize(n_regions, n_regions);
    Matrix position(2, n_regions);
    for (Index n = 0; n < n_regions; ++n)
        for (Index axis = 0; axis < 2; ++axis)
            position(axis, n) = normal_of(draw_bits(seed, DrawStream::position, n, axis));
    for (Index i = 0; i < n_regions; ++i)
        for (Index n = 0; n < n_regions; ++n) {
            double const distance = (position.col(i) - position.col(n)).norm() + least_distance;
            nearness_(i, n) = i == n ? 0.0 : size_(i) * std::pow(distance, -traits_.distance_elasticity);
        }

    capability_.resize(n_sectors, n_regions);
    input_share_.resize(n_sectors, n_regions);
    home_.resize(n_sectors, n_regions);
    for (Index n = 0; n < n_regions; ++n)
        for (Index j = 0; j < n_sectors; ++j) {
            capability_(j, n) = std::exp(capability_spread * normal_of(draw_bits(seed, DrawStream::capability, j, n)));
            // Three quarters of what inputs cost are the sector's own, a quarter is the region's.
            double const sector = uniform_of(draw_bits(seed, DrawStream::inputs, j));
            double const regional = uniform_of(draw_bits(seed, DrawStream::inputs, j, n + 1));
            bool const goods = is_goods(j, n_sectors);
            input_share_(j, n) = (goods ? goods_inputs : services_inputs).at(0.75 * sector + 0.25 * regional);
            double const noise = uniform_of(draw_bits(seed, DrawStream::home, j, n));
            home_(j, n) = (goods ? goods_home : services_home).at(0.6 * rank(n) + 0.4 * noise);
        }
    // sum_i w[j,i,n]
    Matrix const pull = capability_ * nearness_;
    abroad_ = (1.0 - home_.array()) / pull.array();
}

void BlockTable::draw_technology() {
    Index const n_regions = traits_.n_regions, n_sectors = traits_.n_sectors;
    auto const seed = traits_.seed;
    technology_.resize(n_sectors, n_sectors);
    taste_.resize(n_sectors);
    double const lacking = lacking_share(traits_);
    for (Index j = 0; j < n_sectors; ++j) {
        taste_(j) = std::exp(taste_spread * normal_of(draw_bits(seed, DrawStream::taste, j)));
        for (Index k = 0; k < n_sectors; ++k) {
            bool const is_lacking = j != k && uniform_of(draw_bits(seed, DrawStream::lacking, j, k)) < lacking;
            double const weight =
                std::exp(traits_.technology_spread * normal_of(draw_bits(seed, DrawStream::technology, j, k)));
            technology_(j, k) = is_lacking ? 0.0 : weight * (j == k ? traits_.own_input : 1.0);
        }
    }
    taste_ /= taste_.sum();
    Matrix weights = Matrix::Zero(n_sectors, n_regions);  // sum_j of the weights of a user's inputs
    for (Index n = 0; n < n_regions; ++n)
        for (Index j = 0; j < n_sectors; ++j)
            for (Index k = 0; k < n_sectors; k += cells_a_hash) {
                auto const noise = noise_of(draw_bits(seed, DrawStream::regional, n, j, k), regional_noise_);
                for (Index c = 0; c < std::min(cells_a_hash, n_sectors - k); ++c)
                    weights(k + c, n) += technology_(j, k + c) * noise[static_cast<std::size_t>(c)];
            }
    scale_ = input_share_.array() / weights.array();
}

bool BlockTable::is_missing(Index origin, Index sector, Index market) const {
    return uniform_of(draw_bits(traits_.seed, DrawStream::missing, origin, sector, market)) < missing_(origin);
}

// pi[j,i,n]
double BlockTable::flow_share(Index origin, Index sector, Index market) const {
    if (origin == market) return home_(sector, market);
    return abroad_(sector, market) * capability_(sector, origin) * nearness_(origin, market);
}

void BlockTable::fill_rows(Index first, Index count, double* out) const {
    DESVIO_EXPECT(first >= 0 && count >= 0 && first + count <= n_rows());
    Index const n_sectors = traits_.n_sectors;
    for (Index row = first; row < first + count; ++row) {
        Index const origin = row / n_sectors, j = row % n_sectors;
        double const* const technology = technology_.data() + j * n_sectors;
        for (Index n = 0; n < traits_.n_regions; ++n, out += n_sectors) {
            bool const is_home = origin == n;
            if (!is_home && is_missing(origin, j, n)) {
                std::fill_n(out, n_sectors, 0.0);
                continue;
            }
            double const share = flow_share(origin, j, n);
            double const* const scale = scale_.data() + n * n_sectors;
            auto const regional_place = draw_bits(traits_.seed, DrawStream::regional, n, j);
            auto const cell_place = draw_bits(traits_.seed, DrawStream::cell, row, n);
            for (Index k = 0; k < n_sectors; k += cells_a_hash) {
                auto const regional = noise_of(step_in(regional_place, k), regional_noise_);
                auto const cell = noise_of(step_in(cell_place, k), cell_noise_);
                // A[(i,j),(n,k)] = s g pi e
                for (Index c = 0; c < std::min(cells_a_hash, n_sectors - k); ++c) {
                    auto const at = static_cast<std::size_t>(c);
                    out[k + c] = technology[k + c] * regional[at] * scale[k + c] * share * (is_home ? 1.0 : cell[at]);
                }
            }
        }
    }
}

void BlockTable::fill_final_demand(Index first, Index count, Index m, double* out) const {
    DESVIO_EXPECT(first >= 0 && count >= 0 && first + count <= n_rows() && m >= 1);
    Index const n_sectors = traits_.n_sectors, n_regions = traits_.n_regions;
    auto const bought = [&](Index row, Index column) {
        Index const j = row % n_sectors, market = column % n_regions;
        auto const noise = noise_of(draw_bits(traits_.seed, DrawStream::demand, row, column), cell_noise_);
        return world_income * size_(market) * taste_(j) * flow_share(row / n_sectors, j, market) * noise[0];
    };
    for (Index row = first; row < first + count; ++row, out += m) {
        if (m == 1) {
            *out = 0.0;
            for (Index n = 0; n < n_regions; ++n) *out += bought(row, n);
            continue;
        }
        for (Index c = 0; c < m; ++c) out[c] = bought(row, c);
    }
}

std::vector<std::string> BlockTable::labels() const {
    std::vector<std::string> labels;
    labels.reserve(static_cast<std::size_t>(n_rows()));
    for (Index n = 0; n < traits_.n_regions; ++n)
        for (Index j = 0; j < traits_.n_sectors; ++j)
            labels.push_back(numbered_code("R", n) + '_' + numbered_code("S", j));
    return labels;
}

std::vector<std::string> BlockTable::final_demand_labels(Index m) const {
    if (m == 1) return {"world"};
    std::vector<std::string> labels;
    for (Index c = 0; c < m; ++c)
        labels.push_back(
            fmt::format("demand {} of {}", c / traits_.n_regions + 1, numbered_code("R", c % traits_.n_regions)));
    return labels;
}

std::string BlockTable::source() const {
    return fmt::format("drawn: {} regions x {} sectors, seed {}, {:.0f}% of cross-border cells zero", traits_.n_regions,
                       traits_.n_sectors, traits_.seed, 100.0 * traits_.zero_share);
}

BlockTableTraits choose_block_shape(Index n) {
    DESVIO_EXPECT(n >= 4);
    double const wanted = std::sqrt(1.5 * static_cast<double>(n));
    constexpr double furthest = 2.5;  // a divisor further from it than this factor is not fitting
    BlockTableTraits traits;
    double best = std::log(furthest);
    bool is_found = false;
    for (Index j = 2; j <= n / 2; ++j) {
        if (n % j != 0) continue;
        double const apart = std::abs(std::log(static_cast<double>(j) / wanted));
        if (apart > best) continue;
        best = apart;
        is_found = true;
        traits.n_sectors = j;
    }
    if (!is_found) traits.n_sectors = std::max<Index>(2, std::min(n / 2, static_cast<Index>(std::lround(wanted))));
    traits.n_regions = std::max<Index>(2, n / traits.n_sectors);
    return traits;
}

}  // namespace desvio
