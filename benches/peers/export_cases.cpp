/// Writes the standard cases as raw arrays, one folder each, and prints their folders.
///
///   export_cases FOLDER [--tiny]
#include "benches/support/cases.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string_view>

namespace {

void export_case(desvio::bench::Case const& given, std::filesystem::path const& root) {
    std::string folder = given.name;
    std::replace(folder.begin(), folder.end(), '/', '_');
    desvio::bench::write_raw_case(given, root / folder);
    std::puts((root / folder).c_str());
}

}  // namespace

int main(int argc, char** argv) {
    using namespace desvio::bench;
    bool const tiny = argc == 3 && std::string_view(argv[2]) == "--tiny";
    if (argc < 2 || (argc > 2 && !tiny)) {
        std::fputs("usage: export_cases FOLDER [--tiny]\n", stderr);
        return 2;
    }
    try {
        for (WorldSize const size : tiny ? tiny_sizes() : standard_sizes()) {
            for (int const points : standard_points()) export_case(synthetic_case(size, points), argv[1]);
        }
        if (!tiny) export_case(world_case(), argv[1]);
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "export_cases: %s\n", failure.what());
        return 1;
    }
    return 0;
}
