#pragma once

#include "desvio/params/io_table.hpp"

namespace desvio::test {

/// The leather example of the R package decompr (GPL-3; figures as data): Argentina, Turkey and Germany by agriculture,
/// textiles and leather, and transport equipment. Fictional; no taxes, value added is what is left of output.
IoTable leather_table();

}  // namespace desvio::test
