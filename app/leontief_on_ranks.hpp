#pragma once

#include <filesystem>
#include <string>

namespace desvio::app {

/// A Leontief system in a matrix file, to be solved by all processes together.
struct RankedQuestion {
    std::filesystem::path matrix;
    std::filesystem::path output;  ///< of the solution; none when empty
    bool wants_ones = false;       ///< one right-hand side of ones instead of those in the file
    bool is_transposed = false;
    double tolerance = 1e-12;
    double memory_limit = 0.0;  ///< bytes a machine; 0: what it has
    bool is_json = false, is_quiet = false;
    std::string command_line;
};

/// Solves it with PETSc; the first process prints and writes, and tells of an error on any.
/// \throws InputError when desvio was built without PETSc   \returns an ExitCode
int solve_on_ranks(RankedQuestion const& question);

}  // namespace desvio::app
