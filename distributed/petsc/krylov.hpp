#pragma once

#include "distributed/petsc/block_preconditioner.hpp"
#include "distributed/petsc/petsc_objects.hpp"
#include "distributed/petsc/system_operator.hpp"

namespace desvio {

/// One right-hand side solved; x belongs to the solver and lasts until the next.
struct KrylovOutcome {
    Status status = Status::not_run;
    Vec x = nullptr;
    int iterations = 0;
    int products = 0;
    double residual = -1.0;  ///< max |f - (I - A) x| / max |f|, by a product of its own
};

/// What PETSc's own test of convergence remembers.
class DefaultTest {
  public:
    DefaultTest() { check(KSPConvergedDefaultCreate(&memory_)); }
    ~DefaultTest() { static_cast<void>(KSPConvergedDefaultDestroy(memory_)); }
    DefaultTest(DefaultTest const&) = delete;
    DefaultTest& operator=(DefaultTest const&) = delete;
    [[nodiscard]] void* memory() const { return memory_; }

  private:
    void* memory_ = nullptr;
};

/// PETSc's GMRES from the right with exact diagonal blocks, corrected until the residual in the largest norm is small.
class KrylovSolver {
  public:
    KrylovSolver(Ranks const& ranks, SystemOperator const& system, BlockPreconditioner& preconditioner,
                 DistributedOptions const& options);
    KrylovSolver(KrylovSolver const&) = delete;
    KrylovSolver& operator=(KrylovSolver const&) = delete;

    /// `f`: the numbers of this rank's rows.
    KrylovOutcome solve(bool is_transposed, Eigen::Ref<Vector const, 0, Eigen::InnerStride<>> const& f);

  private:
    static PetscErrorCode precondition(PC pc, Vec x, Vec y);
    static PetscErrorCode test(KSP ksp, PetscInt iteration, PetscReal norm, KSPConvergedReason* reason, void* self);
    void correct_until_small(KrylovOutcome& outcome);
    bool is_asked_to_stop(int iteration, double norm);

    SystemOperator const& system_;
    BlockPreconditioner& preconditioner_;
    DistributedOptions const& options_;
    bool is_first_rank_;
    bool has_monitor_;  ///< of rank 0, known to all
    OwnedVec f_, x_, residual_, correction_;
    OwnedKsp ksp_;
    DefaultTest default_test_;  ///< PETSc's own

    // Of the solve in progress:
    bool is_transposed_ = false, is_stopped_ = false;
    int iterations_before_ = 0;
    double size_ = 1.0;  ///< max |f|
    double begin_ = 0.0;
};

}  // namespace desvio
