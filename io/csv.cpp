#include "io/csv.hpp"

#include "io/number_text.hpp"
#include "io/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace desvio {

namespace {

/// Bytes that end an unquoted field, or may not stand in one.
constexpr std::array<bool, 256> special = [] {
    std::array<bool, 256> table{};
    for (char const c : {',', '\n', '\r', '"'}) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_special(char c) { return special[static_cast<unsigned char>(c)]; }

/// A code of up to 8 bytes as one word; 0 for longer ones. Distinct, as no code holds a zero byte.
std::uint64_t key_of(std::string_view code) {
    std::uint64_t key = 0;
    if (code.size() > sizeof key) return key;
    for (char const c : code) key = (key << 8U) | static_cast<unsigned char>(c);
    return key;
}

}  // namespace

LabelCursor::LabelCursor(Labels const& labels, std::string axis) : labels_(&labels), axis_(std::move(axis)) {
    keys_.reserve(labels.codes().size());
    for (std::string const& code : labels.codes()) keys_.push_back(key_of(code));
}

Index LabelCursor::find(std::string_view code) {
    std::uint64_t const key = key_of(code);
    if (key != 0 && !keys_.empty()) {
        if (keys_[last_] == key) return static_cast<Index>(last_);
        std::size_t const next = last_ + 1 < keys_.size() ? last_ + 1 : 0;
        if (keys_[next] == key) {
            last_ = next;
            return static_cast<Index>(next);
        }
    }
    auto const at = labels_->find(code);
    if (!at) return -1;
    last_ = static_cast<std::size_t>(*at);
    return *at;
}

CsvReader::CsvReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    check_text();
    if (has_faults()) return;
    position_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    if (!split_row()) {
        if (!has_faults()) fault_at(0, "the file is empty", "a header row is needed");
        return;
    }
    for (CsvField const& field : fields_) {
        header_.emplace_back(field.text);
        header_offsets_.push_back(field.offset);
    }
}

void CsvReader::check_text() {
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
        fault_at(0, "the file is in UTF-16", "tables are read as UTF-8", "Save it as 'CSV UTF-8'.");
        return;
    }
    if (auto const at = text_.find('\0'); at != std::string_view::npos) {
        fault_at(at, "a zero byte", "this is not a text file", "Export the table again.");
        return;
    }
    if (auto const at = find_invalid_utf8(text_); at != std::string_view::npos)
        fault_at(at, fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text_[at])),
                 "names would be garbled", "Save the file as 'CSV UTF-8'.");
}

void CsvReader::match_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional) {
    find_columns(required, optional, false);
}

void CsvReader::pick_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional) {
    find_columns(required, optional, true);
}

void CsvReader::find_columns(std::vector<std::string> const& required, std::vector<std::string> const& optional,
                             bool allows_others) {
    std::vector<std::string> known = required;
    known.insert(known.end(), optional.begin(), optional.end());
    places_.assign(known.size(), std::nullopt);
    if (header_.empty()) return;

    if (header_.size() == 1 && header_[0].find_first_of(";\t") != std::string::npos) {
        bool const is_semicolon = header_[0].find(';') != std::string::npos;
        fault_at(header_offsets_[0],
                 fmt::format("the columns are separated by {}", is_semicolon ? "semicolons" : "tabs"),
                 "this table is comma-separated, with decimal points", "Export it with commas.");
        position_ = text_.size();
        return;
    }
    for (std::size_t k = 0; k < header_.size(); ++k) {
        std::size_t wanted = 0;
        while (wanted < known.size() && known[wanted] != header_[k]) ++wanted;
        if (wanted == known.size() && allows_others)
            continue;
        else if (wanted == known.size())
            fault_at(header_offsets_[k], fmt::format("unknown column '{}'", header_[k]), {},
                     suggest_name(header_[k], known));
        else if (places_[wanted])
            fault_at(header_offsets_[k], fmt::format("column '{}' is given twice", header_[k]));
        else
            places_[wanted] = k;
    }
    for (std::size_t k = 0; k < required.size(); ++k)
        if (!places_[k])
            fault_at(0, fmt::format("column '{}' is missing", required[k]), {},
                     allows_others ? suggest_name(required[k], header_) : "");
    if (has_faults()) position_ = text_.size();
}

bool CsvReader::next_row() {
    while (split_row()) {
        if (fields_.size() == header_.size()) return true;
        if (fields_.size() == 1 && fields_[0].text.empty()) continue;
        fault_at(row_offset(), fmt::format("this row has {} fields, the header has {}", fields_.size(), header_.size()),
                 {}, "A text that holds a comma needs quotes.");
    }
    return false;
}

