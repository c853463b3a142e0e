#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The doors through which files of others come in, each as a function of bytes: what the fuzzers drive, and what
/// reads their corpus again in every build.
namespace desvio::test {

struct FuzzTarget {
    char const* name;  ///< also of its folder in tests/fuzz/corpus
    /// \return why the input was refused, nothing when it was read. Whatever else happens is a defect: an exception
    ///         that is neither InputError nor FileError passes through
    std::optional<std::string> (*run)(std::string_view input);
};

std::span<FuzzTarget const> fuzz_targets();

/// \return nothing when there is no such target
FuzzTarget const* find_fuzz_target(std::string_view name);

}  // namespace desvio::test
