#include "io/delimited.hpp"
#include "io/table_reader.hpp"

#include <cmath>
#include <limits>

namespace desvio {

namespace {

constexpr double percent = 100.0;
constexpr double printed_bill = 1e-5;  // bills of materials are printed with 7 digits
constexpr char const* without_deficits = "noS";
constexpr char const* with_deficits = "withS";
// The calibrated bases are in 1e10 and in 1e15 US$.
constexpr double million_without = 1e4;
constexpr double million_with = 1e9;

std::vector<std::string> read_names(TableSource const& source, std::string const& name) {
    std::vector<std::string> names;
    DelimitedReader rows(source, name, '\t');
    while (rows.next()) names.emplace_back(rows.text(0));
    return names;
}

RowMatrix read_matrix(TableSource const& source, std::string const& name, Index n_rows, Index n_columns) {
    RowMatrix values(n_rows, n_columns);
    DelimitedReader rows(source, name, ',');
    Index row = 0;
    while (rows.next()) {
        if (row == n_rows) rows.refuse(0, fmt::format("more than {} rows", n_rows), "the file is of another base");
        rows.numbers(0, {values.data() + row * n_columns, static_cast<std::size_t>(n_columns)});
        ++row;
    }
    if (row < n_rows)
        throw InputError({{source.place(name), static_cast<int>(row)},
                          fmt::format("{} rows where {} are expected", row, n_rows),
                          "the file is cut off, or of another base",
                          "Fetch it again."});
    return values;
}

/// Reads the files of one calibrated base year; what both share stands beside its folder.
class CalibratedReader {
  public:
    CalibratedReader(TableSource const& source, std::string folder)
        : source_(source),
          folder_(std::move(folder)),
          unit_(folder_ == with_deficits ? million_with : million_without) {}
    Base read();

  private:
    void read_labels();
    void read_tariffs();
    void read_inputs();
    void read_final_demand();
    [[nodiscard]] RowMatrix calibrated(std::string const& name, Index rows, Index columns) const {
        return read_matrix(source_, folder_ + '/' + name, rows, columns);
    }

    TableSource const& source_;
    std::string folder_;
    double unit_;
    Base base_;
    Index n_ = 0, j_ = 0;
};

void CalibratedReader::read_labels() {
    std::size_t const n_tradable = read_names(source_, "theta_tradable_T.csv").size();
    for (std::string const& name : read_names(source_, "countries.txt")) base_.region_table.push_back({name, name, {}});
    for (std::string const& name : read_names(source_, "sectors.txt")) {
        bool const is_tradable = base_.sector_table.size() < n_tradable;
        base_.sector_table.push_back({name, name, is_tradable ? SectorKind::goods : SectorKind::services, "", {}});
    }
    base_.index_labels();
    n_ = base_.n_regions();
    j_ = base_.n_sectors();
}

void CalibratedReader::read_tariffs() {
    base_.tariff = Tensor3(j_, n_, n_);
    auto const n_tradable = static_cast<Index>(base_.sector_members("goods").size());
    RowMatrix const rates = read_matrix(source_, "tariffs1993.csv", n_tradable * n_, n_) / percent;
    for (Index j = 0; j < n_tradable; ++j) base_.tariff.slice(j) = rates.middleRows(j * n_, n_);
}

void CalibratedReader::read_inputs() {
    RowMatrix const value_added = read_matrix(source_, "B.csv", j_, n_);
    RowMatrix const materials = read_matrix(source_, "IO.csv", n_ * j_, j_);
    base_.input_share = Tensor3(n_, j_, j_);
    for (Index n = 0; n < n_; ++n)
        for (Index j = 0; j < j_; ++j) {
            auto const bill = materials.middleRows(n * j_, j_).col(j);
            double const total = bill.sum();
            if (total > 0.0 && std::abs(total - 1.0) > printed_bill)
                throw InputError({{source_.place("IO.csv"), static_cast<int>(n * j_ + 1), static_cast<int>(j + 1)},
                                  fmt::format("the materials of {} in {} add up to {:.6g} of their bill",
                                              base_.sectors[j], base_.regions[n], total),
                                  "they are shares of it, and must add up to 1",
                                  "Check the file."});
            if (total > 0.0) base_.input_share.slice(n).col(j) = bill * ((1.0 - value_added(j, n)) / total);
        }
}

void CalibratedReader::read_final_demand() {
    RowMatrix const shares = calibrated("alphas.csv", j_, n_);
    RowMatrix const expenditure = calibrated("X0.csv", j_, n_);
    RowMatrix const net = calibrated("F.csv", j_, n_);
    Vector income = calibrated("VAn.csv", n_, 1);
    income += (expenditure.array() * (1.0 - net.array())).matrix().colwise().sum().transpose();
    if (folder_ == with_deficits) income -= calibrated("Sn.csv", n_, 1);
    base_.final_demand = unit_ * (shares * income.asDiagonal());
}

Base CalibratedReader::read() {
    read_labels();
    base_.name = folder_ == with_deficits ? "cp1993-deficits" : "cp1993";
    base_.title = folder_ == with_deficits ? "Caliendo and Parro (2015), 1993 with its deficits"
                                           : "Caliendo and Parro (2015), 1993 without deficits";
    base_.source = "replication files of Caliendo and Parro (2015)";
    base_.currency = "USD";
    base_.unit = "million US$";
    base_.year = 1993;
    read_tariffs();
    RowMatrix const flows = unit_ * calibrated("xbilattau.csv", j_ * n_, n_);
    base_.trade = Tensor3(j_, n_, n_);
    for (Index j = 0; j < j_; ++j) base_.trade.slice(j) = flows.middleRows(j * n_, n_);
    read_inputs();
    read_final_demand();
    ElasticitySet set{"default", "Caliendo and Parro (2015), 99 % sample", "long run", {}, {}, {}};
    set.theta = read_matrix(source_, "theta.csv", j_, 1);
    set.standard_error = Vector::Constant(j_, std::numeric_limits<double>::quiet_NaN());
    set.source.assign(static_cast<std::size_t>(j_), "Caliendo and Parro (2015), 99 % sample");
    base_.elasticities = {std::move(set)};
    return std::move(base_);
}

bool is_shared_folder(TableSource const& source) { return source.has("IO.csv") && source.has("theta_tradable_T.csv"); }

double recognise(TableSource const& source) {
    if (is_shared_folder(source)) return 1.0;
    return source.has("xbilattau.csv") && source.has("alphas.csv") ? 1.0 : 0.0;
}

/// The folder of everything stands for the base without deficits; one of its two folders for itself.
Base read_calibrated(TableSource const& source, int /*year*/) {
    if (is_shared_folder(source)) return CalibratedReader(source, without_deficits).read();
    std::filesystem::path const folder = std::filesystem::absolute(source.path()).lexically_normal();
    auto const named = folder.has_filename() ? folder : folder.parent_path();
    return CalibratedReader(TableSource(named.parent_path()), named.filename().string()).read();
}

}  // namespace

TableReader reader_caliendo_parro() {
    return {"caliendo-parro", "calibrated 1993 bases of Caliendo and Parro (2015): the folder, or noS or withS in it",
            recognise, nullptr, read_calibrated};
}

}  // namespace desvio
