#include "tests/support/fuzz_targets.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Called by libFuzzer with one input after another.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static auto const* const target = desvio::test::find_fuzz_target(DESVIO_FUZZ_TARGET);
    // The bytes as characters: what every reader takes.
    target->run(std::string_view(reinterpret_cast<char const*>(data), size));
    return 0;
}
