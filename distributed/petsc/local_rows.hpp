#pragma once

#include "desvio/distributed/leontief_petsc.hpp"

#include <petscsys.h>

#include <vector>

namespace desvio {

/// What one rank keeps of A, and what all ranks know of it.
struct LocalRows {
    Index n = 0, first = 0, count = 0;
    Index block = 0;  ///< rows of a diagonal block
    RowStorage storage = RowStorage::dense;
    RowMatrix dense;                                      ///< count x n of A, when dense
    std::vector<PetscInt> row_starts, columns;            ///< of I - A in compressed rows, when sparse
    std::vector<double> values;
    RowMatrix diagonal_strip;  ///< count x block of A: the cells of a row in the columns of its own block

    // Of the whole of A:
    double nonzero_share = 0.0;
    double largest_column_sum = 0.0;  ///< of |A|
    Index largest_column = 0;
    bool has_negative = false;
    double bytes_per_rank = 0.0;  ///< of the rank that needs most, all its memory at the peak
};

/// First row of the block a row belongs to.
constexpr Index block_start(Index row, Index block) noexcept { return row / block * block; }

/// "row 7" or its label.
std::string row_name(DistributedMatrix const& matrix, Index row);

/// Looks at some rows, chooses the storage, sees whether it fits, then reads this rank's rows.
/// \throws InputError, on all ranks: not a number, not enough memory, more than PETSc can count
LocalRows read_local_rows(Ranks& ranks, DistributedMatrix const& matrix, DistributedOptions const& options);

}  // namespace desvio
