#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/distributed/ranks.hpp"
#include "desvio/solvers/summary.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace desvio {

/// Writes rows first .. first + count - 1 of a matrix, one after the other, into an array that has room for them.
using RowSource = std::function<void(Index first, Index count, double* rows)>;

/// A coefficient matrix of which every rank reads the rows it keeps.
struct DistributedMatrix {
    Index n = 0;
    Index block = 0;                         ///< rows of one region (J); 0: not known
    RowSource read_rows;                     ///< of A, n numbers a row; called by each rank for its own rows
    std::function<std::string(Index)> name;  ///< of a row, for messages; the number counted from 1 when empty
};

/// How a rank keeps its rows.
enum class RowStorage {
    automatic,  ///< by the share of cells that are not zero
    dense,      ///< every cell: 8 bytes
    sparse,     ///< cells that are not zero: 12 bytes each
};
std::string to_string(RowStorage storage);

struct DistributedOptions {
    double tolerance = 1e-12;  ///< on max |f - (I - A) x| / max |f|, every right-hand side by itself; > 0
    int max_iterations = 500;  ///< of one right-hand side; >= 1
    Index block = 0;           ///< rows of a diagonal block that is solved exactly; 0: those of a region
    RowStorage storage = RowStorage::automatic;
    bool allows_negative_value_added = true;  ///< a column sum above one is told, else refused
    double memory_limit = 0.0;                ///< bytes on each machine, for all its ranks; 0: the memory it has; >= 0
    Monitor monitor;                          ///< called on rank 0; false stops all
    void validate() const;                    ///< \throws InputError naming every violated bound
};

/// What happened, the same on every rank.
struct DistributedSummary {
    Status status = Status::not_run;
    std::string message = "solve() was not called";
    int ranks = 0;
    Index least_rows = 0, most_rows = 0;         ///< of a rank
    Index block = 0;                             ///< rows of a diagonal block
    RowStorage storage = RowStorage::automatic;  ///< the one used
    double nonzero_share = -1.0;                 ///< cells of A that are not zero, of all
    double spectral_radius_below = -1.0;         ///< an upper bound of rho(|A|)
    int iterations = 0;                          ///< of the right-hand side that took most
    int products = 0;                            ///< with I - A, all right-hand sides together, checks included
    double residual = -1.0;                      ///< max |f - (I - A) x| / max |f|, the worst right-hand side
    double bytes_per_rank = 0.0;                 ///< planned, of the rank that needs most
    double read_seconds = -1.0, setup_seconds = -1.0, solve_seconds = -1.0;  ///< of the slowest rank
    std::vector<std::string> warnings;
    [[nodiscard]] bool is_converged() const noexcept { return status == Status::converged; }
};

/// First row of a rank when n rows are shared out evenly; that of rank == ranks is n.
///   first = floor(n rank / ranks)
constexpr Index first_of_share(Index n, int ranks, int rank) noexcept { return n * rank / ranks; }

/// One Leontief system (I - A) X = F or its transpose, its rows spread over the ranks of an MPI program and solved by
/// PETSc's GMRES. Every function is called by all ranks alike.
///
///   (I - A) D^{-1} y = f,   x = D^{-1} y,   D = the diagonal blocks of I - A, one a region, solved exactly
///
/// | symbol | argument     | shape | unit                                              |
/// | A      | matrix       | n x n | value of input (row) per value of output (column) |
/// | F      | f            | n x m | any                                               |
/// | X      | return value | n x m | as F                                              |
/// Rank r keeps rows floor(n r / p) .. floor(n (r + 1) / p) - 1. The blocks are shared out apart from the rows, so the
/// number of ranks moves neither them nor the number of iterations. A product gathers the n numbers of x on every rank.
/// \cost 8 n^2 / p bytes a rank; a product reads them once
/// \source Saad, Iterative Methods for Sparse Linear Systems, ch. 6, 9 and 12; Collatz-Wielandt bounds of the spectral
///         radius: Berman and Plemmons, Nonnegative Matrices in the Mathematical Sciences, ch. 2
/// \tests distributed/leontief_petsc_test.cpp, distributed/leontief_mpirun_test.py
class DistributedLeontief {
  public:
    /// Reads and prepares; this rank's rows only.
    /// \throws InputError (on all ranks) for an option out of bounds, a cell that is not a number, a spectral radius of
    ///         one or more, too little memory;  whatever matrix.read_rows throws
    DistributedLeontief(Ranks& ranks, DistributedMatrix const& matrix, DistributedOptions const& options = {});
    ~DistributedLeontief();
    DistributedLeontief(DistributedLeontief const&) = delete;
    DistributedLeontief& operator=(DistributedLeontief const&) = delete;

    /// X with (I - A) X = F on rank 0; an empty matrix on the others. `f` gives rows of F, m numbers a row.
    [[nodiscard]] Matrix solve(RowSource const& f, Index m);
    /// X with (I - A)' X = F on rank 0; an empty matrix on the others.
    [[nodiscard]] Matrix solve_transposed(RowSource const& f, Index m);
    [[nodiscard]] DistributedSummary const& summary() const;  ///< of the last solve

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace desvio
