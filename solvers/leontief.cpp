#include "desvio/solvers/leontief.hpp"

#include "desvio/core/error.hpp"
#include "solvers/leontief_direct.hpp"
#include "solvers/leontief_krylov.hpp"
#include "solvers/leontief_plan.hpp"
#include "solvers/leontief_sketch.hpp"
#include "solvers/leontief_update.hpp"
#include "solvers/threads.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace desvio {
namespace {

bool is_iterative(LeontiefMethod method) {
    return method == LeontiefMethod::gmres || method == LeontiefMethod::bicgstab || method == LeontiefMethod::neumann ||
           method == LeontiefMethod::sparse_gmres;
}

/// Methods whose factors stand where A stood.
bool is_in_place(LeontiefMethod method) { return method == LeontiefMethod::lu || method == LeontiefMethod::blas_lu; }

void check_right_hand_sides(Matrix const& f, Index n) {
    if (f.rows() != n)
        throw InputError({{},
                          fmt::format("the right-hand sides have {} rows, the system has {}", f.rows(), n),
                          "every row needs a number",
                          {}});
    for (Index c = 0; c < f.cols(); ++c)
        for (Index i = 0; i < n; ++i)
            if (!std::isfinite(f(i, c)))
                throw InputError(
                    {{},
                     fmt::format("right-hand side {} is {} in row {} (both counted from 0)", c, f(i, c), i),
                     "nothing can be solved with it",
                     {}});
}

std::string describe(Status status, bool is_factorised) {
    switch (status) {
        case Status::converged:
            return "every right-hand side meets the tolerance";
        case Status::stopped:
            return is_factorised ? "stopped on request" : "stopped on request while factorising; make a new system";
        case Status::diverged:
            return is_factorised ? "the residual is not finite" : "a pivot is 0: the system is singular";
        case Status::max_iterations:
            return "the iterations ran out";
        case Status::stalled:
            return "the residual is above the tolerance and does not get smaller";
        case Status::not_run:
            break;
    }
    return "solve() was not called";
}

}  // namespace

class LeontiefSystem::Implementation {
  public:
    Implementation(RowMatrix coefficients, LeontiefOptions const& options)
        : options_(options), n_threads_(count_threads(options.threads)), coefficients_(std::move(coefficients)) {
        options_.validate();
        if (coefficients_.rows() != coefficients_.cols()) check_cells(coefficients_, options_.name, 1, seen_);
        n_ = coefficients_.rows();
        Monitor const no_monitor;
        Tally const clock("examine", no_monitor);
        // A plain power series has no blocks of its own, but the examination does with a guess.
        LeontiefOptions guessed = options_;
        guessed.method = LeontiefMethod::gmres;
        inverse_ = BlockInverse<double>(coefficients_, preconditioner_block(guessed, n_), n_threads_);
        seen_ = examine_coefficients(coefficients_, inverse_, options_.name, n_threads_);
        LeontiefPlan const plan = plan_leontief(seen_, n_, options_);
        summary.method = plan.method;
        summary.reason = plan.reason;
        summary.bytes = plan.bytes;
        summary.warnings = seen_.warnings;
        summary.condition = seen_.condition;
        summary.spectral_radius_bound = seen_.radius_bound;
        if (plan.method == LeontiefMethod::neumann && options_.block == 0) inverse_ = BlockInverse<double>();
        summary.setup_seconds = clock.seconds();
    }

    Matrix solve(Matrix const& f, bool is_transposed, LeontiefUpdate const& update) {
        check_right_hand_sides(f, n_);
        check_update(update, n_);
        prepare();
        Tally tally(method_name_, options_.monitor);
        Matrix x = Matrix::Zero(f.rows(), f.cols());
        summary.residual = summary.error_bound = -1.0;
        summary.status = prepared_;
        if (prepared_ == Status::converged) {
            x = run(f, is_transposed, update, tally);
            summary.message = describe(summary.status, true);
        } else {
            summary.message = describe(summary.status, false);
        }
        summary.iterations = tally.iterations();
        summary.products = tally.products();
        summary.seconds = tally.seconds();
        return x;
    }

