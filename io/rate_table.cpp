#include "io/rate_table.hpp"

#include "io/csv.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace desvio {
namespace {

enum Column : std::size_t { sector, exporter, importer, rate };

}  // namespace

RateTable read_rate_table(std::string text, std::string const& file, FaultList& faults) {
    RateTable table{std::move(text), {}};
    CsvReader csv(table.text, file);
    csv.match_columns({"sector", "exporter", "importer", "rate"});
    std::map<std::tuple<std::string, std::string, std::string>, int> line_of_flow;
    SourceLocation where{file, 1, 1};
    std::size_t counted_to = 0;
    while (csv.next_row()) {
        // Lines are counted on from the last row: asking the reader for every row would scan the text each time.
        auto const begin = table.text.begin();
        auto const row_begin = begin + static_cast<std::ptrdiff_t>(csv.row_offset());
        where.line += static_cast<int>(std::count(begin + static_cast<std::ptrdiff_t>(counted_to), row_begin, '\n'));
        counted_to = csv.row_offset();

        RateRow row{std::string(csv.text(sector)), std::string(csv.text(exporter)), std::string(csv.text(importer)),
                    csv.number(rate), where};
        if (row.rate <= -1.0) {
            csv.fault(rate, fmt::format("rate {:.6g} is not above -1", row.rate), "the goods would have no price",
                      "Give a larger rate.");
        } else if (row.rate > largest_rate) {
            csv.fault(rate, fmt::format("rate {:.6g} is above {:.0f}", row.rate, largest_rate),
                      "rates are fractions: 0.25 is 25%", "Divide percentages by 100.");
        }
        if (row.exporter == row.importer && row.rate != 0.0) {
            csv.fault(exporter, fmt::format("a duty of {} on itself", row.importer), "own sales bear no duty",
                      "Take the row out.");
        }
        auto const [at, is_new] = line_of_flow.emplace(std::tuple{row.sector, row.exporter, row.importer}, where.line);
        if (!is_new) {
            csv.fault(
                sector,
                fmt::format("the rate of {} from {} to {} is given twice", row.sector, row.exporter, row.importer),
                fmt::format("line {} gives it too", at->second), "Keep one of the rows.");
        }
        table.rows.push_back(std::move(row));
    }
    csv.finish(faults);
    return table;
}

}  // namespace desvio
