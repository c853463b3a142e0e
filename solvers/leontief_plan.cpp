#include "solvers/leontief_plan.hpp"

#include "desvio/core/error.hpp"
#include "solvers/leontief_krylov.hpp"
#include "solvers/leontief_lu.hpp"
#include "solvers/leontief_sketch.hpp"
#include "solvers/threads.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

constexpr double size_of_double = sizeof(double), size_of_float = sizeof(float);
constexpr double bytes_per_mb = 1e6;

double square(Index n) { return static_cast<double>(n) * static_cast<double>(n); }

/// What a thread does in a second, as far as the order of methods goes: only ratios of these matter.
constexpr double flops = 50e9;           // products of dense matrices
constexpr double bytes_streamed = 14e9;  // reading a matrix that does not fit into the cache
constexpr double sparse_flops = 1.5e9;
// What panels and exchanges of rows add to a factorisation: this many over n, at most a quarter.
constexpr double panel_rows = 900.0, most_for_panels = 0.25;

/// Seconds a method should take for all right-hand sides, the factorisation included.
double expected_seconds(LeontiefMethod method, Examination const& seen, Index n, LeontiefOptions const& options) {
    double const n_threads = count_threads(options.threads), m = static_cast<double>(options.expected_right_hand_sides);
    double const cube = square(n) * static_cast<double>(n);
    // The first digits, which the examination saw, take more steps than the later ones.
    constexpr double later_digits = 0.8;
    double const steps = 1.0 + std::min<double>(options.max_iterations,
                                                -later_digits * std::log10(options.tolerance) * seen.steps_per_digit);
    double const panels = std::min(most_for_panels, panel_rows / static_cast<double>(n));
    double const factorisation = 2.0 / 3.0 * cube / flops * (1.0 + panels);
    double const solve = 2.0 * square(n) * m / flops;
    double const pass = std::max(size_of_double * square(n) / bytes_streamed, 2.0 * square(n) * m / (0.8 * flops));
    if (method == LeontiefMethod::lu) return (factorisation + 2.0 * solve) / n_threads;
    if (method == LeontiefMethod::mixed_lu) return (0.5 * factorisation + 2.0 * (0.75 * solve + pass)) / n_threads;
    if (method == LeontiefMethod::gmres) return steps * pass / n_threads;
    return steps * 2.0 * static_cast<double>(seen.n_nonzeros) * m / sparse_flops / n_threads;
}

std::string describe_bytes(double bytes) {
    return bytes < 10.0 * bytes_per_mb ? fmt::format("{:.2f} MB", bytes / bytes_per_mb)
                                       : fmt::format("{:.0f} MB", bytes / bytes_per_mb);
}

/// Of the methods that can stand in for another, the one that needs least.
LeontiefMethod smallest_method(Examination const& seen, Index n, LeontiefOptions const& options) {
    LeontiefMethod least = LeontiefMethod::lu;
    for (LeontiefMethod const method :
         {LeontiefMethod::gmres, LeontiefMethod::bicgstab, LeontiefMethod::neumann, LeontiefMethod::sparse_gmres})
        if (bytes_needed(method, n, seen.n_nonzeros, options) < bytes_needed(least, n, seen.n_nonzeros, options))
            least = method;
    return least;
}

LeontiefPlan check_asked(Examination const& seen, Index n, LeontiefOptions const& options, double there) {
    LeontiefPlan plan{options.method, "asked for", bytes_needed(options.method, n, seen.n_nonzeros, options)};
    if (plan.bytes <= there) return plan;
    LeontiefMethod const other = smallest_method(seen, n, options);
    double const other_bytes = bytes_needed(other, n, seen.n_nonzeros, options);
    std::string const matrix = describe_bytes(size_of_double * square(n));
    throw InputError(
        {{},
         fmt::format("{} needs {} beside the matrix of {}, and {} are there", to_string(options.method),
                     describe_bytes(plan.bytes), matrix, describe_bytes(there)),
         "it would fail or swap half-way",
         other_bytes <= there
             ? fmt::format("Use {}, which needs {}.", to_string(other), describe_bytes(other_bytes))
             : fmt::format("No method fits; the least is {} with {}.", to_string(other), describe_bytes(other_bytes))});
}

}  // namespace

Index preconditioner_block(LeontiefOptions const& options, Index n) {
    constexpr Index guess = 64;
    if (n == 0) return 1;
    if (options.block > 0) return std::min(options.block, n);
    // A power series is plain unless blocks were asked for.
    return options.method == LeontiefMethod::neumann ? 0 : std::min(guess, n);
}

