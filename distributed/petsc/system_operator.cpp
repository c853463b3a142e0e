#include "distributed/petsc/system_operator.hpp"

#include <algorithm>

namespace desvio {
namespace {

using Numbers = Eigen::Map<Vector>;
using ConstNumbers = Eigen::Map<Vector const>;

}  // namespace

SystemOperator::SystemOperator(LocalRows rows) : rows_(std::move(rows)) {
    int ranks = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    for (int rank = 0; rank < ranks; ++rank) {
        starts_.push_back(static_cast<int>(first_of_share(rows_.n, ranks, rank)));
        counts_.push_back(static_cast<int>(first_of_share(rows_.n, ranks, rank + 1)) - starts_.back());
    }
    rows_.storage == RowStorage::dense ? make_shell() : make_sparse();
    check(MatCreateTranspose(matrix_.get(), transposed_.address()));
}

void SystemOperator::make_shell() {
    whole_.resize(rows_.n);
    auto const count = static_cast<PetscInt>(rows_.count), n = static_cast<PetscInt>(rows_.n);
    check(MatCreateShell(PETSC_COMM_WORLD, count, count, n, n, this, matrix_.address()));
    auto const operation = [&](MatOperation which, auto* function) {
        check(MatShellSetOperation(matrix_.get(), which, reinterpret_cast<void (*)()>(function)));
    };
    operation(MATOP_MULT, &SystemOperator::multiply_rows);
    operation(MATOP_MULT_TRANSPOSE, &SystemOperator::multiply_columns);
}

void SystemOperator::make_sparse() {
    auto const count = static_cast<PetscInt>(rows_.count), n = static_cast<PetscInt>(rows_.n);
    check(MatCreateMPIAIJWithArrays(PETSC_COMM_WORLD, count, count, n, n, rows_.row_starts.data(), rows_.columns.data(),
                                    rows_.values.data(), matrix_.address()));
    // PETSc has copied them.
    rows_.row_starts = {};
    rows_.columns = {};
    rows_.values = {};
}

// x of all ranks -> whole;  y = x - A_rank whole
PetscErrorCode SystemOperator::multiply_rows(Mat matrix, Vec x, Vec y) {
    SystemOperator* self = nullptr;
    PetscCall(MatShellGetContext(matrix, &self));
    PetscScalar const* from = nullptr;
    PetscScalar* to = nullptr;
    PetscCall(VecGetArrayRead(x, &from));
    PetscCall(VecGetArrayWrite(y, &to));
    Index const count = self->rows_.count;
    MPI_Allgatherv(from, static_cast<int>(count), MPI_DOUBLE, self->whole_.data(), self->counts_.data(),
                   self->starts_.data(), MPI_DOUBLE, MPI_COMM_WORLD);
    Numbers result(to, count);
    result = ConstNumbers(from, count);
    result.noalias() -= self->rows_.dense * self->whole_;
    PetscCall(VecRestoreArrayWrite(y, &to));
    PetscCall(VecRestoreArrayRead(x, &from));
    return 0;
}

// whole = A_rank' x of this rank;  y = x - sum over ranks of whole
PetscErrorCode SystemOperator::multiply_columns(Mat matrix, Vec x, Vec y) {
    SystemOperator* self = nullptr;
    PetscCall(MatShellGetContext(matrix, &self));
    PetscScalar const* from = nullptr;
    PetscScalar* to = nullptr;
    PetscCall(VecGetArrayRead(x, &from));
    PetscCall(VecGetArrayWrite(y, &to));
    Index const count = self->rows_.count;
    ConstNumbers const own(from, count);
    self->whole_.noalias() = self->rows_.dense.transpose() * own;
    MPI_Reduce_scatter(self->whole_.data(), to, self->counts_.data(), MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
    Numbers result(to, count);
    result = own - result;
    PetscCall(VecRestoreArrayWrite(y, &to));
    PetscCall(VecRestoreArrayRead(x, &from));
    return 0;
}

}  // namespace desvio
