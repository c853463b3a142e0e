#include "io/scenario_groups.hpp"

#include "io/toml_fields.hpp"
#include "io/usable_name.hpp"

#include <string_view>

namespace desvio {

void read_group_block(toml::table const& block, Scenario& scenario, FaultList& faults) {
    TomlFields fields(block, "[groups]", scenario.file, faults);
    constexpr std::string_view file_key = "file";
    for (auto const& [key, node] : block) {
        std::string const name(key.str());
        if (name == file_key) {
            scenario.group_file = fields.filled_text(name).value_or("");
            continue;
        }
        if (!is_usable_name(name) || name.find_first_of(":|&()!") != std::string::npos)
            fields.fault(fields.where(name), fmt::format("the group's name '{}' cannot stand in a selector", name),
                         "signs have a meaning there", usable_name_rule);
        Selector members = fields.selector(name);
        if (!members.terms.empty()) scenario.groups.push_back({name, std::move(members)});
    }
}

}  // namespace desvio
