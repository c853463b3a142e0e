#include "desvio/core/error.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/params/use_table.hpp"
#include "io/base_history.hpp"
#include "io/base_names.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {

namespace {

constexpr std::size_t max_faults = 50;  // more are counted, not listed

using AxisNames = std::vector<std::string>;

/// Finds tables under a prefix and checks that they have the shape they should.
class BaseTableReader {
  public:
    BaseTableReader(LabelledFile const& file, std::string const& prefix) : file_(file), prefix_(prefix) {}
    Base read();

  private:
    [[noreturn]] void refuse(std::string const& problem) const {
        throw FileError({{file_.origin}, problem, "the file is not a base of this version", "Write it again."});
    }
    [[nodiscard]] Table const* find(std::string const& path) const;
    [[nodiscard]] Table const& table(std::string const& path, AxisNames const& axes) const;
    [[nodiscard]] bool has(char const* path) const { return file_.find_table(prefix_ + path) != nullptr; }
    /// The labels of an axis as the table at `path` has it.
    [[nodiscard]] std::vector<std::string> labels(std::string const& path, std::string const& axis) const;
    [[nodiscard]] std::vector<double> const& numbers(std::string const& path, AxisNames const& axes) const;
    [[nodiscard]] std::vector<std::string> const& texts(std::string const& path, AxisNames const& axes) const;
    [[nodiscard]] std::string const& text(std::string const& path) const { return texts(path, {}).front(); }
    void require_labels(std::string const& path, std::string const& axis, Labels const& wanted) const;
    [[nodiscard]] Tensor3 tensor(char const* path, AxisNames const& axes, Labels const& outer, Labels const& rows,
                                 Labels const& cols) const;
    [[nodiscard]] std::optional<Matrix> declared(char const* path) const;

    void read_manifest();
    void read_labels();
    void read_elasticities();
    void read_quality();
    void read_use();
    void check_values();
    void check_tensor(Tensor3 const& tensor, std::string const& what, Labels const& outer, Labels const& rows,
                      Labels const& cols, AxisNames const& axes);
    void check_elasticities();
    void check_use();
    void check_declared(std::optional<Matrix> const& matrix, std::string const& what);
    void add_fault(std::string const& problem, std::string const& why);

