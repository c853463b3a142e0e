#include "solvers/leontief_examine.hpp"

#include "desvio/core/error.hpp"
#include "solvers/leontief_krylov.hpp"
#include "solvers/threads.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {
namespace {

constexpr std::size_t most_named = 3;    // faults and warnings of one kind that are told one by one
constexpr double proof_residual = 0.05;  // of (I - A') z = 1
constexpr int proof_steps = 300;

/// What one thread saw of its rows.
struct Sight {
    Vector column_sums, column_sizes;
    Index n_nonzeros = 0;
    bool has_negative = false;
};

void look_at_rows(RowMatrix const& A, Span rows, Vector& row_sizes, Sight& sight) {
    Index const n = A.cols();
    sight.column_sums = Vector::Zero(n);
    sight.column_sizes = Vector::Zero(n);
    for (Index i = rows.begin; i < rows.begin + rows.size; ++i) {
        double const* const cells = A.data() + i * n;
        double* const sums = sight.column_sums.data();
        double* const sizes = sight.column_sizes.data();
        Index n_nonzeros = 0, n_negative = 0;
        for (Index j = 0; j < n; ++j) {
            sums[j] += cells[j];
            sizes[j] += std::abs(cells[j]);
            n_nonzeros += cells[j] != 0.0 ? 1 : 0;
            n_negative += cells[j] < 0.0 ? 1 : 0;
        }
        row_sizes(i) = static_cast<double>(n_nonzeros);
        sight.n_nonzeros += n_nonzeros;
        sight.has_negative = sight.has_negative || n_negative > 0;
    }
}

[[noreturn]] void refuse_not_finite(RowMatrix const& A, std::function<std::string(Index)> const& name) {
    FaultList faults;
    for (Index i = 0; i < A.rows() && faults.size() < most_named; ++i)
        for (Index j = 0; j < A.cols() && faults.size() < most_named; ++j)
            if (!std::isfinite(A(i, j)))
                faults.add({},
                           fmt::format("the coefficient of row {}, column {} is {}", name_row(name, i),
                                       name_row(name, j), A(i, j)),
                           "nothing can be solved with it",
                           "Coefficients are inputs over output: check that the column's output is not 0.");
    // Finite cells whose sum is not: larger than numbers can be.
    if (faults.empty()) faults.add({}, "coefficients add up to more than numbers can hold", {}, "Check their unit.");
    throw InputError(faults.faults());
}

/// "3 columns add up to more than 1, the largest ..." with the first few named.
std::string list_names(std::vector<Index> const& rows, std::function<std::string(Index)> const& name) {
    std::string list;
    for (std::size_t k = 0; k < std::min(rows.size(), most_named); ++k)
        list += (k > 0 ? ", " : "") + name_row(name, rows[k]);
    if (rows.size() > most_named) list += fmt::format(" and {} more", rows.size() - most_named);
    return list;
}

/// The growth of |A^k v|, or of |(|A|^k) v| for a product with |A|, over the last of many products.
double estimate_radius(CoefficientProduct<double> const& product) {
    constexpr int n_products = 60, n_ignored = 20;
    // Not all ones: a matrix with signs may take a regular vector to 0 at once.
    Columns<double> v(product.size(), 1), w;
    for (Index i = 0; i < v.rows(); ++i) v(i, 0) = 1.0 + 0.5 * std::sin(static_cast<double>(i) + 1.0);
    double logarithm = 0.0;
    for (int k = 0; k < n_products; ++k) {
        product.multiply(v, true, w);
        double const growth = w.norm() / v.norm();
        if (growth == 0.0 || !std::isfinite(growth)) return growth;
        if (k >= n_ignored) logarithm += std::log(growth);
        v = w / w.norm();
    }
    return std::exp(logarithm / (n_products - n_ignored));
}

[[noreturn]] void refuse_radius(Examination const& seen, double radius, std::function<std::string(Index)> const& name) {
    Index worst = 0;
    double const sum = seen.column_sums.maxCoeff(&worst);
    throw InputError(
        {{},
         fmt::format("the spectral radius of the coefficients is not below one (about {:.6g})", radius),
         "a chain of inputs takes more of a good than it makes, so no output meets any demand",
         fmt::format("The inputs of {} add up to {:.6g} per unit of output, more than any other's: check that column.",
                     name_row(name, worst), sum)});
}

/// Tries to prove that the radius is below one; false where the iteration did not converge.
bool prove(CoefficientProduct<double> const& product, BlockInverse<double> const& inverse, int n_threads,
           std::function<std::string(Index)> const& name, bool is_matrix_itself, Examination& seen) {
    Columns<double> const ones = Columns<double>::Ones(product.size(), 1);
    KrylovCorrector<double> corrector(product, inverse, LeontiefMethod::gmres, n_threads);
    Monitor const no_monitor;
    Tally tally("examine", no_monitor);
    Refined const found = refine(product, corrector, ones, true, proof_residual, proof_steps, tally);
    if (found.status != Status::converged) return false;
    if (found.solution.minCoeff() < 0.0) {
        // Proven not to be below one: of A itself, or only of |A|.
        if (is_matrix_itself) refuse_radius(seen, estimate_radius(product), name);
        return false;
    }
    auto const z = as_vector(found.solution);
    auto const r = as_vector(found.left_over);
    seen.weights = z / (1.0 - r.maxCoeff());
    // A' z = z - 1 + r,  so the radius is at most max (A' z)[j] / z[j]
    seen.radius_bound = ((z.array() - 1.0 + r.array()) / z.array()).maxCoeff();
    seen.condition = seen.system_norm * seen.weights.maxCoeff();
    if (found.residual > 0.0) seen.steps_per_digit = tally.iterations() / std::max(-std::log10(found.residual), 0.1);
    return true;
}

}  // namespace

