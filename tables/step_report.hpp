#pragma once

#include "desvio/params/base.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace desvio {

/// Adds up what a step changes and remembers the largest change.
class StepReport {
  public:
    explicit StepReport(std::string step) { report_.step = std::move(step); }

    void change(double& cell, double to, auto const& label) {
        double const by = std::abs(to - cell);
        if (by == 0.0) return;
        ++report_.cells;
        report_.moved += by;
        if (by > largest_) {
            largest_ = by;
            report_.worst = fmt::format("{}: {:.6g} to {:.6g}", label(), cell, to);
        }
        cell = to;
    }
    [[nodiscard]] double moved() const noexcept { return report_.moved; }
    [[nodiscard]] double cells() const noexcept { return report_.cells; }
    [[nodiscard]] ProvenanceStep finish(std::string detail) {
        report_.detail = std::move(detail);
        return report_;
    }

  private:
    ProvenanceStep report_;
    double largest_ = 0.0;
};

}  // namespace desvio
