#include "desvio/solvers/gras.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace desvio {
namespace {

/// The positive root of p r^2 - u r - q = 0: the factor that brings a margin with positive part p and negative part q
/// (both under the other side's factors) to its total u.
double find_factor(double p, double q, double u) {
    if (p > 0.0) {
        // Of the two forms of the root, the one that does not subtract numbers of like size.
        double const root = std::sqrt(u * u + 4.0 * p * q);
        return u >= 0.0 ? (u + root) / (2.0 * p) : 2.0 * q / (root - u);
    }
    return q > 0.0 && u < 0.0 ? -q / u : 1.0;
}

/// A factor of 0 (a total of 0 without negative cells) would divide the other side's negative cells by 0.
double usable(double factor) { return std::max(factor, 1e-300); }

struct Multipliers {
    Vector rows, columns;
};

void scale_rows(RowMatrix const& table, Vector const& totals, Multipliers& factors) {
    Eigen::RowVectorXd const s = factors.columns.transpose();
    Eigen::RowVectorXd const inverse = s.cwiseInverse();
    for (Index i = 0; i < table.rows(); ++i) {
        double const p = table.row(i).cwiseMax(0.0).dot(s);
        double const q = -table.row(i).cwiseMin(0.0).dot(inverse);
        factors.rows(i) = usable(find_factor(p, q, totals(i)));
    }
}

void scale_columns(RowMatrix const& table, Vector const& totals, Multipliers& factors) {
    Eigen::RowVectorXd p = Eigen::RowVectorXd::Zero(table.cols());
    Eigen::RowVectorXd q = Eigen::RowVectorXd::Zero(table.cols());
    for (Index i = 0; i < table.rows(); ++i) {
        double const r = factors.rows(i);
        p += r * table.row(i).cwiseMax(0.0);
        q -= table.row(i).cwiseMin(0.0) / r;
    }
    for (Index j = 0; j < table.cols(); ++j) factors.columns(j) = usable(find_factor(p(j), q(j), totals(j)));
}

/// After the columns were scaled only the rows can be off.
struct Gap {
    double largest = 0.0;
    Index row = 0;
};

Gap find_gap(RowMatrix const& table, Vector const& totals, Multipliers const& factors) {
    Eigen::RowVectorXd const s = factors.columns.transpose();
    Eigen::RowVectorXd const inverse = s.cwiseInverse();
    Gap gap;
    for (Index i = 0; i < table.rows(); ++i) {
        double const r = factors.rows(i);
        double const p = table.row(i).cwiseMax(0.0).dot(s);
        double const q = -table.row(i).cwiseMin(0.0).dot(inverse);
        if (p == 0.0 && q == 0.0) continue;
        double const off = std::abs(r * p - q / r - totals(i));
        if (off <= gap.largest) continue;
        gap = {off, i};
    }
    return gap;
}

}  // namespace

Summary balance_gras(RowMatrix& table, Vector const& row_totals, Vector const& column_totals,
                     GrasOptions const& options, Monitor const& monitor) {
    auto const begin = std::chrono::steady_clock::now();
    auto const elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    Multipliers factors{Vector::Ones(table.rows()), Vector::Ones(table.cols())};
    double const size = std::max({row_totals.cwiseAbs().maxCoeff(), column_totals.cwiseAbs().maxCoeff(), 1e-300});
    Summary summary;
    summary.method = "gras";
    summary.status = Status::max_iterations;
    summary.message = "the margins were not met";
    for (int iteration = 1; iteration <= options.max_iterations; ++iteration) {
        scale_rows(table, row_totals, factors);
        scale_columns(table, column_totals, factors);
        Gap const gap = find_gap(table, row_totals, factors);
        summary.evaluations = iteration;
        summary.final_residual = gap.largest / size;
        summary.worst_component = fmt::format("row {}", gap.row);
        Iteration const state{iteration, summary.final_residual, elapsed(), "gras", 0, options.tolerance};
        summary.history.push_back(state);
        if (summary.final_residual <= options.tolerance) {
            summary.status = Status::converged;
            summary.message = "every margin is met";
            break;
        }
        if (monitor && !monitor(state)) {
            summary.status = Status::stopped;
            summary.message = "stopped on request";
            break;
        }
    }
    Eigen::RowVectorXd const s = factors.columns.transpose();
    Eigen::RowVectorXd const inverse = s.cwiseInverse();
    for (Index i = 0; i < table.rows(); ++i) {
        double const r = factors.rows(i);
        table.row(i) =
            (r * table.row(i).cwiseMax(0.0).cwiseProduct(s) + table.row(i).cwiseMin(0.0).cwiseProduct(inverse) / r)
                .eval();
    }
    summary.seconds = elapsed();
    return summary;
}

std::vector<Contradiction> find_contradictions(RowMatrix const& table, Vector const& row_totals,
                                               Vector const& column_totals, double tolerance) {
    std::vector<Contradiction> found;
    double const rows = row_totals.sum();
    double const columns = column_totals.sum();
    if (std::abs(rows - columns) > tolerance * std::max({std::abs(rows), std::abs(columns), 1e-300}))
        found.push_back({Contradiction::What::totals, 0, rows, columns});
    Vector const row_highest = table.rowwise().maxCoeff(), row_lowest = table.rowwise().minCoeff();
    Vector const column_highest = table.colwise().maxCoeff().transpose();
    Vector const column_lowest = table.colwise().minCoeff().transpose();
    double const slack = tolerance * std::max(row_totals.cwiseAbs().maxCoeff(), column_totals.cwiseAbs().maxCoeff());
    auto const look = [&](Index at, double total, double highest, double lowest, double there, auto empty, auto sign) {
        if (highest == 0.0 && lowest == 0.0) {
            if (std::abs(total) > slack) found.push_back({empty, at, total, 0.0});
        } else if ((total > slack && highest <= 0.0) || (total < -slack && lowest >= 0.0)) {
            found.push_back({sign, at, total, there});
        }
    };
    for (Index i = 0; i < table.rows(); ++i)
        look(i, row_totals(i), row_highest(i), row_lowest(i), table.row(i).sum(), Contradiction::What::empty_row,
             Contradiction::What::sign_of_row);
    for (Index j = 0; j < table.cols(); ++j)
        look(j, column_totals(j), column_highest(j), column_lowest(j), table.col(j).sum(),
             Contradiction::What::empty_column, Contradiction::What::sign_of_column);
    return found;
}

}  // namespace desvio
