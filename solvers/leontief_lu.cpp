#include "solvers/leontief_lu.hpp"

#include "solvers/threads.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cmath>
#include <exception>

namespace desvio {
namespace {

constexpr Index narrow = 8;      // columns below which a panel is factorised one by one
constexpr Index triangle = 128;  // rows of a triangle that is solved without products
constexpr Index strip = 2048;    // rows of a product at a time, which bounds the memory of their packed copy

}  // namespace

template <typename Scalar>
Index BlockedLu<Scalar>::panel_width(Index n) noexcept {
    return n < 1500 ? 64 : n < 3000 ? 128 : n < 6000 ? 384 : 512;
}

template <typename Scalar>
double BlockedLu<Scalar>::workspace(Index n, int n_threads) noexcept {
    // Packed copies of a strip of the panel and of a chunk of columns, for every thread, a quarter more for its
    // fragments; the exchanges.
    double const width = static_cast<double>(panel_width(n));
    double const packed =
        width * (static_cast<double>(std::min(strip, n)) + std::max(width, static_cast<double>(n) / 3.0 / n_threads));
    return 1.25 * n_threads * packed * sizeof(Scalar) + static_cast<double>(n) * sizeof(Index);
}

template <typename Scalar>
void BlockedLu<Scalar>::exchange_rows(Index column, Index n_columns, Index first_pivot, Index last_pivot) const {
    for (Index j = column; j < column + n_columns; ++j) {
        Scalar* const cells = values_ + j * n_;
        for (Index k = first_pivot; k < last_pivot; ++k)
            std::swap(cells[k], cells[pivots_[static_cast<std::size_t>(k)]]);
    }
}

/// Columns [begin, end), rows from first_row (= begin): one column at a time.
template <typename Scalar>
void BlockedLu<Scalar>::factorise_narrow(Index begin, Index end, Index first_row) {
    for (Index k = begin; k < end; ++k) {
        Index const row = first_row + (k - begin);
        Index largest = 0;
        Scalar const size = view(row, k, n_ - row, 1).col(0).cwiseAbs().maxCoeff(&largest);
        pivots_[static_cast<std::size_t>(k)] = row + largest;
        if (!(size > Scalar(0)) || !std::isfinite(size)) {
            is_singular_ = true;
            continue;
        }
        exchange_rows(begin, end - begin, k, k + 1);
        auto below = view(row + 1, k, n_ - row - 1, 1);
        below /= values_[k * n_ + row];
        if (k + 1 < end)
            view(row + 1, k + 1, n_ - row - 1, end - k - 1).noalias() -=
                below.col(0) * view(row, k + 1, 1, end - k - 1);
    }
}

template <typename Scalar>
void BlockedLu<Scalar>::factorise_panel(Index begin, Index end, Index first_row) {
    if (end - begin <= narrow) return factorise_narrow(begin, end, first_row);
    Index const middle = begin + std::max(narrow, (end - begin) / 2 / narrow * narrow);
    factorise_panel(begin, middle, first_row);
    exchange_rows(middle, end - middle, begin, middle);
    update(begin, middle, middle, end - middle);
    factorise_panel(middle, end, middle);
    exchange_rows(begin, middle - begin, middle, end);
}

/// U[begin:end, columns] = L[begin:end, begin:end]^-1 of what stands there.
template <typename Scalar>
void BlockedLu<Scalar>::solve_lower(Index begin, Index end, Index column, Index n_columns) const {
    if (end - begin <= triangle) {
        auto target = view(begin, column, end - begin, n_columns);
        view(begin, begin, end - begin, end - begin).template triangularView<Eigen::UnitLower>().solveInPlace(target);
        return;
    }
    Index const middle = begin + (end - begin) / 2;
    solve_lower(begin, middle, column, n_columns);
    view(middle, column, end - middle, n_columns).noalias() -=
        view(middle, begin, end - middle, middle - begin) * view(begin, column, middle - begin, n_columns);
    solve_lower(middle, end, column, n_columns);
}

/// The columns' share of one panel:  U = L^-1 M,  what is below -= L U.
template <typename Scalar>
void BlockedLu<Scalar>::update(Index panel, Index panel_end, Index column, Index n_columns) const {
    solve_lower(panel, panel_end, column, n_columns);
    for (Index row = panel_end; row < n_; row += strip) {
        Index const n_rows = std::min(strip, n_ - row);
        view(row, column, n_rows, n_columns).noalias() -=
            view(row, panel, n_rows, panel_end - panel) * view(panel, column, panel_end - panel, n_columns);
    }
}

template <typename Scalar>
bool BlockedLu<Scalar>::factorise(std::function<bool(double)> const& go_on) {
    pivots_.assign(static_cast<std::size_t>(n_), 0);
    is_singular_ = false;
    if (n_ == 0) return true;
    Index const width = panel_width(n_);
    int const n_threads = n_ <= 2 * width ? 1 : n_threads_;
    factorise_panel(0, std::min(width, n_), 0);
    std::atomic<Index> next_column{0};
    std::atomic<bool> is_over{false};
    std::barrier together(n_threads);
    bool is_stopped = false;
    // The exception of a thread must not leave the others waiting: it is kept until all have met.
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(n_threads));
    run_on_threads(n_threads, [&](int thread) {
        for (Index panel = 0; panel < n_ && !is_over; panel += width) {
            Index const end = std::min(panel + width, n_), next_end = std::min(end + width, n_);
            // Chunks wide enough for fast products and many enough to even out what threads do.
            Index const chunk = std::max<Index>(width, ((n_ - next_end) / (3 * n_threads) + 7) / 8 * 8);
            if (thread == 0) next_column = next_end;
            together.arrive_and_wait();
            try {
                if (thread == 0 && end < n_) {
                    exchange_rows(end, next_end - end, panel, end);
                    update(panel, end, end, next_end - end);
                    factorise_panel(end, next_end, end);
                }
                for (Index column = next_column.fetch_add(chunk); column < n_; column = next_column.fetch_add(chunk)) {
                    Index const n_columns = std::min(chunk, n_ - column);
                    exchange_rows(column, n_columns, panel, end);
                    update(panel, end, column, n_columns);
                }
                if (thread == 0 && go_on) {
                    double const left = 1.0 - static_cast<double>(end) / static_cast<double>(n_);
                    is_stopped = !go_on(1.0 - left * left * left);
                }
            } catch (...) {
                failures[static_cast<std::size_t>(thread)] = std::current_exception();
                is_over = true;
            }
            if (thread == 0 && (is_stopped || is_singular_)) is_over = true;
            together.arrive_and_wait();
        }
    });
    for (std::exception_ptr const& failure : failures)
        if (failure) std::rethrow_exception(failure);
    if (is_stopped || is_singular_) return false;
    // Exchanges of later panels in the columns to their left.
    run_on_threads(n_threads_, [&](int thread) {
        for (Index panel = thread * width; panel < n_; panel += n_threads_ * width) {
            Index const end = std::min(panel + width, n_);
            exchange_rows(panel, end - panel, end, n_);
        }
    });
    return true;
}