    [[nodiscard]] Index size() const noexcept { return n_; }
    LeontiefSummary summary;

  private:
    /// Factorises, or puts A into the form that the method works on. Once.
    void prepare() {
        if (prepared_ != Status::not_run) return;
        method_name_ = to_string(summary.method);
        Tally tally(method_name_, options_.monitor);
        prepared_ = Status::converged;
        if (is_in_place(summary.method))
            sketch_ = ResidualSketch(DenseProduct<double>(coefficients_, n_threads_));
        else if (summary.method == LeontiefMethod::sparse_gmres || summary.method == LeontiefMethod::sparse_lu)
            product_ = std::make_unique<SparseProduct>(coefficients_, seen_.n_nonzeros, n_threads_);
        else
            product_ = std::make_unique<DenseProduct<double>>(coefficients_, n_threads_);
        if (auto factors = make_factors()) {
            prepared_ = factors->factorise(tally);
            corrector_ = std::move(factors);
        } else if (is_float_stored()) {
            float_coefficients_ = coefficients_.cast<float>();
            float_inverse_ = BlockInverse<float>(coefficients_, preconditioner_block(options_, n_), n_threads_);
            float_product_ = std::make_unique<DenseProduct<float>>(float_coefficients_, n_threads_);
        }
        // What a method does not read again is not kept.
        if (summary.method == LeontiefMethod::sparse_gmres || summary.method == LeontiefMethod::sparse_lu)
            coefficients_.resize(0, 0);
        summary.setup_seconds += tally.seconds();
        if (prepared_ == Status::converged && summary.condition < 0.0) estimate_condition();
    }

    [[nodiscard]] bool is_float_stored() const {
        return options_.float_store &&
               (summary.method == LeontiefMethod::gmres || summary.method == LeontiefMethod::bicgstab);
    }

    std::unique_ptr<Factors> make_factors() {
        if (summary.method == LeontiefMethod::lu) return std::make_unique<InPlaceFactors>(coefficients_, n_threads_);
        if (summary.method == LeontiefMethod::blas_lu) return make_blas_factors(coefficients_);
        if (summary.method == LeontiefMethod::mixed_lu)
            return std::make_unique<FloatFactors>(coefficients_, n_threads_);
        if (summary.method == LeontiefMethod::sparse_lu) return std::make_unique<SparseFactors>(coefficients_);
        return nullptr;
    }

    Matrix run(Matrix const& f, bool is_transposed, LeontiefUpdate const& update, Tally& tally) {
        bool const is_changed = !update.columns.empty();
        Columns<double> const right = f;
        if (is_in_place(summary.method)) {
            Matrix const responses = is_changed ? respond(update, is_transposed, tally) : Matrix(n_, 0);
            UpdateCorrector corrector(*corrector_, update, responses, is_transposed);
            Columns<double> x;
            corrector.correct(right, is_transposed, {}, x, tally);
            conclude_in_place(x, right, is_transposed, update);
            return x;
        }
        if (!is_changed) {
            KrylovCorrector<double> exact(*product_, inverse_, summary.method, n_threads_, seen_.weights);
            return iterate(*product_, exact, float_product_.get(), right, is_transposed, true, tally);
        }
        UpdatedProduct<double> const product(*product_, update);
        // Factors take (columns + right-hand sides) solves, the iteration its steps for every right-hand side.
        double const steps = -std::log10(options_.tolerance) * seen_.steps_per_digit;
        if (!is_iterative(summary.method) &&
            static_cast<double>(update.columns.size()) <= (steps - 1.0) * static_cast<double>(f.cols())) {
            UpdateCorrector corrector(*corrector_, update, respond(update, is_transposed, tally), is_transposed);
            return conclude(refine(product, corrector, right, is_transposed, options_.tolerance,
                                   options_.max_iterations + tally.iterations(), tally),
                            right, is_transposed, false);
        }
        LeontiefMethod const method = is_iterative(summary.method) ? summary.method : LeontiefMethod::gmres;
        KrylovCorrector<double> exact(product, inverse_, method, n_threads_);
        if (!is_float_stored())
            return conclude(
                refine(product, exact, right, is_transposed, options_.tolerance, options_.max_iterations, tally), right,
                is_transposed, false);
        UpdatedProduct<float> const rough(*float_product_, update);
        return iterate(product, exact, &rough, right, is_transposed, false, tally);
    }

