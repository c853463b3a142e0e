#pragma once

#include "desvio/core/labels.hpp"
#include "desvio/params/name_book.hpp"
#include "params/selector_expression.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace desvio {

/// One axis of a base seen from a selector.
struct NamedAxis {
    std::string noun;  ///< "region" or "sector"
    bool is_of_regions = true;
    Labels const* labels = nullptr;
    std::vector<std::string> titles;  ///< names for people, so that "Brazil" finds BRA
    std::vector<std::string> groups;  ///< of the base
    std::function<std::vector<Index>(std::string const&)> base_members;
};

/// The names of one axis: evaluates selectors over them (name_book.hpp says what they mean).
class AxisNames {
  public:
    /// \param uses  where groups are noted as they are used; outlives this, as scenario (may be null) does
    AxisNames(NamedAxis axis, Scenario const* scenario, std::vector<GroupUse>& uses);

    /// The names of the other axis: a group of regions named as sectors is told apart from an unknown one.
    void set_other(AxisNames* other) { other_ = other; }
    std::vector<Index> select(Selector const& selector, FaultList& faults);
    std::vector<TermMembers> by_term(Selector const& selector);
    /// Whether every name of the definition is known here; if not, the faults of its own text go to `faults`.
    bool resolves(GroupDefinition const& definition, FaultList& faults);
    /// Circles of definitions met so far, each once: the names from the one written first on.
    [[nodiscard]] std::vector<std::vector<std::string>> const& circles() const noexcept { return circles_; }
    [[nodiscard]] std::string const& noun() const noexcept { return axis_.noun; }

  private:
    using Marks = std::vector<bool>;
    /// A set, or that it cannot be known because a name is not.
    struct Known {
        Marks marks;
        bool is_known = true;
    };
    struct Term {
        Known value;
        bool is_exclusion = false;
    };

    Known evaluate(Selector const& selector, FaultList& faults);
    Term evaluate_term(SelectorTerm const& term, FaultList& faults);
    Known run(SelectorTerm const& term, std::vector<SelectorStep> const& steps, FaultList& faults);
    Known named(std::string const& name, SourceLocation const& where, FaultList& faults);
    Known group(std::string const& name, SourceLocation const& where, FaultList& faults);
    Known const& value_of(GroupDefinition const& definition);
    Known defined(GroupDefinition const& definition, SourceLocation const& where, FaultList& faults);
    Known dated(GroupTable const& table, std::string const& origin, std::string const& name,
                SourceLocation const& where, FaultList& faults);
    Known unknown_group(std::string const& name, SourceLocation const& where, FaultList& faults);
    [[nodiscard]] GroupTable const* table_of(std::string const& file, std::string const& group) const;
    [[nodiscard]] std::string suggest(std::string const& wanted) const;
    void note(GroupUse use);
    void note_circle(std::string const& name);
    [[nodiscard]] Marks none() const { return Marks(static_cast<std::size_t>(axis_.labels->size()), false); }

    NamedAxis axis_;
    Scenario const* scenario_;
    std::vector<GroupUse>& uses_;
    AxisNames* other_ = nullptr;
    std::map<std::string, Known> definitions_;  // those evaluated already
    std::vector<std::string> open_;             // those being evaluated, from the outermost in
    bool is_inside_ = false;                    // a definition that is used: its faults are told where it stands
    std::vector<std::vector<std::string>> circles_;
    std::vector<std::string> nobody_;  // why groups of the selector at hand are empty
};

}  // namespace desvio
