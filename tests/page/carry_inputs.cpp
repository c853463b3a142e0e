#include "desvio/engine/live.hpp"
#include "desvio/io/carried_tables.hpp"

#include <fmt/format.h>

#include <exception>
#include <fstream>

/// carry_inputs RESULT.h5 OUT: what a page carries of a result, as report_page() puts it there.
int main(int argc, char** argv) {
    if (argc != 3) return 2;
    try {
        auto const bytes =
            desvio::deflate_bytes(desvio::carry_tables(desvio::carried_inputs(desvio::read_store(argv[1]))));
        std::ofstream out(argv[2], std::ios::binary);
        out.write(reinterpret_cast<char const*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return out.flush() ? 0 : 6;
    } catch (std::exception const& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 3;
    }
}
