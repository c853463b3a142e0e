// Writes what the format tests read: a small store that uses every feature, and the built-in base as one file.
// usage: sample_store FOLDER
#include "desvio/io/base_io.hpp"
#include "desvio/io/matrix_file.hpp"
#include "desvio/io/store.hpp"

#include <cstdio>
#include <filesystem>
#include <limits>

namespace {

desvio::LabelledFile make_sample() {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::string> const regions{"BRA", "Côte d'Ivoire", "中国"};
    desvio::LabelledFile file;
    file.attributes = {{"format", std::string("sample")},
                       {"version", std::int64_t{1}},
                       {"title", std::string("tariff of 100 € on 中国")},
                       {"tolerance", 1e-10},
                       {"scenario_toml", std::string(200000, '#')}};
    file.dimensions["exporter"] = {"exporter", regions, "exporting region"};
    file.dimensions["importer"] = {"importer", regions, "importing region"};
    file.dimensions["region"] = {"region", regions, "region"};
    file.dimensions["sector"] = {"sector", std::vector<std::string>{"AGR", "MAN"}, "sector"};
    file.dimensions["rate"] = {"rate", std::vector<double>{0.1, 0.5, 1.0}, "duty"};
    file.dimensions["/input/sector"] = {"sector", std::vector<std::string>{"AGR", "MIN", "MAN"}, "sector of the base"};

    std::vector<double> flows(18);
    for (std::size_t k = 0; k < flows.size(); ++k) flows[k] = static_cast<double>(k) + 0.5;
    flows[5] = missing;
    std::vector<double> cube(60 * 60 * 50);
    for (std::size_t k = 0; k < cube.size(); ++k) cube[k] = 1.0 / (static_cast<double>(k) + 1.0);
    std::vector<double> labels(60);
    for (std::size_t k = 0; k < labels.size(); ++k) labels[k] = static_cast<double>(k);
    file.dimensions["x"] = {"x", labels, ""};
    file.dimensions["y"] = {"y", labels, ""};
    file.dimensions["z"] = {"z", std::vector<double>(labels.begin(), labels.begin() + 50), ""};

    file.tables = {
        {"/trade/base", {"sector", "importer", "exporter"}, flows, "million US$", "trade at basic prices"},
        {"/region/welfare_pct", {"region"}, std::vector<double>{-0.5, missing, 2.25}, "percent", "welfare"},
        {"/region/name", {"region"}, std::vector<std::string>{"Brazil", "", "China"}, "", "name"},
        {"/sweep/loss", {"rate", "exporter"}, std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}, "million US$", "loss"},
        {"/input/sector_table/share", {"sector"}, std::vector<double>{0.25, 0.5, 0.125}, "1", "share"},
        {"/packed/cube", {"x", "y", "z"}, cube, "1", "several packed chunks"},
        {"/diagnostics/seconds", {}, std::vector<double>{0.25}, "s", "wall time"},
        {"/diagnostics/worst", {}, std::vector<std::string>{"price of steel, DEU"}, "", "worst component"}};
    return file;
}

/// A 4 x 4 matrix of two regions with two right-hand sides, written a row at a time.
void write_matrix(std::filesystem::path const& path) {
    desvio::MatrixFileWriter writer(
        path, {{"BRA_AGR", "BRA_MAN", "中国_AGR", "中国_MAN"}, 2, {"home", "abroad"}, "Two regions", "made for tests"});
    for (desvio::Index i = 0; i < 4; ++i) {
        std::vector<double> row(4);
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = static_cast<double>(10 * i + static_cast<desvio::Index>(j)) / 100.0;
        writer.write_rows(i, 1, row.data());
        std::vector<double> const right{static_cast<double>(i), -1.0};
        writer.write_right_hand_sides(i, 1, right.data());
    }
    writer.commit();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    try {
        std::filesystem::path const folder(argv[1]);
        std::filesystem::create_directories(folder);
        desvio::write_store(make_sample(), folder / "packed.h5");
        desvio::write_store(make_sample(), folder / "plain.h5", {.compress = false});
        write_matrix(folder / "matrix.h5");
        desvio::write_base(desvio::read_base("world-2023"), folder / "base.h5");
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