    /// Refines with the factors, the iteration in single precision, or the one in double, whichever there is.
    Matrix iterate(CoefficientProduct<double> const& product, Corrector& exact, CoefficientProduct<float> const* rough,
                   Columns<double> const& f, bool is_transposed, bool is_bounded, Tally& tally) {
        auto const refine_with = [&](Corrector& corrector) {
            return conclude(
                refine(product, corrector, f, is_transposed, options_.tolerance, options_.max_iterations, tally), f,
                is_transposed, is_bounded);
        };
        if (corrector_) return refine_with(*corrector_);
        if (rough == nullptr) return refine_with(exact);
        KrylovCorrector<float> corrector(*rough, float_inverse_, summary.method, n_threads_);
        return refine_with(corrector);
    }

    /// What the unchanged system answers to the changes.
    Matrix respond(LeontiefUpdate const& update, bool is_transposed, Tally& tally) {
        Columns<double> const impulses = UpdateCorrector::impulses(update, n_, is_transposed);
        if (!product_) {
            Columns<double> x;
            corrector_->correct(impulses, is_transposed, {}, x, tally);
            return x;
        }
        return refine(*product_, *corrector_, impulses, is_transposed, options_.tolerance, options_.max_iterations,
                      tally)
            .solution;
    }

    Matrix conclude(Refined const& refined, Columns<double> const& f, bool is_transposed, bool is_bounded) {
        summary.status = refined.status;
        summary.residual = refined.residual;
        summary.is_residual_estimated = false;
        if (!is_bounded || seen_.weights.size() == 0) return refined.solution;
        summary.error_bound = 0.0;
        for (Index c = 0; c < f.cols(); ++c) {
            double const size = f.col(c).cwiseAbs().maxCoeff();
            if (size == 0.0) continue;
            // |x - exact| = |(I - A)^-1 r|:  its sum is at most z' |r|, transposed its largest at most max z max |r|
            auto const left = refined.left_over.col(c).cwiseAbs();
            double const bound = is_transposed ? seen_.weights.maxCoeff() * left.maxCoeff() : seen_.weights.dot(left);
            summary.error_bound = std::max(summary.error_bound, bound / size);
        }
        return refined.solution;
    }

    void conclude_in_place(Columns<double> const& x, Columns<double> const& f, bool is_transposed,
                           LeontiefUpdate const& update) {
        summary.residual = sketch_.estimate(x, f, is_transposed, update);
        summary.is_residual_estimated = true;
        summary.status = !std::isfinite(summary.residual)         ? Status::diverged
                         : summary.residual <= options_.tolerance ? Status::converged
                                                                  : Status::stalled;
        if (seen_.weights.size() == 0 || !update.columns.empty()) return;
        // As above with |r|_2 for r.
        summary.error_bound = summary.residual * (is_transposed ? seen_.weights.maxCoeff() : seen_.weights.norm());
    }

