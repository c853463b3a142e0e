#include "tables/split_parts.hpp"

#include "desvio/core/error.hpp"
#include "desvio/tables/split.hpp"

#include <algorithm>

namespace desvio {
namespace {

constexpr char const* no_quality = "none";

}  // namespace

std::vector<Index> SplitPlaces::parts() const {
    std::vector<Index> places;
    for (std::size_t k = 0; k < part.size(); ++k)
        if (part[k] >= 0) places.push_back(static_cast<Index>(k));
    return places;
}

SplitPlaces place_parts(Labels const& labels, std::string const& parent, SplitPlan const& plan, char const* what) {
    auto const found = labels.find(parent);
    if (!found)
        throw InputError({{},
                          fmt::format("unknown {} '{}'", what, parent),
                          "it is to be split",
                          suggest_name(parent, labels.codes())});
    SplitPlaces places;
    places.parent = *found;
    FaultList faults;
    for (SplitPart const& part : plan.parts) {
        auto const taken = labels.find(part.code);
        if (taken && *taken != places.parent)
            faults.add(part.where, fmt::format("the code {} is taken by another {}", part.code, what),
                       "codes are unique within a base", "Choose another code.");
    }
    faults.throw_if_any();
    for (Index k = 0; k < labels.size(); ++k) {
        auto const n_new = k == places.parent ? static_cast<Index>(plan.parts.size()) : Index{1};
        for (Index part = 0; part < n_new; ++part) {
            places.old.push_back(k);
            places.part.push_back(k == places.parent ? part : Index{-1});
        }
    }
    return places;
}

SplitPlaces same_places(Labels const& labels) {
    SplitPlaces places;
    places.parent = -1;
    for (Index k = 0; k < labels.size(); ++k) {
        places.old.push_back(k);
        places.part.push_back(-1);
    }
    return places;
}

Matrix part_shares(SplitPlan const& plan, Labels const& within, char const* what) {
    auto const n_parts = static_cast<Index>(plan.parts.size());
    Matrix shares(n_parts, within.size());
    for (Index p = 0; p < n_parts; ++p) shares.row(p).setConstant(plan.parts[static_cast<std::size_t>(p)].share);
    FaultList faults;
    for (SplitCell const& cell : plan.cells) {
        auto const place = within.find(cell.within);
        auto const part = std::find_if(plan.parts.begin(), plan.parts.end(),
                                       [&](SplitPart const& entry) { return entry.code == cell.part; });
        if (!place)
            faults.add(cell.where, fmt::format("unknown {} '{}'", what, cell.within), {},
                       suggest_name(cell.within, within.codes()));
        else if (part != plan.parts.end())
            shares(part - plan.parts.begin(), *place) = cell.share;
    }
    faults.throw_if_any();
    return shares;
}

unsigned char quality_index(std::vector<std::string>& names, std::string const& name) {
    if (names.empty()) names.emplace_back(no_quality);
    auto const at = std::find(names.begin(), names.end(), name);
    auto const index = static_cast<unsigned char>(at - names.begin());
    if (at == names.end()) names.push_back(name);
    return index;
}

void mark_parts(Base const& given, Base& made, SplitPlaces const& regions, SplitPlaces const& sectors) {
    made.quality_names = given.quality_names;
    unsigned char const mark = quality_index(made.quality_names, split_quality);
    auto const at = [](Index k) { return static_cast<std::size_t>(k); };
    made.trade_quality.clear();
    made.trade_quality.reserve(at(made.trade.size()));
    for (std::size_t j = 0; j < sectors.old.size(); ++j)
        for (std::size_t n = 0; n < regions.old.size(); ++n)
            for (std::size_t i = 0; i < regions.old.size(); ++i) {
                bool const is_split = sectors.part[j] >= 0 || regions.part[n] >= 0 || regions.part[i] >= 0;
                Index const old =
                    (sectors.old[j] * given.n_regions() + regions.old[n]) * given.n_regions() + regions.old[i];
                unsigned char const before = given.trade_quality.empty() ? 0 : given.trade_quality[at(old)];
                made.trade_quality.push_back(is_split ? mark : before);
            }
}

}  // namespace desvio
