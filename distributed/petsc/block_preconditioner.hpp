#pragma once

#include "distributed/petsc/local_rows.hpp"
#include "distributed/petsc/petsc_objects.hpp"

#include <Eigen/LU>

#include <vector>

namespace desvio {

/// D^{-1}, where D is the diagonal blocks of I - A: factors of each block on one rank.
/// Blocks are shared out by themselves, so a block may belong to a rank that has few of its rows, or none.
class BlockPreconditioner {
  public:
    /// \pre rows.diagonal_strip is there; all ranks call
    BlockPreconditioner(Ranks& ranks, LocalRows const& rows);
    BlockPreconditioner(BlockPreconditioner const&) = delete;
    BlockPreconditioner& operator=(BlockPreconditioner const&) = delete;

    /// y = D^{-1} x, or with the transpose.
    void apply(bool is_transposed, Vec x, Vec y);

  private:
    [[nodiscard]] Index rows_of_block(Index block) const;
    void collect_and_factor(Ranks& ranks, LocalRows const& rows);

    Index n_, block_;
    Index first_block_, n_blocks_;  ///< of this rank
    Index n_own_rows_;              ///< rows of these blocks
    std::vector<Eigen::PartialPivLU<Matrix>> factors_;
    OwnedVec rows_vector_;      ///< as the rows are shared out
    OwnedVec blocks_vector_;    ///< as the blocks are
    OwnedScatter to_blocks_;  ///< from the one to the other
};

}  // namespace desvio
