#include "report/base_facts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace desvio::text {

BaseFacts gather_facts(Base const& base) {
    Index const n_regions = base.n_regions();
    BaseFacts facts;
    facts.exports = facts.imports = facts.region_value_added = facts.region_duties = Vector::Zero(n_regions);
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < n_regions; ++n) {
            double output = 0.0;
            for (Index m = 0; m < n_regions; ++m) {
                output += base.trade(j, m, n);
                if (m == n) continue;
                facts.exports[n] += base.trade(j, m, n);
                facts.imports[n] += base.trade(j, n, m);
                facts.region_duties[n] += base.tariff(j, n, m) * base.trade(j, n, m);
            }
            // value added = what the inputs of j leave of its output
            facts.region_value_added[n] += (1.0 - base.input_share.slice(n).col(j).sum()) * output;
            facts.gross_output += output;
            if (base.jobs_per_output && !std::isnan((*base.jobs_per_output)(j, n)))
                facts.jobs += (*base.jobs_per_output)(j, n) * output;
        }
    }
    facts.value_added = facts.region_value_added.sum();
    facts.cross_border = facts.exports.sum();
    facts.duties = facts.region_duties.sum();
    facts.by_exports.resize(static_cast<std::size_t>(n_regions));
    std::iota(facts.by_exports.begin(), facts.by_exports.end(), Index{0});
    std::stable_sort(facts.by_exports.begin(), facts.by_exports.end(),
                     [&](Index a, Index b) { return facts.exports[a] > facts.exports[b]; });
    return facts;
}

Range range_of(Vector const& values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    std::size_t const half = sorted.size() / 2;
    double const median = sorted.size() % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    return {sorted.front(), median, sorted.back()};
}

std::vector<QualityShare> quality_shares(Base const& base) {
    std::vector<QualityShare> shares;
    if (base.trade_quality.empty()) return shares;
    for (std::string const& name : base.quality_names) shares.push_back({name, 0.0, 0});
    double total = 0.0;
    std::size_t cell = 0;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index n = 0; n < base.n_regions(); ++n) {
            for (Index i = 0; i < base.n_regions(); ++i, ++cell) {
                double const value = base.trade(j, n, i);
                if (n == i || value == 0.0) continue;
                QualityShare& share = shares.at(base.trade_quality[cell]);
                share.trade += value;
                ++share.cells;
                total += value;
            }
        }
    }
    for (QualityShare& share : shares) share.trade /= total;
    std::erase_if(shares, [](QualityShare const& share) { return share.cells == 0; });
    std::stable_sort(shares.begin(), shares.end(), [](auto const& a, auto const& b) { return a.trade > b.trade; });
    return shares;
}

}  // namespace desvio::text