double bytes_needed(LeontiefMethod method, Index n, Index n_nonzeros, LeontiefOptions const& options) {
    double const rows = static_cast<double>(n), m = static_cast<double>(options.expected_right_hand_sides);
    double const together = std::min(m, static_cast<double>(columns_together));
    int const n_threads = count_threads(options.threads);
    // Examining A takes its blocks and some vectors, whatever comes afterwards.
    double const blocks = rows * static_cast<double>(preconditioner_block(options, n)) * size_of_double;
    double const vectors = rows * size_of_double * 12.0;
    double const columns = rows * m * size_of_double * 4.0;
    double const sketch = 3.0 * rows * static_cast<double>(ResidualSketch::n_vectors) * size_of_double;
    double const nonzeros = static_cast<double>(n_nonzeros) * (size_of_double + sizeof(int)) + rows * sizeof(int);
    double const base = blocks + vectors + columns;
    switch (method) {
        case LeontiefMethod::automatic:
        case LeontiefMethod::lu:
            return base + sketch + BlockedLu<double>::workspace(n, n_threads);
        case LeontiefMethod::blas_lu:
            return base + sketch;
        case LeontiefMethod::mixed_lu:
            return base + size_of_float * square(n) + BlockedLu<float>::workspace(n, n_threads);
        case LeontiefMethod::gmres:
            return base + rows * together * size_of_double * 20.0 +
                   (options.float_store ? size_of_float * square(n) + 0.5 * blocks : 0.0);
        case LeontiefMethod::bicgstab:
            return base + rows * together * size_of_double * 8.0 +
                   (options.float_store ? size_of_float * square(n) + 0.5 * blocks : 0.0);
        case LeontiefMethod::neumann:
            return base + rows * together * size_of_double * 4.0;
        case LeontiefMethod::sparse_lu:
            return base + nonzeros * 8.0;
        case LeontiefMethod::sparse_gmres:
            return base + rows * together * size_of_double * 20.0 + 2.0 * nonzeros;
    }
    return std::numeric_limits<double>::infinity();
}

double free_memory() {
    constexpr double bytes_per_unit = 1024.0;  // of ru_maxrss
    double const total = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::max(0.0, 0.95 * total - static_cast<double>(usage.ru_maxrss) * bytes_per_unit);
}

LeontiefPlan plan_leontief(Examination const& seen, Index n, LeontiefOptions const& options) {
    if (!is_available(options.method))
        throw InputError({{},
                          fmt::format("{} is not in this program", to_string(options.method)),
                          "it was configured without a BLAS library",
                          "Install OpenBLAS and configure with -DDESVIO_BLAS=ON, or use lu."});
    double const there = options.memory_limit > 0.0 ? options.memory_limit : free_memory();
    if (options.method != LeontiefMethod::automatic) return check_asked(seen, n, options, there);
    LeontiefPlan plan;
    std::string others;
    double best = std::numeric_limits<double>::infinity();
    for (LeontiefMethod const method :
         {LeontiefMethod::lu, LeontiefMethod::mixed_lu, LeontiefMethod::gmres, LeontiefMethod::sparse_gmres}) {
        double const bytes = bytes_needed(method, n, seen.n_nonzeros, options);
        double const seconds = expected_seconds(method, seen, n, options);
        others += fmt::format("{}{} {:.2g} s and {}{}", others.empty() ? "" : "; ", to_string(method), seconds,
                              describe_bytes(bytes), bytes > there ? " (too much)" : "");
        if (bytes > there || seconds >= best) continue;
        best = seconds;
        plan.method = method;
        plan.bytes = bytes;
    }
    if (!std::isfinite(best)) {
        LeontiefOptions least = options;
        least.method = smallest_method(seen, n, options);
        return check_asked(seen, n, least, there);
    }
    double const filled = n > 0 ? 100.0 * static_cast<double>(seen.n_nonzeros) / square(n) : 0.0;
    plan.reason = fmt::format(
        "{} is expected to be fastest for n = {}, {} right-hand side{}, {:.3g} % of cells filled and {:.2g} passes a "
        "digit"
        " ({}; {} are free)",
        to_string(plan.method), n, options.expected_right_hand_sides, options.expected_right_hand_sides == 1 ? "" : "s",
        filled, seen.steps_per_digit, others, describe_bytes(there));
    return plan;
}

}  // namespace desvio