template <typename Scalar>
void BlockedLu<Scalar>::solve_in_place(Dense& x, bool is_transposed) const {
    if (n_ == 0 || x.cols() == 0) return;
    auto const factors = view(0, 0, n_, n_);
    int const n_threads = static_cast<double>(n_) * static_cast<double>(n_) * static_cast<double>(x.cols()) < 1e6
                              ? 1
                              : std::min<int>(n_threads_, static_cast<int>(x.cols()));
    run_on_threads(n_threads, [&](int thread) {
        Span const mine = share_of(x.cols(), thread, n_threads);
        auto part = x.middleCols(mine.begin, mine.size);
        if (is_transposed) {
            // M' = U' L' P
            factors.template triangularView<Eigen::Upper>().transpose().solveInPlace(part);
            factors.template triangularView<Eigen::UnitLower>().transpose().solveInPlace(part);
            for (Index k = n_ - 1; k >= 0; --k) part.row(k).swap(part.row(pivots_[static_cast<std::size_t>(k)]));
        } else {
            for (Index k = 0; k < n_; ++k) part.row(k).swap(part.row(pivots_[static_cast<std::size_t>(k)]));
            factors.template triangularView<Eigen::UnitLower>().solveInPlace(part);
            factors.template triangularView<Eigen::Upper>().solveInPlace(part);
        }
    });
}

template class BlockedLu<double>;
template class BlockedLu<float>;

}  // namespace desvio
