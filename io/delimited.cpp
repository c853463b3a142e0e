#include "io/delimited.hpp"

#include "io/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace desvio {

namespace {

constexpr std::size_t block = std::size_t{1} << 20U;
constexpr std::size_t longest_row = std::size_t{1} << 30U;
constexpr std::size_t listed_faults = 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The end of the first row in `text`: the place of its line break outside quotes, or npos.
std::size_t find_row_end(std::string_view text, bool has_quotes) {
    if (!has_quotes) return text.find_first_of("\n\r");
    bool is_quoted = false;
    for (std::size_t k = 0; k < text.size(); ++k) {
        char const c = text[k];
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && (c == '\n' || c == '\r')) return k;
    }
    return std::string_view::npos;
}

}  // namespace

DelimitedReader::DelimitedReader(TableSource const& source, std::string const& name, char delimiter)
    : place_(source.place(name)), stream_(source.open(name)), delimiter_(delimiter) {
    while (end_ < byte_order_mark.size() && fill()) continue;
    if (std::string_view(buffer_.data(), end_).starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
}

DelimitedReader::~DelimitedReader() = default;

/// Moves what is unread to the front and reads one block more. \return whether there was more
bool DelimitedReader::fill() {
    if (is_at_end_) return false;
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ > longest_row)
        throw InputError({{place_, static_cast<int>(next_line_)},
                          fmt::format("a line of more than {} bytes", longest_row),
                          "a quote is open, or this is no table of text",
                          "Check the file."});
    if (buffer_.size() < end_ + block) buffer_.resize(std::max(end_ + block, buffer_.size() * 2));
    std::size_t const n = stream_->read(buffer_.data() + end_, buffer_.size() - end_);
    end_ += n;
    is_at_end_ = n == 0;
    return n > 0;
}

