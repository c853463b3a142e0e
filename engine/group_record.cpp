#include "engine/group_record.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace desvio {

void record_groups(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& uses, Base const& given) {
    std::vector<std::string> groups, names, texts;
    for (GroupUse const& use : uses) groups.push_back(describe_use(use, given));
    if (!groups.empty()) file.attributes.push_back({"groups", fmt::format("{}", fmt::join(groups, "\n"))});
    for (auto const& [name, table] : scenario.group_tables) {
        bool const is_used = std::any_of(uses.begin(), uses.end(),
                                         [&origin = name](GroupUse const& use) { return use.origin == origin; });
        if (name == registry_name && !is_used) continue;
        names.push_back(name);
        texts.push_back(table.text);
    }
    if (names.empty()) return;
    file.dimensions["group_table"] = {"group_table", names, "file name of a table of groups, as the scenario has it"};
    file.tables.push_back({"/input/group_tables", {"group_table"}, texts, "", "text of the table of groups"});
}

}  // namespace desvio
