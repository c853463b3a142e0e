#include "desvio/io/region_figures_io.hpp"

#include "io/csv.hpp"
#include "io/whole_file.hpp"

#include <unordered_map>

namespace desvio {

RegionFigures parse_region_figures(std::string const& text, std::string const& file) {
    CsvReader csv(text, file);
    csv.pick_columns({"region", "value"});
    RegionFigures figures;
    std::unordered_map<std::string, std::size_t> rows;
    while (csv.next_row()) {
        std::string region(csv.text(0));
        double const value = csv.number(1);
        if (value <= 0.0)
            csv.fault(1, fmt::format("the figure of {} is {}", region, value), "it is compared as a ratio",
                      "Leave the row out where nothing is known.");
        auto const [first, is_new] = rows.emplace(region, csv.row_offset());
        if (is_new)
            figures.emplace_back(std::move(region), value);
        else
            csv.refuse_repeated(first->second, "region " + region);
    }
    if (figures.empty() && !csv.has_faults()) csv.fault_at(0, "there are no rows");
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    return figures;
}

RegionFigures read_region_figures(std::filesystem::path const& path) {
    return parse_region_figures(read_whole_file(path), path.string());
}

}  // namespace desvio
