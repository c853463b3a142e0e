#pragma once

#include "desvio/params/base.hpp"

#include <string_view>

namespace desvio {

/// Which revision of ISIC a source's sector codes follow.
enum class Isic { rev3, rev4 };

/// Goods are agriculture, mining and manufacturing: ISIC Rev. 4 divisions 01 to 33, Rev. 3 divisions 01 to 37.
/// \param code  holds the divisions: "01T02", "C10T12", "A01_02", "D31T33"
/// \return services too when no division can be read from it
SectorKind kind_of_division(std::string_view code, Isic revision);

/// The same guessed from an English name, for sources without codes: services when it names one ("Wholesale Trade",
/// "Construction", "Electricity, gas and water"), goods otherwise.
SectorKind kind_of_name(std::string_view name);

}  // namespace desvio
