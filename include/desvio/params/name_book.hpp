#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// A group that the base itself does not define, as a scenario used it: for the dry run and the record of a result.
struct GroupUse {
    std::string name;                           ///< "@brics:partner"
    std::string origin;                         ///< registry_name, the file that holds it, or "[groups]"
    std::optional<Date> date = {};              ///< the day it was looked up for; none for groups without dates
    std::vector<Index> members = {};            ///< regions of the base, base order
    std::vector<std::string> absent = {};       ///< members that are no region of the base
    std::vector<std::string> disputed = {};     ///< members whose status is disputed
    std::vector<std::string> from_memory = {};  ///< members whose row was not checked against a source
    std::string nobody = {};                    ///< why it had no member on that day; empty when it had
    bool is_of_regions = true;
};

/// What a reader should know of a use; nothing when the base has every member and no row is in doubt.
std::vector<std::string> notes_on(GroupUse const& use);

/// The group, its day, where it is from, its members and the notes: "@brics on 2025-08-07 (built-in groups): BRA CHN".
std::string describe_use(GroupUse const& use, Base const& base);

/// One term of a selector and what of the selection is there because of it.
struct TermMembers {
    SelectorTerm term;
    std::vector<Index> members;
};

class AxisNames;

/// What names mean: codes and groups of a base, and with a scenario the groups it defines and those that the registry
/// knows on its day. A name is looked up in this order: [groups] of the scenario; its file of groups; with a day, the
/// registry (scenario.group_tables[registry_name]); the groups of the base.
///
/// A selector names the union of its terms less those that begin with '!'; exclusions only start from everything. A
/// term is a name or set algebra over names: "@latin_america & !@usmca" (params/selector_expression.hpp).
/// Groups of [groups] may use one another, and name regions or sectors, wherever they are used.
/// \tests unit/select_test.cpp, unit/name_book_test.cpp
class NameBook {
  public:
    /// \pre base and scenario outlive this
    explicit NameBook(Base const& base, Scenario const* scenario = nullptr);
    NameBook(NameBook&&) noexcept;
    NameBook& operator=(NameBook&&) noexcept;
    NameBook(NameBook const&) = delete;
    NameBook& operator=(NameBook const&) = delete;
    ~NameBook();

    /// The members a selector names, in base order, each once. Faults (an unknown name, a text that is no expression,
    /// nothing left) go to `faults` with the place of the name inside the term.
    std::vector<Index> regions(Selector const& selector, FaultList& faults);
    std::vector<Index> sectors(Selector const& selector, FaultList& faults);
    /// The terms that add to a selection, each with what it adds, exclusions taken out.
    std::vector<TermMembers> regions_by_term(Selector const& selector);
    std::vector<TermMembers> sectors_by_term(Selector const& selector);

    /// Groups other than the base's that were named so far, each once, in the order of their first use.
    [[nodiscard]] std::vector<GroupUse> const& uses() const;

  private:
    std::unique_ptr<std::vector<GroupUse>> uses_;
    std::unique_ptr<AxisNames> regions_, sectors_;
};

/// Faults of [groups], used or not: unknown names, definitions that use one another in a circle.
void check_definitions(Scenario const& scenario, Base const& base, FaultList& faults);

}  // namespace desvio
