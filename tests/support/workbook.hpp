#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Small zips and spreadsheets for tests.
namespace desvio::test {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

/// A zip with these files, deflated.
void write_zip(std::filesystem::path const& path, ZipParts const& parts);

/// A cell: nothing, a number or a text.
using SheetCell = std::variant<std::monostate, double, std::string>;
using SheetRows = std::vector<std::vector<SheetCell>>;

/// The parts of a spreadsheet with one sheet of that XML.
ZipParts workbook_parts(std::string const& sheet_name, std::string const& sheet_xml);
/// The XML of a sheet: rows and cells from A1 on, those without content left out.
std::string sheet_xml(SheetRows const& rows);
/// A spreadsheet of one sheet.
void write_workbook(std::filesystem::path const& path, std::string const& sheet_name, SheetRows const& rows);

}  // namespace desvio::test
