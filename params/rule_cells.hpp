#pragma once

#include "desvio/params/shock.hpp"

#include <utility>
#include <vector>

/// Which cells a rule reaches, and what it did to them.
namespace desvio {

/// The flows of a rule: every named sector for every named pair. Own sales are never among them.
struct FlowSet {
    std::vector<Index> sectors;
    std::vector<std::pair<Index, Index>> pairs;  ///< (importer, exporter), each once, in base order

    /// Calls visit(sector, importer, exporter) for every flow.
    template <typename Visit>
    void for_each(Visit const& visit) const {
        for (Index const j : sectors) {
            for (auto const& [n, i] : pairs) visit(j, n, i);
        }
    }
    [[nodiscard]] bool contains(Index sector, Index importer, Index exporter) const;
};

/// The flows from exporters to importers; with both_ways also those from importers to exporters.
/// A fault when a selector is at fault or when nothing but own sales is left.
FlowSet select_flows(Selector const& importer, Selector const& exporter, Selector const& sector, bool both_ways,
                     SourceLocation const& where, Base const& base, FaultList& faults);

/// Sums up what a rule did: how many cells changed, the trade they carry, and their average before and after.
class EffectMeter {
  public:
    /// Notes a cell whose value went from `before` to `after`; one that did not change is not counted.
    void note(double trade, double before, double after);
    /// Writes cells, trade and averages (trade-weighted; plain where the cells carry no trade) into the effect.
    void report(RuleEffect& effect) const;

  private:
    Index cells_ = 0;
    double trade_ = 0.0, before_ = 0.0, after_ = 0.0, weighted_before_ = 0.0, weighted_after_ = 0.0;
};

}  // namespace desvio
