#include "benches/support/raw_case.hpp"

#include <bit>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace desvio::bench {
namespace {

static_assert(std::endian::native == std::endian::little, "raw cases are little-endian");

void write_array(std::filesystem::path const& file, Vector const& values) {
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<char const*>(values.data()), values.size() * static_cast<Index>(sizeof(double)));
    if (!stream) throw std::runtime_error("cannot write " + file.string());
}

void read_array(std::filesystem::path const& file, Vector& values) {
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(values.data()), values.size() * static_cast<Index>(sizeof(double)));
    if (!stream) throw std::runtime_error("missing or short: " + file.string());
}

Labels numbered_labels(Index count) {
    std::vector<std::string> codes;
    for (Index k = 0; k < count; ++k) codes.push_back(std::to_string(k));
    return Labels(std::move(codes));
}

}  // namespace

void write_raw_case(Case const& given, std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    nlohmann::json const about = {
        {"name", given.name}, {"regions", given.base.n_regions()}, {"sectors", given.base.n_sectors()}};
    std::ofstream(folder / "case.json") << about.dump() << '\n';
    write_array(folder / "trade.f64", given.base.trade.flat());
    write_array(folder / "tariff.f64", given.base.tariff.flat());
    write_array(folder / "counterfactual_tariff.f64", given.shock.tariff.flat());
    write_array(folder / "input_share.f64", given.base.input_share.flat());
    write_array(folder / "theta.f64", given.base.elasticities.front().theta);
}

Case read_raw_case(std::filesystem::path const& folder) {
    std::ifstream stream(folder / "case.json");
    if (!stream) throw std::runtime_error("no case.json in " + folder.string());
    auto const about = nlohmann::json::parse(stream);
    Index const n = about.at("regions");
    Index const j = about.at("sectors");
    Case given;
    given.name = about.at("name");
    Base& base = given.base;
    base.name = given.name;
    base.origin = folder.string();
    base.regions = numbered_labels(n);
    base.sectors = numbered_labels(j);
    for (std::string const& code : base.regions.codes()) base.region_table.push_back({code, code, {}});
    for (std::string const& code : base.sectors.codes())
        base.sector_table.push_back({code, code, SectorKind::goods, "", {}});
    base.trade = base.tariff = given.shock.tariff = Tensor3(j, n, n);
    base.input_share = Tensor3(n, j, j);
    ElasticitySet set;
    set.name = "default";
    set.theta.resize(j);
    read_array(folder / "trade.f64", base.trade.flat());
    read_array(folder / "tariff.f64", base.tariff.flat());
    read_array(folder / "counterfactual_tariff.f64", given.shock.tariff.flat());
    read_array(folder / "input_share.f64", base.input_share.flat());
    read_array(folder / "theta.f64", set.theta);
    base.elasticities.push_back(std::move(set));
    return given;
}

}  // namespace desvio::bench
