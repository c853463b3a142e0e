#include "io/base_cells.hpp"
#include "io/base_files.hpp"
#include "io/base_use.hpp"
#include "io/csv.hpp"
#include "io/usable_name.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <limits>

namespace desvio {

namespace {

constexpr double not_declared = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t max_qualities = 256;  // an index has one byte
constexpr char const* no_quality = "none";  // of cells that trade_quality.csv does not list

std::vector<std::string> read_groups(CsvReader& table, std::size_t column) {
    std::vector<std::string> groups;
    std::string_view rest = table.text(column);
    while (!rest.empty()) {
        std::size_t const end = std::min(rest.find(';'), rest.size());
        std::string group(rest.substr(0, end));
        bool const is_last = end == rest.size();
        rest.remove_prefix(is_last ? end : end + 1);
        if (!is_usable_name(group) || (!is_last && rest.empty()))
            table.fault(column, fmt::format("'{}' is not a list of group names", table.text(column)),
                        "groups are separated by ;", usable_name_rule);
        else if (std::find(groups.begin(), groups.end(), group) != groups.end())
            table.fault(column, fmt::format("group '{}' is listed twice", group));
        else
            groups.push_back(std::move(group));
    }
    return groups;
}

/// The code of a row of regions.csv or sectors.csv, checked; `rows` remembers where each code was first.
std::string read_code(CsvReader& table, std::string const& axis,
                      std::vector<std::pair<std::string, std::size_t>>& rows) {
    std::string code(table.text(0));
    if (!is_usable_name(code)) {
        table.fault(0, fmt::format("'{}' is not a code", code), {}, usable_name_rule);
    } else {
        auto const first = std::find_if(rows.begin(), rows.end(), [&](auto const& row) { return row.first == code; });
        if (first != rows.end()) table.refuse_repeated(first->second, fmt::format("{} {}", axis, code));
    }
    rows.emplace_back(code, table.row_offset());
    return code;
}

/// Reads one base file by file; faults of all files are gathered before anything is thrown.
class BaseReader {
  public:
    explicit BaseReader(BaseFiles const& files) : files_(files) {}
    Base read(bool with_quality);

  private:
    void check_names();
    void read_manifest_file();
    void read_regions();
    void read_sectors();
    // The large files are read at the same time, each with a list of its own.
    FaultList read_trade();
    FaultList read_tariffs();
    FaultList read_io_coefficients();
    void read_elasticities(std::string const& file);
    void read_quality();
    std::optional<Matrix> read_declared(char const* file, char const* value_column);
    /// The three axes of a flow in the order of the files.
    [[nodiscard]] CellAxes<3> flow_axes() const {
        return {LabelCursor(base_.sectors, "sector"), LabelCursor(base_.regions, "exporter"),
                LabelCursor(base_.regions, "importer")};
    }

