#include "desvio/tables/analysis_extraction.hpp"

#include "desvio/core/error.hpp"
#include "desvio/tables/analysis_exposure.hpp"

#include <algorithm>

namespace desvio {
namespace {

/// Unit columns of the rows.
Matrix units_of(std::vector<Index> const& rows, Index size) {
    Matrix units = Matrix::Zero(size, static_cast<Index>(rows.size()));
    for (std::size_t k = 0; k < rows.size(); ++k) units(rows[k], static_cast<Index>(k)) = 1.0;
    return units;
}

Vector part_output(Chain& chain, Extraction const& extraction) {
    Vector demand = chain.final_demand.rowwise().sum();
    for (Index const n : extraction.regions) demand -= chain.final_demand.col(n);
    demand(extraction.rows).setZero();
    Matrix const columns = chain.solve(units_of(extraction.rows, chain.size()));
    Vector const y = chain.solve(demand);
    // x*[R] = y[R] - L[R,S] L[S,S]^-1 y[S]
    Matrix const corner = columns(extraction.rows, Eigen::all);
    Vector output = y - columns * Eigen::PartialPivLU<Matrix>(corner).solve(y(extraction.rows));
    output(extraction.rows).setZero();
    return output;
}

/// The cells of A and of F that a flow cuts: rows x columns, 0 inside a region.
struct Cut {
    std::vector<Index> columns;
    Matrix coefficients;  ///< rows x columns
    Vector demand;        ///< n
};

Cut cut_of(Chain const& chain, Extraction const& extraction) {
    Index const n_sectors = chain.n_sectors();
    Cut cut;
    for (Index const n : extraction.importers)
        for (Index k = 0; k < n_sectors; ++k) cut.columns.push_back(n * n_sectors + k);
    cut.coefficients = chain.table().intermediate(extraction.rows, cut.columns);
    cut.demand = Vector::Zero(chain.size());
    for (std::size_t a = 0; a < extraction.rows.size(); ++a) {
        Index const home = extraction.rows[a] / n_sectors;
        for (std::size_t b = 0; b < cut.columns.size(); ++b) {
            double& cell = cut.coefficients(static_cast<Index>(a), static_cast<Index>(b));
            double const output = chain.output(cut.columns[b]);
            cell = cut.columns[b] / n_sectors == home || !(output > 0.0) ? 0.0 : cell / output;
        }
        for (Index const n : extraction.importers)
            if (n != home) cut.demand(extraction.rows[a]) += chain.final_demand(extraction.rows[a], n);
    }
    return cut;
}

Vector flow_output(Chain& chain, Extraction const& extraction) {
    Cut const cut = cut_of(chain, extraction);
    if (!(cut.demand.cwiseAbs().sum() + cut.coefficients.cwiseAbs().sum() > 0.0))
        throw InputError(Fault{{},
                               fmt::format("nothing flows in '{}'", extraction.name),
                               "there is nothing to take out",
                               "Name a flow that the base has."});
    Vector const y = chain.solve(chain.final_demand.rowwise().sum() - cut.demand);
    if (cut.columns.size() < extraction.rows.size()) {
        // A* = A - M e_C':  x* = y - L M (1 + (L M)[C])^-1 y[C]
        Matrix spread = Matrix::Zero(chain.size(), static_cast<Index>(cut.columns.size()));
        spread(extraction.rows, Eigen::all) = cut.coefficients;
        Matrix const columns = chain.solve(spread);
        Matrix core = columns(cut.columns, Eigen::all);
        core += Matrix::Identity(core.rows(), core.cols());
        return y - columns * Eigen::PartialPivLU<Matrix>(core).solve(y(cut.columns));
    }
    // A* = A - e_S D:  x* = y - L e_S (1 + D L e_S)^-1 D y
    Matrix const columns = chain.solve(units_of(extraction.rows, chain.size()));
    Matrix core = cut.coefficients * columns(cut.columns, Eigen::all);
    core += Matrix::Identity(core.rows(), core.cols());
    Vector const ordered = cut.coefficients * y(cut.columns);
    return y - columns * Eigen::PartialPivLU<Matrix>(core).solve(ordered);
}

}  // namespace

ExtractionLoss extract(Chain& chain, Extraction const& extraction) {
    if (extraction.rows.empty())
        throw InputError(Fault{{}, fmt::format("'{}' names no sector", extraction.name), {}, "Name at least one."});
    ExtractionLoss loss;
    loss.output =
        chain.output - (extraction.importers.empty() ? part_output(chain, extraction) : flow_output(chain, extraction));
    loss.income = chain.income_share.cwiseProduct(loss.output);
    if (chain.jobs_per_output.size() > 0) loss.jobs = chain.jobs_per_output.cwiseProduct(loss.output);
    return loss;
}

EveryExtraction extract_each(Chain& chain) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    auto const rows = [&](Index s) { return Eigen::seqN(s * n_sectors, n_sectors); };
    Vector diagonal(chain.size());
    std::vector<Vector> sides;
    Matrix const& induced = chain.induced_output();
    for (Index s = 0; s < n_regions; ++s) {
        Matrix const& block = chain.inverse_blocks()[static_cast<std::size_t>(s)];
        diagonal(rows(s)) = block.diagonal();
        Vector const others = chain.output(rows(s)) - induced(rows(s), s);
        sides.emplace_back(Eigen::PartialPivLU<Matrix>(block).solve(others));
    }
    Matrix lost = induced + chain.solve(chain.stacked(sides));
    for (Index s = 0; s < n_regions; ++s) lost.col(s)(rows(s)) = chain.output(rows(s));

    Matrix weights(chain.size(), 2);
    weights << Vector::Ones(chain.size()), chain.income_share;
    Matrix const pulls = chain.solve_transposed(weights);
    Vector const orders = chain.output.cwiseQuotient(diagonal);
    return {pulls.col(0).cwiseProduct(orders), pulls.col(1).cwiseProduct(orders), by_region(chain, lost).transpose(),
            by_region(chain, chain.income_share.asDiagonal() * lost).transpose()};
}

}  // namespace desvio
