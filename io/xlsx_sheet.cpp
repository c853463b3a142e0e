#include "io/xlsx_sheet.hpp"

#include "io/csv.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace desvio {

namespace {

constexpr int last_row = 1'048'576;  // of the format
constexpr int last_column = 16'384;
constexpr int n_column_letters = 26;
constexpr std::size_t longest_value = std::size_t{1} << 20U;  // bytes

std::optional<int> parse_count(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view trim_value(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

struct CellPlace {
    int row, column;
};

/// "D7"; nothing for what is no place on a sheet.
std::optional<CellPlace> parse_place(std::string_view text) {
    int column = 0;
    std::size_t k = 0;
    for (; k < text.size() && text[k] >= 'A' && text[k] <= 'Z'; ++k) {
        column = column * n_column_letters + (text[k] - 'A' + 1);
        if (column > last_column) return std::nullopt;
    }
    auto const row = parse_count(text.substr(k));
    if (column == 0 || !row || *row < 1 || *row > last_row) return std::nullopt;
    return CellPlace{*row, column};
}

}  // namespace

void SheetHandler::start(std::string_view name, XmlAttributes const& attributes) {
    if (name == "row") {
        start_row(attributes);
    } else if (name == "c" && is_in_row_) {
        start_cell(attributes);
    } else if (is_in_cell_) {
        if (name == "rPh") ++n_pronunciations_;
        is_in_value_ = name == "v" || (name == "t" && n_pronunciations_ == 0);
        has_value_ = has_value_ || is_in_value_;
    }
}

void SheetHandler::end(std::string_view name) {
    if (name == "row") {
        finish_row();
    } else if (name == "c" && is_in_cell_) {
        finish_cell();
    } else if (name == "sheetData") {
        throw XmlStopped{};  // what follows is about looks
    } else if (name == "rPh" && n_pronunciations_ > 0) {
        --n_pronunciations_;
    }
    is_in_value_ = false;
}

void SheetHandler::text(std::string_view piece) {
    if (!is_in_value_) return;
    value_ += piece;
    if (value_.size() > longest_value)
        refuse_cell(fmt::format("a cell of more than {} bytes", longest_value), "no table holds that");
}

void SheetHandler::start_row(XmlAttributes const& attributes) {
    int const row_before = row_;
    column_ = 0;
    is_in_row_ = true;
    row_ = row_before + 1;
    if (auto const number = attributes.find("r")) row_ = parse_count(*number).value_or(0);
    if (row_ <= row_before || row_ > last_row)
        throw InputError(
            {{place_},
             fmt::format("the row after row {} is numbered '{}'", row_before, attributes.find("r").value_or("")),
             fmt::format("rows go upward to {}", last_row),
             "Save the file anew from a spreadsheet program."});
    cells_.clear();
    texts_.clear();
}

void SheetHandler::start_cell(XmlAttributes const& attributes) {
    int const column_before = column_;
    column_ = column_before + 1;
    if (auto const reference = attributes.find("r")) {
        auto const cell_place = parse_place(*reference);
        if (!cell_place || cell_place->row != row_ || cell_place->column <= column_before)
            throw InputError({{fmt::format("{}!{}{}", place_, column_letters(column_before + 1), row_)},
                              fmt::format("the next cell of row {} says that it stands at '{}'", row_, *reference),
                              "cells go from left to right in their row, to column XFD",
                              "Save the file anew from a spreadsheet program."});
        column_ = cell_place->column;
    }
    if (column_ > last_column) refuse_cell("the row goes on beyond column XFD");
    auto const type = attributes.find("t").value_or("n");
    type_ = type == "s"           ? ValueType::shared_text
            : type == "inlineStr" ? ValueType::inline_text
            : type == "b"         ? ValueType::boolean
            : type == "e"         ? ValueType::error
            : type == "n"         ? ValueType::number
                                  : ValueType::text;
    is_in_cell_ = true;
    has_value_ = false;
    n_pronunciations_ = 0;
    value_.clear();
}

void SheetHandler::finish_cell() {
    is_in_cell_ = false;
    if (!has_value_) return;
    XlsxCell cell{column_, CellKind::text, 0.0, {}};
    if (type_ == ValueType::number) {
        auto const text = trim_value(value_);
        if (text.empty()) return;
        auto const parsed = parse_number(text);
        if (!parsed.value) refuse_cell(parsed.problem);
        cell.kind = CellKind::number;
        cell.number = *parsed.value;
    } else if (type_ == ValueType::boolean) {
        cell.kind = CellKind::boolean;
        cell.number = trim_value(value_) == "1" || trim_value(value_) == "true" ? 1.0 : 0.0;
    } else if (type_ == ValueType::shared_text) {
        auto const number = parse_count(trim_value(value_));
        if (!number || *number < 0 || static_cast<std::size_t>(*number) >= shared_texts_.size())
            refuse_cell(fmt::format("names text '{}' of the {} that the file shares", value_, shared_texts_.size()));
        cell.text = shared_texts_[static_cast<std::size_t>(*number)];
    } else {
        cell.kind = type_ == ValueType::error ? CellKind::error : CellKind::text;
        cell.text = texts_.emplace_back(value_);
    }
    cells_.push_back(cell);
}

void SheetHandler::finish_row() {
    if (!is_in_row_) return;
    is_in_row_ = false;
    if (!visit_(row_, cells_)) throw XmlStopped{};
}

void SheetHandler::refuse_cell(std::string problem, std::string why) const {
    throw InputError({{fmt::format("{}!{}{}", place_, column_letters(column_), row_)},
                      std::move(problem),
                      std::move(why),
                      "Mend the cell in a spreadsheet program."});
}

}  // namespace desvio
