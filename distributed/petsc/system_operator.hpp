#pragma once

#include "distributed/petsc/local_rows.hpp"
#include "distributed/petsc/petsc_objects.hpp"

#include <vector>

namespace desvio {

/// I - A over all ranks, as a PETSc matrix and its transpose.
///
/// Dense rows stay as they were read and are multiplied here: PETSc's own dense matrix keeps columns and calls BLAS,
/// which read memory at half the speed (docs/adr/0011-distributed-leontief.md). Sparse rows become PETSc's AIJ matrix,
/// which exchanges only the numbers of x that are needed.
class SystemOperator {
  public:
    /// Takes the cells of `rows` over.
    explicit SystemOperator(LocalRows rows);
    SystemOperator(SystemOperator const&) = delete;
    SystemOperator& operator=(SystemOperator const&) = delete;

    [[nodiscard]] Mat matrix(bool is_transposed) const { return is_transposed ? transposed_.get() : matrix_.get(); }
    [[nodiscard]] LocalRows const& rows() const { return rows_; }
    /// y = (I - A) x, or with the transpose.
    void multiply(bool is_transposed, Vec x, Vec y) const { check(MatMult(matrix(is_transposed), x, y)); }

    void drop_diagonal_strip() { rows_.diagonal_strip.resize(0, 0); }
    /// How many rows each rank has, and how many there are before them.
    [[nodiscard]] std::vector<int> const& counts() const { return counts_; }
    [[nodiscard]] std::vector<int> const& starts() const { return starts_; }

  private:
    static PetscErrorCode multiply_rows(Mat matrix, Vec x, Vec y);
    static PetscErrorCode multiply_columns(Mat matrix, Vec x, Vec y);
    void make_shell();
    void make_sparse();

    LocalRows rows_;
    std::vector<int> counts_, starts_;
    Vector whole_;  ///< n numbers: x of all ranks, or this rank's part of a transposed product
    OwnedMat matrix_, transposed_;
};

}  // namespace desvio
