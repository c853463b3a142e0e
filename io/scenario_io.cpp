#include "desvio/io/scenario_io.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/builtin.hpp"
#include "io/scenario_toml.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

namespace desvio {
namespace {

constexpr std::string_view scenario_folder = "scenarios/";
constexpr std::string_view scenario_ending = ".toml";
constexpr std::string_view builtin_prefix = "built-in ";

std::optional<std::string> read_text(std::filesystem::path const& path) {
    // A folder opens as a stream on this platform and then reads as nothing.
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return std::nullopt;
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    if (!stream || (stream.peek() != std::ifstream::traits_type::eof() && !(text << stream.rdbuf())))
        return std::nullopt;
    return text.str();
}

bool is_one_of(std::string const& name, std::vector<std::string> const& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Scenario read_builtin(std::string const& name, std::optional<ReadingLevel> reading) {
    auto const text = read_packed(fmt::format("{}{}{}", scenario_folder, name, scenario_ending));
    if (!text) {
        throw InputError({{},
                          fmt::format("unknown scenario '{}'", name),
                          "there is no built-in one of that name",
                          suggest_name(name, builtin_scenarios())});
    }
    return read_scenario_toml(
        *text, fmt::format("{}{}", builtin_prefix, name), std::string(scenario_folder),
        [](std::string const& table) { return read_packed(fmt::format("{}{}", scenario_folder, table)); },
        schedule_parts(), reading);
}

/// A base beside the scenario file is found from any working folder; what is not there stays as it was written.
std::string locate_base(std::string const& base, std::filesystem::path const& folder) {
    if (is_one_of(base, builtin_bases()) || std::filesystem::path(base).is_absolute()) return base;
    std::filesystem::path const beside = folder / base;
    std::error_code ignored;
    return std::filesystem::exists(beside, ignored) ? beside.string() : base;
}

}  // namespace

Scenario read_scenario(std::string const& name_or_path, std::optional<ReadingLevel> reading) {
    if (name_or_path.starts_with(builtin_prefix))
        return read_builtin(name_or_path.substr(builtin_prefix.size()), reading);
    if (is_one_of(name_or_path, builtin_scenarios())) return read_builtin(name_or_path, reading);

    std::filesystem::path const path(name_or_path);
    auto const text = read_text(path);
    if (!text) {
        bool const looks_like_a_name = !path.has_parent_path() && !path.has_extension();
        std::error_code ignored;
        if (looks_like_a_name && !std::filesystem::exists(path, ignored)) return read_builtin(name_or_path, reading);
        throw FileError({{name_or_path},
                         "the scenario cannot be opened",
                         "nothing can be run without it",
                         "Check that the file is there and may be read."});
    }
    std::filesystem::path const folder = path.parent_path();
    Scenario scenario = read_scenario_toml(
        *text, name_or_path, folder.empty() ? "" : folder.string() + '/',
        [&](std::string const& table) { return read_text(folder / table); }, schedule_parts(folder), reading);
    scenario.base = locate_base(scenario.base, folder);
    return scenario;
}

std::vector<std::string> builtin_scenarios() {
    std::vector<std::string> names;
    for (std::string const& path : packed_paths(scenario_folder)) {
        if (!path.ends_with(scenario_ending)) continue;
        names.push_back(
            path.substr(scenario_folder.size(), path.size() - scenario_folder.size() - scenario_ending.size()));
    }
    // By name: with the ending on, "a-b.toml" would come before "a.toml".
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace desvio
