#include "desvio/params/name_book.hpp"

#include "desvio/params/shock.hpp"
#include "params/axis_names.hpp"

#include <utility>

namespace desvio {
namespace {

NamedAxis named_regions(Base const& base) {
    NamedAxis axis{"region", true, &base.regions, {}, base.region_groups(), [&base](std::string const& group) {
                       return base.region_members(group);
                   }};
    for (Region const& region : base.region_table) axis.titles.push_back(region.name);
    return axis;
}

NamedAxis named_sectors(Base const& base) {
    NamedAxis axis{"sector", false, &base.sectors, {}, base.sector_groups(), [&base](std::string const& group) {
                       return base.sector_members(group);
                   }};
    for (Sector const& sector : base.sector_table) axis.titles.push_back(sector.name);
    return axis;
}

std::string join_codes(std::vector<std::string> const& codes) { return fmt::format("{}", fmt::join(codes, " ")); }

}  // namespace

std::vector<std::string> notes_on(GroupUse const& use) {
    if (!use.nobody.empty()) return {"nobody, " + use.nobody};
    TieredName const name = split_tier(use.name);
    std::vector<std::string> notes;
    if (!use.absent.empty())
        notes.push_back(fmt::format("without {}, which the base does not have by {}", join_codes(use.absent),
                                    use.absent.size() == 1 ? "itself" : "themselves"));
    if (!use.disputed.empty() && name.tier != disputed_status)
        notes.push_back(fmt::format("{} {} disputed: \"!{}:{}\" takes {} out", join_codes(use.disputed),
                                    use.disputed.size() == 1 ? "is" : "are", name.group, disputed_status,
                                    use.disputed.size() == 1 ? "it" : "them"));
    if (!use.from_memory.empty() && name.tier != memory_status)
        notes.push_back(fmt::format("{} from memory, not checked against a source", join_codes(use.from_memory)));
    return notes;
}

std::string describe_use(GroupUse const& use, Base const& base) {
    std::vector<std::string> codes;
    Labels const& labels = use.is_of_regions ? base.regions : base.sectors;
    for (Index const member : use.members) codes.push_back(labels[member]);
    std::string const text = fmt::format("{}{} ({}): {}", use.name, use.date ? " on " + to_string(*use.date) : "",
                                         use.origin, join_codes(codes));
    std::vector<std::string> const notes = notes_on(use);
    return text + (codes.empty() || notes.empty() ? "" : "; ") + fmt::format("{}", fmt::join(notes, "; "));
}

NameBook::NameBook(Base const& base, Scenario const* scenario)
    : uses_(std::make_unique<std::vector<GroupUse>>()),
      regions_(std::make_unique<AxisNames>(named_regions(base), scenario, *uses_)),
      sectors_(std::make_unique<AxisNames>(named_sectors(base), scenario, *uses_)) {
    regions_->set_other(sectors_.get());
    sectors_->set_other(regions_.get());
}

NameBook::NameBook(NameBook&&) noexcept = default;
NameBook& NameBook::operator=(NameBook&&) noexcept = default;
NameBook::~NameBook() = default;

std::vector<Index> NameBook::regions(Selector const& selector, FaultList& faults) {
    return regions_->select(selector, faults);
}

std::vector<Index> NameBook::sectors(Selector const& selector, FaultList& faults) {
    return sectors_->select(selector, faults);
}

std::vector<TermMembers> NameBook::regions_by_term(Selector const& selector) { return regions_->by_term(selector); }
std::vector<TermMembers> NameBook::sectors_by_term(Selector const& selector) { return sectors_->by_term(selector); }

std::vector<GroupUse> const& NameBook::uses() const { return *uses_; }

void check_definitions(Scenario const& scenario, Base const& base, FaultList& faults) {
    std::vector<GroupUse> ignored;
    AxisNames regions(named_regions(base), &scenario, ignored), sectors(named_sectors(base), &scenario, ignored);
    regions.set_other(&sectors);
    sectors.set_other(&regions);
    for (GroupDefinition const& definition : scenario.groups) {
        FaultList as_regions, as_sectors;
        if (regions.resolves(definition, as_regions) || sectors.resolves(definition, as_sectors)) continue;
        // It is meant to be what more of its names are.
        faults.append(as_sectors.size() < as_regions.size() ? as_sectors : as_regions);
    }
    for (std::vector<std::string> const& circle : regions.circles()) {
        std::string chain;
        SourceLocation where;
        for (std::string const& name : circle) chain += fmt::format("@{} -> ", name);
        for (GroupDefinition const& definition : scenario.groups)
            if (definition.name == circle.front()) where = definition.members.where;
        faults.add(where, fmt::format("the groups {}@{} use one another in a circle", chain, circle.front()),
                   "none of them can be known first", "Take one of them out of another.");
    }
}

std::vector<Index> select_regions(Selector const& selector, Base const& base, FaultList& faults) {
    return NameBook(base).regions(selector, faults);
}

std::vector<Index> select_sectors(Selector const& selector, Base const& base, FaultList& faults) {
    return NameBook(base).sectors(selector, faults);
}

}  // namespace desvio
