#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/split_plan.hpp"

#include <string>
#include <vector>

/// What splitting a region and splitting a sector have in common.
namespace desvio {

/// An axis whose one code became several, in its place.
struct SplitPlaces {
    Index parent = 0;
    std::vector<Index> old;   ///< for each new place the old one
    std::vector<Index> part;  ///< for each new place which part it is, or -1
    /// The new places that are parts.
    [[nodiscard]] std::vector<Index> parts() const;
};

/// \throws InputError: unknown parent (with the nearest), a part with a code that is taken
SplitPlaces place_parts(Labels const& labels, std::string const& parent, SplitPlan const& plan, char const* what);

/// s[p,k]: P x K, from the parts' own shares and the cells that say otherwise.
/// \throws InputError for cells within an unknown code
Matrix part_shares(SplitPlan const& plan, Labels const& within, char const* what);

/// The index of a mark, added to the names when it is new.
unsigned char quality_index(std::vector<std::string>& names, std::string const& name);

/// Marks of the flows of a split base: those of a part by `split_quality`, the others as they were.
/// \param regions, sectors  where each new place was
void mark_parts(Base const& given, Base& made, SplitPlaces const& regions, SplitPlaces const& sectors);

/// Places of an axis that is not split.
SplitPlaces same_places(Labels const& labels);

}  // namespace desvio
