/// Reads one published table and prints a line of JSON: seconds, peak memory over that of its flows, world output.
///
///   read_table PATH [FORMAT]
#include "io/table_reader.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>

namespace {

using namespace desvio;

constexpr double bytes_per_kib = 1024.0;

nlohmann::json measure(char const* path, std::string const& format) {
    auto const start = std::chrono::steady_clock::now();
    TableSource const source(path);
    auto const readers = table_readers();
    auto const reader =
        std::max_element(readers.begin(), readers.end(), [&](TableReader const& a, TableReader const& b) {
            auto const rank = [&](TableReader const& one) {
                return format.empty() ? one.recognise(source) : static_cast<double>(one.name == format);
            };
            return rank(a) < rank(b);
        });
    IoTable const table = reader->read(source, 0);
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const cells = static_cast<double>(table.intermediate.size() + table.final_demand.size());
    return {{"format", reader->name},
            {"regions", table.n_regions()},
            {"sectors", table.n_sectors()},
            {"seconds", seconds},
            {"peak_bytes", static_cast<double>(usage.ru_maxrss) * bytes_per_kib},
            {"table_bytes", cells * static_cast<double>(sizeof(double))},
            {"world_output", table.intermediate.sum() + table.final_demand.sum()}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: read_table PATH [FORMAT]\n");
        return EXIT_FAILURE;
    }
    try {
        std::printf("%s\n", measure(argv[1], argc > 2 ? argv[2] : "").dump().c_str());
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
