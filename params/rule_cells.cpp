#include "params/rule_cells.hpp"

#include <algorithm>

namespace desvio {

bool FlowSet::contains(Index sector, Index importer, Index exporter) const {
    return std::binary_search(sectors.begin(), sectors.end(), sector) &&
           std::binary_search(pairs.begin(), pairs.end(), std::pair{importer, exporter});
}

FlowSet select_flows(Selector const& importer, Selector const& exporter, Selector const& sector, bool both_ways,
                     SourceLocation const& where, Base const& base, FaultList& faults) {
    std::size_t const faults_before = faults.size();
    std::vector<Index> const importers = select_regions(importer, base, faults);
    std::vector<Index> const exporters = select_regions(exporter, base, faults);
    FlowSet flows{select_sectors(sector, base, faults), {}};
    for (Index const n : importers) {
        for (Index const i : exporters) {
            if (n == i) continue;
            flows.pairs.emplace_back(n, i);
            if (both_ways) flows.pairs.emplace_back(i, n);
        }
    }
    // Two overlapping groups name a pair twice when both ways: it must change once.
    std::sort(flows.pairs.begin(), flows.pairs.end());
    flows.pairs.erase(std::unique(flows.pairs.begin(), flows.pairs.end()), flows.pairs.end());
    if (flows.pairs.empty() && faults.size() == faults_before) {
        faults.add(where, fmt::format("the rule on {} <- {} reaches no flow", to_string(importer), to_string(exporter)),
                   "it names own sales only, which bear no duty and no trade cost", "Name two different regions.");
    }
    return flows;
}

void EffectMeter::note(double trade, double before, double after) {
    if (before == after) return;
    ++cells_;
    trade_ += trade;
    before_ += before;
    after_ += after;
    weighted_before_ += trade * before;
    weighted_after_ += trade * after;
}

void EffectMeter::report(RuleEffect& effect) const {
    effect.cells = cells_;
    effect.trade = trade_;
    if (trade_ > 0.0) {
        effect.average_before = weighted_before_ / trade_;
        effect.average_after = weighted_after_ / trade_;
    } else if (cells_ > 0) {
        effect.average_before = before_ / static_cast<double>(cells_);
        effect.average_after = after_ / static_cast<double>(cells_);
    }
}

}  // namespace desvio
