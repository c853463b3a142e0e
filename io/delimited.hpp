#pragma once

#include "desvio/core/error.hpp"
#include "io/table_source.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// Reads delimited text (comma, tab, semicolon) row by row from a stream, in memory that does not grow with the file.
/// Handles a byte order mark, LF, CRLF and CR, and quoted fields with doubled quotes; newlines in quotes too, except in
/// tab-separated text, where a lone quote is a letter like any other. Blank lines are passed over.
///
///     DelimitedReader rows(source, "T.txt", '\t');
///     while (rows.next()) { auto code = rows.text(0); rows.numbers(1, into); }
///
/// Rows are split no further than they are asked for; cells read in order are read in one pass over the bytes.
/// \tests unit/delimited_test.cpp
class DelimitedReader {
  public:
    /// \throws FileError when there is no such file
    DelimitedReader(TableSource const& source, std::string const& name, char delimiter);
    DelimitedReader(DelimitedReader const&) = delete;
    DelimitedReader& operator=(DelimitedReader const&) = delete;
    ~DelimitedReader();

    /// Goes to the next row. \throws InputError for a quote that does not end
    bool next();
    [[nodiscard]] std::size_t n_fields() const;
    /// A field without its quotes; valid until next(). \throws InputError when the row has no such field
    [[nodiscard]] std::string_view text(std::size_t field) const;
    [[nodiscard]] SourceLocation where(std::size_t field) const;
    /// All fields from `first` on as numbers; an empty field is 0.
    /// \throws InputError (at most 20 faults of the row) for what is no finite number, naming decimal commas, NaN,
    ///         infinities and overflow for what they are, and when there are not exactly into.size() fields
    void numbers(std::size_t first, std::span<double> into);
    /// The same for into.size() fields of a row of `n_expected` fields. Whether there are more than those asked for is
    /// not looked at: the last call for a row should be numbers(). \throws InputError when there are fewer
    void some_numbers(std::size_t first, std::span<double> into, std::size_t n_expected);
    /// One field as a finite number. \throws InputError
    [[nodiscard]] double number(std::size_t field) const;
    /// \throws InputError "file:line: N fields where M are expected"
    void expect_fields(std::size_t n) const;
    /// \throws InputError at a field of this row
    [[noreturn]] void refuse(std::size_t field, std::string problem, std::string why = {},
                             std::string remedy = {}) const;

  private:
    struct Field {
        std::string_view text;
        std::size_t offset;  // in the row
    };
    bool fill();
    bool find_row();
    std::size_t find_break(std::size_t searched, bool& is_quoted);
    void split_up_to(std::size_t n) const;
    void split_quoted();
    [[nodiscard]] bool seek(std::size_t field);
    [[nodiscard]] bool read_plain_cells(std::span<double> into);
    void read_split_cells(std::size_t first, std::span<double> into) const;

    std::string place_;
    std::unique_ptr<ByteStream> stream_;
    char delimiter_;
    std::string buffer_;  // what is unread stands at [begin_, end_), with room before and behind
    std::size_t begin_ = 0, end_ = 0;
    bool is_at_end_ = false;
    int line_ = 0, next_line_ = 1;
    std::string_view row_;
    mutable std::vector<Field> fields_;       // of the row as far as it is split
    mutable std::size_t split_offset_ = 0;    // where the next field begins; beyond the row when all are split
    std::size_t cell_ = 0, cell_offset_ = 0;  // the field that comes next in a pass over the cells
    std::vector<std::string> unescaped_;
};

/// ',' ';' or '\t': the one that the first line of a text has most of.
char guess_delimiter(std::string_view head);

}  // namespace desvio
