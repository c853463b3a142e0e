#include "desvio/io/flow_table_io.hpp"

#include "io/csv.hpp"
#include "io/whole_file.hpp"

#include <array>
#include <unordered_map>

namespace desvio {
namespace {

struct FlowColumn {
    enum : std::size_t { exporter, importer, sector, tariff, first_flow };
};
constexpr std::array flow_columns{"value", "flow", "flow_tariff_inclusive"};

/// Codes numbered in the order in which they come.
class Numbering {
  public:
    Index number(std::string_view code) {
        auto const [at, is_new] = place_.emplace(std::string(code), static_cast<Index>(codes_.size()));
        if (is_new) codes_.push_back(at->first);
        return at->second;
    }
    [[nodiscard]] std::vector<std::string> const& codes() const noexcept { return codes_; }

  private:
    std::unordered_map<std::string, Index> place_;
    std::vector<std::string> codes_;
};

struct Row {
    Index sector, importer, exporter;
    double value, rate;
};

/// The one flow column that the table has; a fault when it has none or several.
std::size_t find_flow_column(CsvReader& csv) {
    std::size_t found = 0, n_found = 0;
    for (std::size_t k = 0; k < flow_columns.size(); ++k)
        if (csv.has_column(FlowColumn::first_flow + k)) {
            found = FlowColumn::first_flow + k;
            ++n_found;
        }
    if (n_found != 1 && !csv.has_faults())
        csv.fault_at(0, fmt::format("{} columns of flows", n_found), "one is compared",
                     "Name one of the columns value, flow or flow_tariff_inclusive.");
    return found;
}

}  // namespace

FlowTable parse_flow_table(std::string const& text, std::string const& file, bool has_duty_inside) {
    CsvReader csv(text, file);
    csv.pick_columns({"exporter", "importer", "sector"}, {"tariff", "value", "flow", "flow_tariff_inclusive"});
    std::size_t const flow = find_flow_column(csv);
    Numbering regions, sectors;
    std::vector<Row> rows;
    FaultList faults;
    csv.finish(faults);
    faults.throw_if_any();
    while (csv.next_row()) {
        Row row{sectors.number(csv.text(FlowColumn::sector)), regions.number(csv.text(FlowColumn::importer)),
                regions.number(csv.text(FlowColumn::exporter)), csv.number(flow), 0.0};
        if (row.value < 0.0)
            csv.fault(flow, fmt::format("negative flow {:.6g}", row.value), "a flow is what was shipped");
        if (csv.has_column(FlowColumn::tariff) && !csv.text(FlowColumn::tariff).empty())
            row.rate = csv.number(FlowColumn::tariff);
        if (row.rate < 0.0) csv.fault(FlowColumn::tariff, fmt::format("negative duty {:.6g}", row.rate));
        rows.push_back(row);
    }
    if (rows.empty() && !csv.has_faults()) csv.fault_at(0, "there are no rows");
    csv.finish(faults);
    faults.throw_if_any();

    FlowTable table{file, Labels(regions.codes()), Labels(sectors.codes()), {}, {}};
    table.trade = Tensor3(table.sectors.size(), table.regions.size(), table.regions.size());
    if (csv.has_column(FlowColumn::tariff)) table.tariff = table.trade;
    for (Row const& row : rows) {
        table.trade(row.sector, row.importer, row.exporter) +=
            has_duty_inside && row.importer != row.exporter ? row.value / (1.0 + row.rate) : row.value;
        if (csv.has_column(FlowColumn::tariff) && row.importer != row.exporter)
            table.tariff(row.sector, row.importer, row.exporter) = row.rate;
    }
    return table;
}

FlowTable read_flow_table(std::filesystem::path const& path, bool has_duty_inside) {
    return parse_flow_table(read_whole_file(path), path.string(), has_duty_inside);
}

}  // namespace desvio
