#pragma once

#include "desvio/core/labels.hpp"
#include "desvio/engine/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace desvio {

/// |a - b| over the largest of |a|, |b| and `floor`; 0 where they are equal, infinite where one is not a number.
/// The floor keeps cells too small to matter from failing by rounding.
inline double relative_gap(double a, double b, double floor = 0.0) {
    if (a == b && std::isfinite(a)) return 0.0;
    double const gap = std::abs(a - b) / std::max({std::abs(a), std::abs(b), floor});
    return std::isnan(gap) ? std::numeric_limits<double>::infinity() : gap;
}

/// Follows one equation over its cells and keeps the worst.
class EquationCheck {
  public:
    EquationCheck(std::string equation, std::string formula)
        : equation_(std::move(equation)), formula_(std::move(formula)) {}

    /// a should equal b. Divides only where the cell is worse than those before it.
    void compare(double a, double b, double floor = 0.0, Index sector = -1, Index region = -1, Index exporter = -1) {
        double const gap = std::abs(a - b);
        if (std::isfinite(gap) && gap <= residual_ * std::max({std::abs(a), std::abs(b), floor})) return;
        see(relative_gap(a, b, floor), sector, region, exporter);
    }

    void see(double residual, Index sector = -1, Index region = -1, Index exporter = -1) {
        if (!(residual > residual_)) return;
        residual_ = residual;
        sector_ = sector;
        region_ = region;
        exporter_ = exporter;
    }

    [[nodiscard]] EquationResidual result(Labels const& regions, Labels const& sectors) const {
        EquationResidual result{equation_, formula_, residual_, {}};
        if (sector_ >= 0) result.worst = fmt::format("sector {}", sectors[sector_]);
        if (region_ >= 0) {
            result.worst += fmt::format("{}{} {}", result.worst.empty() ? "" : ", ",
                                        exporter_ >= 0 ? "importer" : "region", regions[region_]);
        }
        if (exporter_ >= 0) result.worst += fmt::format(", exporter {}", regions[exporter_]);
        return result;
    }

  private:
    std::string equation_, formula_;
    double residual_ = 0.0;
    Index sector_ = -1, region_ = -1, exporter_ = -1;
};

/// The definitions and identities of THEORY §1 on the accounts a solve started from.
std::vector<EquationResidual> audit_base(Accounts const& base);

}  // namespace desvio
