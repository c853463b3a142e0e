#include "desvio/tables/analysis_exposure.hpp"

namespace desvio {

Matrix by_region(Chain const& chain, Matrix const& rows) {
    Matrix sums(chain.n_regions(), rows.cols());
    for (Index s = 0; s < chain.n_regions(); ++s)
        sums.row(s) = rows.middleRows(s * chain.n_sectors(), chain.n_sectors()).colwise().sum();
    return sums;
}

Exposure find_exposure(Chain& chain, Index market) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    auto const rows = [&](Index s) { return Eigen::seqN(s * n_sectors, n_sectors); };
    auto const& w = chain.income_share;
    Vector const demand = chain.final_demand.col(market);
    Vector const induced = chain.induced_output().col(market);  // X^u

    // What the market makes of its own final demand inside its borders, and what it buys for that.
    Vector const home = chain.solve_local(market, demand(rows(market)));
    std::vector<Vector> bought, passed;
    for (Index m = 0; m < n_regions; ++m) {
        // g[m] = F[m,u] + A[m,u] (I - A[u,u])^-1 F[u,u]
        Vector g = Vector::Zero(n_sectors);
        if (m != market) g = demand(rows(m)) + chain.coefficients(m, market) * home;
        bought.push_back(g);
        Matrix const& block = chain.inverse_blocks()[static_cast<std::size_t>(m)];
        passed.emplace_back(Eigen::PartialPivLU<Matrix>(block).solve(induced(rows(m))));
    }

    Exposure found;
    found.market = market;
    found.total = w.cwiseProduct(induced);
    found.via = w.asDiagonal() * chain.solve(chain.stacked(bought));
    found.any_stage = w.asDiagonal() * chain.solve(chain.stacked(passed));
    found.direct.resize(chain.size());
    found.again.resize(chain.size());
    found.first_buyer = Matrix::Zero(chain.size(), n_regions);
    for (Index i = 0; i < n_regions; ++i) {
        Vector const own = found.via.col(i)(rows(i));
        Vector const first_time =
            i == market ? home : Vector(chain.solve_local(i, bought[static_cast<std::size_t>(i)]));
        found.direct(rows(i)) = w(rows(i)).cwiseProduct(first_time);
        found.again(rows(i)) = i == market ? Vector::Zero(n_sectors) : Vector(own - found.direct(rows(i)));
        found.via.col(i)(rows(i)).setZero();

        Matrix sold = Matrix::Zero(n_sectors, n_regions);
        for (Index r = 0; r < n_regions; ++r) {
            if (r == i) continue;
            sold.col(r) = chain.coefficients(i, r) * induced(rows(r));
            if (r == market) sold.col(r) += demand(rows(i));
        }
        found.first_buyer(rows(i), Eigen::all) = w(rows(i)).asDiagonal() * chain.solve_local(i, sold);
    }
    return found;
}

}  // namespace desvio
