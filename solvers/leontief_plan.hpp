#pragma once

#include "solvers/leontief_examine.hpp"

namespace desvio {

/// The method for a matrix, why that one, and the bytes it holds beside the matrix.
struct LeontiefPlan {
    LeontiefMethod method = LeontiefMethod::lu;
    std::string reason;
    double bytes = 0.0;
};

/// Rows of a block of the preconditioner: the region's, or a guess where it is not known.
Index preconditioner_block(LeontiefOptions const& options, Index n);

/// Bytes that a method holds beside the matrix it takes over. For sparse_lu what can be said before: the non-zeros and
/// as many again twice over in the factors.
double bytes_needed(LeontiefMethod method, Index n, Index n_nonzeros, LeontiefOptions const& options);

/// Bytes that this process could still ask for: the machine's memory less what the process has used at most.
double free_memory();

/// Chooses by expected seconds among the methods that fit into memory; a method that was asked for is only checked.
/// \throws InputError when the method asked is not there or does not fit, naming one that does
LeontiefPlan plan_leontief(Examination const& seen, Index n, LeontiefOptions const& options);

}  // namespace desvio
