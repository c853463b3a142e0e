#include "io/value_of_time_io.hpp"

#include "desvio/io/builtin.hpp"
#include "io/csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

namespace desvio {
namespace {

constexpr std::string_view time_value_folder = "value-of-time/";
constexpr std::string_view time_value_ending = ".csv";

enum TimeValueColumn : std::size_t { time_sector, time_low, time_central, time_high };

/// A day that costs more than the goods are worth is a percentage written by mistake.
constexpr double largest_per_day = 1.0;

TimeValue read_time_value(CsvReader& csv) {
    TimeValue value{std::string(csv.text(time_sector)), {}, csv.where(csv.row_offset())};
    if (value.sector.empty())
        csv.fault(time_sector, "the sector is empty", "the figures would stand for nothing", "Write its code.");
    for (std::size_t k = 0; k < value.per_day.size(); ++k) {
        double const figure = value.per_day[k] = csv.number(time_low + k);
        if (figure < 0.0 || figure > largest_per_day)
            csv.fault(time_low + k, fmt::format("{} a day is not between 0 and 1", figure),
                      "it is a fraction of the value: 0.008 is 0.8% a day", "Divide percentages by 100.");
    }
    auto const [low, central, high] = value.per_day;
    // Comparisons with NaN, already a fault, are false.
    if (low > central || central > high)
        csv.fault(time_low, fmt::format("low {}, central {}, high {} are not in that order", low, central, high),
                  "low is the least that a day is taken to cost", "Put the three in order.");
    return value;
}

}  // namespace

ValueOfTime read_value_of_time(std::string text, std::string const& file, FaultList& faults) {
    ValueOfTime table{std::move(text), {}};
    CsvReader csv(table.text, file);
    csv.match_columns({"sector", "low", "central", "high"}, {"basis", "source"});
    std::map<std::string, std::size_t> row_of_sector;
    while (csv.next_row()) {
        table.values.push_back(read_time_value(csv));
        std::string const& sector = table.values.back().sector;
        auto const [at, is_new] = row_of_sector.emplace(sector, csv.row_offset());
        if (!is_new) csv.refuse_repeated(at->second, "the sector " + sector);
    }
    if (table.values.empty() && !csv.has_faults())
        csv.fault_at(0, "the table has no rows", "no sector has a value of time", "Write a row for each sector.");
    csv.finish(faults);
    return table;
}

std::string builtin_value_of_time_path(std::string const& name) {
    return fmt::format("{}{}{}", time_value_folder, name, time_value_ending);
}

std::vector<std::string> builtin_values_of_time() {
    std::vector<std::string> names;
    for (std::string const& path : packed_paths(time_value_folder)) {
        if (!path.ends_with(time_value_ending)) continue;
        names.push_back(
            path.substr(time_value_folder.size(), path.size() - time_value_folder.size() - time_value_ending.size()));
    }
    return names;
}

}  // namespace desvio
