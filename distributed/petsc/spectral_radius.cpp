#include "distributed/petsc/spectral_radius.hpp"

#include <algorithm>
#include <limits>

namespace desvio {
namespace {

constexpr int most_steps = 300, look_below_every = 10;
constexpr double negligible = 1e-6;  // of the largest number of x: left out of the lower bound

/// y = A x
void multiply_coefficients(SystemOperator const& system, Vec x, Vec y) {
    system.multiply(false, x, y);
    check(VecAYPX(y, -1.0, x));
}

/// Least and largest (A x)_i / x_i over the rows with x_i > 0.
SpectralBounds ratios(Vec x, Vec y, Index count) {
    double least = std::numeric_limits<double>::infinity(), largest = 0.0;
    with_constant_numbers_of(x, [&](PetscScalar const* below) {
        with_constant_numbers_of(y, [&](PetscScalar const* above) {
            for (Index i = 0; i < count; ++i) {
                if (!(below[i] > 0.0)) continue;
                least = std::min(least, above[i] / below[i]);
                largest = std::max(largest, above[i] / below[i]);
            }
        });
    });
    return {reduced(least, MPI_MIN), reduced(largest, MPI_MAX), 0};
}

void drop_negligible(Vec x, Index count) {
    with_numbers_of(x, [&](PetscScalar* numbers) {
        for (Index i = 0; i < count; ++i)
            if (numbers[i] < negligible) numbers[i] = 0.0;
    });
}

}  // namespace

SpectralBounds bound_spectral_radius(SystemOperator const& system) {
    LocalRows const& rows = system.rows();
    SpectralBounds bounds;
    bounds.upper = rows.largest_column_sum;
    if (bounds.upper < 1.0 || rows.has_negative) return bounds;

    OwnedVec x, y, kept;
    check(MatCreateVecs(system.matrix(false), x.address(), y.address()));
    check(VecDuplicate(x.get(), kept.address()));
    check(VecSet(x.get(), 1.0));
    for (int step = 1; step <= most_steps && bounds.upper >= 1.0 && bounds.lower < 1.0; ++step) {
        multiply_coefficients(system, x.get(), y.get());
        ++bounds.products;
        bounds.upper = std::min(bounds.upper, ratios(x.get(), y.get(), rows.count).upper);
        // x <- (x + A x), its largest number one
        check(VecAXPY(x.get(), 1.0, y.get()));
        PetscReal largest = 0.0;
        check(VecNorm(x.get(), NORM_INFINITY, &largest));
        check(VecScale(x.get(), 1.0 / largest));
        if (step % look_below_every != 0) continue;

        check(VecCopy(x.get(), kept.get()));
        drop_negligible(kept.get(), rows.count);
        multiply_coefficients(system, kept.get(), y.get());
        ++bounds.products;
        bounds.lower = std::max(bounds.lower, ratios(kept.get(), y.get(), rows.count).lower);
    }
    return bounds;
}

}  // namespace desvio
