#include "tests/support/cp1993.hpp"

#include "desvio/core/error.hpp"

#include <fstream>

namespace desvio::test {
namespace {

constexpr Index n_countries = 31, n_sectors = 40, n_tradable = 20;

std::vector<std::string> read_names(std::filesystem::path const& file) {
    std::ifstream stream(file);
    std::vector<std::string> names;
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) names.push_back(line);
    return names;
}

/// Rows (sector, importer), columns exporter; percent. Non-tradables bear none.
Tensor3 read_tariffs(std::filesystem::path const& file) {
    Matrix const percent = read_matrix(file, n_tradable * n_countries, n_countries);
    Tensor3 tariff(n_sectors, n_countries, n_countries);
    for (Index j = 0; j < n_tradable; ++j) tariff.slice(j) = percent.middleRows(j * n_countries, n_countries) / 100.0;
    return tariff;
}

}  // namespace

Matrix read_matrix(std::filesystem::path const& file, Index rows, Index cols) {
    std::ifstream stream(file);
    Matrix values(rows, cols);
    for (Index r = 0; r < rows; ++r)
        for (Index c = 0; c < cols; ++c) {
            stream >> values(r, c);
            if (!stream) throw FileError({{file.string()}, "fewer numbers than rows x columns", {}, {}});
            if (stream.peek() == ',') stream.ignore();
        }
    return values;
}

Base read_cp1993(std::filesystem::path const& folder) {
    Base base;
    base.name = "cp1993";
    base.origin = folder.string();
    base.unit = "1e10 US$";
    base.year = 1993;
    for (std::string const& name : read_names(folder / "countries.txt")) base.region_table.push_back({name, name, {}});
    for (std::string const& name : read_names(folder / "sectors.txt")) {
        bool const is_tradable = base.sector_table.size() < static_cast<std::size_t>(n_tradable);
        base.sector_table.push_back({name, name, is_tradable ? SectorKind::goods : SectorKind::services, "", {}});
    }
    base.index_labels();
    base.tariff = read_tariffs(folder / "tariffs1993.csv");

    Matrix const flows = read_matrix(folder / "noS/xbilattau.csv", n_sectors * n_countries, n_countries);
    base.trade = Tensor3(n_sectors, n_countries, n_countries);
    for (Index j = 0; j < n_sectors; ++j) base.trade.slice(j) = flows.middleRows(j * n_countries, n_countries);

    Matrix const value_added_share = read_matrix(folder / "B.csv", n_sectors, n_countries);
    Matrix const materials = read_matrix(folder / "IO.csv", n_countries * n_sectors, n_sectors);
    base.input_share = Tensor3(n_countries, n_sectors, n_sectors);
    for (Index n = 0; n < n_countries; ++n)
        for (Index j = 0; j < n_sectors; ++j) {
            auto const bill = materials.middleRows(n * n_sectors, n_sectors).col(j);
            // The printed bills sum to 1 within 1.6e-6; made exact so that costs add up to output.
            double const total = bill.sum();
            if (total > 0.0) base.input_share.slice(n).col(j) = bill * ((1.0 - value_added_share(j, n)) / total);
        }
    ElasticitySet set;
    set.name = "default";
    set.theta = read_matrix(folder / "theta.csv", n_sectors, 1);
    set.standard_error = Vector::Constant(n_sectors, std::nan(""));
    set.source.assign(n_sectors, "Caliendo and Parro (2015), 99 % sample");
    base.elasticities = {set};

    Matrix const final_share = read_matrix(folder / "noS/alphas.csv", n_sectors, n_countries);
    Matrix const value_added = read_matrix(folder / "noS/VAn.csv", n_countries, 1);
    Matrix const expenditure = read_matrix(folder / "noS/X0.csv", n_sectors, n_countries);
    Matrix const net_share = read_matrix(folder / "noS/F.csv", n_sectors, n_countries);
    Vector const revenue = (expenditure.array() * (1.0 - net_share.array())).colwise().sum().transpose();
    Vector const income = value_added + revenue;
    base.final_demand = final_share * income.asDiagonal();
    return base;
}

Shock nafta_shock(std::filesystem::path const& folder, Base const& base) {
    Tensor3 const later = read_tariffs(folder / "tariffs2005.csv");
    Index const members[] = {*base.regions.find("Canada"), *base.regions.find("Mexico"), *base.regions.find("USA")};
    Shock shock;
    shock.tariff = base.tariff;
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index n : members)
            for (Index i : members)
                if (n != i) shock.tariff(j, n, i) = later(j, n, i);
    return shock;
}

}  // namespace desvio::test
