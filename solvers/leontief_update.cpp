#include "solvers/leontief_update.hpp"

#include "desvio/core/error.hpp"

#include <set>

namespace desvio {

UpdateCorrector::UpdateCorrector(Corrector& base, LeontiefUpdate const& update, Matrix const& responses,
                                 bool is_transposed)
    : base_(base), update_(update), responses_(responses), is_transposed_(is_transposed) {
    Index const k = responses_.cols();
    if (k > 0) small_.compute(Matrix::Identity(k, k) - pick(responses_));
}

Matrix UpdateCorrector::impulses(LeontiefUpdate const& update, Index n, bool is_transposed) {
    if (!is_transposed) return update.changes;
    Matrix units = Matrix::Zero(n, static_cast<Index>(update.columns.size()));
    for (std::size_t k = 0; k < update.columns.size(); ++k) units(update.columns[k], static_cast<Index>(k)) = 1.0;
    return units;
}

Matrix UpdateCorrector::pick(Matrix const& x) const {
    if (is_transposed_) return update_.changes.transpose() * x;
    Matrix rows(static_cast<Index>(update_.columns.size()), x.cols());
    for (std::size_t k = 0; k < update_.columns.size(); ++k)
        rows.row(static_cast<Index>(k)) = x.row(update_.columns[k]);
    return rows;
}

void UpdateCorrector::correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                              Tally& tally) {
    DESVIO_EXPECT(is_transposed == is_transposed_);
    base_.correct(r, is_transposed, goal, c, tally);
    if (responses_.cols() == 0) return;
    Matrix const weights = small_.solve(pick(c));
    c += responses_ * weights;
}

void check_update(LeontiefUpdate const& update, Index n) {
    FaultList faults;
    if (update.changes.rows() != n || update.changes.cols() != static_cast<Index>(update.columns.size()))
        faults.add({},
                   fmt::format("the changes are {} x {} numbers, not {} x {}", update.changes.rows(),
                               update.changes.cols(), n, update.columns.size()),
                   "every changed column needs a change of every row", "Give one column of changes a column.");
    std::set<Index> seen;
    for (Index const column : update.columns) {
        if (column < 0 || column >= n)
            faults.add({}, fmt::format("column {} is changed, but there are {}", column, n), "columns count from 0");
        else if (!seen.insert(column).second)
            faults.add({}, fmt::format("column {} is changed twice", column), {}, "Add its changes up.");
    }
    if (!update.changes.allFinite()) faults.add({}, "a change of a column is not finite");
    faults.throw_if_any();
}

}  // namespace desvio
