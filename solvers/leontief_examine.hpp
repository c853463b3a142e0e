#pragma once

#include "solvers/leontief_blocks.hpp"

namespace desvio {

/// What is known of a matrix before it is solved with.
struct Examination {
    bool is_nonnegative = true;
    Index n_nonzeros = 0;
    Vector column_sums;        ///< of A
    double system_norm = 1.0;  ///< |I - A|_1
    /// z >= (I - |A|')^-1 1, at most an eighth above it; empty where the spectral radius of |A| was not proven below
    /// one
    Vector weights;
    double radius_bound = -1.0;    ///< of the spectral radius where `weights` proves it, else an estimate
    double condition = -1.0;       ///< |I - A|_1 max z; -1 without a proof
    double steps_per_digit = 2.0;  ///< of preconditioned GMRES, seen while z was computed
    std::vector<std::string> warnings;
};

/// Reads A once for its cells, and a few times more for the proof that its spectral radius is below one.
///
/// For A >= 0 the spectral radius is below one exactly when some z >= 0 has (I - A') z > 0. GMRES finds such a z to
/// within a twentieth in few products, and where it converges to a z with negative entries there is none. The same z
/// bounds the norm of the inverse from both sides:  max z / (1 + e) <= |(I - A)^-1|_1 <= max z / (1 - e), e the
/// residual. With negative cells this is done for |A|, and where that proves nothing the growth of powers of A is
/// taken. \throws InputError when A is not square or not finite, or the spectral radius is not below one \source Berman
/// and Plemmons (1994), Nonnegative Matrices in the Mathematical Sciences, ch. 6
Examination examine_coefficients(RowMatrix const& coefficients, BlockInverse<double> const& inverse,
                                 std::function<std::string(Index)> const& name, int n_threads);

/// Faults of shape and cells alone, before anything is computed with them.   \throws InputError
void check_cells(RowMatrix const& coefficients, std::function<std::string(Index)> const& name, int n_threads,
                 Examination& examination);

/// What messages call a row: the caller's name for it, or its number from 1.
std::string name_row(std::function<std::string(Index)> const& name, Index row);

}  // namespace desvio
