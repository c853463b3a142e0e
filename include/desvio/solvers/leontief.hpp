#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/solvers/summary.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace desvio {

/// How (I - A) x = f is solved.
enum class LeontiefMethod {
    automatic,  ///< chosen by size, right-hand sides, zeros, memory and how fast the iteration converges
    lu,         ///< LU in the memory of A, in blocks, on threads: many right-hand sides, nothing beside the matrix
    mixed_lu,   ///< LU in single precision, refined with residuals in double: half the time, half as much memory again
    gmres,      ///< GMRES with the regions' own blocks as preconditioner: few right-hand sides
    bicgstab,   ///< the same with BiCGSTAB: vectors of a fixed number
    neumann,    ///< the power series, every term an order one step up the chain, until what is left is bounded
    sparse_lu,  ///< LU of the non-zeros
    sparse_gmres,  ///< GMRES on the non-zeros
    blas_lu,       ///< LU by LAPACK, where the program was configured with DESVIO_BLAS
};
std::string to_string(LeontiefMethod method);
/// Every method, `automatic` first.
std::vector<LeontiefMethod> const& leontief_methods();
/// \throws InputError naming the nearest method
LeontiefMethod parse_leontief_method(std::string_view text);
/// False for a method that this program was configured without.
bool is_available(LeontiefMethod method);

struct LeontiefOptions {
    LeontiefMethod method = LeontiefMethod::automatic;
    double tolerance = 1e-12;             ///< on max |f - (I - A) x| / max |f|, every right-hand side by itself; > 0
    int max_iterations = 500;             ///< of an iterative method, or refinements of a factorisation; >= 1
    Index block = 0;                      ///< rows of one region (J): the preconditioner's blocks; 0: not known; >= 0
    Index expected_right_hand_sides = 1;  ///< over all calls of solve(): what `automatic` plans for; >= 1
    int threads = 0;                      ///< 0: as many as there are processors
    double memory_limit = 0.0;            ///< bytes beside the matrix; 0: what the machine has free; >= 0
    bool float_store = false;             ///< gmres, bicgstab: iterate on a copy of A in single precision
    std::function<std::string(Index)> name = {};  ///< of a row and column, for messages; empty: "row 17"
    Monitor monitor = {};                         ///< called every iteration or panel of a factorisation
    void validate() const;                        ///< \throws InputError naming every violated bound
};

/// What happened in a solve, and what the method was chosen for.
struct LeontiefSummary {
    Status status = Status::not_run;
    std::string message = "solve() was not called";
    LeontiefMethod method = LeontiefMethod::automatic;  ///< the one used
    std::string reason;                                 ///< why that one
    /// max |f - (I - A) x| / max |f|, the worst right-hand side. Where A was given up to its factors it is estimated
    /// from above by products with random vectors taken before (is_residual_estimated).
    double residual = -1.0;
    bool is_residual_estimated = false;
    /// |I - A|_1 |(I - A)^-1|_1: exact to 10 % where A is not negative, else a lower estimate or an upper bound
    double condition = -1.0;
    double spectral_radius_bound = -1.0;  ///< at most this where proven below one, else an estimate
    double error_bound = -1.0;  ///< on sum |x - exact x| / max |f|, from the residual and the proof; -1: not known
    int iterations = 0;         ///< of the last solve: steps of the method, refinements of a factorisation
    int products = 0;           ///< passes over A in the last solve, residuals included
    double bytes = 0.0;         ///< most memory held beside the matrix that was taken over
    std::vector<std::string> warnings;  ///< what is odd about A but no error
    double setup_seconds = -1.0;        ///< examining, choosing and factorising, once
    double seconds = -1.0;              ///< of the last solve, without the set-up
    [[nodiscard]] bool is_converged() const noexcept { return status == Status::converged; }
};

/// Columns of A that a scenario changes:  A' = A + sum_k changes.col(k) e(columns[k])'.
struct LeontiefUpdate {
    std::vector<Index> columns;  ///< each at most once
    Matrix changes;              ///< n x columns.size(): what is added to them
};

/// One Leontief system  (I - A) X = F  or its transpose, for many right-hand sides, calls and threads of one caller.
///
/// | symbol | argument         | shape | unit                                              |
/// | A      | coefficients     | n x n | value of input (row) per value of output (column) |
/// | F      | right_hand_sides | n x m | any                                               |
/// | X      | return value     | n x m | as F                                              |
/// A is examined when it is taken over; it is factorised when it is first solved. Negative cells are allowed.
/// \throws InputError when A is not square or not finite, its spectral radius is not below one, the method asked is not
/// there or needs more memory than there is
/// \source Miller and Blair, Input-Output Analysis, ch. 2   \tests unit/leontief_test.cpp, identities/leontief_test.cpp
class LeontiefSystem {
  public:
    /// Takes the matrix over: at full size there must not be two of it.
    explicit LeontiefSystem(RowMatrix coefficients, LeontiefOptions const& options = {});
    ~LeontiefSystem();
    LeontiefSystem(LeontiefSystem&&) noexcept;
    LeontiefSystem& operator=(LeontiefSystem&&) noexcept;

    /// X with (I - A) X = F; orders up the chain.
    [[nodiscard]] Matrix solve(Matrix const& right_hand_sides);
    /// X with (I - A)' X = F; costs down the chain.
    [[nodiscard]] Matrix solve_transposed(Matrix const& right_hand_sides);

    /// X with (I - A') X = F where few columns of A changed, from the factors of A (Sherman, Morrison, Woodbury):
    ///
    ///   X = X0 + W (1 - E' W)^-1 E' X0,   (I - A) X0 = F,  (I - A) W = changes,  E' takes the changed rows of a vector
    ///
    /// With an iterative method and fewer right-hand sides than columns the changed matrix is iterated on instead,
    /// which needs no W. A' is not examined as A was; the residual is that of A'.
    /// \throws InputError when a column is out of range, comes twice, or the shapes do not agree
    [[nodiscard]] Matrix solve_updated(LeontiefUpdate const& update, Matrix const& right_hand_sides);
    /// X with (I - A')' X = F, likewise.
    [[nodiscard]] Matrix solve_updated_transposed(LeontiefUpdate const& update, Matrix const& right_hand_sides);

    /// Cells (row, column) of (I - A)^-1 without the rest of it: one right-hand side for every distinct row or every
    /// distinct column, whichever are fewer.
    /// \throws InputError when a cell is out of range
    [[nodiscard]] Vector inverse_elements(std::vector<std::pair<Index, Index>> const& cells);

    [[nodiscard]] LeontiefSummary const& summary() const;  ///< of the last solve
    [[nodiscard]] Index size() const;                      ///< n

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace desvio
