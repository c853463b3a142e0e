#pragma once

#include "solvers/leontief_product.hpp"

#include <chrono>

namespace desvio {

/// Counts what a solve does and asks the monitor whether to go on.
class Tally {
  public:
    Tally(std::string_view method, Monitor const& monitor) : method_(method), monitor_(monitor) {}
    /// \param residual  relative, as the tolerance; -1 while there is none   \returns false to stop
    bool go_on(double residual);
    void count_product() noexcept { ++products_; }
    void count_iteration() noexcept { ++iterations_; }
    [[nodiscard]] int products() const noexcept { return products_; }
    [[nodiscard]] int iterations() const noexcept { return iterations_; }
    [[nodiscard]] bool is_stopped() const noexcept { return is_stopped_; }
    [[nodiscard]] double seconds() const;

  private:
    std::string_view method_;
    Monitor const& monitor_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    int evaluations_ = 0, products_ = 0, iterations_ = 0;
    bool is_stopped_ = false;
};

/// What a correction should reach.
struct Goal {
    Vector residual;          ///< for every column: largest |r - (I - A) c|
    double tolerance = 0.0;   ///< the relative tolerance that these stand for
    int iterations_left = 1;  ///< for iterative methods
};

/// Something that nearly solves (I - A) C = R: factors, perhaps of lower precision, or an iteration that stops early.
class Corrector {
  public:
    virtual ~Corrector() = default;
    virtual void correct(Columns<double> const& r, bool is_transposed, Goal const& goal, Columns<double>& c,
                         Tally& tally) = 0;
};

/// How a refined solve ended.
struct Refined {
    Status status = Status::not_run;
    double residual = -1.0;     ///< the worst column's max |r| / max |f|
    Columns<double> left_over;  ///< r = f - (I - A) x
    Columns<double> solution;   ///< the x of the least residual
};

/// x = 0, then x += correction of r = f - (I - A) x, residuals in double, until every column meets the tolerance, the
/// corrections run out or do not help any more.
/// \source Wilkinson (1963); Carson and Higham (2018) for refinement in three precisions
Refined refine(CoefficientProduct<double> const& product, Corrector& corrector, Columns<double> const& f,
               bool is_transposed, double tolerance, int max_iterations, Tally& tally);

/// The largest of max |r| / max |f| over columns, 0 for a column whose f is 0.
double largest_ratio(Columns<double> const& r, Columns<double> const& f);

}  // namespace desvio
