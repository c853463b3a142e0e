#pragma once

#include <string>
#include <variant>
#include <vector>

namespace desvio {

/// One field of a row: text, or a number written so that it reads back to the same bits (nothing for NaN).
using CsvValue = std::variant<std::string, double>;

/// A table as text: RFC 4180, comma, a header row, LF. \pre every row is as long as the header
std::string csv_text(std::vector<std::string> const& header, std::vector<std::vector<CsvValue>> const& rows);

}  // namespace desvio
