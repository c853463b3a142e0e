#include "desvio/io/base_io.hpp"
#include "desvio/io/schedule_io.hpp"
#include "desvio/params/schedule.hpp"
#include "io/csv.hpp"
#include "io/whole_file.hpp"
#include "tests/support/shared_data.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <tuple>
#include <vector>

/// The shipped schedule against the tables it was made from, partner by partner: what spreading GTAP sectors over the
/// base's, one share for several laws and groups of countries cost (docs/guide/schedules.md).
namespace desvio {
namespace {

std::map<std::string, std::string> const code_of_partner{{"Brazil", "BRA"},
                                                         {"Russia", "RUS"},
                                                         {"India", "IND"},
                                                         {"China", "CHN"},
                                                         {"South Africa", "ZAF"},
                                                         {"Egypt", "EGY"},
                                                         {"United Arab Emirates", "ARE"},
                                                         {"Saudi Arabia", "SAU"},
                                                         {"Indonesia", "IDN"},
                                                         {"Argentina", "ARG"},
                                                         {"Chile", "CHL"},
                                                         {"Colombia", "COL"},
                                                         {"Costa Rica", "CRI"},
                                                         {"Dominican Republic", "DOM"},
                                                         {"Ecuador", "ECU"},
                                                         {"Guatemala", "GTM"},
                                                         {"Honduras", "HND"},
                                                         {"Mexico", "MEX"},
                                                         {"Nicaragua", "NIC"},
                                                         {"Peru", "PER"},
                                                         {"El Salvador", "SLV"},
                                                         {"Venezuela", "VEN"},
                                                         {"Canada", "CAN"},
                                                         {"European Union", "EU27"},
                                                         {"United Kingdom", "GBR"},
                                                         {"Japan", "JPN"},
                                                         {"South Korea (Republic of Korea)", "KOR"},
                                                         {"Vietnam", "VNM"},
                                                         {"Taiwan", "TWN"},
                                                         {"Turkey", "TUR"},
                                                         {"Australia", "AUS"}};

struct SourceCell {
    double imports = 0.0, added = 0.0;
};
/// By partner and GTAP sector.
using SourceTable = std::map<std::pair<std::string, std::string>, SourceCell>;

std::filesystem::path const folder = test::shared_data("tariffs");

/// The sum of the columns `plus`, in percent in the file, by partner and sector of one day.
SourceTable read_source(std::string const& file, std::string const& date, std::string const& imports,
                        std::vector<std::string> const& plus, char const* partner_column) {
    std::string const text = read_whole_file(folder / file);
    CsvReader csv(text, file);
    std::vector<std::string> columns{"date", partner_column, "gtap", imports};
    columns.insert(columns.end(), plus.begin(), plus.end());
    csv.pick_columns(columns);
    SourceTable table;
    while (csv.next_row()) {
        if (csv.text(0) != date || csv.text(2).empty()) continue;
        std::string partner(csv.text(1));
        if (auto const known = code_of_partner.find(partner); known != code_of_partner.end()) partner = known->second;
        SourceCell& cell = table[{partner, std::string(csv.text(2))}];
        cell.imports = csv.text(3).empty() ? 0.0 : csv.number(3);
        for (std::size_t k = 0; k < plus.size(); ++k)
            if (!csv.text(4 + k).empty()) cell.added += csv.number(4 + k) / 100.0;
    }
    return table;
}

SourceTable less(SourceTable table, SourceTable const& before) {
    for (auto& [key, cell] : table)
        if (auto const at = before.find(key); at != before.end()) cell.added -= at->second.added;
    return table;
}

struct Gap {
    double mean = 0.0, largest = 0.0;
    std::string partner;
};

/// Mean additions of each partner, both weighted by the source's imports, and how far apart they are.
Gap compare(char const* name, char const* day, SourceTable const& source, char const* what) {
    Schedule const schedule = read_schedule(name);
    Base const base = read_base("world-2023");
    FaultList faults;
    TiedSchedule const tied(schedule, base, faults);
    faults.throw_if_any();
    DutiesOnDate const duties = tied.on(*parse_date(day));
    std::map<std::string, Index> sector_of;
    for (ConcordanceRow const& row : schedule.concordance.rows) sector_of[row.from] = *base.sectors.find(row.to);
    struct Sums {
        double imports = 0.0, theirs = 0.0, ours = 0.0;
    };
    std::map<std::string, Sums> by_partner;
    for (auto const& [key, cell] : source) {
        auto const i = base.regions.find(key.first);
        auto const j = sector_of.find(key.second);
        if (!i || j == sector_of.end()) continue;
        Sums& sums = by_partner[key.first];
        sums.imports += cell.imports;
        sums.theirs += cell.imports * cell.added;
        sums.ours += cell.imports * (duties.duty(j->second, *i) - duties.base(j->second, *i));
    }
    Gap gap;
    double imports = 0.0;
    std::printf("%s on %s against %s\n", name, day, what);
    for (auto const& [code, sums] : by_partner) {
        double const theirs = sums.theirs / sums.imports, ours = sums.ours / sums.imports,
                     apart = std::abs(ours - theirs);
        std::printf("  %-5s source %7.2f%%  schedule %7.2f%%  gap %+6.2f points\n", code.c_str(), 100.0 * theirs,
                    100.0 * ours, 100.0 * (ours - theirs));
        gap.mean += apart * sums.imports;
        imports += sums.imports;
        if (apart > gap.largest) gap = {gap.mean, apart, code};
    }
    gap.mean /= imports;
    std::printf("  mean gap %.2f points, largest %.2f (%s)\n", 100.0 * gap.mean, 100.0 * gap.largest,
                gap.partner.c_str());
    return gap;
}

SourceTable by_law(char const* date) {
    char const* const file = "us_tariff_statutory_partner_gtap.csv.gz";
    auto const on = [&](char const* day) {
        return read_source(file, day, "imports2024", {"total_additional"}, "partner");
    };
    return less(on(date), on("2025-01-01"));
}

SourceTable collected(char const* date) {
    return read_source("us_tariff_partner_gtap_by_date.csv.gz", date, "imports2024_usd", {"add_pct"}, "iso3");
}

void expect_within(Gap const& gap, double mean, double largest) {
    EXPECT_LT(gap.mean, mean);
    EXPECT_LT(gap.largest, largest) << gap.partner;
}

TEST(UsSchedule, IsTheLawOfApril2025) {
    DESVIO_NEED_SHARED_DATA(folder);
    expect_within(compare("us-2025-2026", "2025-04-15", by_law("2025-04-15"), "rates by HTS10"), 0.0005, 0.003);
}

TEST(UsSchedule, IsTheLawOf7August2025) {
    DESVIO_NEED_SHARED_DATA(folder);
    expect_within(compare("us-2025-2026", "2025-08-07", by_law("2025-08-07"), "rates by HTS10"), 0.003, 0.012);
}

/// Without the sectors in which the source charges the duty on medicines that did not come.
SourceTable without_medicines(SourceTable table) {
    std::erase_if(table, [](auto const& entry) {
        std::string const& sector = entry.first.second;
        return sector == "bph" || sector == "chm" || sector == "ofd" || sector == "p_c";
    });
    return table;
}

TEST(UsSchedule, IsTheLawOf24February2026WithoutMedicines) {
    DESVIO_NEED_SHARED_DATA(folder);
    expect_within(compare("us-2025-2026", "2026-02-24", without_medicines(by_law("2026-02-24")),
                          "rates by HTS10 without medicines"),
                  0.01, 0.025);
    // With them: the source charges 25 % on medicines from December 2025, which did not come into force.
    expect_within(compare("us-2025-2026", "2026-02-24", by_law("2026-02-24"), "rates by HTS10"), 0.025, 0.11);
}

TEST(UsSchedule, IsTheLawOf24July2026) {
    DESVIO_NEED_SHARED_DATA(folder);
    auto const hybrid = read_source("us_tariff_hybrid_2026-07-24_partner_gtap.csv", "2026-07-24", "imports2024_usd",
                                    {"s232_pct", "s301_labor_pct", "s301_brazil_pct"}, "partner");
    expect_within(compare("us-2025-2026", "2026-07-24", hybrid, "rates computed for that day"), 0.006, 0.03);
}

TEST(UsSchedule, AgainstTheOtherTracker) {
    DESVIO_NEED_SHARED_DATA(folder);
    for (auto const& [day, mean, largest] : {std::tuple{"2025-04-05", 0.14, 0.40},
                                             {"2025-08-07", 0.035, 0.27},
                                             {"2026-02-24", 0.02, 0.06},
                                             {"2026-07-24", 0.012, 0.035}})
        expect_within(compare("us-2025-2026", day, collected(day), "the tracker's additions"), mean, largest);
}

TEST(UsSchedule, CollectedIsTheTrackersTable) {
    DESVIO_NEED_SHARED_DATA(folder);
    for (char const* day : {"2025-04-05", "2025-08-07", "2026-02-24", "2026-07-24"})
        expect_within(compare("us-2025-2026-collected", day, collected(day), "the tracker's additions"), 0.001, 0.012);
}

}  // namespace
}  // namespace desvio
