#include "io/delimited.hpp"

#include "io/csv.hpp"
#include "io/short_decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace desvio {

namespace {

constexpr std::size_t block = std::size_t{1} << 18U;  // a row in work stays in the nearest cache
constexpr std::size_t longest_row = std::size_t{1} << 30U;
constexpr std::size_t listed_faults = 20;
constexpr std::size_t all_fields = std::numeric_limits<std::size_t>::max();
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::size_t find_byte(std::string_view text, char wanted) {
    void const* const at = text.empty() ? nullptr : std::memchr(text.data(), wanted, text.size());
    return at == nullptr ? std::string_view::npos
                         : static_cast<std::size_t>(static_cast<char const*>(at) - text.data());
}

/// The end of the first row in a text with quotes: the place of its line break outside quotes, or npos.
std::size_t find_break_outside_quotes(std::string_view text) {
    bool is_quoted = false;
    for (std::size_t k = 0; k < text.size(); ++k) {
        char const c = text[k];
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && (c == '\n' || c == '\r')) return k;
    }
    return std::string_view::npos;
}

/// Any finite number that from_chars takes whole. \return false when a closer look is needed
bool read_cell(std::string_view text, double& value) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

struct CellFault {
    std::string problem;  ///< empty when there is none
    std::string remedy;
};

/// Blanks around a number are harmless in a table; numbers too small for a double are 0.
CellFault read_odd_cell(std::string_view text, double& value) {
    std::string_view const inner = trim_blanks(text);
    value = 0.0;
    if (inner.empty() || read_cell(inner, value)) return {};
    if (inner.front() == '+' && read_cell(inner.substr(1), value)) return {};
    value = 0.0;
    auto parsed = parse_number(inner);
    if (parsed.problem.find("outside the range") != std::string::npos) {
        // from_chars tells neither side apart: an exponent below says it is as good as nothing.
        auto const exponent = inner.find_first_of("eE");
        if (exponent != std::string_view::npos && exponent + 1 < inner.size() && inner[exponent + 1] == '-') return {};
    }
    return {std::move(parsed.problem), std::move(parsed.remedy)};
}

}  // namespace

DelimitedReader::DelimitedReader(TableSource const& source, std::string const& name, char delimiter)
    : place_(source.place(name)), stream_(source.open(name)), delimiter_(delimiter) {
    begin_ = end_ = short_decimal::margin;
    while (end_ - begin_ < byte_order_mark.size() && fill()) continue;
    if (std::string_view(buffer_.data() + begin_, end_ - begin_).starts_with(byte_order_mark))
        begin_ += byte_order_mark.size();
}

DelimitedReader::~DelimitedReader() = default;