bool CsvReader::split_row() {
    char const* const data = text_.data();
    std::size_t const size = text_.size();
    // A broken quote leaves no way to tell where fields end: the rest of the file is not read.
    if (position_ >= size) return false;
    fields_.clear();
    unescaped_.clear();
    for (;;) {
        std::size_t const start = position_;
        if (start < size && data[start] == '"') {
            if (!split_quoted()) return false;
        } else {
            while (position_ < size && !is_special(data[position_])) ++position_;
            fields_.push_back({text_.substr(start, position_ - start), start});
        }
        if (position_ >= size) return true;
        char const c = data[position_];
        if (c == ',') {
            ++position_;
        } else if (c == '\n') {
            ++position_;
            return true;
        } else if (c == '\r' && position_ + 1 < size && data[position_ + 1] == '\n') {
            position_ += 2;
            return true;
        } else {
            fault_at(position_, c == '"' ? "a quote inside a field" : "text after a field or a lone carriage return",
                     "the rest of the file cannot be split into fields",
                     "Put the whole field in quotes and double the quotes in it.");
            position_ = size;
            return false;
        }
    }
}

bool CsvReader::split_quoted() {
    std::size_t const start = position_;
    std::string* joined = nullptr;
    std::size_t from = start + 1;
    for (;;) {
        std::size_t const quote = text_.find('"', from);
        if (quote == std::string_view::npos) {
            fault_at(start, "this quote is never closed", "the rest of the file would be one field");
            position_ = text_.size();
            return false;
        }
        bool const is_doubled = quote + 1 < text_.size() && text_[quote + 1] == '"';
        if (is_doubled || joined != nullptr) {
            if (joined == nullptr) joined = &unescaped_.emplace_back();
            joined->append(text_.substr(from, quote - from + (is_doubled ? 1 : 0)));
        }
        if (is_doubled) {
            from = quote + 2;
            continue;
        }
        fields_.push_back({joined != nullptr ? std::string_view(*joined) : text_.substr(from, quote - from), start});
        position_ = quote + 1;
        return true;
    }
}

double CsvReader::number(std::size_t column) {
    auto const field = text(column);
    double value = 0.0;
    auto const [end, error] = read_double(field.data(), field.data() + field.size(), value);
    // Adding 0 turns -0 into 0: both mean that nothing is there.
    if (error == std::errc() && end == field.data() + field.size() && std::isfinite(value)) return value + 0.0;
    auto const parsed = parse_number(field);
    fault(column, parsed.problem, {}, parsed.remedy);
    return std::numeric_limits<double>::quiet_NaN();
}

Index CsvReader::label(std::size_t column, LabelCursor& cursor) {
    auto const code = text(column);
    Index const at = cursor.find(code);
    if (at < 0 && count_fault())
        faults_.add(where(field(column).offset), fmt::format("unknown {} '{}'", cursor.axis(), code), {},
                    suggest_name(code, cursor.labels().codes()));
    return at;
}

void CsvReader::refuse_repeated(std::size_t first, std::string const& what) {
    if (count_fault())
        faults_.add(where(row_offset()), fmt::format("{} is given twice", what),
                    fmt::format("first in line {}", where(first).line), "Take one of the rows out.");
}

void CsvReader::fault(std::size_t column, std::string problem, std::string why, std::string remedy) {
    fault_at(has_column(column) ? field(column).offset : row_offset(), std::move(problem), std::move(why),
             std::move(remedy));
}

void CsvReader::fault_at(std::size_t offset, std::string problem, std::string why, std::string remedy) {
    if (count_fault()) faults_.add(where(offset), std::move(problem), std::move(why), std::move(remedy));
}

void CsvReader::finish(FaultList& all) {
    for (Fault const& one : faults_.faults()) all.add(one.where, one.problem, one.why, one.remedy);
    if (n_faults_ > max_faults) all.add({file_}, fmt::format("and {} more faults", n_faults_ - max_faults));
}

SourceLocation CsvReader::where(std::size_t offset) const {
    auto [line, column] = line_and_column(text_, offset);
    return {file_, line, column};
}

ParsedNumber parse_number(std::string_view text) {
    if (text.empty()) return {std::nullopt, "the number is missing", "Write it, or leave the row out."};
    double value = 0.0;
    auto const [end, error] = read_double(text.data(), text.data() + text.size(), value);
    bool const is_whole = end == text.data() + text.size();
    if (error == std::errc() && is_whole && std::isfinite(value)) return {value + 0.0, {}, {}};

    if (error == std::errc() && is_whole)
        return {std::nullopt, fmt::format("'{}' is not a finite number", text),
                "Leave the row out where nothing is known."};
    if (error == std::errc::result_out_of_range && is_whole)
        return {std::nullopt, fmt::format("'{}' is outside the range of a number", text),
                "Numbers reach from 1e-307 to 1e308."};
    if (text.front() == ' ' || text.back() == ' ')
        return {std::nullopt, fmt::format("'{}' has blanks around the number", text), "Take them out."};
    if (text.front() == '+') return {std::nullopt, fmt::format("'{}' begins with a plus sign", text), "Take it out."};
    if (text.back() == '%')
        return {std::nullopt, fmt::format("'{}' is written in percent", text), "Write a fraction: 0.25 for 25 %."};
    if (text.find(',') != std::string_view::npos)
        return {std::nullopt, fmt::format("'{}' holds a comma", text),
                "Write a decimal point and no thousands separators."};
    return {std::nullopt, fmt::format("'{}' is not a number", text), "Write it as 1234.5 or 1.2345e3."};
}

}  // namespace desvio