    LabelledFile const& file_;
    std::string const& prefix_;
    Base base_;
    FaultList faults_;
    std::size_t n_faults_ = 0;
};

/// A result keeps flows and duties of its base once: under the prefix only where they differ from those it reports.
Table const* BaseTableReader::find(std::string const& path) const {
    Table const* const found = file_.find_table(prefix_ + path);
    if (found != nullptr || prefix_.empty()) return found;
    if (path == base_table::trade) return file_.find_table(base_table::reported_trade);
    if (path == base_table::tariff) return file_.find_table(base_table::reported_tariff);
    return nullptr;
}

Table const& BaseTableReader::table(std::string const& path, AxisNames const& axes) const {
    Table const* const found = find(path);
    if (found == nullptr) refuse(fmt::format("there is no table {}{}", prefix_, path));
    if (found->dimensions != axes)
        refuse(fmt::format("the table {} has the dimensions ({}), not ({})", found->path,
                           fmt::join(found->dimensions, ", "), fmt::join(axes, ", ")));
    return *found;
}

std::vector<std::string> BaseTableReader::labels(std::string const& path, std::string const& axis) const {
    Table const* const found = find(path);
    if (found == nullptr) refuse(fmt::format("there is no table {}{}", prefix_, path));
    Dimension const* const dimension = file_.find_dimension(*found, axis);
    auto const* const names =
        dimension != nullptr ? std::get_if<std::vector<std::string>>(&dimension->labels) : nullptr;
    if (names == nullptr) refuse(fmt::format("the dimension '{}' of {} has no names", axis, found->path));
    return *names;
}

std::vector<double> const& BaseTableReader::numbers(std::string const& path, AxisNames const& axes) const {
    auto const* const values = std::get_if<std::vector<double>>(&table(path, axes).values);
    if (values == nullptr) refuse(fmt::format("the table {}{} does not hold numbers", prefix_, path));
    return *values;
}

std::vector<std::string> const& BaseTableReader::texts(std::string const& path, AxisNames const& axes) const {
    auto const* const values = std::get_if<std::vector<std::string>>(&table(path, axes).values);
    if (values == nullptr) refuse(fmt::format("the table {}{} does not hold text", prefix_, path));
    return *values;
}

void BaseTableReader::require_labels(std::string const& path, std::string const& axis, Labels const& wanted) const {
    if (labels(path, axis) != wanted.codes())
        refuse(
            fmt::format("the axis '{}' of {}{} does not list the codes in the order of the base", axis, prefix_, path));
}

Tensor3 BaseTableReader::tensor(char const* path, AxisNames const& axes, Labels const& outer, Labels const& rows,
                                Labels const& cols) const {
    auto const& values = numbers(path, axes);
    require_labels(path, axes[0], outer);
    require_labels(path, axes[1], rows);
    require_labels(path, axes[2], cols);
    Tensor3 result(outer.size(), rows.size(), cols.size());
    std::copy(values.begin(), values.end(), result.flat().begin());
    return result;
}

std::optional<Matrix> BaseTableReader::declared(char const* path) const {
    if (!has(path)) return std::nullopt;
    auto const& values = numbers(path, {"sector", "region"});
    require_labels(path, "sector", base_.sectors);
    require_labels(path, "region", base_.regions);
    return Eigen::Map<RowMatrix const>(values.data(), base_.n_sectors(), base_.n_regions());
}

std::vector<std::string> split_groups(std::string const& joined) {
    std::vector<std::string> groups;
    std::string_view rest = joined;
    while (!rest.empty()) {
        std::size_t const end = std::min(rest.find(';'), rest.size());
        groups.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return groups;
}

void BaseTableReader::read_manifest() {
    using namespace base_table;
    base_.origin = file_.origin;
    base_.name = text(manifest_name);
    base_.title = text(manifest_title);
    base_.currency = text(manifest_currency);
    base_.unit = text(manifest_unit);
    base_.source = text(manifest_source);
    base_.licence = text(manifest_licence);
    base_.year = static_cast<int>(numbers(manifest_year, {}).front());
}

void BaseTableReader::read_labels() {
    using namespace base_table;
    auto const region_codes = labels(region_name, "region");
    auto const& region_names = texts(region_name, {"region"});
    auto const& groups_of_region = texts(region_groups, {"region"});
    for (std::size_t n = 0; n < region_codes.size(); ++n)
        base_.region_table.push_back({region_codes[n], region_names[n], split_groups(groups_of_region[n])});

    auto const sector_codes = labels(sector_name, "sector");
    auto const& sector_names = texts(sector_name, {"sector"});
    auto const& kinds = texts(sector_kind, {"sector"});
    auto const& isic = texts(sector_isic, {"sector"});
    auto const& groups_of_sector = texts(sector_groups, {"sector"});
    for (std::size_t j = 0; j < sector_codes.size(); ++j) {
        if (kinds[j] != kind_goods && kinds[j] != kind_services)
            refuse(fmt::format("sector {} is of the unknown kind '{}'", sector_codes[j], kinds[j]));
        auto const kind = kinds[j] == kind_goods ? SectorKind::goods : SectorKind::services;
        base_.sector_table.push_back(
            {sector_codes[j], sector_names[j], kind, isic[j], split_groups(groups_of_sector[j])});
    }
    base_.index_labels();
    for (auto const* axis : {&base_.regions, &base_.sectors})
        for (std::string const& code : axis->codes())
            if (std::count(axis->codes().begin(), axis->codes().end(), code) > 1)
                refuse(fmt::format("the code {} is there twice", code));
    if (region_codes.empty() || sector_codes.empty()) refuse("it has no regions or no sectors");
}

void BaseTableReader::read_elasticities() {
    using namespace base_table;
    AxisNames const axes{"elasticity_set", "sector"};
    auto const sets = labels(elasticity_theta, "elasticity_set");
    if (sets.empty()) refuse("it has no elasticities");
    auto const& theta = numbers(elasticity_theta, axes);
    auto const& standard_error = numbers(elasticity_error, axes);
    auto const& source = texts(elasticity_source, axes);
    auto const& titles = texts(elasticity_title, {"elasticity_set"});
    auto const& horizons = texts(elasticity_horizon, {"elasticity_set"});
    require_labels(elasticity_theta, "sector", base_.sectors);
    Index const n_sectors = base_.n_sectors();
    for (std::size_t s = 0; s < sets.size(); ++s) {
        auto const first = static_cast<std::ptrdiff_t>(s) * n_sectors;
        ElasticitySet set{sets[s], titles[s], horizons[s], {}, {}, {}};
        set.theta = Eigen::Map<Vector const>(theta.data() + first, n_sectors);
        set.standard_error = Eigen::Map<Vector const>(standard_error.data() + first, n_sectors);
        set.source.assign(source.begin() + first, source.begin() + first + n_sectors);
        base_.elasticities.push_back(std::move(set));
    }
}

void BaseTableReader::read_quality() {
    using namespace base_table;
    if (!has(quality_index)) return;
    base_.quality_names = labels(quality_cells, "quality");
    for (double const index : numbers(quality_index, {"sector", "importer", "exporter"})) {
        if (!(index >= 0.0 && index < static_cast<double>(base_.quality_names.size())))
            refuse(fmt::format("{}{} holds {}, which is no place in its list", prefix_, quality_index, index));
        base_.trade_quality.push_back(static_cast<unsigned char>(index));
    }
}

void BaseTableReader::read_use() {
    using namespace base_table;
    if (!has(use_intermediate) && !has(use_final)) return;
    for (char const* path : {use_intermediate, use_final}) {
        static_cast<void>(numbers(path, {"exporter", "input", "importer", path == use_final ? "category" : "user"}));
        require_labels(path, "exporter", base_.regions);
        require_labels(path, "input", base_.sectors);
        require_labels(path, "importer", base_.regions);
    }
    require_labels(use_intermediate, "user", base_.sectors);
    auto const categories = labels(use_final, "category");
    for (std::string const& category : categories)
        if (category.empty() || base_.sectors.find(category) ||
            std::count(categories.begin(), categories.end(), category) > 1)
            refuse(fmt::format("the final category '{}' has no name of its own", category));
    Index const n_rows = base_.n_regions() * base_.n_sectors();
    Index const n_final = base_.n_regions() * static_cast<Index>(categories.size());
    auto const block = [&](char const* path, Index columns) -> RowMatrix {
        auto const& values = std::get<std::vector<double>>(find(path)->values);
        return Eigen::Map<RowMatrix const>(values.data(), n_rows, columns);
    };
    base_.use_table = make_use_table(base_, categories, block(use_intermediate, n_rows), block(use_final, n_final));
}

void BaseTableReader::add_fault(std::string const& problem, std::string const& why) {
    if (++n_faults_ <= max_faults) faults_.add({file_.origin}, problem, why);
}

void BaseTableReader::check_tensor(Tensor3 const& tensor, std::string const& what, Labels const& outer,
                                   Labels const& rows, Labels const& cols, AxisNames const& axes) {
    for (Index k = 0; k < tensor.outer(); ++k)
        for (Index r = 0; r < tensor.rows(); ++r)
            for (Index c = 0; c < tensor.cols(); ++c) {
                double const value = tensor(k, r, c);
                if (std::isfinite(value) && value >= 0.0) continue;
                add_fault(fmt::format("{} is {}: {} {}, {} {}, {} {}", what, value, axes[0], outer[k], axes[1], rows[r],
                                      axes[2], cols[c]),
                          "it must be a number of at least 0");
            }
}

void BaseTableReader::check_elasticities() {
    for (ElasticitySet const& set : base_.elasticities)
        for (Index j = 0; j < base_.n_sectors(); ++j) {
            if (!(std::isfinite(set.theta[j]) && set.theta[j] > 0.0))
                add_fault(
                    fmt::format("theta is {}: elasticity_set {}, sector {}", set.theta[j], set.name, base_.sectors[j]),
                    "it must be a number above 0");
            if (std::isinf(set.standard_error[j]) || set.standard_error[j] < 0.0)
                add_fault(fmt::format("standard_error is {}: elasticity_set {}, sector {}", set.standard_error[j],
                                      set.name, base_.sectors[j]),
                          "it must be a number of at least 0, or missing");
        }
}

void BaseTableReader::check_declared(std::optional<Matrix> const& matrix, std::string const& what) {
    if (!matrix) return;
    for (Index j = 0; j < base_.n_sectors(); ++j)
        for (Index n = 0; n < base_.n_regions(); ++n)
            if (std::isinf((*matrix)(j, n)))
                add_fault(fmt::format("{} is {}: sector {}, region {}", what, (*matrix)(j, n), base_.sectors[j],
                                      base_.regions[n]),
                          "it must be a number, or missing");
}

/// The full table against the figures it is the parts of, once these are sound.
void BaseTableReader::check_use() {
    if (!base_.use_table || n_faults_ > 0) return;
    UseAgreement const agreement = compare_use_table(base_, max_faults);
    for (UseGap const& gap : agreement.gaps)
        if (gap.what == UseGap::What::negative)
            add_fault(fmt::format("use is {}: {}", gap.of_users, name_gap(base_, gap)),
                      "it must be a number, and of at least 0 for a sector");
        else
            add_fault(fmt::format("{} is {:.12g} by the full table and {:.12g} by {}", name_gap(base_, gap),
                                  gap.of_users, gap.of_base, gap.what == UseGap::What::flow ? "trade" : "input shares"),
                      "the base is the sum of its full table, within 1e-8");
    n_faults_ += static_cast<std::size_t>(agreement.n_gaps) - agreement.gaps.size();
}

void BaseTableReader::check_values() {
    auto const& sectors = base_.sectors;
    auto const& regions = base_.regions;
    check_tensor(base_.trade, "trade", sectors, regions, regions, {"sector", "importer", "exporter"});
    check_tensor(base_.tariff, "duty", sectors, regions, regions, {"sector", "importer", "exporter"});
    check_tensor(base_.input_share, "coefficient", regions, sectors, sectors, {"region", "input", "user"});
    for (Index j = 0; j < base_.n_sectors(); ++j)
        for (Index n = 0; n < base_.n_regions(); ++n)
            if (base_.tariff(j, n, n) > 0.0)
                add_fault(fmt::format("duty on own sales is {}: sector {}, region {}", base_.tariff(j, n, n),
                                      sectors[j], regions[n]),
                          "it must be 0");
    check_elasticities();
    check_declared(base_.value_added_share, "declared value added");
    check_declared(base_.final_demand, "declared final demand");
    check_declared(base_.jobs_per_output, "jobs");
    if (base_.jobs_per_output && (base_.jobs_per_output->array() < 0.0).any())
        add_fault("jobs are below 0", "they are persons per million of gross output");
    check_use();
    if (n_faults_ > max_faults) faults_.add({file_.origin}, fmt::format("and {} more faults", n_faults_ - max_faults));
    faults_.throw_if_any();
}

Base BaseTableReader::read() {
    using namespace base_table;
    read_manifest();
    read_labels();
    auto const& sectors = base_.sectors;
    auto const& regions = base_.regions;
    base_.trade = tensor(base_table::trade, {"sector", "importer", "exporter"}, sectors, regions, regions);
    base_.tariff = tensor(base_table::tariff, {"sector", "importer", "exporter"}, sectors, regions, regions);
    base_.input_share = tensor(base_table::input_share, {"region", "input", "user"}, regions, sectors, sectors);
    read_elasticities();
    base_.value_added_share = declared(value_added);
    base_.final_demand = declared(final_demand);
    base_.jobs_per_output = declared(jobs);
    read_quality();
    read_use();
    read_history_tables(file_, prefix_, base_);
    check_values();
    return std::move(base_);
}

}  // namespace

Base base_from_tables(LabelledFile const& file, std::string const& prefix) {
    return BaseTableReader(file, prefix).read();
}

}  // namespace desvio
