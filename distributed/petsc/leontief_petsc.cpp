#include "desvio/distributed/leontief_petsc.hpp"

#include "desvio/core/error.hpp"
#include "distributed/petsc/block_preconditioner.hpp"
#include "distributed/petsc/krylov.hpp"
#include "distributed/petsc/local_rows.hpp"
#include "distributed/petsc/spectral_radius.hpp"
#include "distributed/petsc/system_operator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace desvio {
namespace {

constexpr double closing_error = 1e-9;  // of column sums as published tables are rounded

}  // namespace

class DistributedLeontief::Implementation {
  public:
    Implementation(Ranks& ranks, DistributedMatrix const& matrix, DistributedOptions const& options)
        : ranks_(ranks), matrix_(matrix), options_(options) {
        double const begin = MPI_Wtime();
        LocalRows rows = read_local_rows(ranks, matrix, options);
        double const read = MPI_Wtime();
        describe(rows);
        if (rows.n > 0) set_up(std::move(rows));
        summary.read_seconds = reduced(read - begin, MPI_MAX);
        summary.setup_seconds = reduced(MPI_Wtime() - read, MPI_MAX);
    }

    Matrix solve(RowSource const& f, Index m, bool is_transposed) {
        double const begin = MPI_Wtime();
        RowMatrix right_hand_sides;
        ranks_.together([&] { right_hand_sides = read_right_hand_sides(f, m); });
        Matrix solution;
        ranks_.together([&] { solution.resize(ranks_.rank() == 0 ? matrix_.n : 0, ranks_.rank() == 0 ? m : 0); });

        summary.status = Status::converged;
        summary.message.clear();
        summary.iterations = summary.products = 0;
        summary.residual = 0.0;
        for (Index k = 0; k < m && matrix_.n > 0 && summary.status != Status::stopped; ++k) {
            KrylovOutcome const outcome = krylov_->solve(is_transposed, right_hand_sides.col(k));
            gather(outcome.x, solution, k);
            record(outcome, k);
        }
        summary.solve_seconds = reduced(MPI_Wtime() - begin, MPI_MAX);
        return solution;
    }

    DistributedSummary summary;

  private:
    void describe(LocalRows const& rows) {
        summary.ranks = ranks_.size();
        auto const count = static_cast<double>(rows.count);
        summary.least_rows = static_cast<Index>(reduced(count, MPI_MIN));
        summary.most_rows = static_cast<Index>(reduced(count, MPI_MAX));
        summary.block = rows.block;
        summary.storage = rows.storage;
        summary.nonzero_share = rows.nonzero_share;
        summary.bytes_per_rank = rows.bytes_per_rank;
        if (rows.has_negative) summary.warnings.emplace_back("the matrix has negative coefficients");
        if (summary.least_rows == 0 && rows.n > 0) {
            summary.warnings.push_back(fmt::format("{} ranks share {} rows: some have none", ranks_.size(), rows.n));
        }
    }

    void set_up(LocalRows rows) {
        preconditioner_.emplace(ranks_, rows);
        system_.emplace(std::move(rows));
        system_->drop_diagonal_strip();
        check_spectral_radius();
        krylov_.emplace(ranks_, *system_, *preconditioner_, options_);
    }

    void check_spectral_radius() {
        LocalRows const& rows = system_->rows();
        bool const is_dear = rows.largest_column_sum > 1.0 + closing_error && !rows.has_negative;
        ranks_.together([&] {
            if (!is_dear || options_.allows_negative_value_added) return;
            throw InputError({{},
                              fmt::format("inputs of {} cost {:.6g} of its output, the most of all",
                                          row_name(matrix_, rows.largest_column), rows.largest_column_sum),
                              "its value added is negative: no output is worth its inputs",
                              "Mend the table ('desvio help base import', --least-value-added), or say "
                              "--allow-negative-value-added."});
        });
        SpectralBounds const bounds = bound_spectral_radius(*system_);
        summary.spectral_radius_below = bounds.upper;
        std::string const column = fmt::format("the column of {} sums to {:.6g}, the most of all",
                                               row_name(matrix_, rows.largest_column), rows.largest_column_sum);
        ranks_.together([&] {
            if (bounds.lower < 1.0) return;
            throw InputError({{},
                              fmt::format("the spectral radius of the matrix is at least {:.6g}", bounds.lower),
                              "the orders of a chain grow with every step, so that no output meets them",
                              fmt::format("Columns of inputs per unit of output should sum to less than 1; {}.", column)});
        });
        if (is_dear) {
            summary.warnings.push_back(column + ": its value added is negative");
        }
        if (bounds.upper >= 1.0) {
            summary.warnings.push_back(fmt::format(
                "the spectral radius could not be shown to be below 1 (it is at most {:.6g})", bounds.upper));
        }
    }

    RowMatrix read_right_hand_sides(RowSource const& f, Index m) const {
        Index const first = first_of_share(matrix_.n, ranks_.size(), ranks_.rank());
        RowMatrix rows(first_of_share(matrix_.n, ranks_.size(), ranks_.rank() + 1) - first, m);
        if (rows.size() > 0) f(first, rows.rows(), rows.data());
        for (Index i = 0; i < rows.rows(); ++i) {
            if (rows.row(i).allFinite()) continue;
            throw InputError({{},
                              fmt::format("a right-hand side is not a number in {}", row_name(matrix_, first + i)),
                              "nothing can be solved for it",
                              "Mend the right-hand sides."});
        }
        return rows;
    }

    /// x of all ranks into column k, on rank 0.
    void gather(Vec x, Matrix& solution, Index k) const {
        with_constant_numbers_of(x, [&](PetscScalar const* numbers) {
            MPI_Gatherv(numbers, static_cast<int>(system_->rows().count), MPI_DOUBLE,
                        ranks_.rank() == 0 ? solution.col(k).data() : nullptr, system_->counts().data(),
                        system_->starts().data(), MPI_DOUBLE, 0, MPI_COMM_WORLD);
        });
    }

    void record(KrylovOutcome const& outcome, Index k) {
        summary.iterations = std::max(summary.iterations, outcome.iterations);
        summary.products += outcome.products;
        summary.residual = std::max(summary.residual, outcome.residual);
        if (outcome.status == Status::converged || summary.status != Status::converged) return;
        summary.status = outcome.status;
        summary.message = fmt::format("right-hand side {}: residual {:.1e} after {} iterations, wanted {:.1e}", k + 1,
                                      outcome.residual, outcome.iterations, options_.tolerance);
    }

    Ranks& ranks_;
    DistributedMatrix matrix_;
    DistributedOptions options_;
    std::optional<BlockPreconditioner> preconditioner_;
    std::optional<SystemOperator> system_;
    std::optional<KrylovSolver> krylov_;
};

DistributedLeontief::DistributedLeontief(Ranks& ranks, DistributedMatrix const& matrix, DistributedOptions const& options)
    : implementation_(std::make_unique<Implementation>(ranks, matrix, options)) {}
DistributedLeontief::~DistributedLeontief() = default;

Matrix DistributedLeontief::solve(RowSource const& f, Index m) { return implementation_->solve(f, m, false); }
Matrix DistributedLeontief::solve_transposed(RowSource const& f, Index m) { return implementation_->solve(f, m, true); }
DistributedSummary const& DistributedLeontief::summary() const { return implementation_->summary; }

}  // namespace desvio
