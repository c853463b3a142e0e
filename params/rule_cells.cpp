#include "params/rule_cells.hpp"

#include <algorithm>

namespace desvio {

bool FlowSet::contains(Index sector, Index importer, Index exporter) const {
    return std::binary_search(sectors.begin(), sectors.end(), sector) &&
           std::binary_search(pairs.begin(), pairs.end(), std::pair{importer, exporter});
}

FlowSet select_flows(FlowSelectors const& rule, NameBook& names, FaultList& faults) {
    std::size_t const faults_before = faults.size();
    std::vector<Index> const importers = names.regions(rule.importer, faults);
    std::vector<Index> const exporters = names.regions(rule.exporter, faults);
    FlowSet flows{names.sectors(rule.sector, faults), {}};
    for (Index const n : importers) {
        for (Index const i : exporters) {
            if (n == i) continue;
            flows.pairs.emplace_back(n, i);
            if (rule.both_ways) flows.pairs.emplace_back(i, n);
        }
    }
    // Two overlapping groups name a pair twice when both ways: it must change once.
    std::sort(flows.pairs.begin(), flows.pairs.end());
    flows.pairs.erase(std::unique(flows.pairs.begin(), flows.pairs.end()), flows.pairs.end());
    if (flows.pairs.empty() && faults.size() == faults_before) {
        faults.add(
            rule.where,
            fmt::format("the rule on {} <- {} reaches no flow", to_string(rule.importer), to_string(rule.exporter)),
            "it names own sales only, which bear no duty and no trade cost", "Name two different regions.");
    }
    return flows;
}

namespace {

/// Adds the terms none of whose members has any of `weight`, which is `noun`.
void add_idle(std::vector<Unmatched>& found, char const* key, char const* noun, std::vector<TermMembers> const& terms,
              Vector const& weight) {
    for (auto const& [term, members] : terms) {
        double sum = 0.0;
        for (Index const k : members) sum += weight[k];
        if (!members.empty() && sum == 0.0)
            found.push_back({fmt::format("{} '{}' meets no {}", key, term.text, noun), term.where});
    }
}

}  // namespace

std::vector<Unmatched> find_unmatched(FlowSelectors const& rule, FlowSet const& flows, NameBook& names,
                                      Tensor3 const& trade) {
    Vector of_importer = Vector::Zero(trade.rows()), of_exporter = Vector::Zero(trade.cols()),
           of_sector = Vector::Zero(trade.outer());
    flows.for_each([&](Index j, Index n, Index i) {
        of_importer[n] += trade(j, n, i);
        of_exporter[i] += trade(j, n, i);
        of_sector[j] += trade(j, n, i);
    });
    if (of_sector.sum() == 0.0) return {{"the rule meets no trade", rule.where}};
    if (rule.both_ways) {
        // Either name stands on either side of a flow.
        of_importer += of_exporter;
        of_exporter = of_importer;
    }
    std::vector<Unmatched> found;
    add_idle(found, "importer", "trade", names.regions_by_term(rule.importer), of_importer);
    add_idle(found, "exporter", "trade", names.regions_by_term(rule.exporter), of_exporter);
    add_idle(found, "sector", "trade", names.sectors_by_term(rule.sector), of_sector);
    return found;
}

std::vector<Unmatched> find_unmatched(ProductivityRule const& rule, NameBook& names, Matrix const& gross_output) {
    FaultList ignored;
    Vector of_region = Vector::Zero(gross_output.cols()), of_sector = Vector::Zero(gross_output.rows());
    for (Index const j : names.sectors(rule.sector, ignored)) {
        for (Index const i : names.regions(rule.region, ignored)) {
            of_region[i] += gross_output(j, i);
            of_sector[j] += gross_output(j, i);
        }
    }
    if (of_sector.sum() == 0.0) return {{"the rule meets no output", rule.where}};
    std::vector<Unmatched> found;
    add_idle(found, "region", "output", names.regions_by_term(rule.region), of_region);
    add_idle(found, "sector", "output", names.sectors_by_term(rule.sector), of_sector);
    return found;
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
    effect.exempt_trade = exempt_;
    if (trade_ > 0.0) {
        effect.average_before = weighted_before_ / trade_;
        effect.average_after = weighted_after_ / trade_;
    } else if (cells_ > 0) {
        effect.average_before = before_ / static_cast<double>(cells_);
        effect.average_after = after_ / static_cast<double>(cells_);
    }
}

}  // namespace desvio
