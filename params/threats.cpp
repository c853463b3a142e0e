#include "desvio/params/threats.hpp"

#include "desvio/core/contracts.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace desvio {
namespace {

std::vector<Lottery> lotteries_of(std::vector<Threat> const& threats) {
    std::vector<Lottery> lotteries;
    Lottery excluding;
    std::string names;
    for (std::size_t k = 0; k < threats.size(); ++k) {
        if (threats[k].independent) continue;
        names += (names.empty() ? "" : ", ") + threats[k].label;
        excluding.threats.push_back(k);
        excluding.probability.push_back(threats[k].probability);
    }
    if (!excluding.threats.empty()) {
        excluding.name = excluding.threats.size() > 1 ? "one of " + names : names;
        lotteries.push_back(std::move(excluding));
    }
    for (std::size_t k = 0; k < threats.size(); ++k)
        if (threats[k].independent) lotteries.push_back({threats[k].label, {k}, {threats[k].probability}});
    for (Lottery& lottery : lotteries) {
        double const any = std::accumulate(lottery.probability.begin(), lottery.probability.end(), 0.0);
        lottery.probability.push_back(std::max(0.0, 1.0 - any));
    }
    return lotteries;
}

/// Which threats come when every lottery has had its result.
std::vector<bool> those_that_come(std::vector<Threat> const& threats, std::vector<Lottery> const& lotteries,
                                  std::vector<std::size_t> const& results) {
    std::vector<bool> comes(threats.size(), false);
    for (std::size_t l = 0; l < lotteries.size(); ++l)
        if (results[l] < lotteries[l].threats.size()) comes[lotteries[l].threats[results[l]]] = true;
    // The one that is waited for stands earlier, so one pass is enough.
    for (std::size_t k = 0; k < threats.size(); ++k) {
        if (!comes[k] || threats[k].given.empty()) continue;
        auto const cause = std::find_if(threats.begin(), threats.end(),
                                        [&](Threat const& other) { return other.label == threats[k].given; });
        DESVIO_EXPECT(cause != threats.end());
        comes[k] = comes[static_cast<std::size_t>(cause - threats.begin())];
    }
    return comes;
}

bool is_none_excluding(std::vector<Threat> const& threats, std::vector<bool> const& comes) {
    bool is_any = false;
    for (std::size_t k = 0; k < threats.size(); ++k) {
        if (threats[k].independent) continue;
        if (comes[k]) return false;
        is_any = true;
    }
    return is_any;
}

/// The next combination of results, the first lottery fastest; false after the last.
bool advance(std::vector<std::size_t>& results, std::vector<Lottery> const& lotteries) {
    for (std::size_t l = 0; l < results.size(); ++l) {
        if (++results[l] < lotteries[l].probability.size()) return true;
        results[l] = 0;
    }
    return false;
}

/// The worlds with few threats first, then as the threats were written.
void sort_worlds(Prospects& prospects) {
    std::vector<std::size_t> order(prospects.worlds.size()), place(order.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto const rank = [&](std::size_t w) {
        auto const& comes = prospects.worlds[w].comes;
        std::vector<bool> stays(comes.size());
        std::transform(comes.begin(), comes.end(), stays.begin(), [](bool is_there) { return !is_there; });
        return std::pair(std::count(comes.begin(), comes.end(), true), std::move(stays));
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    std::vector<World> sorted;
    for (std::size_t k = 0; k < order.size(); ++k) {
        place[order[k]] = k;
        sorted.push_back(std::move(prospects.worlds[order[k]]));
    }
    prospects.worlds = std::move(sorted);
    for (Fate& fate : prospects.fates) fate.world = place[fate.world];
}

}  // namespace

Prospects enumerate_prospects(std::vector<Threat> const& threats) {
    Prospects prospects;
    prospects.lotteries = lotteries_of(threats);
    std::vector<bool> const none(threats.size(), false);
    prospects.worlds.push_back({none, is_none_excluding(threats, none), 0.0});
    std::vector<std::size_t> results(prospects.lotteries.size(), 0);
    do {
        double probability = 1.0;
        for (std::size_t l = 0; l < results.size(); ++l) probability *= prospects.lotteries[l].probability[results[l]];
        std::vector<bool> comes = those_that_come(threats, prospects.lotteries, results);
        auto known = std::find_if(prospects.worlds.begin(), prospects.worlds.end(),
                                  [&](World const& world) { return world.comes == comes; });
        if (known == prospects.worlds.end()) {
            bool const is_otherwise = is_none_excluding(threats, comes);
            known = prospects.worlds.insert(prospects.worlds.end(), {std::move(comes), is_otherwise, 0.0});
        }
        known->probability += probability;
        prospects.fates.push_back({results, static_cast<std::size_t>(known - prospects.worlds.begin()), probability});
    } while (advance(results, prospects.lotteries));
    sort_worlds(prospects);
    return prospects;
}

std::string world_label(World const& world, std::vector<Threat> const& threats, std::string const& otherwise) {
    std::string label = world.is_otherwise && otherwise != nothing_happens ? otherwise : "";
    for (std::size_t k = 0; k < threats.size(); ++k)
        if (world.comes[k]) label += (label.empty() ? "" : " + ") + threats[k].label;
    return label.empty() ? nothing_happens : label;
}

}  // namespace desvio
