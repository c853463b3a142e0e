#pragma once

#include "desvio/core/error.hpp"
#include "io/table_source.hpp"
#include "io/zip_archive.hpp"

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

enum class CellKind { empty, number, text, boolean, error };

/// One cell of a row; of a formula its stored value.
struct XlsxCell {
    int column = 0;  ///< from 1
    CellKind kind = CellKind::empty;
    double number = 0.0;    ///< of a number; 0 or 1 of a boolean
    std::string_view text;  ///< of a text or an error ("#DIV/0!"); valid while the row is visited
};

/// "A" for 1, "AA" for 27.
std::string column_letters(int column);

/// Reads a spreadsheet (.xlsx, ECMA-376) row by row, in memory that does not grow with its sheets.
///
///     XlsxBook const book("wiot09.xlsx");
///     book.read_rows(book.sheets().front(), [&](int row, std::span<XlsxCell const> cells) { ...; return true; });
///
/// \tests unit/xlsx_test.cpp, unit/fuzz_corpus_test.cpp
class XlsxBook {
  public:
    /// Called with the row's number (from 1) and its cells that are there, by column; returns false to stop.
    using RowVisitor = std::function<bool(int row, std::span<XlsxCell const> cells)>;

    /// \throws FileError when it is missing, cut off or damaged; InputError for .xls, .xlsb and what is no spreadsheet
    explicit XlsxBook(std::filesystem::path const& path, SourceLimits limits = {}, ByteMonitor monitor = {});
    /// A spreadsheet in memory. \param place  what messages call it
    XlsxBook(std::string bytes, std::string const& place, SourceLimits limits = {}, ByteMonitor monitor = {});
    /// A file of a source, which may be inside a folder or a zip; reports to the source's monitor.
    static XlsxBook of_source(TableSource const& source, std::string const& name);

    /// Names of the sheets with cells, in the book's order.
    [[nodiscard]] std::vector<std::string> const& sheets() const noexcept { return sheets_; }
    /// Visits the rows that are there, top to bottom; rows and cells without content may be left out of the file.
    /// \throws InputError for an unknown sheet and for cells that are none (a place beyond the sheet, a text that is
    ///         not in the book, a number that is none), with the cell; FileError; ImportStopped
    void read_rows(std::string const& sheet, RowVisitor const& visit) const;

    /// What messages call the book.
    [[nodiscard]] std::string const& place() const noexcept { return archive_.place(); }
    /// "book.xlsx Sheet1!D7", for messages.
    [[nodiscard]] SourceLocation where(std::string const& sheet, int row, int column) const;

  private:
    void open_book();
    void read_part(std::string const& part, class XmlHandler& handler) const;

    ZipArchive archive_;
    ByteMonitor monitor_;
    std::vector<std::string> sheets_, sheet_parts_;
    std::vector<std::string> shared_texts_;
};

}  // namespace desvio
