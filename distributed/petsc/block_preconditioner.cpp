#include "distributed/petsc/block_preconditioner.hpp"

#include <algorithm>

namespace desvio {

BlockPreconditioner::BlockPreconditioner(Ranks& ranks, LocalRows const& rows) : n_(rows.n), block_(rows.block) {
    Index const n_all = (n_ + block_ - 1) / block_;
    first_block_ = first_of_share(n_all, ranks.size(), ranks.rank());
    n_blocks_ = first_of_share(n_all, ranks.size(), ranks.rank() + 1) - first_block_;
    Index const first_row = std::min(n_, first_block_ * block_);
    n_own_rows_ = std::min(n_, (first_block_ + n_blocks_) * block_) - first_row;

    auto const own = static_cast<PetscInt>(n_own_rows_), n = static_cast<PetscInt>(n_);
    check(VecCreateMPI(PETSC_COMM_WORLD, static_cast<PetscInt>(rows.count), n, rows_vector_.address()));
    check(VecCreateMPI(PETSC_COMM_WORLD, own, n, blocks_vector_.address()));
    OwnedIs range;
    check(ISCreateStride(PETSC_COMM_WORLD, own, static_cast<PetscInt>(first_row), 1, range.address()));
    check(VecScatterCreate(rows_vector_.get(), range.get(), blocks_vector_.get(), range.get(), to_blocks_.address()));
    collect_and_factor(ranks, rows);
}

Index BlockPreconditioner::rows_of_block(Index block) const {
    return std::min(block_, n_ - (first_block_ + block) * block_);
}

void BlockPreconditioner::collect_and_factor(Ranks& ranks, LocalRows const& rows) {
    std::vector<Matrix> blocks;
    ranks.together([&] {
        for (Index b = 0; b < n_blocks_; ++b) blocks.push_back(Matrix::Identity(rows_of_block(b), rows_of_block(b)));
    });
    // Column c of every block at once, from those who have the rows to those who have the block.
    for (Index c = 0; c < block_; ++c) {
        with_numbers_of(rows_vector_.get(), [&](PetscScalar* numbers) {
            for (Index i = 0; i < rows.count; ++i) numbers[i] = rows.diagonal_strip(i, c);
        });
        check(VecScatterBegin(to_blocks_.get(), rows_vector_.get(), blocks_vector_.get(), INSERT_VALUES, SCATTER_FORWARD));
        check(VecScatterEnd(to_blocks_.get(), rows_vector_.get(), blocks_vector_.get(), INSERT_VALUES, SCATTER_FORWARD));
        with_constant_numbers_of(blocks_vector_.get(), [&](PetscScalar const* numbers) {
            for (Index b = 0; b < n_blocks_; ++b) {
                Matrix& block = blocks[static_cast<std::size_t>(b)];
                if (c < block.cols()) block.col(c) -= Eigen::Map<Vector const>(numbers + b * block_, block.rows());
            }
        });
    }
    ranks.together([&] {
        for (Matrix& block : blocks) {
            factors_.emplace_back(block);
            // A block that cannot be solved is left as it is: any regular D gives the same x.
            constexpr double hardly_regular = 1e-13;
            if (!(factors_.back().rcond() > hardly_regular)) factors_.back().compute(Matrix::Identity(block.rows(), block.rows()));
            block.resize(0, 0);
        }
    });
}

void BlockPreconditioner::apply(bool is_transposed, Vec x, Vec y) {
    check(VecScatterBegin(to_blocks_.get(), x, blocks_vector_.get(), INSERT_VALUES, SCATTER_FORWARD));
    check(VecScatterEnd(to_blocks_.get(), x, blocks_vector_.get(), INSERT_VALUES, SCATTER_FORWARD));
    with_numbers_of(blocks_vector_.get(), [&](PetscScalar* numbers) {
        for (Index b = 0; b < n_blocks_; ++b) {
            Eigen::Map<Vector> part(numbers + b * block_, rows_of_block(b));
            auto const& factors = factors_[static_cast<std::size_t>(b)];
            Vector const solved = is_transposed ? Vector(factors.transpose().solve(part)) : Vector(factors.solve(part));
            part = solved;
        }
    });
    check(VecScatterBegin(to_blocks_.get(), blocks_vector_.get(), y, INSERT_VALUES, SCATTER_REVERSE));
    check(VecScatterEnd(to_blocks_.get(), blocks_vector_.get(), y, INSERT_VALUES, SCATTER_REVERSE));
}

}  // namespace desvio
