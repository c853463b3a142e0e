#pragma once

#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace desvio::test {

/// A text table cut at every delimiter, quotes left out: what a reader's figures are checked against.
inline std::vector<std::vector<std::string>> plain_table(std::filesystem::path const& path, char delimiter) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        line.erase(std::remove_if(line.begin(), line.end(), [](char c) { return c == '"' || c == '\r'; }), line.end());
        std::istringstream cells(line);
        auto& row = rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, delimiter);) row.push_back(cell);
    }
    return rows;
}

/// Writes a zip of texts. \throws std::runtime_error when it cannot
inline void write_packed_zip(std::filesystem::path const& path,
                             std::vector<std::pair<std::string, std::string>> const& entries) {
    int code = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr) throw std::runtime_error("cannot make " + path.string());
    for (auto const& [name, text] : entries) {
        zip_source_t* const source = zip_source_buffer(archive, text.data(), text.size(), 0);
        if (zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0)
            throw std::runtime_error("cannot add " + name);
    }
    if (zip_close(archive) != 0) throw std::runtime_error("cannot write " + path.string());
}

/// What an import refuses with; empty when it does not refuse.
template <typename Error, typename Action>
std::string message_of(Action const& action) {
    try {
        action();
    } catch (Error const& error) {
        return error.what();
    }
    return {};
}

}  // namespace desvio::test
