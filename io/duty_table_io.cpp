#include "desvio/io/duty_table_io.hpp"

#include "io/csv.hpp"
#include "io/rate_table.hpp"
#include "io/whole_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace desvio {
namespace {

constexpr double percent = 100.0;

std::pair<std::string, std::string> split_pair(std::string_view text, char const* option) {
    auto const sign = text.find('=');
    if (sign == std::string_view::npos || sign == 0)
        throw InputError({{},
                          fmt::format("{} '{}' is not NAME=TEXT", option, text),
                          {},
                          fmt::format("Write for example {}.", std::string_view(option) == "--only"
                                                                   ? "--only date=2025-08-07"
                                                                   : "--columns sector=gtap,rate=total_pct")});
    return {std::string(text.substr(0, sign)), std::string(text.substr(sign + 1))};
}

/// Where a duty table's columns are among those asked for.
struct Places {
    std::size_t sector = 0, exporter = 1, rate = 2, importer = 3, value = 3, only = 3;
    std::vector<std::string> names;

    explicit Places(DutyTableLayout const& layout) : names{layout.sector, layout.exporter, layout.rate} {
        if (layout.one_importer.empty()) importer = add(layout.importer);
        if (!layout.value.empty()) value = add(layout.value);
        if (layout.only) only = add(layout.only->first);
    }

  private:
    std::size_t add(std::string const& name) {
        auto const at = std::find(names.begin(), names.end(), name);
        auto const place = static_cast<std::size_t>(at - names.begin());
        if (at == names.end()) names.push_back(name);
        return place;
    }
};

double read_rate(CsvReader& csv, std::size_t column, bool is_percent) {
    double const rate = is_percent ? csv.number(column) / percent : csv.number(column);
    if (rate < 0.0)
        csv.fault(column, fmt::format("negative duty {:.6g}", rate), "import subsidies are not duties",
                  "Write a rate of at least 0.");
    else if (rate > largest_rate)
        csv.fault(column, fmt::format("rate {:.6g} is above {:.0f}", rate, largest_rate),
                  "rates are fractions: 0.25 is 25%", "Say --percent for a table in percent.");
    return rate;
}

}  // namespace

void DutyTableLayout::rename(std::string const& pairs) {
    std::map<std::string, std::string*> const known{
        {"sector", &sector}, {"exporter", &exporter}, {"importer", &importer}, {"rate", &rate}, {"value", &value}};
    std::string_view rest = pairs;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(','), rest.size());
        auto const [name, column] = split_pair(rest.substr(0, end), "--columns");
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto const at = known.find(name);
        if (at == known.end()) {
            std::vector<std::string> names;
            names.reserve(known.size());
            for (auto const& [word, member] : known) names.push_back(word);
            throw InputError({{}, fmt::format("--columns cannot name '{}'", name), {}, suggest_name(name, names)});
        }
        *at->second = column;
    }
}

void DutyTableLayout::choose(std::string const& pair) { only = split_pair(pair, "--only"); }

DutyTable parse_duty_table(std::string const& text, std::string const& file, DutyTableLayout const& layout) {
    Places const places(layout);
    CsvReader csv(text, file);
    csv.pick_columns(places.names);
    DutyTable table{file, {}, !layout.value.empty()};
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> row_of;
    std::size_t counted_to = 0;
    SourceLocation where{file, 1, 1};
    while (csv.next_row()) {
        if (layout.only && csv.text(places.only) != layout.only->second) continue;
        if (csv.text(places.rate).empty()) {
            ++table.n_without_rate;
            continue;
        }
        // Lines are counted on from the last row: asking the reader for every row would scan the text each time.
        auto const begin = text.begin() + static_cast<std::ptrdiff_t>(counted_to);
        auto const end = text.begin() + static_cast<std::ptrdiff_t>(csv.row_offset());
        where.line += static_cast<int>(std::count(begin, end, '\n'));
        counted_to = csv.row_offset();

        DutyRow row{std::string(csv.text(places.sector)),
                    std::string(csv.text(places.exporter)),
                    layout.one_importer,
                    read_rate(csv, places.rate, layout.is_percent),
                    {},
                    where};
        if (layout.one_importer.empty()) row.importer = csv.text(places.importer);
        if (table.has_values && !csv.text(places.value).empty()) {
            row.value = csv.number(places.value);
            if (*row.value < 0.0) csv.fault(places.value, "negative trade", "it weights the rate");
        }
        auto const [at, is_new] = row_of.emplace(std::tuple{row.sector, row.exporter, row.importer}, csv.row_offset());
        if (!is_new)
            csv.refuse_repeated(at->second,
                                fmt::format("the rate of '{}' from {} to {}", row.sector, row.exporter, row.importer));
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty() && !csv.has_faults())
        csv.fault_at(0,
                     layout.only ? fmt::format("no row has {} = {}", layout.only->first, layout.only->second)
                                 : std::string("there are no rows"),
                     "no duty would change");
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    return table;
}

DutyTable read_duty_table(std::filesystem::path const& path, DutyTableLayout const& layout) {
    return parse_duty_table(read_whole_file(path), path.string(), layout);
}

ElasticitySet parse_elasticity_table(std::string const& text, std::string const& file, Base const& base) {
    CsvReader csv(text, file);
    csv.match_columns({"sector", "theta"}, {"se", "source"});
    ElasticitySet set;
    set.name = "default";
    set.title = "from " + std::filesystem::path(file).filename().string();
    set.theta = Vector::Zero(base.n_sectors());
    set.standard_error = Vector::Constant(base.n_sectors(), std::numeric_limits<double>::quiet_NaN());
    set.source.resize(static_cast<std::size_t>(base.n_sectors()));
    std::vector<std::size_t> row_of(set.source.size(), 0);
    LabelCursor sectors(base.sectors, "sector");
    while (csv.next_row()) {
        Index const sector = csv.label(0, sectors);
        double const theta = csv.number(1);
        if (theta <= 0.0)
            csv.fault(1, fmt::format("theta is {:.6g}", theta), "demand would rise with the price",
                      "A trade elasticity is above 0; write it without its minus sign.");
        if (sector < 0) continue;
        auto const place = static_cast<std::size_t>(sector);
        if (row_of[place] != 0) csv.refuse_repeated(row_of[place], "sector " + base.sectors[sector]);
        row_of[place] = csv.row_offset();
        set.theta(sector) = theta;
        set.source[place] = csv.text(3);
        if (csv.text(2).empty()) continue;
        set.standard_error(sector) = csv.number(2);
        if (set.standard_error(sector) < 0.0) csv.fault(2, "negative standard error");
    }
    std::string lacking;
    for (std::size_t j = 0; j < row_of.size(); ++j)
        if (row_of[j] == 0) lacking += (lacking.empty() ? "" : ", ") + base.sectors[static_cast<Index>(j)];
    if (!lacking.empty() && !csv.has_faults())
        csv.fault_at(0, fmt::format("no elasticity for {}", lacking), "a run needs one a sector");
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    return set;
}

ElasticitySet read_elasticity_table(std::filesystem::path const& path, Base const& base) {
    return parse_elasticity_table(read_whole_file(path), path.string(), base);
}

}  // namespace desvio
