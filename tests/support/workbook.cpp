#include "tests/support/workbook.hpp"

#include "io/csv.hpp"
#include "io/xlsx.hpp"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace desvio::test {

namespace {

constexpr char const* relationships_begin = R"(<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships_begin"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships_begin/)";

std::string escape_xml(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else
            out += c;
    }
    return out;
}

}  // namespace

void write_zip(std::filesystem::path const& path, ZipParts const& parts) {
    int code = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr) throw std::runtime_error("cannot make " + path.string());
    for (auto const& [name, content] : parts) {
        zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
        if (zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE) < 0) throw std::runtime_error(name);
    }
    if (zip_close(archive) != 0) throw std::runtime_error("cannot write " + path.string());
}

ZipParts workbook_parts(std::string const& sheet_name, std::string const& sheet_xml) {
    std::string const end = "</Relationships>";
    return {{"_rels/.rels", std::string(relationships_begin) + R"(officeDocument" Target="xl/workbook.xml"/>)" + end},
            {"xl/_rels/workbook.xml.rels",
             std::string(relationships_begin) + R"(worksheet" Target="worksheets/sheet1.xml"/>)" + end},
            {"xl/workbook.xml", R"(<workbook xmlns:r="x"><sheets><sheet name=")" + sheet_name +
                                    R"(" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
            {"xl/worksheets/sheet1.xml", sheet_xml}};
}

std::string sheet_xml(SheetRows const& rows) {
    std::string xml = "<worksheet><sheetData>";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string const row = std::to_string(r + 1);
        xml += "<row r=\"" + row + "\">";
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            std::string const place = column_letters(static_cast<int>(c) + 1) + row;
            if (auto const* const number = std::get_if<double>(&rows[r][c])) {
                xml += "<c r=\"" + place + "\"><v>";
                append_number(xml, *number);
                xml += "</v></c>";
            } else if (auto const* const text = std::get_if<std::string>(&rows[r][c])) {
                xml += "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + escape_xml(*text) + "</t></is></c>";
            }
        }
        xml += "</row>";
    }
    return xml + "</sheetData></worksheet>";
}

void write_workbook(std::filesystem::path const& path, std::string const& sheet_name, SheetRows const& rows) {
    write_zip(path, workbook_parts(sheet_name, sheet_xml(rows)));
}

}  // namespace desvio::test