    /// |I - A|_1 |(I - A)^-1|_1 from below, where the examination has no proof to take it from.
    /// \source Hager (1984); Higham, Accuracy and Stability of Numerical Algorithms, alg. 15.1
    void estimate_condition() {
        constexpr int most_rounds = 5;
        Monitor const no_monitor;
        Tally tally("condition", no_monitor);
        LeontiefSummary const before = summary;
        Matrix x = Matrix::Constant(n_, 1, 1.0 / static_cast<double>(std::max<Index>(n_, 1)));
        double norm = 0.0;
        for (int round = 0; round < most_rounds && n_ > 0; ++round) {
            Matrix const y = run(x, false, {}, tally);
            norm = std::max(norm, y.cwiseAbs().sum());
            Matrix const signs = y.unaryExpr([](double value) { return value < 0.0 ? -1.0 : 1.0; });
            Matrix const z = run(signs, true, {}, tally);
            Index row = 0;
            double const largest = z.col(0).cwiseAbs().maxCoeff(&row);
            if (round > 0 && largest <= z.col(0).dot(x.col(0))) break;
            x.setZero();
            x(row, 0) = 1.0;
        }
        summary = before;
        summary.condition = n_ > 0 ? seen_.system_norm * norm : 1.0;
        summary.setup_seconds += tally.seconds();
    }

    LeontiefOptions options_;
    int n_threads_;
    Index n_ = 0;
    RowMatrix coefficients_;
    Columns<float> float_coefficients_;
    BlockInverse<double> inverse_;
    BlockInverse<float> float_inverse_;
    Examination seen_;
    std::unique_ptr<CoefficientProduct<double>> product_;
    std::unique_ptr<CoefficientProduct<float>> float_product_;
    std::unique_ptr<Corrector> corrector_;
    ResidualSketch sketch_;
    Status prepared_ = Status::not_run;
    std::string method_name_;
};

LeontiefSystem::LeontiefSystem(RowMatrix coefficients, LeontiefOptions const& options)
    : implementation_(std::make_unique<Implementation>(std::move(coefficients), options)) {}
LeontiefSystem::~LeontiefSystem() = default;
LeontiefSystem::LeontiefSystem(LeontiefSystem&&) noexcept = default;
LeontiefSystem& LeontiefSystem::operator=(LeontiefSystem&&) noexcept = default;

Matrix LeontiefSystem::solve(Matrix const& right_hand_sides) {
    return implementation_->solve(right_hand_sides, false, {{}, Matrix(size(), 0)});
}
Matrix LeontiefSystem::solve_transposed(Matrix const& right_hand_sides) {
    return implementation_->solve(right_hand_sides, true, {{}, Matrix(size(), 0)});
}
Matrix LeontiefSystem::solve_updated(LeontiefUpdate const& update, Matrix const& right_hand_sides) {
    return implementation_->solve(right_hand_sides, false, update);
}
Matrix LeontiefSystem::solve_updated_transposed(LeontiefUpdate const& update, Matrix const& right_hand_sides) {
    return implementation_->solve(right_hand_sides, true, update);
}

Vector LeontiefSystem::inverse_elements(std::vector<std::pair<Index, Index>> const& cells) {
    std::map<Index, Index> rows, columns;  // of a cell -> right-hand side
    for (auto const& [row, column] : cells) {
        if (row < 0 || row >= size() || column < 0 || column >= size())
            throw InputError({{},
                              fmt::format("there is no cell ({}, {}) in an inverse of {} rows", row, column, size()),
                              "rows and columns count from 0",
                              {}});
        rows.emplace(row, static_cast<Index>(rows.size()));
        columns.emplace(column, static_cast<Index>(columns.size()));
    }
    // Column j of L is L e_j; row i is L' e_i.
    bool const by_rows = rows.size() < columns.size();
    auto const& wanted = by_rows ? rows : columns;
    Matrix units = Matrix::Zero(size(), static_cast<Index>(wanted.size()));
    for (auto const& [at, k] : wanted) units(at, k) = 1.0;
    Matrix const found = by_rows ? solve_transposed(units) : solve(units);
    Vector values(static_cast<Index>(cells.size()));
    for (std::size_t k = 0; k < cells.size(); ++k) {
        auto const& [row, column] = cells[k];
        values(static_cast<Index>(k)) = by_rows ? found(column, rows.at(row)) : found(row, columns.at(column));
    }
    return values;
}

LeontiefSummary const& LeontiefSystem::summary() const { return implementation_->summary; }
Index LeontiefSystem::size() const { return implementation_->size(); }

}  // namespace desvio
