#pragma once

#include "desvio/io/schedule_io.hpp"

#include <map>
#include <string>

namespace desvio::test {

/// A schedule of region A's duties, in the sectors of the base, from the rows of its measures and cells.
inline std::map<std::string, std::string> schedule_texts(std::string const& measures, std::string const& cells = {},
                                                         std::string const& more = {}) {
    std::map<std::string, std::string> texts;
    texts["schedule.toml"] = "[schedule]\nname = \"s\"\nimporter = \"A\"\nmeasures = \"m.csv\"\n" +
                             std::string(cells.empty() ? "" : "cells = \"c.csv\"\n") + more +
                             "\n[[authority]]\nname = \"first\"\n[[authority]]\nname = \"second\"\n";
    texts["m.csv"] = measures;
    if (!cells.empty()) texts["c.csv"] = cells;
    return texts;
}

inline Schedule schedule_of(std::map<std::string, std::string> const& texts) {
    std::map<std::string, std::string> kept;
    return parse_schedule(
        "dir",
        [&](std::string const&, std::string const& part) -> std::optional<std::string> {
            auto const at = texts.find(part);
            if (at == texts.end()) return std::nullopt;
            return at->second;
        },
        kept);
}

}  // namespace desvio::test
