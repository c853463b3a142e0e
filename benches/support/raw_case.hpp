#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/shock.hpp"

#include <filesystem>
#include <string>

namespace desvio::bench {

/// One solve to be timed: a base and the duties it is to be solved with.
struct Case {
    std::string name;
    Base base;
    Shock shock;
};

/// Writes the figures of a case exactly, for programs that know none of desvio's formats: case.json (name, regions,
/// sectors) and, as little-endian float64 in memory order, trade, tariff, counterfactual_tariff (sector, importer,
/// exporter), input_share (region, input, user) and theta, each NAME.f64.
/// \throws std::runtime_error when a file cannot be written
void write_raw_case(Case const& given, std::filesystem::path const& folder);

/// Reads what write_raw_case() wrote; labels are numbers. \throws std::runtime_error on a missing or short file
Case read_raw_case(std::filesystem::path const& folder);

}  // namespace desvio::bench
