#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The numbers of a scenario that a sweep or a search may vary, each named by a path: "tariff[0].rate".
namespace desvio {

/// Where a number stands: the kinds of Rule in their order, then what is no rule. A schedule has no number to vary;
/// `theta` is no number of the scenario but a multiplier on the base's trade elasticities.
enum class VariedBlock { tariff, trade_cost, productivity, retaliation, schedule, model, theta };

struct VariedNumber {
    VariedBlock block = VariedBlock::tariff;
    std::size_t rule = 0;   ///< in Scenario::rules; unused for model and theta
    std::string path;       ///< "tariff[0].rate", "model.demand_elasticity", "theta"; rules of a kind count from 0
    std::string field;      ///< "rate"
    std::string units;      ///< "fraction", "1", "days"
    std::string long_name;  ///< "rate of tariff[0]: USA <- @brics, @goods"
    double written = 0.0;   ///< what the scenario has; 1 for theta
};

/// Every number of the scenario that may be varied, in the order of its rules: of a tariff its action and exempt_share,
/// of a trade cost `change` or `days` and `per_day`, whichever is written, `change` of productivity, `rate` of
/// retaliation that is no mirror; model.demand_elasticity where the model has it; theta.
/// \tests unit/vary_test.cpp
std::vector<VariedNumber> varied_numbers(Scenario const& scenario);

/// The number of that path; else a fault at `where`: no such block, index or key, said with what the scenario has.
std::optional<VariedNumber> find_varied_number(std::string const& path, Scenario const& scenario,
                                               SourceLocation const& where, FaultList& faults);

/// Why the rule refuses a level, by the bounds of docs/formats/scenario.md; nothing when it takes it.
void check_level(VariedNumber const& number, double level, SourceLocation const& where, FaultList& faults);

/// Puts a level in its place.
/// \throws InputError when days and per_day together make no cost
void set_level(Scenario& scenario, VariedNumber const& number, double level);

/// Every elasticity of every set times `factor` (> 0), standard errors too.
void scale_elasticities(Base& base, double factor);

/// One axis of a sweep.
struct SweepAxis {
    std::string label;  ///< name of the dimension and its coordinate: "rate"
    VariedNumber number;
    std::vector<double> levels;  ///< ascending, at least one
};

/// Axes as they are written: "tariff[0].rate=0:1:0.1" (start:end:step, both ends included), "theta=0.5,1,2" (a list) or
/// with a label in front, "duty=tariff[0].rate=0,1". Levels are put in ascending order. Without a label the key is
/// one, with what stands before it where two axes have the same key (tariff_0_rate).
/// \throws InputError with every fault of every text: unknown path with the nearest known one, no levels, levels that
///         the rule refuses or that come twice, a step that leads away, a label that is taken or no name, a path twice
/// \tests unit/vary_test.cpp
std::vector<SweepAxis> read_axes(std::vector<std::string> const& texts, Scenario const& scenario);

/// A range to search: "tariff[0].rate=0:2".
struct LevelRange {
    VariedNumber number;
    double low = 0.0, high = 0.0;
};
/// \throws InputError as read_axes, and for anything but low:high with low < high
LevelRange read_range(std::string const& text, Scenario const& scenario);

}  // namespace desvio
