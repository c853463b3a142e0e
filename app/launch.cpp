#include "app/launch.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace desvio::app {
namespace {

int number_of(char const* variable, int otherwise) {
    char const* const text = std::getenv(variable);
    if (text == nullptr) return otherwise;
    std::string_view const digits(text);
    int value = otherwise;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : otherwise;
}

}  // namespace

Launch launch() {
    constexpr std::pair<char const*, char const*> launchers[] = {
        {"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"},  // Open MPI
        {"PMI_SIZE", "PMI_RANK"},                          // MPICH and its relatives; srun --mpi=pmi2
    };
    for (auto const& [size, rank] : launchers) {
        if (number_of(size, 0) > 0) return {true, number_of(size, 1), number_of(rank, 0)};
    }
    return {};
}

void require_one_process_unless_shared(Command const& command, Invocation const& invocation) {
    int const size = launch().size;
    bool const is_shared =
        command.name == "leontief" && invocation.has("solver") && invocation.get<std::string>("solver") == "petsc";
    if (size == 1 || is_shared) return;
    throw UsageError(fmt::format(
        "{} processes were started, and each would do the same work: only 'desvio leontief MATRIX --solver petsc' is "
        "shared out. Leave mpirun out, or choose that solver.",
        size));
}

}  // namespace desvio::app
