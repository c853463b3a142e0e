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

/// Who a rule on flows is about.
struct FlowSelectors {
    Selector const& importer;
    Selector const& exporter;
    Selector const& sector;
    bool both_ways = false;
    SourceLocation const& where;
};

/// The flows from exporters to importers; with both_ways also those from importers to exporters.
/// A fault when a selector is at fault or when nothing but own sales is left.
FlowSet select_flows(FlowSelectors const& rule, NameBook& names, FaultList& faults);

/// Something a rule names that meets no trade in the base.
struct Unmatched {
    std::string problem;  ///< "importer 'CUB' meets no trade"
    SourceLocation where;
};

/// Terms of the selectors none of whose flows in the set has trade; one entry for the rule when no flow has.
std::vector<Unmatched> find_unmatched(FlowSelectors const& rule, FlowSet const& flows, NameBook& names,
                                      Tensor3 const& trade);
/// The same for regions and sectors by their gross output, J x N.
std::vector<Unmatched> find_unmatched(ProductivityRule const& rule, NameBook& names, Matrix const& gross_output);

/// Sums up what a rule did: how many cells changed, the trade they carry, and their average before and after.
class EffectMeter {
  public:
    /// Notes a cell whose value went from `before` to `after`; one that did not change is not counted.
    void note(double trade, double before, double after);
    /// Notes trade that keeps its duty where the rest of its cell changes.
    void note_exempt(double trade) { exempt_ += trade; }
    /// Writes cells, trade and averages (trade-weighted; plain where the cells carry no trade) into the effect.
    void report(RuleEffect& effect) const;

  private:
    Index cells_ = 0;
    double trade_ = 0.0, before_ = 0.0, after_ = 0.0, weighted_before_ = 0.0, weighted_after_ = 0.0, exempt_ = 0.0;
};

}  // namespace desvio
