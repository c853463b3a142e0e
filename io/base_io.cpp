#include "desvio/io/base_io.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/io/builtin.hpp"
#include "io/base_files.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <system_error>

namespace desvio {

namespace {

constexpr char const* base_format = "desvio-base";
constexpr char const* result_format = "desvio-result";
constexpr char const* base_in_result = "/input";
constexpr std::int64_t newest_version = 1;
constexpr std::string_view builtin_prefix = "built-in ";
constexpr std::string_view manifest_ending = "/manifest.toml";

bool is_hdf5_name(std::filesystem::path const& path) { return path.extension() == ".h5"; }

/// A base file, or the base inside a result.
Base read_base_store(std::filesystem::path const& path) {
    LabelledFile const file = read_store(path);
    std::string const& format = file.text_attribute("format");
    if (format != base_format && format != result_format)
        throw FileError({{file.origin},
                         fmt::format("its format is '{}'", format),
                         "it is neither a base nor a result of this program",
                         "Name a base."});
    Attribute const* const attribute = file.find_attribute("version");
    auto const* const version = attribute != nullptr ? std::get_if<std::int64_t>(&attribute->value) : nullptr;
    if (version == nullptr || *version < 1 || *version > newest_version)
        throw FileError({{file.origin},
                         version == nullptr ? "it has no version" : fmt::format("its version is {}", *version),
                         fmt::format("this program reads version {}", newest_version),
                         "Install a newer desvio."});
    return base_from_tables(file, format == result_format ? base_in_result : "");
}

[[noreturn]] void refuse_name(std::string const& name) {
    auto const builtins = builtin_bases();
    std::string list;
    for (std::string const& known : builtins) list += (list.empty() ? "" : ", ") + known;
    std::string const near = nearest_name(name, builtins);
    throw InputError(
        {{},
         fmt::format("unknown base '{}'", name),
         fmt::format("it is no path; built-in: {}", list),
         near.empty() ? "Name one of them, a folder or an .h5 file." : fmt::format("Did you mean '{}'?", near)});
}

}  // namespace

std::vector<std::string> builtin_bases() {
    std::vector<std::string> names;
    for (std::string const& path : packed_paths()) {
        if (!path.ends_with(manifest_ending)) continue;
        std::string const folder = path.substr(0, path.size() - manifest_ending.size());
        if (folder.find('/') == std::string::npos) names.push_back(folder);
    }
    return names;
}

Base read_base(std::string const& name_or_path, ReadBaseOptions const& options) {
    std::string name = name_or_path;
    if (name.starts_with(builtin_prefix)) name = name.substr(builtin_prefix.size());
    auto const builtins = builtin_bases();
    if (std::find(builtins.begin(), builtins.end(), name) != builtins.end())
        return read_base_files(open_builtin_base(name), options.quality);

    std::filesystem::path const path(name_or_path);
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) return read_base_files(open_base_folder(path), options.quality);
    if (std::filesystem::exists(status)) {
        if (path.extension() == ".csv" || path.extension() == ".toml")
            throw InputError({{name_or_path}, "is one file of a base", {}, "Name the folder it stands in."});
        return read_base_store(path);
    }
    bool const looks_like_path = name_or_path.find('/') != std::string::npos || is_hdf5_name(path);
    if (!looks_like_path) refuse_name(name_or_path);
    throw FileError({{name_or_path}, "there is no such file or folder", {}, "Check the path."});
}

void write_base(Base const& base, std::filesystem::path const& target) {
    if (std::none_of(base.elasticities.begin(), base.elasticities.end(),
                     [](ElasticitySet const& set) { return set.name == "default"; }))
        throw std::logic_error("a base without the elasticity set 'default' cannot be written");
    if (!is_hdf5_name(target)) {
        write_base_folder(base, target);
        return;
    }
    LabelledFile file;
    file.attributes = {{"format", std::string(base_format)},
                       {"version", newest_version},
                       {"title", base.title},
                       {"base_name", base.name},
                       {"base_sha256", base_sha256(base)}};
    add_base_tables(base, "", file);
    write_store(file, target);
}

}  // namespace desvio
