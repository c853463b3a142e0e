#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/date.hpp"

#include <optional>
#include <string>
#include <vector>

/// Groups of regions by date (docs/formats/groups.md): who is in them, as what, from when to when, and who says so.
namespace desvio {

/// One row of a table of groups: the part a region has in a group from one day to another.
struct Membership {
    std::string group;   ///< "brics"
    std::string region;  ///< ISO 3166 code of three letters, or the code a base has for it
    std::string role;    ///< "member", "partner", ...: the tiers of the group
    std::string status;  ///< how sure it is: "read", "memory", "disputed"; empty when the table does not say
    std::optional<Date> start, end;  ///< first day in, first day out; none: open on that side
    std::string source, note;
    SourceLocation where;
};

/// A table of groups: its text (kept, so that a run can be repeated from its file) and its rows.
struct GroupTable {
    std::string text;
    std::vector<Membership> rows;
};

/// The name under which a scenario keeps the program's own table beside those it names itself.
inline constexpr char const* registry_name = "built-in groups";
inline constexpr char const* member_role = "member";
inline constexpr char const* disputed_status = "disputed";
inline constexpr char const* memory_status = "memory";

/// start <= day < end, where a side that is not given is open
bool holds_on(Membership const& row, Date day);

/// Rows of one group with that role or that status; "" is the role "member". In the order of the table.
std::vector<Membership const*> rows_of(GroupTable const& table, std::string const& group, std::string const& tier);

/// Names of the groups, sorted.
std::vector<std::string> group_names(GroupTable const& table);
/// Roles, then statuses that rows of the group have: what may stand after "@group:".
std::vector<std::string> tiers_of(GroupTable const& table, std::string const& group);

/// "brics:partner" as {"brics", "partner"}; a name without a colon has the tier "".
struct TieredName {
    std::string group, tier;
};
TieredName split_tier(std::string const& name);

}  // namespace desvio
