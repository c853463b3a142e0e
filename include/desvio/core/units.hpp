#pragma once

#include <string>

/// Units at the edge. Inside, rates and changes are fractions; money is million currency units.
namespace desvio {

inline constexpr double percent = 100.0;  ///< per cent in one: multiply a fraction by it

/// How results name their units.
namespace units {
inline std::string const one = "1";
inline std::string const percent_name = "percent";
inline std::string const fraction = "fraction";
inline std::string const seconds = "s";
inline std::string const persons = "persons";
}  // namespace units

}  // namespace desvio
