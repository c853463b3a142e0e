#pragma once

#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// RFC 4180 tables: UTF-8 (a byte order mark is accepted), comma, header row, LF or CRLF, quotes, newlines in quotes.
namespace desvio {

/// One field as it reads without its quotes, and the byte where it starts in the text.
struct CsvField {
    std::string_view text;
    std::size_t offset = 0;
};

/// Finds codes of an axis. Tables are usually sorted, so the last code and the one after it are tried first.
class LabelCursor {
  public:
    /// \param axis  what a code stands for, for messages: "region", "sector"
    LabelCursor(Labels const& labels, std::string axis);

    /// \return -1 when there is no such code
    [[nodiscard]] Index find(std::string_view code);
    [[nodiscard]] Labels const& labels() const noexcept { return *labels_; }
    [[nodiscard]] std::string const& axis() const noexcept { return axis_; }

  private:
    Labels const* labels_;
    std::string axis_;
    std::vector<std::uint64_t> keys_;  // of the codes, so that most comparisons are of one word
    std::size_t last_ = 0;
};

/// Reads one table row by row and gathers its faults, each with line and column (counted in characters).
///
///     CsvReader table(text, "trade.csv");
///     table.match_columns({"sector", "value"});
///     while (table.next_row()) use(table.label(0, sectors), table.number(1));
///     table.finish(faults);
///
/// Views and offsets refer to the text, which must outlive the reader; fields live until the next row.
/// \tests unit/csv_test.cpp
class CsvReader {
  public:
    static constexpr std::size_t max_faults = 50;  ///< more are counted, not listed

    /// Reads the header. \param file  the name to put in messages
    CsvReader(std::string_view text, std::string file);

    /// Says which columns are wanted, in which order; fields are then numbered so. Optional ones come after the
    /// required ones. A column that is unknown, missing or given twice is a fault, and then there are no rows.
    void match_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional = {});
    /// The same for a table made elsewhere, whose further columns are passed over.
    void pick_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional = {});

    /// Goes to the next well-formed row; malformed rows (wrong number of fields, broken quotes) are faults and passed
    /// over, blank lines are passed over. \return false at the end
    bool next_row();

    [[nodiscard]] bool has_column(std::size_t column) const { return places_[column].has_value(); }
    /// A field of this row; one without text for an optional column that is not there.
    [[nodiscard]] CsvField const& field(std::size_t column) const {
        return places_[column] ? fields_[*places_[column]] : absent_;
    }
    [[nodiscard]] std::string_view text(std::size_t column) const { return field(column).text; }
    /// A finite number, or NaN and a fault.
    [[nodiscard]] double number(std::size_t column);
    /// The place of a code on its axis, or -1 and a fault that names the nearest code.
    [[nodiscard]] Index label(std::size_t column, LabelCursor& cursor);

    void fault(std::size_t column, std::string problem, std::string why = {}, std::string remedy = {});
    /// Says that this row repeats the one that begins at `first`. \param what  what is given twice, for the message
    void refuse_repeated(std::size_t first, std::string const& what);
    void fault_at(std::size_t offset, std::string problem, std::string why = {}, std::string remedy = {});
    /// Hands over the faults gathered.
    void finish(FaultList& all);

    [[nodiscard]] bool has_faults() const noexcept { return n_faults_ > 0; }
    [[nodiscard]] std::size_t row_offset() const noexcept { return fields_.empty() ? 0 : fields_.front().offset; }
    [[nodiscard]] SourceLocation where(std::size_t offset) const;

  private:
    void find_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional,
                      bool allows_others);
    bool split_row();
    bool split_quoted();
    void check_text();
    /// Counts a fault. \return whether it is still to be listed: only then is it worth wording it
    bool count_fault() { return ++n_faults_ <= max_faults; }

    std::string_view text_;
    std::string file_;
    std::size_t position_ = 0;
    std::vector<CsvField> fields_;
    std::deque<std::string> unescaped_;  // holds fields with doubled quotes; references stay valid
    std::vector<std::string> header_;
    std::vector<std::size_t> header_offsets_;
    std::vector<std::optional<std::size_t>> places_;  // of the wanted columns in the row
    CsvField absent_;
    FaultList faults_;
    std::size_t n_faults_ = 0;
};

/// A finite number written in full, or nothing and the reason why not ("is not a number", ...).
struct ParsedNumber {
    std::optional<double> value;
    std::string problem;
    std::string remedy;
};
ParsedNumber parse_number(std::string_view text);

/// A field as it is to be written: quoted when it holds a comma, a quote or a line break.
void append_csv_field(std::string& out, std::string_view field);
/// The shortest number that reads back to the same bits; nothing for NaN.
void append_number(std::string& out, double value);

}  // namespace desvio