std::string name_row(std::function<std::string(Index)> const& name, Index row) {
    return name ? name(row) : fmt::format("no. {}", row + 1);
}

void check_cells(RowMatrix const& coefficients, std::function<std::string(Index)> const& name, int n_threads,
                 Examination& examination) {
    Index const n = coefficients.rows();
    if (coefficients.cols() != n)
        throw InputError({{},
                          fmt::format("the coefficients have {} rows and {} columns", n, coefficients.cols()),
                          "every good is both made and used",
                          "Give a square matrix."});
    if (n == 0) return;
    Vector row_sizes(n);
    int const used_threads = n < 500 ? 1 : n_threads;
    std::vector<Sight> sights(static_cast<std::size_t>(used_threads));
    run_on_threads(used_threads, [&](int thread) {
        look_at_rows(coefficients, share_of(n, thread, used_threads), row_sizes,
                     sights[static_cast<std::size_t>(thread)]);
    });
    Vector column_sizes = Vector::Zero(n);
    examination.column_sums = Vector::Zero(n);
    for (Sight const& sight : sights) {
        examination.column_sums += sight.column_sums;
        column_sizes += sight.column_sizes;
        examination.n_nonzeros += sight.n_nonzeros;
        examination.is_nonnegative = examination.is_nonnegative && !sight.has_negative;
    }
    // A sum is finite only if every one of its terms is.
    if (!column_sizes.allFinite()) refuse_not_finite(coefficients, name);
    auto const diagonal = coefficients.diagonal().array();
    examination.system_norm = (column_sizes.array() - diagonal.abs() + (1.0 - diagonal).abs()).maxCoeff();
    std::vector<Index> over, idle;
    for (Index j = 0; j < n; ++j) {
        if (examination.column_sums(j) > 1.0) over.push_back(j);
        if (row_sizes(j) == 0.0 && column_sizes(j) == 0.0) idle.push_back(j);
    }
    if (!examination.is_nonnegative) examination.warnings.emplace_back("some coefficients are negative");
    if (!over.empty())
        examination.warnings.push_back(fmt::format(
            "inputs cost more than the output is worth (value added is negative): {}", list_names(over, name)));
    if (!idle.empty())
        examination.warnings.push_back(fmt::format(
            "nobody supplies it and it uses nothing (output is what final demand asks): {}", list_names(idle, name)));
}

Examination examine_coefficients(RowMatrix const& coefficients, BlockInverse<double> const& inverse,
                                 std::function<std::string(Index)> const& name, int n_threads) {
    Examination seen;
    check_cells(coefficients, name, n_threads, seen);
    if (coefficients.rows() == 0) return seen;
    DenseProduct<double> const product(coefficients, n_threads);
    if (seen.is_nonnegative) {
        if (prove(product, inverse, n_threads, name, true, seen)) return seen;
        // Too near to one for the iteration: an estimate decides.
        seen.radius_bound = estimate_radius(product);
    } else {
        AbsoluteProduct const sizes(coefficients, n_threads);
        if (prove(sizes, inverse, n_threads, name, false, seen)) return seen;
        seen.radius_bound = estimate_radius(product);
    }
    if (!(seen.radius_bound < 1.0 - 1e-12)) refuse_radius(seen, seen.radius_bound, name);
    seen.warnings.push_back(
        fmt::format("the spectral radius was not proven below one, only estimated as {:.6g}", seen.radius_bound));
    return seen;
}

}  // namespace desvio
