#pragma once

#include "desvio/core/error.hpp"
#include "io/table_source.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// Reads delimited text (comma, tab, semicolon) row by row from a stream, in memory that does not grow with the file.
/// Handles a byte order mark, LF, CRLF and CR, quotes with doubled quotes and newlines in them (comma and semicolon
/// only; a tab file has no quotes... unless a field begins with one). Blank lines are passed over.
///
///     DelimitedReader rows(source, "T.txt", '\t');
///     while (rows.next()) { auto code = rows.text(0); rows.numbers(2, into); }
class DelimitedReader {
  public:
    DelimitedReader(TableSource const& source, std::string const& name, char delimiter);
    DelimitedReader(DelimitedReader const&) = delete;
    DelimitedReader& operator=(DelimitedReader const&) = delete;
    ~DelimitedReader();

    /// Goes to the next row. \throws InputError for a quote that does not end
    bool next();
    [[nodiscard]] std::size_t n_fields() const noexcept { return fields_.size(); }
    /// A field without its quotes; valid until next().
    [[nodiscard]] std::string_view text(std::size_t field) const { return fields_[field].text; }
    [[nodiscard]] SourceLocation where(std::size_t field) const;
    /// The fields from `first` on as numbers; an empty field is 0 unless `missing` says otherwise.
    /// \throws InputError (at most 20 faults of the row) for what is no finite number, naming decimal commas, NaN,
    ///         infinities and overflow for what they are, and when there are not exactly into.size() fields
    void numbers(std::size_t first, std::span<double> into);
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
    void split(std::string_view row);
    void split_quoted(std::string_view row);

    std::string place_;
    std::unique_ptr<ByteStream> stream_;
    char delimiter_;
    std::string buffer_;
    std::size_t begin_ = 0, end_ = 0;
    bool is_at_end_ = false;
    std::uint32_t line_ = 0, next_line_ = 1;
    std::vector<Field> fields_;
    std::vector<std::string> unescaped_;
    std::string_view row_;
};

/// ',' ';' or '\t': the one that the first line of a text has most of.
char guess_delimiter(std::string_view head);

}  // namespace desvio
