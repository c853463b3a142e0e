#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Which codes of one classification stand for which of another.
namespace desvio {

/// One line of a concordance file.
struct ConcordanceRow {
    std::string from;  ///< a code, a "@group", or "*": every code that no other row names
    std::string to;
    std::string name;              ///< of `to`; empty when not given
    std::optional<double> weight;  ///< > 0; the share or size of this part of `from`; only where one code goes to many
    SourceLocation from_where, to_where;
};

struct Concordance {
    std::string file;  ///< for messages
    std::vector<ConcordanceRow> rows;
};

/// The regions or the sectors of a base, as concordances see them.
struct CodeAxis {
    std::string what;  ///< "region" or "sector"
    Labels labels;
    std::vector<std::string> names;                     ///< in the order of labels
    std::map<std::string, std::vector<Index>> members;  ///< by group
};
CodeAxis region_axis(Base const& base);
CodeAxis sector_axis(Base const& base);
/// Codes without names or groups: of a table that is no base.
CodeAxis plain_axis(std::string what, Labels labels);

/// Where each code of an axis goes when codes are merged; the new codes stand in the order of their first members.
struct Merging {
    std::vector<Index> target;                ///< for each old code its new one
    std::vector<std::string> codes, names;    ///< of the new axis; names from the concordance, else joined
    std::vector<std::vector<Index>> members;  ///< old codes of each new one, in order
    [[nodiscard]] Index size() const noexcept { return static_cast<Index>(codes.size()); }
};

enum class Unmapped {
    refused,  ///< every code must have a row
    kept,     ///< a code without a row stays itself
};

/// Many to one: every code of the axis goes to exactly one target.
/// \throws InputError with every fault at its place: a row without from or to, an unknown code or group (with the
///         nearest), a code mapped twice, a weight, a target that is also a code left as it is, codes without a row
/// \tests unit/concordance_test.cpp
Merging merge_axis(Concordance const& concordance, CodeAxis const& axis, Unmapped unmapped = Unmapped::refused);

/// Every code to itself.
Merging keep_axis(CodeAxis const& axis);

struct WeightedTarget {
    Index to = 0;
    double weight = 1.0;
};

/// One to many: for each foreign code the codes of the axis it stands for, with the weight of the row (1 where none is
/// given). A "@group" in `to` means its members, each with that weight.
/// \throws InputError as merge_axis(), for unknown targets and pairs given twice
std::map<std::string, std::vector<WeightedTarget>> spread_codes(Concordance const& concordance, CodeAxis const& axis);

}  // namespace desvio
