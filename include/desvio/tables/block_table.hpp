#pragma once

#include "desvio/core/tensor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace desvio {

/// What a block table is drawn from. The defaults are round figures of the size met in published multi-region tables;
/// none is an estimate.
struct BlockTableTraits {
    Index n_regions = 70;  ///< N >= 2
    Index n_sectors = 50;  ///< J >= 2; the first half are goods, the others services
    std::uint64_t seed = 1;
    double zero_share = 0.15;          ///< of the cells that cross borders; in [0, 1)
    double size_spread = 1.4;          ///< standard deviation of log regional size
    double distance_elasticity = 1.2;  ///< of cross-border flows
    double technology_spread = 1.5;    ///< standard deviation of log input weights: few large inputs a user
    double own_input = 6.0;            ///< by how much a sector's weight in its own inputs is larger

    void validate() const;  ///< \throws InputError naming every violated bound
};

/// Input coefficients of a made-up world, with the structure of published tables, a row at a time:
///
///   A[(i,j),(n,k)] = s[n,k] g[n,j,k] pi[j,i,n] e,   sum_j g[n,j,k] = 1,   sum_i pi[j,i,n] = 1
///
/// | symbol    | meaning                                                    | how it is drawn                         |
/// | s[n,k]    | inputs per unit of output; 1 - s is the value-added share  | goods 0.58..0.72, services 0.38..0.58   |
/// | g[n,j,k]  | technology: share of good j in the inputs of user k        | one J x J of log-normal weights for all |
/// |           |                                                            | regions, heavy diagonal, regional noise |
/// | pi[j,n,n] | share bought at home                                       | goods 0.35..0.90, services 0.85..0.98,  |
/// |           |                                                            | more in large regions                   |
/// | pi[j,i,n] | share bought from i: (1 - pi[j,n,n]) w / sum_i w           | gravity, w = capability[i,j] size[i]    |
/// |           |                                                            | distance[i,n]^-1.2                      |
/// | e         | cell noise where a border is crossed; 1 at home            | log-normal around 1, at most 1.55       |
/// Zeros: a good that a user's technology lacks is missing from all origins; a flow that does not exist (small
/// exporters have more of these) is missing for all its users. Both only lower a column: its sum is below 1 whatever is
/// drawn, since s (0.35 + 0.65 * 1.55) < 1. Every number hangs on the seed and its own place and on nothing else, so
/// any range of rows has the same bits whoever makes it, in whichever order and on however many processes. \cost O(N^2
/// J + N J^2) to make, O(n) a row; O(N^2 + N J + J^2) memory   \tests unit/block_table_test.cpp
class BlockTable {
  public:
    /// \throws InputError of validate()
    explicit BlockTable(BlockTableTraits const& traits);

    [[nodiscard]] BlockTableTraits const& traits() const noexcept { return traits_; }
    [[nodiscard]] Index n_rows() const noexcept { return traits_.n_regions * traits_.n_sectors; }
    /// "R001_S001", ...: region by region, sectors within.
    [[nodiscard]] std::vector<std::string> labels() const;
    /// "drawn: 70 regions x 50 sectors, seed 1, 15% of cross-border cells zero"
    [[nodiscard]] std::string source() const;

    /// Rows first ... first + count - 1 of A into out, count x n, row by row. \pre they are rows of the table
    void fill_rows(Index first, Index count, double* out) const;
    /// The same rows of m columns of final demand (million, all positive) into out, count x m: what region c mod N
    /// buys, drawn anew for every column; for m = 1 what the world buys.
    void fill_final_demand(Index first, Index count, Index m, double* out) const;
    /// "world", or "demand 1 of R001", ...
    [[nodiscard]] std::vector<std::string> final_demand_labels(Index m) const;

    [[nodiscard]] double input_share(Index region, Index sector) const { return input_share_(sector, region); }  ///< s
    [[nodiscard]] double home_share(Index sector, Index region) const { return home_(sector, region); }
    [[nodiscard]] double region_size(Index region) const { return size_(region); }  ///< of world income

  private:
    void draw_regions();
    void draw_technology();
    [[nodiscard]] double flow_share(Index origin, Index sector, Index market) const;
    [[nodiscard]] bool is_missing(Index origin, Index sector, Index market) const;

    BlockTableTraits traits_;
    std::vector<double> cell_noise_, regional_noise_;  // tables of draws that cells point into
    Vector size_, missing_;                            // N: of world income; probability that a flow is missing
    Matrix input_share_, home_, capability_;           // J x N
    RowMatrix nearness_;                               // N x N, (origin, market), own market 0
    Matrix abroad_;                                    // J x N: (1 - home) / sum_i w
    RowMatrix technology_;                             // J x J, (input, user)
    Matrix scale_;                                     // J x N, (user, region): s / sum_j weights
    Vector taste_;                                     // J
};

/// Regions and sectors of a table of about n rows: exactly n where it has a fitting divisor, else the nearest below.
/// J is close to sqrt(1.5 n), as in published tables (77 x 45, 49 x 200, 164 x 120 are on both sides of it). \pre n >=
/// 4
BlockTableTraits choose_block_shape(Index n);

}  // namespace desvio
