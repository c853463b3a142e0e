#include "io/base_files.hpp"

#include "desvio/io/builtin.hpp"
#include "io/atomic_write.hpp"

#include <algorithm>
#include <system_error>

namespace desvio {

namespace {

constexpr std::string_view set_prefix = "elasticities_";
constexpr std::string_view csv_ending = ".csv";

}  // namespace

bool BaseFiles::has(std::string const& name) const { return std::binary_search(names.begin(), names.end(), name); }

BaseFiles open_base_folder(std::filesystem::path const& folder) {
    BaseFiles files;
    files.origin = folder.has_filename() ? folder.string() : folder.parent_path().string();
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    while (!error && entries != std::filesystem::directory_iterator()) {
        std::error_code ignored;
        if (!entries->is_directory(ignored)) files.names.push_back(entries->path().filename().string());
        entries.increment(error);
    }
    if (error) throw FileError({{folder.string()}, "the folder cannot be listed: " + error.message(), {}, {}});
    std::sort(files.names.begin(), files.names.end());
    files.read = [folder](std::string const& name) { return read_text_file(folder / name); };
    return files;
}

BaseFiles open_builtin_base(std::string const& name) {
    BaseFiles files;
    files.origin = "built-in " + name;
    std::string const prefix = name + '/';
    for (std::string const& path : packed_paths(prefix)) files.names.push_back(path.substr(prefix.size()));
    files.read = [prefix](std::string const& file) { return read_packed(prefix + file).value_or(std::string{}); };
    return files;
}

std::string base_file::elasticity_set_of(std::string const& file) {
    if (file == elasticities) return "default";
    if (!file.starts_with(set_prefix) || !file.ends_with(csv_ending)) return {};
    if (file.size() <= set_prefix.size() + csv_ending.size()) return {};
    return file.substr(set_prefix.size(), file.size() - set_prefix.size() - csv_ending.size());
}

std::string base_file::elasticity_file_of(std::string const& set) {
    return set == "default" ? elasticities : fmt::format("{}{}{}", set_prefix, set, csv_ending);
}

std::string join_groups(std::vector<std::string> const& groups) {
    std::string all;
    for (std::string const& group : groups) all += (all.empty() ? "" : ";") + group;
    return all;
}

}  // namespace desvio