/// Moves what is unread to the front and reads one block more. \return whether there was more
bool DelimitedReader::fill() {
    if (is_at_end_) return false;
    constexpr std::size_t margin = short_decimal::margin;
    if (begin_ > margin) {
        std::memmove(buffer_.data() + margin, buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_ - margin;
        begin_ = margin;
    }
    if (end_ > longest_row)
        throw InputError({{place_, next_line_},
                          fmt::format("a line of more than {} bytes", longest_row),
                          "a quote is open, or this is no table of text",
                          "Check the file."});
    if (buffer_.size() < end_ + block + margin) buffer_.resize(std::max(end_ + block + margin, buffer_.size() * 2));
    std::size_t const n = stream_->read(buffer_.data() + end_, buffer_.size() - end_ - margin);
    end_ += n;
    buffer_[end_] = '\0';
    is_at_end_ = n == 0;
    return n > 0;
}

/// Where the row that begins at begin_ ends, relative to it; npos when that is not in the buffer.
/// \param searched   so many bytes are known to hold neither a line break nor a quote
/// \param is_quoted  set when the row has quotes that may hide line breaks
std::size_t DelimitedReader::find_break(std::size_t searched, bool& is_quoted) {
    std::string_view const unread(buffer_.data() + begin_, end_ - begin_);
    if (!is_quoted) {
        std::string_view const fresh = unread.substr(searched);
        std::size_t length = std::min(find_byte(fresh, '\n'), fresh.size());
        length = std::min(find_byte(fresh.substr(0, length), '\r'), length);
        is_quoted = delimiter_ != '\t' && find_byte(fresh.substr(0, length), '"') != std::string_view::npos;
        if (!is_quoted) return length == fresh.size() ? std::string_view::npos : searched + length;
    }
    return find_break_outside_quotes(unread);
}

/// Sets row_ and line_ to the next line and passes over its break. \return false at the end
bool DelimitedReader::find_row() {
    std::size_t searched = 0;
    bool is_quoted = false;
    std::size_t length = find_break(searched, is_quoted);
    while (length == std::string_view::npos) {
        searched = end_ - begin_;
        if (!fill()) break;
        length = find_break(searched, is_quoted);
    }
    if (length == std::string_view::npos) {
        if (begin_ == end_) return false;
        length = end_ - begin_;
    }
    // A carriage return at the end of the buffer may be half of a CRLF.
    if (begin_ + length + 1 == end_ && buffer_[begin_ + length] == '\r') fill();
    row_ = std::string_view(buffer_.data() + begin_, length);
    begin_ += length;
    line_ = next_line_++;
    if (is_quoted) next_line_ += static_cast<int>(std::count(row_.begin(), row_.end(), '\n'));
    if (begin_ < end_ && buffer_[begin_] == '\r') {
        ++begin_;
        if (begin_ < end_ && buffer_[begin_] == '\n') ++begin_;
    } else if (begin_ < end_) {
        ++begin_;
    }
    return true;
}

bool DelimitedReader::next() {
    do {
        if (!find_row()) return false;
    } while (row_.find_first_not_of(" \t") == std::string_view::npos);
    fields_.clear();
    split_offset_ = cell_ = cell_offset_ = 0;
    bool const is_quoted = find_byte(row_, '"') != std::string_view::npos;
    // In tab-separated text quotes are letters unless a field begins with one.
    if (is_quoted && (delimiter_ != '\t' || row_.front() == '"' || row_.find("\t\"") != std::string_view::npos))
        split_quoted();
    return true;
}

void DelimitedReader::split_up_to(std::size_t n) const {
    while (fields_.size() < n && split_offset_ <= row_.size()) {
        std::string_view const rest = row_.substr(split_offset_);
        std::size_t const length = std::min(find_byte(rest, delimiter_), rest.size());
        fields_.push_back({rest.substr(0, length), split_offset_});
        split_offset_ += length + 1;
    }
}

void DelimitedReader::split_quoted() {
    unescaped_.clear();
    std::vector<std::pair<std::size_t, std::size_t>> quoted;  // field, place in unescaped_
    std::size_t at = 0;
    for (;;) {
        std::size_t const offset = at;
        if (at < row_.size() && row_[at] == '"') {
            std::string text;
            bool is_closed = false;
            for (++at; at < row_.size() && !is_closed; ++at) {
                bool const is_doubled = row_[at] == '"' && at + 1 < row_.size() && row_[at + 1] == '"';
                is_closed = row_[at] == '"' && !is_doubled;
                if (is_doubled) ++at;
                if (!is_closed) text += row_[at];
            }
            if (!is_closed || (at < row_.size() && row_[at] != delimiter_))
                throw InputError(
                    {{place_, line_, static_cast<int>(offset + 1)},
                     is_closed ? "text goes on after the closing quote" : "a quote is opened and not closed",
                     "what follows would be taken for text",
                     "Double the quotes inside a quoted field."});
            quoted.emplace_back(fields_.size(), unescaped_.size());
            unescaped_.push_back(std::move(text));
            fields_.push_back({{}, offset});
        } else {
            std::size_t const stop = std::min(row_.find(delimiter_, at), row_.size());
            fields_.push_back({row_.substr(at, stop - at), offset});
            at = stop;
        }
        if (at >= row_.size()) break;
        ++at;  // the delimiter
    }
    for (auto const& [field, place] : quoted) fields_[field].text = unescaped_[place];
    split_offset_ = cell_offset_ = row_.size() + 1;
    cell_ = all_fields;  // such a row is never read in one pass
}

std::size_t DelimitedReader::n_fields() const {
    split_up_to(all_fields);
    return fields_.size();
}

std::string_view DelimitedReader::text(std::size_t field) const {
    if (fields_.size() <= field) split_up_to(field + 1);
    if (fields_.size() <= field) expect_fields(field + 1);
    return fields_[field].text;
}

SourceLocation DelimitedReader::where(std::size_t field) const {
    if (fields_.size() <= field) split_up_to(field + 1);
    std::size_t const offset = field < fields_.size() ? fields_[field].offset : row_.size();
    return {place_, line_, static_cast<int>(offset + 1)};
}

void DelimitedReader::expect_fields(std::size_t n) const {
    if (n_fields() == n) return;
    throw InputError({{place_, line_},
                      fmt::format("{} fields where {} are expected", n_fields(), n),
                      "a cell in the wrong column is a wrong number",
                      "Check that no line is cut off and none has a separator too many."});
}

void DelimitedReader::refuse(std::size_t field, std::string problem, std::string why, std::string remedy) const {
    throw InputError({where(field), std::move(problem), std::move(why), std::move(remedy)});
}

/// Brings the pass over the cells to a field. \return false when the row is not plain or ends before it
bool DelimitedReader::seek(std::size_t field) {
    if (cell_ > field) return false;
    while (cell_ < field) {
        if (cell_offset_ > row_.size()) return false;
        std::string_view const rest = row_.substr(cell_offset_);
        cell_offset_ += std::min(find_byte(rest, delimiter_), rest.size()) + 1;
        ++cell_;
    }
    return cell_offset_ <= row_.size();
}

/// Reads the cells that come next in the pass. \return false when one needs a closer look
bool DelimitedReader::read_plain_cells(std::span<double> into) {
    char const* at = row_.data() + cell_offset_;
    char const* const last = row_.data() + row_.size();
    for (double& value : into) {
        if (at > last) return false;
        auto const [number, number_end] = read_short_decimal(at, delimiter_);
        if (number_end != nullptr) {
            value = number;
            at = number_end + 1;
            continue;
        }
        // The last cell of the row, an empty one, one of more digits or with an exponent.
        std::string_view const rest(at, static_cast<std::size_t>(last - at));
        std::string_view const cell = rest.substr(0, find_byte(rest, delimiter_));
        value = 0.0;
        if (!cell.empty() && !read_cell(cell, value)) return false;
        at = cell.data() + cell.size() + 1;
    }
    cell_ += into.size();
    cell_offset_ = static_cast<std::size_t>(at - row_.data());
    return true;
}

void DelimitedReader::read_split_cells(std::size_t first, std::span<double> into) const {
    FaultList faults;
    for (std::size_t k = 0; k < into.size() && faults.size() < listed_faults; ++k) {
        if (read_cell(fields_[first + k].text, into[k])) continue;
        CellFault fault = read_odd_cell(fields_[first + k].text, into[k]);
        if (!fault.problem.empty()) faults.add(where(first + k), std::move(fault.problem), {}, std::move(fault.remedy));
    }
    faults.throw_if_any();
}

void DelimitedReader::numbers(std::size_t first, std::span<double> into) {
    if (seek(first) && read_plain_cells(into)) {
        if (cell_offset_ <= row_.size()) expect_fields(first + into.size());
        return;
    }
    expect_fields(first + into.size());
    read_split_cells(first, into);
}

void DelimitedReader::some_numbers(std::size_t first, std::span<double> into, std::size_t n_expected) {
    if (into.empty() || (seek(first) && read_plain_cells(into))) return;
    if (n_fields() < first + into.size()) expect_fields(n_expected);
    read_split_cells(first, into);
}

double DelimitedReader::number(std::size_t field) const {
    double value = 0.0;
    if (read_cell(text(field), value)) return value;
    CellFault fault = read_odd_cell(text(field), value);
    if (!fault.problem.empty()) refuse(field, std::move(fault.problem), {}, std::move(fault.remedy));
    return value;
}

char guess_delimiter(std::string_view head) {
    std::string_view const line = head.substr(0, std::min(head.find_first_of("\n\r"), head.size()));
    char best = ',';
    std::ptrdiff_t most = 0;
    for (char const candidate : {',', '\t', ';'}) {
        auto const n = std::count(line.begin(), line.end(), candidate);
        if (n > most) {
            most = n;
            best = candidate;
        }
    }
    return best;
}

}  // namespace desvio
