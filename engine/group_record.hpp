#pragma once

#include "desvio/engine/run.hpp"

namespace desvio {

/// Keeps in a result whom its groups stood for that the base does not define (attribute `groups`, a line each), and
/// the tables of groups that said so: the scenario's own, and the program's where a group was looked up in it. Nothing
/// where there are none.
void record_groups(LabelledFile& file, Scenario const& scenario, std::vector<GroupUse> const& uses, Base const& given);

}  // namespace desvio
