#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/solvers/summary.hpp"

#include <memory>
#include <string>

namespace desvio {

/// How (I - A) x = f is solved. `automatic` chooses by size, sparsity, right-hand sides, memory and conditioning.
enum class LeontiefMethod { automatic, lu };

struct LeontiefOptions {
    LeontiefMethod method = LeontiefMethod::automatic;
    double tolerance = 1e-12;  ///< on max |f - (I - A) x| / max |f|, every right-hand side by itself; > 0
    Index block = 0;           ///< rows of one region (J), for methods that use a table's blocks; 0: none known
    Index expected_right_hand_sides = 1;  ///< over all calls of solve(): what `automatic` plans for
    int threads = 0;                      ///< 0: as many as there are processors
    void validate() const;                ///< \throws InputError naming every violated bound
};

/// What happened in a solve, and what the method was chosen for.
struct LeontiefSummary {
    Status status = Status::not_run;
    std::string message = "solve() was not called";
    LeontiefMethod method = LeontiefMethod::automatic;  ///< the one used
    std::string reason;                                 ///< why that one
    double residual = -1.0;                             ///< max |f - (I - A) x| / max |f|, the worst right-hand side
    double seconds = -1.0;
    [[nodiscard]] bool is_converged() const noexcept { return status == Status::converged; }
};

/// One Leontief system  (I - A) X = F  or its transpose, for many right-hand sides, calls and threads of one caller.
///
/// | symbol | argument         | shape | unit                                         |
/// | A      | coefficients     | n x n | value of input (row) per value of output (column) |
/// | F      | right_hand_sides | n x m | any                                          |
/// | X      | return value     | n x m | as F                                         |
/// \throws InputError when A is not square, not finite, or its spectral radius is not below one
/// \source Miller and Blair, Input-Output Analysis, ch. 2
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
    [[nodiscard]] LeontiefSummary const& summary() const;  ///< of the last solve

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace desvio
