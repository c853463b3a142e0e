#include "io/xlsx.hpp"

#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/workbook.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace desvio {
namespace {

using test::ScratchFolder;
using test::workbook_parts;
using test::write_zip;
using test::ZipParts;

/// "B2=text" for every cell, numbers in full.
std::vector<std::string> cells_of(XlsxBook const& book, std::string const& sheet) {
    std::vector<std::string> found;
    book.read_rows(sheet, [&](int row, std::span<XlsxCell const> cells) {
        for (XlsxCell const& cell : cells) {
            std::string const place = column_letters(cell.column) + std::to_string(row);
            switch (cell.kind) {
                case CellKind::number:
                    found.push_back(fmt::format("{}={}", place, cell.number));
                    break;
                case CellKind::boolean:
                    found.push_back(fmt::format("{}:{}", place, cell.number != 0.0));
                    break;
                case CellKind::error:
                    found.push_back(fmt::format("{}!{}", place, cell.text));
                    break;
                case CellKind::text:
                    found.push_back(fmt::format("{}'{}'", place, cell.text));
                    break;
                case CellKind::empty:
                    found.push_back(place + " empty");
            }
        }
        return true;
    });
    return found;
}

using Cells = std::vector<std::string>;

class Xlsx : public testing::Test {
  protected:
    /// The cells of a book with one sheet "S" of these rows.
    Cells read(std::string const& rows) {
        write_zip(path(), workbook_parts("S", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
        return cells_of(XlsxBook(path()), "S");
    }
    /// What is said about a book with these parts, or "read" when nothing is.
    std::string refusal(ZipParts const& parts) {
        write_zip(path(), parts);
        return refusal();
    }
    std::string refusal() {
        try {
            XlsxBook const book(path());
            for (std::string const& sheet : book.sheets()) cells_of(book, sheet);
        } catch (InputError const& error) {
            return std::string("input: ") + error.what();
        } catch (FileError const& error) {
            return std::string("file: ") + error.what();
        }
        return "read";
    }
    std::string refusal_of_rows(std::string const& rows) {
        return refusal(workbook_parts("S", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "book.xlsx"; }
    ScratchFolder folder_;
};

/// The parts of a book with one of them replaced, or taken out.
ZipParts with(ZipParts parts, std::string const& name, std::string const& content) {
    for (auto& part : parts)
        if (part.first == name) part.second = content;
    return parts;
}
ZipParts without(ZipParts parts, std::string const& name) {
    std::erase_if(parts, [&](auto const& part) { return part.first == name; });
    return parts;
}

constexpr char const* one_cell =
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";

TEST_F(Xlsx, ReadsEveryKindOfCell) {
    EXPECT_EQ(read(R"(<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="n"><v>-2e-3</v></c>)"
                   R"(<c r="C1" t="inlineStr"><is><t>a &amp; b</t></is></c>)"
                   R"(<c r="D1" t="str"><f>A1&amp;"x"</f><v>made</v></c><c r="E1"><f>A1*2</f><v>3</v></c>)"
                   R"(<c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#DIV/0!</v></c></row>)"),
              (Cells{"A1=1.5", "B1=-0.002", "C1'a & b'", "D1'made'", "E1=3", "F1:true", "G1!#DIV/0!"}));
}

TEST_F(Xlsx, LeavesOutCellsWithoutContentAndCountsThemAlong) {
    EXPECT_EQ(read(R"(<row r="2"><c r="B2" s="3"/><c r="D2"><v>1</v></c><c><v>2</v></c></row>)"
                   R"(<row><c/><c><v>3</v></c></row><row r="1000"><c r="XFD1000"><v>4</v></c></row>)"),
              (Cells{"D2=1", "E2=2", "B3=3", "XFD1000=4"}));
}

TEST_F(Xlsx, JoinsRunsAndLeavesOutPronunciations) {
    auto const sheet = R"(<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c>)"
                       R"(<c r="C1" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r><rPh><t>no</t></rPh></is></c>)"
                       R"(</row></sheetData></worksheet>)";
    auto parts = workbook_parts("S", sheet);
    parts.emplace_back("xl/sharedStrings.xml",
                       "<sst><si><t>first</t></si><si><r><rPr/><t>sec</t></r><r><t>ond</t></r>"
                       "<rPh><t>no</t></rPh></si></sst>");
    auto& relationships = parts[1].second;
    relationships.insert(relationships.find("</Relationships>"),
                         R"(<Relationship Id="rId9" Type="y/sharedStrings" Target="/xl/sharedStrings.xml"/>)");
    write_zip(path(), parts);
    EXPECT_EQ(cells_of(XlsxBook(path()), "S"), (Cells{"A1'second'", "B1'first'", "C1'xy'"}));
}

TEST_F(Xlsx, FollowsTheBooksOrderOfSheetsNotTheFiles) {
    auto parts = workbook_parts("S", one_cell);
    parts[1].second = R"(<r:Relationships xmlns:r="y"><r:Relationship Id="a" Type="t/worksheet" Target="one.xml"/>)"
                      R"(<r:Relationship Id="b" Type="t/worksheet" Target="../two.xml"/>)"
                      R"(<r:Relationship Id="c" Type="t/chartsheet" Target="chart.xml"/></r:Relationships>)";
    parts[2].second = R"(<workbook xmlns:r="x"><sheets><sheet name="Second" r:id="b"/><sheet name="Chart" r:id="c"/>)"
                      R"(<sheet name="First" r:id="a"/></sheets></workbook>)";
    parts.emplace_back("xl/one.xml", "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
    parts.emplace_back("two.xml",
                       R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData>)"
                       R"(</x:worksheet>)");
    write_zip(path(), parts);
    XlsxBook const book(path());
    EXPECT_EQ(book.sheets(), (std::vector<std::string>{"Second", "First"}));
    EXPECT_EQ(cells_of(book, "Second"), (Cells{"A1=2"})) << "prefixed names";
    EXPECT_EQ(cells_of(book, "First"), (Cells{"A1=1"}));
    EXPECT_THROW(book.read_rows("Frist", [](int, std::span<XlsxCell const>) { return true; }), InputError);
}

TEST_F(Xlsx, StopsWhenTheVisitorHasEnough) {
    write_zip(path(), workbook_parts("S",
                                     "<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>no number</v>"
                                     "</c></row></sheetData></worksheet>"));
    int n_rows = 0;
    XlsxBook(path()).read_rows("S", [&](int, std::span<XlsxCell const>) { return ++n_rows < 1; });
    EXPECT_EQ(n_rows, 1) << "the faulty second row is not read";
}

TEST_F(Xlsx, NamesTheCellThatIsWrong) {
    EXPECT_EQ(refusal_of_rows(R"(<row r="7"><c r="D7"><v>1,5</v></c></row>)"),
              "input: " + path().string() + " S!D7: '1,5' holds a comma Mend the cell in a spreadsheet program.");
    EXPECT_NE(refusal_of_rows(R"(<row r="7"><c r="D7" t="s"><v>3</v></c></row>)").find("S!D7: names text '3' of the 0"),
              std::string::npos);
    EXPECT_NE(refusal_of_rows(R"(<row r="7"><c r="D7" t="s"><v>-1</v></c></row>)").find("S!D7: names text '-1'"),
              std::string::npos);
    EXPECT_NE(refusal_of_rows(R"(<row r="7"><c r="D7"><v>1e999</v></c></row>)").find("S!D7: '1e999' is outside"),
              std::string::npos);
}

TEST_F(Xlsx, RefusesPlacesThatNoSheetHas) {
    for (char const* const place : {"D8", "XFE7", "AAAAAAAAAAAAAAA7", "7", "D", "D0", "d7", "D7x", "", "D99999999999"})
        EXPECT_NE(refusal_of_rows(fmt::format(R"(<row r="7"><c r="{}"><v>1</v></c></row>)", place))
                      .find(fmt::format("S!A7: the next cell of row 7 says that it stands at '{}'", place)),
                  std::string::npos)
            << place;
    EXPECT_NE(refusal_of_rows(R"(<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>1</v></c></row>)").find("S!C7: "),
              std::string::npos)
        << "the same cell twice";
    EXPECT_NE(refusal_of_rows(R"(<row r="7"><c r="XFD7"><v>1</v></c><c><v>1</v></c></row>)").find("beyond column XFD"),
              std::string::npos);
    for (char const* const row : {"0", "-3", "1048577", "99999999999", "x", "2"})
        EXPECT_NE(refusal_of_rows(fmt::format(R"(<row r="2"/><row r="{}"/>)", row))
                      .find(fmt::format("the row after row 2 is numbered '{}'", row)),
                  std::string::npos)
            << row;
}

TEST_F(Xlsx, RefusesDocumentTypesSoThatNoEntityExplodes) {
    std::string const bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>";
    EXPECT_NE(refusal(workbook_parts("S", bomb)).find("sheet1.xml:1: it declares a document type"), std::string::npos);
}

TEST_F(Xlsx, SaysWhatIsMissingOrBroken) {
    auto const parts = workbook_parts("S", one_cell);
    ASSERT_EQ(refusal(parts), "read");
    EXPECT_EQ(refusal(without(parts, "_rels/.rels")), "read") << "the usual place of the book is taken";
    EXPECT_NE(refusal(without(parts, "xl/workbook.xml")).find("is a zip, but no spreadsheet"), std::string::npos);
    EXPECT_NE(refusal(without(parts, "xl/_rels/workbook.xml.rels")).find("workbook.xml.rels: there is no such part"),
              std::string::npos);
    EXPECT_NE(refusal(without(parts, "xl/worksheets/sheet1.xml")).find("sheet1.xml: there is no such part"),
              std::string::npos);
    EXPECT_NE(refusal(with(parts, "xl/_rels/workbook.xml.rels", "<Relationships/>")).find("sheet 'S' is not in the"),
              std::string::npos);
    EXPECT_NE(refusal(with(parts, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>")).find("well-formed XML"),
              std::string::npos);
    auto binary = parts;
    binary[0].second.replace(binary[0].second.find("workbook.xml"), 12, "workbook.bin");
    EXPECT_NE(refusal(binary).find("is a binary spreadsheet (.xlsb)"), std::string::npos);
    folder_.write("book.xlsx", "\xD0\xCF\x11\xE0 old");
    EXPECT_NE(refusal().find("is an old spreadsheet (.xls)"), std::string::npos);
    folder_.write("book.xlsx", "");
    EXPECT_NE(refusal().find("is no readable zip"), std::string::npos) << refusal();
    folder_.write("book.xlsx", "no zip");
    EXPECT_NE(refusal().find("is no readable zip"), std::string::npos);
    std::filesystem::remove(path());
    EXPECT_NE(refusal().find("there is no such file"), std::string::npos);
}

TEST_F(Xlsx, SurvivesBeingCutOffAnywhere) {
    write_zip(path(), workbook_parts("S", one_cell));
    std::string const whole = test::read_whole_file(path());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        folder_.write("book.xlsx", whole.substr(0, size));
        EXPECT_TRUE(refusal().starts_with("file: ")) << size << ": " << refusal();
    }
}

TEST_F(Xlsx, SurvivesEveryByteChanged) {
    write_zip(path(), workbook_parts("S", one_cell));
    std::string const whole = test::read_whole_file(path());
    std::map<bool, int> was_read;
    for (std::size_t k = 0; k < whole.size(); ++k) {
        std::string changed = whole;
        changed[k] = static_cast<char>(changed[k] ^ 0x55);
        folder_.write("book.xlsx", changed);
        ++was_read[refusal() == "read"];
    }
    EXPECT_GT(was_read[false], was_read[true]) << "checksums find most of them";
}

TEST_F(Xlsx, RefusesWhatInflatesBeyondItsLimits) {
    std::string rows;
    for (int row = 1; row <= 200; ++row) rows += fmt::format(R"(<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>)", row);
    std::string const blanks((std::size_t{65} << 20U), ' ');
    write_zip(path(), workbook_parts("S", "<worksheet><sheetData>" + rows + blanks + "</sheetData></worksheet>"));
    SourceLimits limits;
    limits.largest_ratio = 1;
    XlsxBook const book(path(), limits);
    EXPECT_THROW(cells_of(book, "S"), FileError);
    EXPECT_EQ(cells_of(XlsxBook(path()), "S").size(), 200U);
}

TEST_F(Xlsx, ReadsFromMemoryAndReportsProgress) {
    write_zip(path(), workbook_parts("S", one_cell));
    std::uint64_t done = 0;
    XlsxBook const book(test::read_whole_file(path()), "inner.xlsx", {}, [&](std::uint64_t now, std::uint64_t) {
        done = now;
        return true;
    });
    EXPECT_EQ(cells_of(book, "S"), (Cells{"A1=1"}));
    EXPECT_EQ(done, std::string_view(one_cell).size());
    EXPECT_EQ(book.where("S", 7, 28).text(), "inner.xlsx S!AB7");
    XlsxBook const stopped(test::read_whole_file(path()), "inner.xlsx", {},
                           [&](std::uint64_t now, std::uint64_t) { return now != std::string_view(one_cell).size(); });
    EXPECT_THROW(cells_of(stopped, "S"), ImportStopped);
}

TEST_F(Xlsx, ReadsAPublishedBookFromOffice) {
    auto const book_path = test::shared_data("layouts") / "icio_docs" / "ReadMe_ICIO_small_2023ed.xlsx";
    DESVIO_NEED_SHARED_DATA(book_path);
    XlsxBook const book(book_path);
    bool has_area = false;
    for (std::string const& sheet : book.sheets())
        for (std::string const& cell : cells_of(book, sheet)) has_area = has_area || cell.ends_with("'ARG'");
    EXPECT_TRUE(has_area) << "the list of countries";
}

TEST(ColumnLetters, CountAsSpreadsheetsDo) {
    EXPECT_EQ(column_letters(1), "A");
    EXPECT_EQ(column_letters(26), "Z");
    EXPECT_EQ(column_letters(27), "AA");
    EXPECT_EQ(column_letters(702), "ZZ");
    EXPECT_EQ(column_letters(703), "AAA");
    EXPECT_EQ(column_letters(16384), "XFD");
}

}  // namespace
}  // namespace desvio