    BaseFiles const& files_;
    Base base_;
    Manifest manifest_;
    FaultList faults_;
};

Base BaseReader::read(bool with_quality) {
    base_.origin = files_.origin;
    check_names();
    faults_.throw_if_any();
    read_manifest_file();
    read_regions();
    read_sectors();
    // Without sound codes every row of the other files would be a fault of its own.
    faults_.throw_if_any();
    base_.index_labels();

    auto tariffs = std::async(std::launch::async, &BaseReader::read_tariffs, this);
    auto shares = std::async(std::launch::async, &BaseReader::read_io_coefficients, this);
    faults_.append(read_trade());
    faults_.append(tariffs.get());
    faults_.append(shares.get());
    for (std::string const& file : files_.names)
        if (!base_file::elasticity_set_of(file).empty()) read_elasticities(file);
    if (files_.has(base_file::value_added)) base_.value_added_share = read_declared(base_file::value_added, "share");
    if (files_.has(base_file::final_demand)) base_.final_demand = read_declared(base_file::final_demand, "value");
    if (with_quality && files_.has(base_file::trade_quality)) read_quality();
    read_jobs(files_, base_, faults_);
    faults_.throw_if_any();
    // Held against flows and input shares, which must be sound.
    read_use(files_, base_, faults_);
    faults_.throw_if_any();
    return std::move(base_);
}

void BaseReader::check_names() {
    using namespace base_file;
    std::vector<std::string> const required{manifest, regions, sectors, trade, io_coefficients, elasticities};
    std::vector<std::string> known = required;
    known.insert(known.end(), {tariffs, value_added, final_demand, trade_quality, use, jobs, "elasticities_NAME.csv"});
    for (std::string const& name : required)
        if (!files_.has(name))
            faults_.add({files_.place(name)}, "the file is missing", "every base needs it",
                        files_.has(use) && (name == trade || name == io_coefficients)
                            ? "use.csv stands beside trade.csv and io_coefficients.csv, not in their place."
                            : "");
    for (std::string const& name : files_.names) {
        bool const is_known = std::find(known.begin(), known.end(), name) != known.end();
        if (!name.ends_with(".csv") || (is_known && name != known.back())) continue;
        if (std::string const set = elasticity_set_of(name); !set.empty()) {
            if (!is_usable_name(set) || set == "default")
                faults_.add({files_.place(name)}, fmt::format("'{}' cannot name an elasticity set", set), {},
                            set == "default" ? "The set named default is elasticities.csv." : usable_name_rule);
        } else {
            faults_.add({files_.place(name)}, "unknown file", "a mistyped name would go unread",
                        suggest_name(name, known));
        }
    }
}

void BaseReader::read_manifest_file() {
    std::string const place = files_.place(base_file::manifest);
    manifest_ = read_manifest(files_.read(base_file::manifest), place, faults_);
    for (Manifest::SetTexts const& set : manifest_.sets)
        if (!files_.has(base_file::elasticity_file_of(set.name)))
            faults_.add(set.where, fmt::format("there is no elasticity set '{}'", set.name),
                        fmt::format("{} is missing", base_file::elasticity_file_of(set.name)));
    base_.name = manifest_.name;
    base_.title = manifest_.title;
    base_.currency = manifest_.currency;
    base_.unit = manifest_.unit;
    base_.source = manifest_.source;
    base_.licence = manifest_.licence;
    base_.year = manifest_.year;
    base_.provenance = manifest_.provenance;
}

void BaseReader::read_regions() {
    std::string const text = files_.read(base_file::regions);
    CsvReader table(text, files_.place(base_file::regions));
    table.match_columns({"code"}, {"name", "groups"});
    std::vector<std::pair<std::string, std::size_t>> rows;
    while (table.next_row()) {
        std::string const code = read_code(table, "region", rows);
        base_.region_table.push_back({code, std::string(table.text(1)), read_groups(table, 2)});
    }
    if (rows.empty() && !table.has_faults()) table.fault_at(0, "there are no regions");
    table.finish(faults_);
}

void BaseReader::read_sectors() {
    std::string const text = files_.read(base_file::sectors);
    CsvReader table(text, files_.place(base_file::sectors));
    table.match_columns({"code", "kind"}, {"name", "isic", "groups"});
    std::vector<std::pair<std::string, std::size_t>> rows;
    while (table.next_row()) {
        std::string const code = read_code(table, "sector", rows);
        auto const kind = table.text(1);
        if (kind != "goods" && kind != "services")
            table.fault(1, fmt::format("unknown kind '{}'", kind), "duties bear on goods", "Write goods or services.");
        auto groups = read_groups(table, 4);
        if (std::any_of(groups.begin(), groups.end(), [](auto const& g) { return g == "goods" || g == "services"; }))
            table.fault(4, "goods and services are not group names here", "the column kind says it", "Take it out.");
        base_.sector_table.push_back({code, std::string(table.text(2)),
                                      kind == "services" ? SectorKind::services : SectorKind::goods,
                                      std::string(table.text(3)), std::move(groups)});
    }
    if (rows.empty() && !table.has_faults()) table.fault_at(0, "there are no sectors");
    table.finish(faults_);
}

FaultList BaseReader::read_trade() {
    FaultList faults;
    std::string const text = files_.read(base_file::trade);
    CsvReader table(text, files_.place(base_file::trade));
    table.match_columns({"sector", "exporter", "importer", "value"});
    base_.trade = Tensor3(base_.n_sectors(), base_.n_regions(), base_.n_regions());
    read_cells(
        table, flow_axes(),
        [&](auto const&) {
            double const value = table.number(3);
            if (value < 0.0)
                table.fault(3, fmt::format("negative trade {}", value), "a flow is what was shipped, at least 0",
                            "Book returns as trade the other way.");
            return value;
        },
        // Files say exporter then importer; the tensor is (sector, importer, exporter).
        [&](auto const& at, double value) { base_.trade(at[0], at[2], at[1]) = value; });
    table.finish(faults);
    return faults;
}

FaultList BaseReader::read_tariffs() {
    FaultList faults;
    base_.tariff = Tensor3(base_.n_sectors(), base_.n_regions(), base_.n_regions());
    if (!files_.has(base_file::tariffs)) return faults;
    std::string const text = files_.read(base_file::tariffs);
    CsvReader table(text, files_.place(base_file::tariffs));
    table.match_columns({"sector", "exporter", "importer", "rate"});
    read_cells(
        table, flow_axes(),
        [&](auto const& at) {
            double const rate = table.number(3);
            if (rate < 0.0)
                table.fault(3, fmt::format("negative duty {}", rate), "import subsidies are not duties",
                            "Write a rate of at least 0.");
            else if (rate > 0.0 && at[1] >= 0 && at[1] == at[2])
                table.fault(3, fmt::format("a duty of {} on own sales", rate),
                            "exporter and importer are the same region", "Take the row out.");
            return rate;
        },
        [&](auto const& at, double rate) { base_.tariff(at[0], at[2], at[1]) = rate; });
    table.finish(faults);
    return faults;
}

FaultList BaseReader::read_io_coefficients() {
    FaultList faults;
    std::string const text = files_.read(base_file::io_coefficients);
    CsvReader table(text, files_.place(base_file::io_coefficients));
    table.match_columns({"region", "input", "user", "value"});
    base_.input_share = Tensor3(base_.n_regions(), base_.n_sectors(), base_.n_sectors());
    CellAxes<3> const axes{LabelCursor(base_.regions, "region"), LabelCursor(base_.sectors, "input"),
                           LabelCursor(base_.sectors, "user")};
    read_cells(
        table, axes,
        [&](auto const&) {
            double const value = table.number(3);
            if (value < 0.0)
                table.fault(3, fmt::format("negative coefficient {}", value), "an input cannot cost less than nothing",
                            "Write a share of at least 0.");
            return value;
        },
        [&](auto const& at, double value) { base_.input_share(at[0], at[1], at[2]) = value; });
    table.finish(faults);
    return faults;
}

void BaseReader::read_elasticities(std::string const& file) {
    std::string const text = files_.read(file);
    CsvReader table(text, files_.place(file));
    table.match_columns({"sector", "theta"}, {"se", "source"});
    auto const n_sectors = static_cast<std::size_t>(base_.n_sectors());
    ElasticitySet set;
    set.name = base_file::elasticity_set_of(file);
    set.theta = Vector::Zero(base_.n_sectors());
    set.standard_error = Vector::Constant(base_.n_sectors(), not_declared);
    set.source.resize(n_sectors);
    for (Manifest::SetTexts const& texts : manifest_.sets)
        if (texts.name == set.name) std::tie(set.title, set.horizon) = std::tie(texts.title, texts.horizon);

    std::vector<bool> is_given(n_sectors, false);
    read_cells(
        table, CellAxes<1>{LabelCursor(base_.sectors, "sector")},
        [&](auto const&) {
            double const theta = table.number(1);
            if (theta <= 0.0)
                table.fault(1, fmt::format("theta is {}", theta), "demand would rise with the price",
                            "A trade elasticity is above 0; write it without its minus sign.");
            return theta;
        },
        [&](auto const& at, double theta) {
            is_given[static_cast<std::size_t>(at[0])] = true;
            set.theta[at[0]] = theta;
            set.source[static_cast<std::size_t>(at[0])] = table.text(3);
            if (table.text(2).empty()) return;
            set.standard_error[at[0]] = table.number(2);
            if (set.standard_error[at[0]] < 0.0) table.fault(2, "negative standard error");
        });
    if (!table.has_faults())
        for (std::size_t j = 0; j < n_sectors; ++j)
            if (!is_given[j])
                table.fault_at(text.size(), fmt::format("sector {} has no theta", base_.sector_table[j].code),
                               "every sector needs one", "Add a row.");
    table.finish(faults_);
    auto const place = set.name == "default" ? base_.elasticities.begin() : base_.elasticities.end();
    base_.elasticities.insert(place, std::move(set));
}

std::optional<Matrix> BaseReader::read_declared(char const* file, char const* value_column) {
    std::string const text = files_.read(file);
    CsvReader table(text, files_.place(file));
    table.match_columns({"region", "sector", value_column});
    Matrix declared = Matrix::Constant(base_.n_sectors(), base_.n_regions(), not_declared);
    read_cells(
        table, CellAxes<2>{LabelCursor(base_.regions, "region"), LabelCursor(base_.sectors, "sector")},
        [&](auto const&) { return table.number(2); },
        [&](auto const& at, double value) { declared(at[1], at[0]) = value; });
    table.finish(faults_);
    return declared;
}

void BaseReader::read_quality() {
    std::string const text = files_.read(base_file::trade_quality);
    CsvReader table(text, files_.place(base_file::trade_quality));
    table.match_columns({"sector", "exporter", "importer", "quality"});
    auto const n_regions = static_cast<std::size_t>(base_.n_regions());
    base_.quality_names = {no_quality};
    base_.trade_quality.assign(static_cast<std::size_t>(base_.trade.size()), 0);
    auto& names = base_.quality_names;
    std::size_t last = 0;
    read_cells(
        table, flow_axes(),
        [&](auto const&) {
            auto const quality = table.text(3);
            if (names[last] == quality) return last;
            last = static_cast<std::size_t>(std::find(names.begin(), names.end(), quality) - names.begin());
            if (last < names.size()) return last;
            if (names.size() < max_qualities && !quality.empty()) {
                names.emplace_back(quality);
                return last;
            }
            table.fault(3, quality.empty() ? "the quality is missing" : "too many different qualities");
            return last = 0;
        },
        [&](auto const& at, std::size_t quality) {
            auto const cell =
                (static_cast<std::size_t>(at[0]) * n_regions + static_cast<std::size_t>(at[2])) * n_regions +
                static_cast<std::size_t>(at[1]);
            base_.trade_quality[cell] = static_cast<unsigned char>(quality);
        });
    table.finish(faults_);
}

}  // namespace

Base read_base_files(BaseFiles const& files, bool with_quality) { return BaseReader(files).read(with_quality); }

}  // namespace desvio
