#pragma once

#include "desvio/params/schedule.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// The text of one part of a schedule - "schedule.toml", a table it names, "concordance NAME" - by the schedule's name
/// as written; nothing when it cannot be had.
using ReadSchedulePart =
    std::function<std::optional<std::string>(std::string const& schedule, std::string const& part)>;

/// Reads a schedule: the name of a built-in one, a folder with schedule.toml, or the path of such a file; the tables it
/// names stand beside it.
/// \throws InputError with file:line:column of every fault of its three files, each as validate_schedule() says, and of
///         form: unknown keys and columns with the nearest known one, rates, shares and days that are none; FileError
///         when it cannot be opened
/// \tests unit/schedule_faults_test.cpp
Schedule read_schedule(std::string const& name_or_path);

/// The same from texts already at hand. \param texts  every part that was read is added to it, by "NAME/PART"
Schedule parse_schedule(std::string const& name, ReadSchedulePart const& read,
                        std::map<std::string, std::string>& texts);

/// Parts of built-in schedules, and of those on disk, looked for in `folder` first and then from the working folder.
ReadSchedulePart schedule_parts(std::filesystem::path const& folder = {});

/// A part of a schedule inside the binary; nothing where there is no such schedule or part.
std::optional<std::string> builtin_schedule_part(std::string const& schedule, std::string const& part);

/// Names of the schedules inside the binary, sorted.
std::vector<std::string> builtin_schedules();

}  // namespace desvio
