#include "desvio/io/builtin.hpp"
#include "desvio/io/schedule_io.hpp"
#include "io/schedule_parts.hpp"
#include "io/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace desvio {
namespace {

std::optional<std::string> text_on_disk(std::filesystem::path const& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
    return read_whole_file(path.string());
}

bool is_of_this_program(std::string const& schedule) {
    auto const names = builtin_schedules();
    return std::find(names.begin(), names.end(), schedule) != names.end();
}

}  // namespace

ReadSchedulePart schedule_parts(std::filesystem::path const& folder) {
    return [folder](std::string const& schedule, std::string const& part) -> std::optional<std::string> {
        if (part.starts_with(concordance_part)) {
            std::string const which = part.substr(concordance_part.size());
            if (auto text = read_packed(fmt::format("concordances/{}.csv", which))) return text;
            return text_on_disk(folder / which);
        }
        if (is_of_this_program(schedule)) return builtin_schedule_part(schedule, part);
        for (std::filesystem::path const& start : {folder, std::filesystem::path()}) {
            std::filesystem::path const path = start / schedule;
            bool const is_heading = path.extension() == ".toml";
            if (auto text = text_on_disk(!is_heading            ? path / part
                                         : part == heading_part ? path
                                                                : path.parent_path() / part))
                return text;
        }
        return std::nullopt;
    };
}

Schedule read_schedule(std::string const& name_or_path) {
    std::map<std::string, std::string> texts;
    return parse_schedule(name_or_path, schedule_parts(), texts);
}

}  // namespace desvio