bool DelimitedReader::next() {
    for (;;) {
        std::size_t searched = 0;
        std::size_t length = std::string_view::npos;
        bool has_quotes = false;
        for (;;) {
            std::string_view const unread(buffer_.data() + begin_, end_ - begin_);
            if (!has_quotes) {
                // A line break ends the row unless a quote stands before it.
                auto const at = unread.substr(searched).find_first_of("\n\r");
                auto const quote = delimiter_ == '\t'
                                       ? nullptr
                                       : std::memchr(unread.data() + searched, '"',
                                                     at == std::string_view::npos ? unread.size() - searched : at);
                if (quote != nullptr)
                    has_quotes = true;
                else if (at != std::string_view::npos)
                    length = searched + at;
                searched = unread.size();
            }
            if (has_quotes) length = find_row_end(unread, true);
            if (length != std::string_view::npos) break;
            if (!fill()) break;
        }
        std::size_t const unread = end_ - begin_;
        if (length == std::string_view::npos) {
            if (unread == 0) return false;
            length = unread;
        }
        // A carriage return at the end of the buffer may be half of a CRLF.
        if (begin_ + length + 1 == end_ && buffer_[begin_ + length] == '\r') fill();
        row_ = std::string_view(buffer_.data() + begin_, length);
        begin_ += length;
        line_ = next_line_;
        next_line_ += static_cast<std::uint32_t>(1 + std::count(row_.begin(), row_.end(), '\n'));
        if (begin_ < end_ && buffer_[begin_] == '\r') {
            ++begin_;
            if (begin_ < end_ && buffer_[begin_] == '\n') ++begin_;
        } else if (begin_ < end_) {
            ++begin_;
        }
        if (row_.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (has_quotes)
            split_quoted(row_);
        else
            split(row_);
        return true;
    }
}

void DelimitedReader::split(std::string_view row) {
    fields_.clear();
    char const* const first = row.data();
    char const* const last = first + row.size();
    char const* at = first;
    for (;;) {
        auto const* const end =
            static_cast<char const*>(std::memchr(at, delimiter_, static_cast<std::size_t>(last - at)));
        char const* const stop = end == nullptr ? last : end;
        fields_.push_back({{at, static_cast<std::size_t>(stop - at)}, static_cast<std::size_t>(at - first)});
        if (end == nullptr) return;
        at = end + 1;
    }
}

void DelimitedReader::split_quoted(std::string_view row) {
    fields_.clear();
    unescaped_.clear();
    std::vector<std::pair<std::size_t, std::size_t>> doubled;  // field, place in unescaped_
    std::size_t at = 0;
    for (;;) {
        std::size_t const offset = at;
        if (at < row.size() && row[at] == '"') {
            std::string text;
            bool is_closed = false;
            for (++at; at < row.size(); ++at) {
                if (row[at] != '"') {
                    text += row[at];
                } else if (at + 1 < row.size() && row[at + 1] == '"') {
                    text += row[at++];
                } else {
                    is_closed = true;
                    ++at;
                    break;
                }
            }
            if (!is_closed || (at < row.size() && row[at] != delimiter_))
                throw InputError(
                    {{place_, static_cast<int>(line_), static_cast<int>(offset + 1)},
                     is_closed ? "text goes on after the closing quote" : "a quote is opened and not closed",
                     "what follows would be taken for text",
                     "Double the quotes inside a quoted field."});
            doubled.emplace_back(fields_.size(), unescaped_.size());
            unescaped_.push_back(std::move(text));
            fields_.push_back({{}, offset});
        } else {
            std::size_t const stop = std::min(row.find(delimiter_, at), row.size());
            fields_.push_back({row.substr(at, stop - at), offset});
            at = stop;
        }
        if (at >= row.size()) break;
        ++at;  // the delimiter
    }
    for (auto const& [field, place] : doubled) fields_[field].text = unescaped_[place];
}

SourceLocation DelimitedReader::where(std::size_t field) const {
    std::size_t const offset = field < fields_.size() ? fields_[field].offset : row_.size();
    return {place_, static_cast<int>(line_), static_cast<int>(offset + 1)};
}

void DelimitedReader::expect_fields(std::size_t n) const {
    if (fields_.size() == n) return;
    throw InputError({{place_, static_cast<int>(line_)},
                      fmt::format("{} fields where {} are expected", fields_.size(), n),
                      "a cell in the wrong column is a wrong number",
                      "Check that no line is cut off and none has a separator too many."});
}

void DelimitedReader::refuse(std::size_t field, std::string problem, std::string why, std::string remedy) const {
    throw InputError({where(field), std::move(problem), std::move(why), std::move(remedy)});
}

namespace {

/// The fast path of a cell: digits that from_chars takes whole. \return false when a closer look is needed
bool read_cell(std::string_view text, double& value) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

/// Blanks around a number are harmless in a table; numbers too small for a double are 0.
std::string read_odd_cell(std::string_view text, double& value) {
    std::string_view const inner = trim_blanks(text);
    value = 0.0;
    if (inner.empty() || read_cell(inner, value)) return {};
    if (inner.front() == '+' && read_cell(inner.substr(1), value)) return {};
    auto const parsed = parse_number(inner);
    if (parsed.problem.find("outside the range") != std::string::npos) {
        // from_chars tells neither side apart: an exponent below says it is as good as nothing.
        auto const exponent = inner.find_first_of("eE");
        if (exponent != std::string_view::npos && exponent + 1 < inner.size() && inner[exponent + 1] == '-') {
            value = 0.0;
            return {};
        }
    }
    return parsed.problem + (parsed.remedy.empty() ? "" : "\n" + parsed.remedy);
}

}  // namespace

void DelimitedReader::numbers(std::size_t first, std::span<double> into) {
    expect_fields(first + into.size());
    std::vector<Fault> faults;
    for (std::size_t k = 0; k < into.size(); ++k) {
        if (read_cell(fields_[first + k].text, into[k])) continue;
        std::string const problem = read_odd_cell(fields_[first + k].text, into[k]);
        if (problem.empty()) continue;
        auto const cut = problem.find('\n');
        faults.push_back({where(first + k),
                          problem.substr(0, cut),
                          {},
                          cut == std::string::npos ? std::string() : problem.substr(cut + 1)});
        if (faults.size() == listed_faults) break;
    }
    if (!faults.empty()) throw InputError(std::move(faults));
}

double DelimitedReader::number(std::size_t field) const {
    double value = 0.0;
    if (read_cell(fields_[field].text, value)) return value;
    std::string const problem = read_odd_cell(fields_[field].text, value);
    auto const cut = problem.find('\n');
    if (!problem.empty())
        refuse(field, problem.substr(0, cut), {}, cut == std::string::npos ? std::string() : problem.substr(cut + 1));
    return value;
}

char guess_delimiter(std::string_view head) {
    std::string_view const line = head.substr(0, std::min(head.find('\n'), head.size()));
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
