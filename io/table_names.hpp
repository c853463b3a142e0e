#pragma once

#include "io/table_path.hpp"

#include "io/table_source.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What names of files and units say.
namespace desvio {

/// The folder of a file within its source, with a '/' at its end; empty at the root.
std::string folder_of(std::string const& name);
std::string in_lower_case(std::string_view text);

/// The last four digits that stand alone and make a year from 1950 to 2099; 0 when there are none.
int year_in(std::string_view text);

/// One of several files, each of a year.
struct YearChoice {
    std::string name;
    int year = 0;  ///< 0 when its name does not say
};
/// The file of that year, or with year 0 the newest; a note says so when there were several.
/// \pre names is not empty  \throws InputError naming the years there are
YearChoice choose_year(TableSource const& source, std::vector<std::string> const& names, int year,
                       std::vector<std::string>& notes);

/// A unit of money as tables write it: "M.EUR", "Mill USD", "M.EUR/M.EUR", "1000 US$".
struct MoneyUnit {
    double in_million = 1.0;  ///< 0.001 for thousand
    std::string currency;     ///< "USD" or "EUR"
    bool is_per_output = false;
};
/// \return nothing for a unit that is no money, such as "kg" or "kg/M.EUR"
std::optional<MoneyUnit> money_unit(std::string_view text);

}  // namespace desvio
