#include "distributed/petsc/krylov.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

namespace desvio {
namespace {

constexpr int restart = 60;
constexpr int most_corrections = 4;
// The norm GMRES watches is sqrt(n) times larger than the largest number when all are alike: stopping at a tenth of
// that leaves the rest, if there is any, to a correction.
constexpr double alike = 0.1;

double largest_number(Vec vector) {
    PetscReal largest = 0.0;
    check(VecNorm(vector, NORM_INFINITY, &largest));
    return largest;
}

}  // namespace

KrylovSolver::KrylovSolver(Ranks const& ranks, SystemOperator const& system, BlockPreconditioner& preconditioner,
                           DistributedOptions const& options)
    : system_(system), preconditioner_(preconditioner), options_(options), is_first_rank_(ranks.rank() == 0) {
    int has_monitor = options.monitor ? 1 : 0;
    MPI_Bcast(&has_monitor, 1, MPI_INT, 0, MPI_COMM_WORLD);
    has_monitor_ = has_monitor != 0;

    check(MatCreateVecs(system.matrix(false), x_.address(), f_.address()));
    check(VecDuplicate(f_.get(), residual_.address()));
    check(VecDuplicate(f_.get(), correction_.address()));
    check(KSPCreate(PETSC_COMM_WORLD, ksp_.address()));
    KSP const ksp = ksp_.get();
    // Options of the environment may watch and tell; the method is the one that is told of.
    check(KSPSetOptionsPrefix(ksp, "leontief_"));
    check(KSPSetFromOptions(ksp));
    check(KSPSetType(ksp, KSPGMRES));
    check(KSPGMRESSetRestart(ksp, restart));
    check(KSPGMRESSetCGSRefinementType(ksp, KSP_GMRES_CGS_REFINE_IFNEEDED));
    check(KSPSetPCSide(ksp, PC_RIGHT));
    check(KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED));
    PC pc = nullptr;
    check(KSPGetPC(ksp, &pc));
    check(PCSetType(pc, PCSHELL));
    check(PCShellSetContext(pc, this));
    check(PCShellSetApply(pc, precondition));
    check(KSPSetConvergenceTest(ksp, test, this, nullptr));
}

KrylovOutcome KrylovSolver::solve(bool is_transposed, Eigen::Ref<Vector const, 0, Eigen::InnerStride<>> const& f) {
    with_numbers_of(f_.get(), [&](PetscScalar* numbers) { Eigen::Map<Vector>(numbers, f.size()) = f; });
    KrylovOutcome outcome;
    outcome.x = x_.get();
    check(VecSet(x_.get(), 0.0));
    size_ = largest_number(f_.get());
    if (size_ == 0.0) {
        outcome.status = Status::converged;
        outcome.residual = 0.0;
        return outcome;
    }
    is_transposed_ = is_transposed;
    is_stopped_ = false;
    begin_ = MPI_Wtime();
    correct_until_small(outcome);
    return outcome;
}

// r = f - M x;  M d = r;  x <- x + d
void KrylovSolver::correct_until_small(KrylovOutcome& outcome) {
    Mat const matrix = system_.matrix(is_transposed_);
    check(KSPSetOperators(ksp_.get(), matrix, matrix));
    check(VecCopy(f_.get(), residual_.get()));
    outcome.residual = 1.0;
    outcome.status = Status::stalled;
    for (int round = 0; round <= most_corrections; ++round) {
        PetscReal norm = 0.0;
        check(VecNorm(residual_.get(), NORM_2, &norm));
        double const goal = options_.tolerance * std::max(size_, alike * norm);
        check(KSPSetTolerances(ksp_.get(), 0.0, goal, PETSC_DEFAULT, options_.max_iterations - outcome.iterations));
        iterations_before_ = outcome.iterations;
        check(KSPSolve(ksp_.get(), residual_.get(), correction_.get()));

        PetscInt iterations = 0;
        check(KSPGetIterationNumber(ksp_.get(), &iterations));
        check(VecAXPY(x_.get(), 1.0, correction_.get()));
        system_.multiply(is_transposed_, x_.get(), residual_.get());
        check(VecAYPX(residual_.get(), -1.0, f_.get()));
        double const before = outcome.residual;
        outcome.residual = largest_number(residual_.get()) / size_;
        outcome.iterations += static_cast<int>(iterations);
        outcome.products += static_cast<int>(iterations) + 1;

        if (outcome.residual <= options_.tolerance) {
            outcome.status = Status::converged;
        } else if (!std::isfinite(outcome.residual)) {
            outcome.status = Status::diverged;
        } else if (is_stopped_) {
            outcome.status = Status::stopped;
        } else if (outcome.iterations >= options_.max_iterations) {
            outcome.status = Status::max_iterations;
        } else if (outcome.residual < 0.5 * before) {
            continue;
        }
        return;
    }
}

PetscErrorCode KrylovSolver::precondition(PC pc, Vec x, Vec y) {
    KrylovSolver* self = nullptr;
    PetscCall(PCShellGetContext(pc, &self));
    try {
        self->preconditioner_.apply(self->is_transposed_, x, y);
    } catch (std::exception const&) {
        return PETSC_ERR_LIB;  // no exception may pass through PETSc
    }
    return 0;
}

PetscErrorCode KrylovSolver::test(KSP ksp, PetscInt iteration, PetscReal norm, KSPConvergedReason* reason, void* context) {
    auto* const self = static_cast<KrylovSolver*>(context);
    PetscCall(KSPConvergedDefault(ksp, iteration, norm, reason, self->default_test_.memory()));
    if (*reason == KSP_CONVERGED_ITERATING && self->is_asked_to_stop(static_cast<int>(iteration), norm)) {
        self->is_stopped_ = true;
        *reason = KSP_DIVERGED_BREAKDOWN;
    }
    return 0;
}

bool KrylovSolver::is_asked_to_stop(int iteration, double norm) {
    if (!has_monitor_) return false;
    int goes_on = 1;
    if (is_first_rank_) {
        Iteration const now{iterations_before_ + iteration, norm / size_, MPI_Wtime() - begin_, "gmres", 0};
        goes_on = options_.monitor(now) ? 1 : 0;
    }
    MPI_Bcast(&goes_on, 1, MPI_INT, 0, MPI_COMM_WORLD);
    return goes_on == 0;
}

}  // namespace desvio
